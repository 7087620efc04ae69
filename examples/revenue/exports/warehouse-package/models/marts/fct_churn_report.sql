with customers as (

    select
        customer_id,
        max(customer_email_hash) as customer_email_hash,
        max(charged_at) as last_charged_at
    from {{ ref('stg_stripe__charges') }}
    where not is_refunded
    group by 1

),

newest as (

    select max(revenue_month) as revenue_month
    from {{ ref('int_customer_months') }}

)

select
    customers.customer_id,
    customers.customer_email_hash,
    customers.last_charged_at,
    cast(date_trunc('month', customers.last_charged_at) as date) < newest.revenue_month as is_churned
from customers
cross join newest
