import type { Finding, Severity } from '../model/finding.ts';
import type { Governance } from '../model/governance.ts';
import { compareText } from '../model/location.ts';
import type { Config } from '../model/policy.ts';
import type { ReportRef } from '../model/report.ts';
import type { Rule } from '../model/rule.ts';
import type { Skipped } from '../model/tree.ts';
import type { Policy } from './check-input.ts';

/** What one tree says about policy. */
export interface PolicySource {
  readonly ref: ReportRef;
  readonly config: Config;
  readonly governance: Governance;
  /** Whether the tree has any contract or other specification. */
  readonly hasSpecs: boolean;
}

/**
 * Policy comes from the tip of the base branch, so that a change cannot excuse itself. Where that has neither
 * configuration nor governance, head's are used (first adoption); a repository that already has specifications
 * then still cannot be given a weaker gate than the default by the change that is judged.
 */
export function choosePolicy(tip: PolicySource, head: PolicySource, rules: readonly Rule[]): Policy {
  if (hasPolicy(tip))
    return { ref: tip.ref, config: tip.config, governance: tip.governance, firstAdoption: false, skipped: [] };
  const { config, skipped } = tip.hasSpecs
    ? withoutWeakening(head.config, rules)
    : { config: head.config, skipped: [] };
  return { ref: head.ref, config, governance: head.governance, firstAdoption: hasPolicy(head), skipped };
}

function hasPolicy({ config, governance }: PolicySource): boolean {
  return config.path !== undefined || governance.naming !== undefined || governance.classification !== undefined;
}

const ranks: { readonly [severity in Severity | 'off']: number } = { error: 3, warning: 2, info: 1, off: 0 };

function withoutWeakening(
  config: Config,
  rules: readonly Rule[],
): { readonly config: Config; readonly skipped: readonly Skipped[] } {
  const skipped: Skipped[] = [];
  const refuse = (what: string): void => {
    skipped.push({
      what,
      why: 'skipped.weakening',
      values: { path: config.path ?? '' },
    });
  };
  const weaker = new Set<string>();
  for (const rule of rules) {
    const setting = config.rules[rule.id];
    // A change rule may find breaking changes whatever its default is.
    const own = rule.severity === 'by-class' || rule.kind === 'change' ? 'error' : rule.severity;
    if (setting !== undefined && ranks[setting] < ranks[own satisfies Finding['severity']]) weaker.add(rule.id);
  }
  for (const id of [...weaker].sort(compareText)) refuse(`rules.${id}`);
  if (config.failOn === 'never') refuse('fail-on');
  for (const [name, isOn] of Object.entries(config.generators)) if (!isOn) refuse(`generators.${name}`);
  const kept = Object.entries(config.rules).filter(([id]) => !weaker.has(id));
  return {
    config: {
      ...config,
      failOn: config.failOn === 'never' ? 'error' : config.failOn,
      rules: Object.fromEntries(kept),
      generators: {},
    },
    skipped,
  };
}
