import { presets } from '../generated/presets.ts';
import { severities, type Severity } from '../model/finding.ts';
import { compareText } from '../model/location.ts';
import type { Config, Override, RuleLayer, RuleSettings, RuleSetting, SharedPolicy } from '../model/policy.ts';
import type { Rule } from '../model/rule.ts';
import type { Guarded } from './policy-guards.ts';
import { answerOf, hardest, presetSetting, ranks } from './rule-settings.ts';

/** Severities that findings of a rule may have by themselves. A change rule may find breaking changes whatever its default is. */
function ownSeverities({ severity, kind }: Pick<Rule, 'severity' | 'kind'>): readonly Severity[] {
  return severity === 'by-class' || kind === 'change' ? severities : [severity];
}

/** What a configuration says about rules, without what is milder than the recommended preset; also in what it extends. */
export function guardRules(
  config: Config,
  rules: readonly Rule[],
): Guarded<Pick<Config, keyof RuleLayer | 'shared' | 'extends'>> {
  const own = guardLayer(config, rules);
  const shared = config.shared.map((policy) => ({ policy, guarded: guardLayer(policy, rules) }));
  return {
    kept: {
      ...own.kept,
      extends: config.extends,
      shared: shared.map(({ policy, guarded }): SharedPolicy => ({ ...policy, ...guarded.kept, path: policy.path })),
    },
    refused: [
      ...own.refused,
      ...shared.flatMap(({ policy, guarded }) => guarded.refused.map((key) => `${policy.path}: ${key}`)),
    ],
  };
}

function guardLayer(layer: RuleLayer, rules: readonly Rule[]): Guarded<RuleLayer> {
  const settings = guardSettings(layer, rules);
  const overrides = layer.overrides.map((override) => guardSettings(override, rules));
  const isMild = layer.preset !== undefined && isMilder(layer.preset, rules);
  return {
    kept: {
      preset: isMild ? undefined : layer.preset,
      ...settings.kept,
      overrides: layer.overrides.map((override, index): Override => ({ ...override, ...overrides[index]?.kept })),
    },
    refused: [
      ...(isMild ? ['preset'] : []),
      ...settings.refused,
      ...overrides.flatMap(({ refused }, index) => refused.map((key) => `overrides.${index}.${key}`)),
    ],
  };
}

function isMilder(preset: NonNullable<RuleLayer['preset']>, rules: readonly Rule[]): boolean {
  return rules.some((rule) =>
    ownSeverities(rule).some((own) => {
      const asked = { rule: rule.id, own };
      return ranks[presetSetting(presets[preset], asked)] < ranks[presetSetting(presets.recommended, asked)];
    }),
  );
}

/** An option may ask for less as well as for more: which, only the rule knows. */
function guardSettings({ rules: settings, options }: RuleSettings, rules: readonly Rule[]): Guarded<RuleSettings> {
  const milder = rules.flatMap(({ id, ...rule }) => (isMilderThan(settings[id], rule) ? [id] : [])).sort(compareText);
  const kept = Object.entries(settings).filter(([id]) => !milder.includes(id));
  const optional = Object.keys(options).sort(compareText);
  return {
    kept: { rules: Object.fromEntries(kept), options: {} },
    refused: [...milder.map((id) => `rules.${id}`), ...optional.map((id) => `rules.${id}.options`)],
  };
}

function isMilderThan(setting: RuleSetting | undefined, rule: Pick<Rule, 'severity' | 'kind'>): boolean {
  const own = hardest(ownSeverities(rule)) ?? 'error';
  return setting !== undefined && ranks[setting] < ranks[own];
}

/** The hardest setting that a file of policy may give a rule anywhere; undefined where it says nothing about it. */
export function hardestAnswer(layer: RuleLayer, rule: Rule): RuleSetting | undefined {
  const anywhere = ownSeverities(rule).flatMap((own) => answerOf(layer, { rule: rule.id, own }) ?? []);
  return hardest([...anywhere, ...layer.overrides.flatMap(({ rules }) => rules[rule.id] ?? [])]);
}
