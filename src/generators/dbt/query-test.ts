import { physicalNameOf, type QualityRule } from '../../model/contract.ts';
import { headerText } from '../define-generator.ts';
import { isSingleQuery } from '../single-query.ts';
import type { RulePlace } from './quality-tests.ts';
import { ruleFacts } from './rule-config.ts';
import type { Complain, Target } from './target.ts';
import { isPlainName } from './test-call.ts';
import { thresholdOf } from './thresholds.ts';

/** What a query is about where that is no model: `source('shop', 'orders')`, and the generator that writes the test. */
interface TestedRelation {
  readonly generator: string;
  readonly relation: string;
}

/** Where a query's table comes from. */
interface QueryPlace extends RulePlace {
  /** Name of the dbt model, or of what is tested in its stead. */
  readonly model: string;
  readonly from?: TestedRelation;
}

/**
 * The singular dbt test of an `sql` rule: the query's one value is held against the operator. `{object}` (also `{table}`, with or
 * without `$`) becomes a `ref`, `{property}` (`{column}`) the column. Undefined, after a complaint, for anything that is not one
 * plain read-only query.
 */
export function queryTest(rule: QualityRule, place: QueryPlace, complain: Complain): string | undefined {
  const threshold = thresholdOf(rule);
  if (threshold === undefined) return refuse(complain, 'rule-threshold');
  const query = (rule.query ?? '').trim().replace(/;$/, '').trimEnd();
  if (!isSingleQuery(query)) return refuse(complain, 'query-not-single');
  if (!objectPlaceholder.test(query)) return refuse(complain, 'query-without-object');
  const column = place.property === undefined ? '' : physicalNameOf(place.property);
  const parts = query
    .split(objectPlaceholder)
    .map((part) => part.replaceAll(columnPlaceholder, isPlainName(column) ? column : '$&'));
  if (parts.some((part) => /[{}]/.test(part)) || !/^[\w.-]+$/.test(place.model))
    return refuse(complain, 'query-placeholder');
  const { generator = 'dbt-properties', relation = `ref('${place.model}')` } = place.from ?? {};
  const config = configCall(rule);
  return [
    `{# ${headerText(generator, 'the quality rules of the contracts in specs/')} #}`,
    ...(config === undefined ? [] : [config]),
    ...measured(parts.join(`{{ ${relation} }}`), place.target),
    'select metric_value',
    'from measured',
    `where metric_value is null or metric_value ${threshold.violatedWhen}`,
    '',
  ].join('\n');
}

/** BigQuery cannot name the columns of a common table expression; there the query has to give one value. */
function measured(query: string, { dialect }: Target): readonly string[] {
  return dialect === 'bigquery'
    ? ['with measured as (', 'select (', query, ') as metric_value', ')']
    : ['with measured (metric_value) as (', query, ')'];
}

/** `{{ config(severity="warn", …) }}`: a text of JSON is one of Jinja, and is not rendered again. */
function configCall(rule: QualityRule): string | undefined {
  const { severity, tags, meta } = ruleFacts(rule);
  const description = rule.description ?? rule.name;
  const facts = { ...meta, ...(description === undefined ? {} : { description }) };
  const all = [
    ...(severity === undefined ? [] : [`severity=${jinjaText(severity)}`]),
    ...(tags.length === 0 ? [] : [`tags=${jinjaText(tags)}`]),
    ...(Object.keys(facts).length === 0 ? [] : [`meta=${jinjaText(facts)}`]),
  ];
  return all.length === 0 ? undefined : `{{ config(${all.join(', ')}) }}`;
}

function jinjaText(value: string | readonly string[] | { readonly [key: string]: string }): string {
  return JSON.stringify(value).replaceAll(/[\u2028\u2029]/g, ' ');
}

const objectPlaceholder = /\$?\{\s*(?:object|table|model)\s*\}/i;
const columnPlaceholder = /\$?\{\s*(?:property|column|field)\s*\}/gi;

function refuse(complain: Complain, message: string): undefined {
  complain(message);
  return undefined;
}
