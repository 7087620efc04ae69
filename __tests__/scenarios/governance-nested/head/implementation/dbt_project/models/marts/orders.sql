select id, total, sha256(customerEmail) as customerEmail, paid from {{ ref('raw_orders') }}
