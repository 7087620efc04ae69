import { compatibilityRows } from '../../generated/compatibility.ts';
import { fixableRules, rules } from '../../generated/rules.ts';
import { settingText } from '../../engine/rule-list.ts';
import { isIgnorable } from '../../engine/inline-ignores.ts';
import { translateRule } from '../../model/messages.ts';
import { type PresetName, presetNames } from '../../model/policy.ts';
import type { Rule } from '../../model/rule.ts';
import { ruleUrl } from '../../reporters/links.ts';
import { type Command, emit } from '../command.ts';
import { pageLang } from '../options.ts';
import { type RepositoryPolicy, repositoryPolicy } from '../repository-policy.ts';

/** `dataengos rules`: every rule with its severity, in the repository where there is one, and in every preset. */
export const rulesCommand: Command = {
  usage: 'rules',
  summary: 'list every rule, also those of the repository, with its severity there and in every preset',
  async run(options, terminal) {
    const policy = await repositoryPolicy(options);
    const told = rules.map((rule) => translateRule(rule, pageLang(options)));
    const listed = [...told, ...policy.customRules].map((rule) => describe(rule, policy));
    const text = options.format === 'json' ? `${JSON.stringify(listed, null, 2)}\n` : table(listed);
    await emit(text, options, terminal);
    return 0;
  },
};

type Described = ReturnType<typeof describe>;

function describe(rule: Rule, { config }: RepositoryPolicy) {
  const { id, kind, gate, severity, summary, since, options = {} } = rule;
  const severities: { readonly [preset in PresetName]: string } = {
    adoption: settingText(rule, { preset: 'adoption' }),
    recommended: settingText(rule, { preset: 'recommended' }),
    strict: settingText(rule, { preset: 'strict' }),
  };
  return {
    id,
    kind,
    gate,
    severity,
    here: settingText(rule, config),
    severities,
    options,
    fixable: fixableRules.has(id),
    ignorable: isIgnorable(rule),
    fast: rule.fast === true,
    summary,
    since,
    docs: ruleUrl(id),
    rows: rowsOf(id),
  };
}

/** One line per rule: id, severity in the repository, promise, and what presets say otherwise. */
function table(listed: readonly Described[]): string {
  const width = Math.max(...listed.map(({ id }) => id.length));
  return listed
    .map(({ id, here, severities, summary }) => {
      const others = presetNames.filter((preset) => severities[preset] !== here);
      const notes = others.map((preset) => `${preset}: ${severities[preset]}`).join(', ');
      return `${id.padEnd(width)}  ${here.padEnd(8)}  ${summary}${notes === '' ? '' : ` (${notes})`}\n`;
    })
    .join('');
}

/** Rows of the compatibility table that the rule reports. */
function rowsOf(rule: string): readonly string[] {
  return compatibilityRows.filter((row) => row.rule === rule).map(({ id }) => id);
}
