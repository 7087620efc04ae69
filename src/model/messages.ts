import { catalogues } from '../generated/messages.ts';

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

/** Fills `{name}` placeholders; an unknown placeholder stays as it is. */
export function fillMessage(template: string, values: MessageValues): string {
  return template.replaceAll(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}
