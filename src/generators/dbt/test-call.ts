import type { Json } from '../../model/contract.ts';
import type { YamlData } from '../yaml/emit-yaml.ts';

/** One entry of `data_tests:`. */
export interface TestCall {
  readonly test: string;
  readonly arguments?: { readonly [name: string]: Json };
  readonly description?: string;
  readonly config?: { readonly [key: string]: YamlData };
}

/**
 * The entries of one `data_tests:` list: a call that says the same as an earlier one is left out, and one that differs from an
 * earlier one in configuration only gets a name, because dbt would give both the same (`<test>_<place>_2`).
 */
export function testEntries(calls: readonly TestCall[], place: string): readonly YamlData[] {
  const seen = new Map<string, string[]>();
  return calls.flatMap((call) => {
    const key = JSON.stringify([call.test, call.arguments]);
    const configs = seen.get(key) ?? [];
    const config = JSON.stringify(call.config ?? {});
    if (configs.includes(config)) return [];
    seen.set(key, [...configs, config]);
    return [
      entryOf(
        call,
        configs.length === 0 ? undefined : `${call.test}_${identifier(place).slice(0, maxPlace)}_${configs.length + 1}`,
      ),
    ];
  });
}

/** dbt makes names of files of names of tests. */
const maxPlace = 120;

function entryOf(call: TestCall, name: string | undefined): YamlData {
  const body = {
    name,
    description: call.description === undefined ? undefined : literal(call.description),
    arguments: call.arguments,
    config: call.config === undefined || Object.keys(call.config).length === 0 ? undefined : call.config,
  };
  return Object.values(body).every((value) => value === undefined) ? call.test : { [call.test]: body };
}

/** Lower-case letters, digits and underscores. */
export function identifier(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replaceAll(/^_|_$/g, '');
}

/**
 * Text that dbt hands on as it is. dbt renders descriptions, meta and test arguments with Jinja, and runs arguments that look like a
 * call of `env_var`, `ref`, `var`, `source` or `doc`: such a text is wrapped in a Jinja string, which renders to the text.
 */
export function literal(text: string): string {
  const isJinja = /\{[{%#]/.test(text) || /^\s*(env_var|ref|var|source|doc)\s*\(/.test(text);
  return isJinja ? `{{ ${JSON.stringify(text.toWellFormed())} }}` : text;
}

/** A scalar as people write it; anything else as JSON. */
export function plainText(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Whether a name can stand in SQL and Jinja, if need be in quotes. */
export function isUsableName(name: string): boolean {
  // oxlint-disable-next-line no-control-regex -- controls are what it looks for
  return name !== '' && !/["'`\\{}%#[\]\u0000-\u001f\u007f-\u009f\u2028\u2029]/.test(name);
}

/** Whether SQL needs no quotes around it. */
export function isPlainName(name: string): boolean {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) && !reserved.has(name.toLowerCase());
}

/** Words that most warehouses do not take for the name of a column. */
const reserved = new Set(
  `all alter and any array as asc between both by case cast check collate column constraint create cross current_date
   current_time current_timestamp default delete desc distinct drop else end except exists false fetch for foreign from full
   grant group having in inner insert intersect into is join lateral leading left like limit natural not null offset on or
   order outer primary qualify references right rows select some table then to trailing true union unique update user using
   values when where window with`.split(/\s+/),
);

/** The argument `columns` of our tests, and which of them need quotes. */
export function columnArguments(columns: readonly string[]): { readonly [name: string]: Json } {
  const quoted = columns.filter((column) => !isPlainName(column));
  return quoted.length === 0 ? { columns } : { columns, quoted };
}
