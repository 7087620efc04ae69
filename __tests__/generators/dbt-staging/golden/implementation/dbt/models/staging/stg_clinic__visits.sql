{# Drafted by DataEngOS Gatekeeper: yours from here on, and never overwritten.
   It was made from specs/contracts/sources/clinic/visits.yaml. #}
with source_rows as (

    select
        patient_id,
        day,
        amount
    from {{ source('clinic', 'visits') }}

),

renamed as (

    select
        patient_id,
        cast(day as date) as day,
        cast(amount as decimal(38, 9)) as amount
    from source_rows

)

select
    patient_id,
    day,
    amount
from renamed
