with opportunities as (

    select * from {{ source('salesforce', 'opportunities') }}

)

select
    opportunity_id,
    {{ mask_pii('contact_email') }} as contact_email_hash,
    nullif(trim(campaign_name), '') as campaign_name,
    lower(stage) as stage,
    amount
from opportunities
