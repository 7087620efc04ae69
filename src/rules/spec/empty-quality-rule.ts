import type { Contract, QualityRule } from '../../model/contract.ts';
import { qualityKey, qualityOf } from '../contract-places.ts';
import { defineRule } from '../define-rule.ts';
import { exampleContract } from '../example.ts';

const path = 'specs/contracts/outputs/sales.yaml';

/** A quality rule must say what it checks. */
export default defineRule({
  id: 'spec/empty-quality-rule',
  kind: 'lint',
  gate: 'lint',
  summary: 'A quality rule must say what it checks.',
  why: 'A rule without a text, a metric or a value looks like a promise and is none: no tool can run it, and no reader knows what was meant.',
  severity: 'warning',
  since: '0.1.0',
  fast: true,
  examples: [
    {
      name: 'a text rule without text',
      head: { [path]: withRule('type: text, dimension: accuracy') },
      findings: [`${path}:14 sales/sales.total`],
    },
    {
      name: 'a rule that has only a name',
      head: { [path]: withRule('name: totals are right') },
      findings: [`${path}:14 sales/sales.total`],
    },
    {
      name: 'a threshold without a value',
      head: { [path]: withRule('metric: nullValues, mustBe: null') },
      findings: [`${path}:14 sales/sales.total`],
    },
    {
      name: 'a text rule that says what is meant',
      head: { [path]: withRule('type: text, description: The total is the sum of its items.') },
      findings: [],
    },
    {
      name: 'a metric with its threshold',
      head: { [path]: withRule('metric: nullValues, mustBe: 0') },
      findings: [],
    },
    {
      name: 'a library rule without an operator, as version 3.0 allows',
      head: { [path]: withRule('type: library, rule: nullCheck').replace('v3.1.0', 'v3.0.2') },
      findings: [],
    },
  ],
  check(context) {
    for (const { contract, rule, subject, name } of qualityOf(context.project)) {
      const message = mistakeOf(contract, rule);
      if (message === undefined) continue;
      const at = message === 'no-value' ? rule.keys.get(rule.operator?.name ?? '') : undefined;
      context.report({
        subject,
        at: at ?? rule.at,
        message,
        values: { name, rule: rule.name ?? rule.id ?? rule.metric ?? rule.type, operator: rule.operator?.name ?? '' },
        key: [message, qualityKey(rule)],
      });
    }
  },
});

function mistakeOf(contract: Contract, rule: QualityRule): string | undefined {
  if (rule.operator !== undefined && rule.operator.value === null && takesAnything(rule)) return 'no-value';
  if (rule.type === 'text') return isBlank(rule.description) ? 'no-text' : undefined;
  // Before 3.1.0 every rule without a type is a library rule, and the reader misses its "rule" already.
  const isOld = contract.apiVersion.startsWith('v3.0');
  return rule.type === 'library' && !isOld && saysNothing(rule) ? 'nothing' : undefined;
}

/** Operators for numbers are judged by the schema. */
function takesAnything({ operator }: QualityRule): boolean {
  return operator?.name === 'mustBe' || operator?.name === 'mustNotBe';
}

/** Without a type, a metric, or a word on what is meant. What has keys of some kind is judged by the schema. */
function saysNothing(rule: QualityRule): boolean {
  const { metric, operator, query, engine, implementation } = rule;
  const parts = [metric, operator, query, engine, implementation];
  return !rule.keys.has('type') && parts.every((part) => part === undefined) && isBlank(rule.description);
}

function isBlank(text: string | undefined): boolean {
  return text === undefined || text.trim() === '';
}

function withRule(rule: string): string {
  return exampleContract({
    columns: [`name: total, logicalType: number, description: Total., quality: [{ ${rule} }]`],
  });
}
