{#- SHA-256 of a personal column: the same person gives the same value, nobody reads the address. -#}
{% macro mask_pii(column) -%}
  sha256(lower(trim({{ column }})))
{%- endmacro %}
