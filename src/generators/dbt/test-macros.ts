/**
 * Our generic tests by name. Each returns one row per bad row, except where it says otherwise; thresholds are dbt's own.
 * `percent_violated_when` (`> 5`) makes a test measure the share of bad rows instead and return one row where it is broken.
 */
export const testMacros: { readonly [name: string]: string } = {
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
{% test dataengos_unique_combination(model, columns, quoted=[], percent_violated_when=none) %}
{%- set names = dataengos_columns(columns, quoted) -%}
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
  dataengos_array_items: `
{% test dataengos_array_items(model, column_name, min_items=none, max_items=none, unique_items=false) %}
{%- set conditions = [] -%}
{%- if min_items is not none -%}
  {%- do conditions.append(dataengos_array_size(column_name) ~ ' < ' ~ min_items) -%}
{%- endif -%}
{%- if max_items is not none -%}
  {%- do conditions.append(dataengos_array_size(column_name) ~ ' > ' ~ max_items) -%}
{%- endif -%}
{%- if unique_items -%}
  {%- do conditions.append(dataengos_has_duplicates(column_name)) -%}
{%- endif -%}
{{ dataengos_bad_rows(model, conditions | join(' or ')) }}
{% endtest %}
`,
  dataengos_required_fields: `
{% test dataengos_required_fields(model, column_name, fields, json=false) %}
{%- set conditions = [] -%}
{%- for field in fields -%}
  {%- do conditions.append(dataengos_field(column_name, field, json) ~ ' is null') -%}
{%- endfor -%}
{{ dataengos_bad_rows(model, column_name ~ ' is not null and (' ~ conditions | join(' or ') ~ ')') }}
{% endtest %}
`,
  dataengos_reference: `
{# Rows whose columns, all of them filled, are together in no row of another relation. #}
{% test dataengos_reference(model, columns, to, fields, quoted=[], quoted_fields=[]) %}
{%- set names = dataengos_columns(columns, quoted) -%}
{%- set targets = dataengos_columns(fields, quoted_fields) -%}
{%- set pairs = [] -%}
{%- for name in names -%}
  {%- do pairs.append('parent.' ~ targets[loop.index0] ~ ' = child.' ~ name) -%}
{%- endfor -%}
select child.*
from {{ model }} as child
left join {{ to }} as parent on {{ pairs | join(' and ') }}
where child.{{ names | join(' is not null and child.') }} is not null and parent.{{ targets[0] }} is null
{% endtest %}
`,
  dataengos_recency: `
{# One row where no row is as new as the interval asks for. #}
{% test dataengos_recency(model, column_name, datepart, interval, whole_days=false) %}
select newest
from (
  select max({{ dataengos_moment(column_name, whole_days) }}) as newest
  from {{ model }}
) as measured
where newest is null or newest < {{ dataengos_ago(datepart, interval, whole_days) }}
{% endtest %}
`,
  dataengos_retention: `
{# One row where the oldest row is older than the interval allows. #}
{% test dataengos_retention(model, column_name, datepart, interval, whole_days=false) %}
select oldest
from (
  select min({{ dataengos_moment(column_name, whole_days) }}) as oldest
  from {{ model }}
) as measured
where oldest < {{ dataengos_ago(datepart, interval, whole_days) }}
{% endtest %}
`,
};
