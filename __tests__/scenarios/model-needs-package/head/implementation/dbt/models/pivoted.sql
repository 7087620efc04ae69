select
{%- for id in dbt_utils.get_column_values(ref('items'), 'id') %}
  sum(case when id = {{ id }} then 1 end) as item_{{ id }},
{%- endfor %}
  count(*) as items
from {{ ref('items') }}
