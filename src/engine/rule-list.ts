import { defaultConfig } from '../load/config.ts';
import { severities } from '../model/finding.ts';
import type { Config, RuleLayer } from '../model/policy.ts';
import type { Rule } from '../model/rule.ts';
import { settingOf } from './rule-settings.ts';

/**
 * What a policy makes of a rule, apart from overrides: a severity or `off`; `by-class` where the class of a change decides and
 * the policy leaves that as it is.
 */
export function settingText({ id, severity }: Rule, policy: Partial<Pick<Config, keyof RuleLayer | 'shared'>>): string {
  const config = { ...defaultConfig, ...policy };
  if (severity !== 'by-class') return settingOf(config, { rule: id, own: severity });
  const settings = severities.map((own) => settingOf(config, { rule: id, own }));
  const [first = 'off'] = settings;
  if (settings.every((setting, index) => setting === severities[index])) return 'by-class';
  return settings.every((setting) => setting === first) ? first : settings.join('/');
}
