select id, total, email from {{ ref('raw_orders') }}
