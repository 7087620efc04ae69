import { compatibilityRows } from '../../generated/compatibility.ts';
import { rules } from '../../generated/rules.ts';
import { settingText } from '../../engine/rule-list.ts';
import { ConfigError } from '../../model/errors.ts';
import { type Lang, translateRule } from '../../model/messages.ts';
import { presetNames } from '../../model/policy.ts';
import type { Rule } from '../../model/rule.ts';
import { explainRow, explainRule, rowList } from '../../reporters/explain.ts';
import { type Command, emit } from '../command.ts';
import { repositoryPolicy } from '../repository-policy.ts';
import { type CliOptions, pageLang, unknown } from '../options.ts';

/** `dataengos explain RULE|ROW`: what a rule promises and which changes it reports, or what one row of the table says. */
export const explainCommand: Command = {
  usage: 'explain RULE|ROW',
  summary: 'say what a rule promises, who is hurt, and show examples; or explain a row of the compatibility table',
  async run(options, terminal) {
    const [id] = options.positionals;
    if (id === undefined) throw new ConfigError('"explain" needs a rule: dataengos explain contract/property-removed');
    const { customRules } = id.startsWith('custom/') ? await repositoryPolicy(options) : { customRules: [] };
    await emit(explanation(id, [...rules, ...customRules], options), options, terminal);
    return 0;
  },
};

/** @throws ConfigError where neither a rule nor a row has the id. */
function explanation(id: string, known: readonly Rule[], options: CliOptions): string {
  const lang = pageLang(options);
  const rule = known.find((each) => each.id === id);
  const row = compatibilityRows.find((each) => each.id === id);
  if (rule !== undefined) return options.format === 'json' ? ruleJson(translateRule(rule, lang)) : ruleText(rule, lang);
  if (row !== undefined) {
    return options.format === 'json' ? `${JSON.stringify(row, null, 2)}\n` : explainRow(lang, row, compatibilityRows);
  }
  throw unknown(id.includes('/') ? 'rule' : 'rule or row', id, [
    ...known.map((each) => each.id),
    ...(id.includes('/') ? [] : compatibilityRows.map((each) => each.id)),
  ]);
}

function ruleText(rule: Rule, lang: Lang): string {
  const rows = compatibilityRows.filter((row) => row.rule === rule.id);
  const reports = rows.length === 0 ? [] : [rowList(lang, rows, compatibilityRows).join('\n')];
  return explainRule(rule, { lang, reports, severities: severitiesOf(rule) });
}

function severitiesOf(rule: Rule): { readonly [preset: string]: string } {
  return Object.fromEntries(presetNames.map((preset) => [preset, settingText(rule, { preset })]));
}

function ruleJson({ examples, ...facts }: Rule): string {
  const rows = compatibilityRows.filter((row) => row.rule === facts.id);
  return `${JSON.stringify({ ...facts, severities: severitiesOf({ examples, ...facts }), ...(rows.length === 0 ? {} : { rows }), examples }, null, 2)}\n`;
}
