import { defaultConfig } from '../load/config.ts';
import type { CustomRule } from '../model/custom-rule.ts';
import type { Governance } from '../model/governance.ts';
import type { OwnerRule } from '../model/owners.ts';
import type { AllowableKey, Config } from '../model/policy.ts';
import type { ReportRef } from '../model/report.ts';
import type { Rule } from '../model/rule.ts';
import type { Skipped } from '../model/tree.ts';
import type { Policy } from './check-input.ts';
import { guardAll } from './policy-guards.ts';
import { guardRules } from './rule-guards.ts';
import { heldToShared } from './shared-policy.ts';

/** What one tree says about policy. */
export interface PolicySource {
  readonly ref: ReportRef;
  readonly config: Config;
  readonly governance: Governance;
  readonly customRules?: readonly CustomRule[];
  readonly owners: readonly OwnerRule[];
  /** Whether the tree has any contract or other specification. */
  readonly hasSpecs: boolean;
}

/** The policy, with the rules that the repository has written itself. */
export interface ChosenPolicy extends Policy {
  readonly customRules: readonly CustomRule[];
}

/**
 * Policy comes from the tip of the base branch, so that a change cannot excuse itself. Where that has neither
 * configuration nor governance, head's are used (first adoption); a repository that already has specifications
 * then still cannot be given a weaker gate than the default by the change that is judged. Either way a configuration
 * cannot go below the shared policies that it extends.
 */
export function choosePolicy(tip: PolicySource, head: PolicySource, rules: readonly Rule[]): ChosenPolicy {
  const isFirst = !hasPolicy(tip);
  const { ref, config, governance, customRules = [] } = isFirst ? head : tip;
  const held = heldToShared(config, rules);
  const { config: kept, skipped } = isFirst && tip.hasSpecs ? withoutWeakening(held.config, rules) : held;
  return {
    ref,
    config: kept,
    governance,
    customRules,
    owners: tip.owners,
    firstAdoption: isFirst && hasPolicy(head),
    skipped: isFirst && tip.hasSpecs ? [...held.skipped, ...skipped] : skipped,
  };
}

function hasPolicy({ config, governance, customRules = [] }: PolicySource): boolean {
  const policies = Object.values(governance).filter((policy) => policy !== undefined);
  return config.path !== undefined || policies.length > 0 || customRules.length > 0;
}

/** In the order in which they are told. */
const guardedKeys: readonly AllowableKey[] = [
  'fail-on',
  'generators',
  'compatibility',
  'contracts',
  'deprecation',
  'load-bearing',
  'release',
];

/** What is left of a first configuration. */
function withoutWeakening(
  config: Config,
  rules: readonly Rule[],
): { readonly config: Config; readonly skipped: readonly Skipped[] } {
  const ofRules = guardRules(config, rules);
  const others = guardAll({ ...config, ...ofRules.kept }, guardedKeys, defaultConfig);
  return {
    config: others.kept,
    skipped: [...ofRules.refused, ...others.refused].map((what) => ({
      what,
      why: 'skipped.weakening',
      values: { path: config.path ?? '' },
    })),
  };
}
