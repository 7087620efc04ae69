select * from {{ ref('fct_vendas_por_estado') }} where receita < 0
