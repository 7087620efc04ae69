import type { Json, QualityOperator, QualityRule, Threshold } from '../../model/contract.ts';

/** Longest value that is shown whole, in UTF-16 units. */
const maxChars = 300;

const signs: { readonly [name in QualityOperator]: string } = {
  mustBe: '=',
  mustNotBe: '≠',
  mustBeGreaterThan: '>',
  mustBeGreaterOrEqualTo: '≥',
  mustBeLessThan: '<',
  mustBeLessOrEqualTo: '≤',
  mustBeBetween: '∈',
  mustNotBeBetween: '∉',
};

/** What a quality rule demands, in signs that need no language: `nullValues ≤ 2 percent`, `rowCount ∈ [1, 100]`; else its name. */
export function demandText(rule: QualityRule): string {
  const measured = rule.metric ?? rule.name ?? rule.id ?? rule.engine ?? rule.type;
  const limits = [rule.operator, ...(rule.furtherOperators ?? [])].flatMap((each) => (each === undefined ? [] : each));
  if (limits.length === 0) return measured;
  return `${measured} ${limits.map(limitText).join(', ')}${rule.unit === undefined ? '' : ` ${rule.unit}`}`;
}

function limitText({ name, value }: Threshold): string {
  return `${signs[name]} ${Array.isArray(value) ? JSON.stringify(value).replaceAll(',', ', ') : plainText(value)}`;
}

/** A value as people write it: a text without quotes, everything else as JSON; cut where it is long. */
export function plainText(value: Json): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  if (text.length <= maxChars) return text;
  const cut = text.slice(0, maxChars - 1);
  return `${/[\ud800-\udbff]$/.test(cut) ? cut.slice(0, -1) : cut}…`;
}
