import type { QualityRule } from '../../model/contract.ts';
import type { YamlData } from '../yaml/emit-yaml.ts';
import { literal } from './test-call.ts';
import { isWarning } from './thresholds.ts';

/** What dbt keeps of a rule: its severity, tags to select it by, and facts for people. */
interface RuleFacts {
  readonly severity?: 'warn';
  readonly tags: readonly string[];
  readonly meta: { readonly [key: string]: string };
}

/** `dq:<dimension>`, the rule's own tags, and `dq-scheduled` where it has a schedule of its own; its texts as they are written. */
export function ruleFacts(rule: QualityRule): RuleFacts {
  const dimension = rule.dimension === undefined ? [] : [`dq:${rule.dimension}`];
  const scheduled = rule.schedule === undefined ? [] : ['dq-scheduled'];
  const facts = {
    rule: rule.id,
    business_impact: rule.businessImpact,
    method: rule.method,
    schedule: rule.schedule,
    scheduler: rule.scheduler,
  };
  return {
    ...(isWarning(rule.severity) ? { severity: 'warn' } : {}),
    tags: [...new Set([...dimension, ...rule.tags, ...scheduled])],
    meta: Object.fromEntries(
      Object.entries(facts).flatMap(([key, value]) => (value === undefined ? [] : [[key, value] as const])),
    ),
  };
}

/** The same as dbt's configuration in a YAML file, whose texts dbt renders. */
export function ruleConfig(rule: QualityRule): { readonly [key: string]: YamlData } {
  const { severity, tags, meta } = ruleFacts(rule);
  const facts = Object.entries(meta);
  return {
    ...(severity === undefined ? {} : { severity }),
    ...(tags.length === 0 ? {} : { tags: tags.map(literal) }),
    ...(facts.length === 0 ? {} : { meta: Object.fromEntries(facts.map(([key, value]) => [key, literal(value)])) }),
  };
}
