select
    uf,
    cast(date_trunc('month', pago_em) as date) as mes,
    cast(sum(valor) as decimal(18, 2)) as receita,
    count(*) as pedidos
from {{ ref('stg_pedidos') }}
group by 1, 2
