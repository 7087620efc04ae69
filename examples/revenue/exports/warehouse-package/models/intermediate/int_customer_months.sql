select
    customer_id,
    cast(date_trunc('month', charged_at) as date) as revenue_month,
    currency,
    sum(amount) as amount
from {{ ref('stg_stripe__charges') }}
where not is_refunded
group by 1, 2, 3
