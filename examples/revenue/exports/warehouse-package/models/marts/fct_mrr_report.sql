select
    revenue_month,
    currency,
    cast(sum(amount) as decimal(18, 2)) as mrr,
    count(distinct customer_id) as paying_customers
from {{ ref('int_customer_months') }}
group by 1, 2
