with charges as (

    select * from {{ source('stripe', 'charges') }}

)

select
    charge_id,
    customer_id,
    {{ mask_pii('customer_email') }} as customer_email_hash,
    {{ cents_to_currency('amount_cents') }} as amount,
    upper(currency) as currency,
    refunded as is_refunded,
    charged_at
from charges
