with pedidos as (

    select * from {{ source('ecommerce', 'pedidos') }}

)

select
    pedido_id,
    sha256(cliente_cpf) as cliente_cpf_hash,
    upper(uf) as uf,
    valor,
    pago_em
from pedidos
