import { parse } from 'yaml';
import type { Json, QualityRule } from '../../model/contract.ts';
import type { YamlData } from '../yaml/emit-yaml.ts';
import { ruleConfig } from './rule-config.ts';
import type { Complain } from './target.ts';
import { literal, type TestCall } from './test-call.ts';

/** What a dbt project can call. */
export interface KnownTests {
  /** Whether a generic test is there: `not_null`, `dbt_utils.recency`, or one of the project's own. */
  has(test: string): boolean;
}

type JsonMap = { readonly [key: string]: Json };

/**
 * A rule of engine `dbt`: its implementation is one entry of `data_tests:`, as a mapping or as its YAML text. Arguments are nested
 * below `arguments` and configuration below `config`, wherever they are written. Undefined, after a complaint, for anything else.
 */
export function customTest(rule: QualityRule, known: KnownTests, complain: Complain): TestCall | undefined {
  const entry = readEntry(rule.implementation);
  if (entry === undefined) {
    complain('custom-shape');
    return undefined;
  }
  const [test, body] = entry;
  if (!known.has(test)) {
    complain('custom-unknown-test', { test });
    return undefined;
  }
  const { arguments: nested, config, name: _name, description: written, ...flat } = body;
  const own = Object.entries(flat);
  const settings = [...entriesOf(config), ...own.filter(([key]) => configKeys.has(key))];
  const values = [...entriesOf(nested), ...own.filter(([key]) => !configKeys.has(key) && key !== 'column_name')];
  const refused = settings.filter(([key, value]) => !isSetting(key, value)).map(([key]) => key);
  if (refused.length > 0) complain('custom-config', { test, keys: refused.join(', ') });
  const sound = settings.filter(([key, value]) => isSetting(key, value));
  const description = rule.description ?? rule.name ?? (typeof written === 'string' ? written : undefined);
  return {
    test,
    ...(values.length === 0
      ? {}
      : { arguments: Object.fromEntries(values.map(([key, value]) => [key, argument(key, value)])) }),
    ...(description === undefined ? {} : { description }),
    config: { ...Object.fromEntries(sound.map(([key, value]) => [key, safe(value)])), ...ruleConfig(rule) },
  };
}

function readEntry(written: Json | undefined): readonly [string, JsonMap] | undefined {
  const entry = typeof written === 'string' && !testName.test(written.trim()) ? readYaml(written) : written;
  const one = Array.isArray(entry) && entry.length === 1 ? (entry as readonly Json[])[0] : entry;
  if (typeof one === 'string') return testName.test(one.trim()) ? [one.trim(), {}] : undefined;
  if (!isMap(one)) return undefined;
  const [first, ...others] = Object.entries(one);
  if (first === undefined || others.length > 0) return undefined;
  const [test, body] = first;
  const isBody = body === null || (isMap(body) && Object.keys(body).every((key) => argumentName.test(key)));
  return testName.test(test) && isBody ? [test, isMap(body) ? body : {}] : undefined;
}

const testName = /^[A-Za-z_]\w{0,100}(?:\.[A-Za-z_]\w{0,100})?$/;
const argumentName = /^[A-Za-z_]\w{0,100}$/;

function readYaml(text: string): Json | undefined {
  try {
    const data: Json = parse(text, { logLevel: 'silent', maxAliasCount: 0, schema: 'core' });
    return data;
  } catch {
    // What is no YAML is no entry, either.
    return undefined;
  }
}

/** Keys of a test's configuration that a contract may set, and what they look like. */
const settingShapes: { readonly [key: string]: (value: Json) => boolean } = {
  severity: (value) => value === 'warn' || value === 'error',
  warn_if: isComparison,
  error_if: isComparison,
  fail_calc: isFragment,
  where: isFragment,
  limit: (value) => Number.isInteger(value),
  store_failures: (value) => typeof value === 'boolean',
  enabled: (value) => typeof value === 'boolean',
  tags: (value) => typeof value === 'string' || Array.isArray(value),
  meta: isMap,
};

const configKeys: ReadonlySet<string> = new Set(Object.keys(settingShapes));

function isSetting(key: string, value: Json): boolean {
  return Object.hasOwn(settingShapes, key) && settingShapes[key]?.(value) === true;
}

function isComparison(value: Json): boolean {
  return (
    typeof value === 'string' && /^ *(?:[<>]=?|!=|<>|=|(?:not )?between) *-?\d[\d.]*(?: and -?\d[\d.]*)?$/.test(value)
  );
}

/** SQL that stays in its place: its parentheses are balanced and never close ours, and there is no `;` and no comment. */
function isFragment(value: Json): boolean {
  if (typeof value !== 'string' || /;|--|\/\*|\{[{%#]/.test(value)) return false;
  let depth = 0;
  for (const sign of value) {
    if (sign === '(') depth++;
    else if (sign === ')' && --depth < 0) return false;
  }
  return depth === 0;
}

/** `to: ref('orders')` and the like are how dbt's tests name other relations; every other text is handed on as it is. */
function argument(key: string, value: Json): Json {
  const isRelation = typeof value === 'string' && /^(?:ref|source)\('[\w.-]+'(?:, *'[\w.-]+')?\)$/.test(value);
  return isRelation && key !== 'model' ? value : safe(value);
}

function safe(value: Json): Json {
  if (typeof value === 'string') return literal(value);
  if (Array.isArray(value)) return (value as readonly Json[]).map(safe);
  if (!isMap(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, safe(each)]));
}

function entriesOf(value: Json | undefined): readonly (readonly [string, Json])[] {
  return isMap(value) ? Object.entries(value) : [];
}

function isMap(value: YamlData): value is JsonMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
