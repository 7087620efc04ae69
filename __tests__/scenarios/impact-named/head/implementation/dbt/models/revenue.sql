select sum(total) as revenue from {{ ref('orders') }}
