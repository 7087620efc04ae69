import { catalogues } from '../generated/messages.ts';
import type { Rule } from './rule.ts';

/** Languages of messages to people. */
export const langs = ['en', 'pt-BR'] as const;
export type Lang = (typeof langs)[number];

/** Values of the placeholders of a message. */
export type MessageValues = { readonly [name: string]: string | number };

/** The text of `key` (`<namespace>.<key>`, see `rules/messages/`) in `lang`; the key itself where no catalogue has it. */
export function translate(lang: Lang, key: string, values: MessageValues = {}): string {
  const template = catalogues[lang][key] ?? catalogues.en[key];
  return template === undefined ? key : fillMessage(template, values);
}

/** Whether the catalogues have a text of `key`. */
export function hasMessage(key: string): boolean {
  return Object.hasOwn(catalogues.en, key);
}

/** What a rule says about itself to people. */
interface RuleTexts {
  readonly id: string;
  readonly summary: string;
  readonly why: string;
  readonly options?: Rule['options'];
}

/**
 * The rule with its summary, its why and its options' descriptions in `lang`. English stands in the rule's own file and
 * other languages in the catalogues (`summary`, `why`, `options.<name>` below its id); what no catalogue has stays as it is.
 */
export function translateRule<T extends RuleTexts>(rule: T, lang: Lang): T {
  const inLang = (key: string, text: string): string => catalogues[lang][`rules.${rule.id}.${key}`] ?? text;
  const texts = { summary: inLang('summary', rule.summary), why: inLang('why', rule.why) };
  if (rule.options === undefined) return { ...rule, ...texts };
  const options = Object.entries(rule.options).map(([name, option]) => [
    name,
    { ...option, description: inLang(`options.${name}`, option.description) },
  ]);
  return { ...rule, ...texts, options: Object.fromEntries(options) };
}

/** Fills `{name}` placeholders; an unknown placeholder stays as it is. */
export function fillMessage(template: string, values: MessageValues): string {
  return template.replaceAll(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}
