import { last4Macro, type MaskKind } from './mask-policy.ts';

/** A macro that masks: its name, what people are told of it, and its definition. */
export interface MaskMacro {
  readonly name: string;
  readonly description: string;
  readonly text: string;
}

/**
 * The macro of each way to mask. `mask_pii` is what the founding documents call it; the others have the prefix that no macro of a
 * person has. Each takes the SQL of a column and gives the SQL of a text (of nothing at all: `null`). A null stays null.
 */
export const maskMacros: { readonly [kind in MaskKind]: MaskMacro } = {
  hash: {
    name: 'mask_pii',
    description:
      'SHA-256 of a value in lower-case hexadecimal: equal values stay equal, so that they can be joined and counted. Whoever can guess a value can find it: this is a pseudonym, not anonymous.',
    text: dispatched('mask_pii', {
      default: "'sha2(cast(' ~ column ~ ' as varchar), 256)'",
      bigquery: "'to_hex(sha256(cast(' ~ column ~ ' as string)))'",
      duckdb: "'sha256(cast(' ~ column ~ ' as varchar))'",
      postgres: `"encode(sha256(convert_to(cast(" ~ column ~ " as text), 'UTF8')), 'hex')"`,
      redshift: "'sha2(cast(' ~ column ~ ' as varchar), 256)'",
      snowflake: "'sha2(cast(' ~ column ~ ' as varchar), 256)'",
      spark: "'sha2(cast(' ~ column ~ ' as string), 256)'",
      databricks: "'sha2(cast(' ~ column ~ ' as string), 256)'",
      trino: "'lower(to_hex(sha256(to_utf8(cast(' ~ column ~ ' as varchar)))))'",
      athena: "'lower(to_hex(sha256(to_utf8(cast(' ~ column ~ ' as varchar)))))'",
    }),
  },
  redact: {
    name: 'dataengos_mask_redact',
    description: 'The same three asterisks for every value.',
    text: simple('dataengos_mask_redact', `case when {{ column }} is not null then '***' end`),
  },
  last4: {
    name: last4Macro,
    description:
      'Four asterisks and the last four characters of a value; of a value of four characters or fewer nothing but the asterisks.',
    text: simple(
      last4Macro,
      "case\n    when length({{ text }}) > 4 then concat('****', substr({{ text }}, length({{ text }}) - 3, 4))\n    when {{ column }} is not null then '****'\n  end",
      "{%- set text = 'cast(' ~ column ~ ' as ' ~ dbt.type_string() ~ ')' -%}\n",
    ),
  },
  null: {
    name: 'dataengos_mask_null',
    description: 'Nothing, as a text.',
    text: simple('dataengos_mask_null', 'cast(null as {{ dbt.type_string() }})'),
  },
};

function dispatched(name: string, adapters: { readonly [adapter: string]: string }): string {
  const definitions = Object.entries(adapters).map(
    ([adapter, sql]) => `{% macro ${adapter}__${name}(column) %}{{ return(${sql}) }}{% endmacro %}`,
  );
  const entry = `{% macro ${name}(column) %}{{ return(adapter.dispatch('${name}')(column)) }}{% endmacro %}`;
  return `${[entry, ...definitions].join('\n\n')}\n`;
}

function simple(name: string, sql: string, before = ''): string {
  return `{% macro ${name}(column) -%}\n${before}  ${sql}\n{%- endmacro %}\n`;
}
