import { type Lang, type MessageValues, translate } from '../model/messages.ts';

/** A text of publishing (`rules/messages/<lang>/publish.yaml`). Values are escaped by the caller where they come from a pull request. */
export function say(lang: Lang, key: string, values: MessageValues = {}): string {
  return translate(lang, `publish.${key}`, values);
}

/** A text that counts: its key has the forms `one` and `other`. */
export function sayCount(lang: Lang, key: string, n: number): string {
  return say(lang, `${key}.${n === 1 ? 'one' : 'other'}`, { n });
}
