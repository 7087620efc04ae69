import { physicalNameOf, type QualityRule } from '../../model/contract.ts';
import { headerText } from '../define-generator.ts';
import type { Complain } from './constraint-tests.ts';
import type { RulePlace } from './quality-tests.ts';
import { isPlainName } from './test-call.ts';
import { isWarning, thresholdOf } from './thresholds.ts';

/**
 * The singular dbt test of an `sql` rule: the query's one value is held against the operator. `{object}` (also `{table}`, with or
 * without `$`) becomes a `ref`, `{property}` (`{column}`) the column. Undefined, after a complaint, for anything that is not one
 * plain read-only query.
 */
export function queryTest(
  rule: QualityRule,
  place: RulePlace & { readonly model: string },
  complain: Complain,
): string | undefined {
  const threshold = thresholdOf(rule);
  if (threshold === undefined) return refuse(complain, 'rule-threshold');
  if (place.target.dialect === 'bigquery') return refuse(complain, 'query-bigquery');
  const query = (rule.query ?? '').trim().replace(/;$/, '').trimEnd();
  if (!isSingleQuery(query)) return refuse(complain, 'query-not-single');
  if (!objectPlaceholder.test(query)) return refuse(complain, 'query-without-object');
  const column = place.property === undefined ? '' : physicalNameOf(place.property);
  const parts = query
    .split(objectPlaceholder)
    .map((part) => part.replaceAll(columnPlaceholder, isPlainName(column) ? column : '$&'));
  if (parts.some((part) => /[{}]/.test(part)) || !/^[\w.-]+$/.test(place.model))
    return refuse(complain, 'query-placeholder');
  return [
    `{# ${headerText('dbt-properties', 'the quality rules of the contracts in specs/')} #}`,
    ...(isWarning(rule.severity) ? ["{{ config(severity='warn') }}"] : []),
    'with measured (metric_value) as (',
    parts.join(`{{ ref('${place.model}') }}`),
    ')',
    'select metric_value',
    'from measured',
    `where metric_value is null or metric_value ${threshold.violatedWhen}`,
    '',
  ].join('\n');
}

const objectPlaceholder = /\$?\{\s*(?:object|table|model)\s*\}/i;
const columnPlaceholder = /\$?\{\s*(?:property|column|field)\s*\}/gi;

function refuse(complain: Complain, message: string): undefined {
  complain(message);
  return undefined;
}

/**
 * Whether a text can stand in parentheses as one query: it starts with `select` or `with`, its own parentheses are balanced and never
 * close ours, and it has no `;`, no comment, no dollar quote and no backslash (which some warehouses take for an escape in quotes).
 */
function isSingleQuery(query: string): boolean {
  if (!/^(select|with)\b/i.test(query) || /;|--|\/\*|\$\$|\$\w+\$|\\/.test(query)) return false;
  let depth = 0;
  for (let at = 0; at < query.length; at++) {
    const sign = query[at] ?? '';
    if (`'"\``.includes(sign)) {
      at = query.indexOf(sign, at + 1);
      if (at === -1) return false;
    } else if (sign === '(') depth++;
    else if (sign === ')' && --depth < 0) return false;
  }
  return depth === 0 && !/\b(insert|update|delete|merge|drop|alter|create|truncate|grant|call|copy)\b/i.test(query);
}
