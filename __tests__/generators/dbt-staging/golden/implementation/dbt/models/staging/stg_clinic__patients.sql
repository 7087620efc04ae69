{# Drafted by DataEngOS Gatekeeper: yours from here on, and never overwritten.
   It was made from specs/contracts/sources/clinic/patients.yaml. #}
with source_rows as (

    select
        patient_id,
        email,
        phone,
        tax_id,
        birth_date,
        passport,
        "order",
        "open file", -- noqa: RF05
        updated_at
    from {{ source('clinic', 'patients') }}

),

renamed as (

    select
        patient_id,
        "open file" as is_open,
        updated_at,
        cast("order" as bigint) as "order",
        {{ mask_pii('email') }} as email_hash,
        {{ dataengos_mask_redact('phone') }} as phone_masked,
        {{ dataengos_mask_last4('tax_id') }} as tax_id_masked,
        {{ dataengos_mask_null('birth_date') }} as birth_date_masked,
        {{ mask_pii('passport') }} as passport_hash
    from source_rows

)

select
    patient_id,
    email_hash,
    phone_masked,
    tax_id_masked,
    birth_date_masked,
    passport_hash,
    "order",
    is_open,
    updated_at
from renamed
