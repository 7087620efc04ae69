select count(id) as orders from {{ ref('orders') }}
