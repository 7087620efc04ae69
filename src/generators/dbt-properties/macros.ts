import { headerText } from '../define-generator.ts';

/**
 * The generic tests that properties may call, with the helpers they need, by name: dbt's built-in tests and these are enough, no
 * package hub is needed. Each test returns one row per bad row, except where it says otherwise; thresholds are dbt's own.
 * `percent_violated_when` (`> 5`) makes a test measure the share of bad rows instead and return one row where it is broken.
 */
export const macroFiles: ReadonlyMap<string, string> = new Map(
  Object.entries({
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

{# Names of columns, quoted where they have to be. #}
{% macro dataengos_columns(columns) %}
  {%- set items = [] -%}
  {%- for column in columns -%}
    {%- do items.append(column if modules.re.match('^[A-Za-z_][A-Za-z0-9_]*$', column) else adapter.quote(column)) -%}
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
    dataengos_accepted_range: `
{% test dataengos_accepted_range(model, column_name, min_value=none, max_value=none, inclusive=true) %}
{%- set conditions = [] -%}
{%- if min_value is not none -%}
  {%- do conditions.append(column_name ~ (' < ' if inclusive else ' <= ') ~ min_value) -%}
{%- endif -%}
{%- if max_value is not none -%}
  {%- do conditions.append(column_name ~ (' > ' if inclusive else ' >= ') ~ max_value) -%}
{%- endif -%}
{{ dataengos_bad_rows(model, conditions | join(' or ')) }}
{% endtest %}
`,
    dataengos_accepted_values: `
{% test dataengos_accepted_values(model, column_name, values, quote=true, percent_violated_when=none) %}
{{ dataengos_bad_rows(model, column_name ~ ' not in (' ~ dataengos_list(values, quote) ~ ')', percent_violated_when) }}
{% endtest %}
`,
    dataengos_length_between: `
{% test dataengos_length_between(model, column_name, min_length=none, max_length=none) %}
{%- set conditions = [] -%}
{%- if min_length is not none -%}
  {%- do conditions.append(dbt.length(column_name) ~ ' < ' ~ min_length) -%}
{%- endif -%}
{%- if max_length is not none -%}
  {%- do conditions.append(dbt.length(column_name) ~ ' > ' ~ max_length) -%}
{%- endif -%}
{{ dataengos_bad_rows(model, conditions | join(' or ')) }}
{% endtest %}
`,
    dataengos_matches_regex: `
{% test dataengos_matches_regex(model, column_name, pattern, percent_violated_when=none) %}
{{ dataengos_bad_rows(model, 'not (' ~ dataengos_regex(column_name, pattern) ~ ')', percent_violated_when) }}
{% endtest %}
`,
    dataengos_missing_values: `
{% test dataengos_missing_values(model, column_name, values, count_nulls=false, percent_violated_when=none) %}
{%- set conditions = [] -%}
{%- if count_nulls -%}
  {%- do conditions.append(column_name ~ ' is null') -%}
{%- endif -%}
{%- if values | length > 0 -%}
  {%- do conditions.append('cast(' ~ column_name ~ ' as ' ~ dbt.type_string() ~ ') in (' ~ dataengos_list(values) ~ ')') -%}
{%- endif -%}
{{ dataengos_bad_rows(model, (conditions | join(' or ')) or '1 = 0', percent_violated_when) }}
{% endtest %}
`,
    dataengos_multiple_of: `
{% test dataengos_multiple_of(model, column_name, factor) %}
{{ dataengos_bad_rows(model, 'mod(' ~ column_name ~ ', ' ~ factor ~ ') <> 0') }}
{% endtest %}
`,
    dataengos_row_count: `
{# One row where the number of rows breaks the threshold. #}
{% test dataengos_row_count(model, violated_when) %}
select row_count
from (
  select count(*) as row_count
  from {{ model }}
) as measured
where row_count {{ violated_when }}
{% endtest %}
`,
    dataengos_unique_combination: `
{# One row per combination that occurs more than once, with its rows in n_records. #}
{% test dataengos_unique_combination(model, columns, percent_violated_when=none) %}
{%- set names = dataengos_columns(columns) -%}
{%- if percent_violated_when is none %}
select {{ names | join(', ') }}, count(*) as n_records
from {{ model }}
where {{ names | join(' is not null and ') }} is not null
group by {{ names | join(', ') }}
having count(*) > 1
{%- else %}
select bad_percent
from (
  select coalesce(100.0 * sum(n_records - 1) / nullif(sum(n_records), 0), 0) as bad_percent
  from (
    select {{ names | join(', ') }}, count(*) as n_records
    from {{ model }}
    where {{ names | join(' is not null and ') }} is not null
    group by {{ names | join(', ') }}
  ) as combinations
) as measured
where bad_percent {{ percent_violated_when }}
{%- endif %}
{% endtest %}
`,
  }).map(([name, body]) => [
    name,
    `{# ${headerText('dbt-properties', 'the contracts in specs/')} #}\n${body.trimStart()}`,
  ]),
);

/** The macro files that a test needs, itself included; none for dbt's own tests. */
export function macrosOf(test: string): readonly string[] {
  if (!macroFiles.has(test)) return [];
  const helpers = test === 'dataengos_matches_regex' ? ['dataengos_regex', 'dataengos_sql'] : ['dataengos_sql'];
  return test === 'dataengos_row_count' ? [test] : [...helpers, test];
}
