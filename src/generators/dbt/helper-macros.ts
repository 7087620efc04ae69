/** Macros that our generic tests call, by the name of their file. */
export const helperMacros: { readonly [name: string]: string } = {
  dataengos_sql: `
{# A text as an SQL literal; warehouses that read backslashes inside quotes get them doubled. #}
{% macro dataengos_text(value) %}{{ return(adapter.dispatch('dataengos_text')(value | string)) }}{% endmacro %}

{% macro default__dataengos_text(value) %}{{ return("'" ~ value.replace("'", "''") ~ "'") }}{% endmacro %}

{% macro snowflake__dataengos_text(value) %}
  {{ return("'" ~ value.replace("\\\\", "\\\\\\\\").replace("'", "''") ~ "'") }}
{% endmacro %}

{% macro redshift__dataengos_text(value) %}{{ return(snowflake__dataengos_text(value)) }}{% endmacro %}

{% macro bigquery__dataengos_text(value) %}
  {{ return("'" ~ value.replace("\\\\", "\\\\\\\\").replace("'", "\\\\'").replace("\\n", "\\\\n") ~ "'") }}
{% endmacro %}

{% macro spark__dataengos_text(value) %}{{ return(bigquery__dataengos_text(value)) }}{% endmacro %}

{% macro databricks__dataengos_text(value) %}{{ return(bigquery__dataengos_text(value)) }}{% endmacro %}

{# A list of values for "in (...)"; numbers and booleans with quote=false. #}
{% macro dataengos_list(values, quote=true) %}
  {%- set items = [] -%}
  {%- for value in values -%}
    {%- do items.append(dataengos_text(value) if quote else value | string) -%}
  {%- endfor -%}
  {{ return(items | join(', ')) }}
{% endmacro %}

{# Names of columns, those of them in quotes that need them. #}
{% macro dataengos_columns(columns, quoted=[]) %}
  {%- set items = [] -%}
  {%- for column in columns -%}
    {%- do items.append(adapter.quote(column) if column in quoted else column) -%}
  {%- endfor -%}
  {{ return(items) }}
{% endmacro %}

{# Rows that meet a condition, or one row where their share in percent breaks the threshold. #}
{% macro dataengos_bad_rows(model, condition, percent_violated_when=none) %}
{%- if percent_violated_when is none %}
select *
from {{ model }}
where {{ condition }}
{%- else %}
select bad_percent
from (
  select coalesce(100.0 * sum(case when {{ condition }} then 1 else 0 end) / nullif(count(*), 0), 0) as bad_percent
  from {{ model }}
) as measured
where bad_percent {{ percent_violated_when }}
{%- endif %}
{% endmacro %}
`,
  dataengos_regex: `
{# Whether a column matches a regular expression somewhere. #}
{% macro dataengos_regex(column, pattern) %}{{ return(adapter.dispatch('dataengos_regex')(column, pattern)) }}{% endmacro %}

{% macro default__dataengos_regex(column, pattern) %}
  {{ return("regexp_like(cast(" ~ column ~ " as varchar), " ~ dataengos_text(pattern) ~ ")") }}
{% endmacro %}

{% macro duckdb__dataengos_regex(column, pattern) %}
  {{ return("regexp_matches(cast(" ~ column ~ " as varchar), " ~ dataengos_text(pattern) ~ ")") }}
{% endmacro %}

{% macro postgres__dataengos_regex(column, pattern) %}
  {{ return("cast(" ~ column ~ " as text) ~ " ~ dataengos_text(pattern)) }}
{% endmacro %}

{% macro redshift__dataengos_regex(column, pattern) %}{{ return(postgres__dataengos_regex(column, pattern)) }}{% endmacro %}

{% macro snowflake__dataengos_regex(column, pattern) %}
  {{ return("regexp_instr(cast(" ~ column ~ " as varchar), " ~ dataengos_text(pattern) ~ ") > 0") }}
{% endmacro %}

{% macro bigquery__dataengos_regex(column, pattern) %}
  {{ return("regexp_contains(cast(" ~ column ~ " as string), " ~ dataengos_text(pattern) ~ ")") }}
{% endmacro %}

{% macro spark__dataengos_regex(column, pattern) %}
  {{ return("cast(" ~ column ~ " as string) rlike " ~ dataengos_text(pattern)) }}
{% endmacro %}

{% macro databricks__dataengos_regex(column, pattern) %}{{ return(spark__dataengos_regex(column, pattern)) }}{% endmacro %}
`,
  dataengos_collections: `
{# How many items an array has; null where there is none. #}
{% macro dataengos_array_size(column) %}{{ return(adapter.dispatch('dataengos_array_size')(column)) }}{% endmacro %}

{% macro default__dataengos_array_size(column) %}{{ return('cardinality(' ~ column ~ ')') }}{% endmacro %}

{% macro duckdb__dataengos_array_size(column) %}{{ return('len(' ~ column ~ ')') }}{% endmacro %}

{% macro snowflake__dataengos_array_size(column) %}{{ return('array_size(' ~ column ~ ')') }}{% endmacro %}

{% macro bigquery__dataengos_array_size(column) %}{{ return('array_length(' ~ column ~ ')') }}{% endmacro %}

{% macro redshift__dataengos_array_size(column) %}{{ return('get_array_length(' ~ column ~ ')') }}{% endmacro %}

{% macro spark__dataengos_array_size(column) %}
  {{ return('case when ' ~ column ~ ' is not null then size(' ~ column ~ ') end') }}
{% endmacro %}

{% macro databricks__dataengos_array_size(column) %}{{ return(spark__dataengos_array_size(column)) }}{% endmacro %}

{# Whether an array has an item twice. #}
{% macro dataengos_has_duplicates(column) %}{{ return(adapter.dispatch('dataengos_has_duplicates')(column)) }}{% endmacro %}

{% macro default__dataengos_has_duplicates(column) %}
  {{ return('cardinality(array_distinct(' ~ column ~ ')) < cardinality(' ~ column ~ ')') }}
{% endmacro %}

{% macro duckdb__dataengos_has_duplicates(column) %}
  {{ return('list_unique(' ~ column ~ ") < list_aggregate(" ~ column ~ ", 'count')") }}
{% endmacro %}

{% macro postgres__dataengos_has_duplicates(column) %}
  {{ return('(select count(distinct item) < count(item) from unnest(' ~ column ~ ') as items (item))') }}
{% endmacro %}

{% macro bigquery__dataengos_has_duplicates(column) %}
  {{ return('(select count(distinct item) < count(item) from unnest(' ~ column ~ ') as item)') }}
{% endmacro %}

{% macro snowflake__dataengos_has_duplicates(column) %}
  {{ return('array_size(array_distinct(' ~ column ~ ')) < array_size(' ~ column ~ ')') }}
{% endmacro %}

{% macro spark__dataengos_has_duplicates(column) %}
  {{ return('size(array_distinct(' ~ column ~ ')) < size(' ~ column ~ ')') }}
{% endmacro %}

{% macro databricks__dataengos_has_duplicates(column) %}{{ return(spark__dataengos_has_duplicates(column)) }}{% endmacro %}

{# A field of a structured column, or of one that holds JSON. #}
{% macro dataengos_field(column, field, json=false) %}{{ return(adapter.dispatch('dataengos_field')(column, field, json)) }}{% endmacro %}

{% macro default__dataengos_field(column, field, json) %}{{ return(column ~ '.' ~ field) }}{% endmacro %}

{% macro duckdb__dataengos_field(column, field, json) %}
  {{ return('(' ~ column ~ " ->> '" ~ field ~ "')" if json else 'struct_extract(' ~ column ~ ", '" ~ field ~ "')") }}
{% endmacro %}

{% macro postgres__dataengos_field(column, field, json) %}{{ return('(' ~ column ~ " ->> '" ~ field ~ "')") }}{% endmacro %}

{% macro snowflake__dataengos_field(column, field, json) %}{{ return('get(' ~ column ~ ", '" ~ field ~ "')") }}{% endmacro %}

{% macro bigquery__dataengos_field(column, field, json) %}
  {{ return('json_value(' ~ column ~ ", '$." ~ field ~ "')" if json else column ~ '.' ~ field) }}
{% endmacro %}
`,
  dataengos_clock: `
{# The moment that lies an interval before now. #}
{% macro dataengos_ago(datepart, interval, whole_days=false) %}
  {%- set moment = dbt.dateadd(datepart, -1 * interval, dbt.current_timestamp()) -%}
  {{ return('cast(cast(' ~ moment ~ ' as ' ~ dbt.type_timestamp() ~ ') as date)' if whole_days else 'cast(' ~ moment ~ ' as ' ~ dbt.type_timestamp() ~ ')') }}
{% endmacro %}

{# A column as something to be held against that moment. #}
{% macro dataengos_moment(column, whole_days=false) %}
  {{ return('cast(' ~ column ~ ' as ' ~ ('date' if whole_days else dbt.type_timestamp()) ~ ')') }}
{% endmacro %}
`,
};
