import type { Contract, Json } from '../../model/contract.ts';
import { type Lang, langs } from '../../model/messages.ts';
import type { Project } from '../../model/project.ts';

/** The language of pages: what the option `lang` says, else that of most canvases, else that of what the contracts say of themselves. */
export function pageLang(project: Project, option: Json | undefined): Lang {
  const set = langs.find((lang) => lang === option);
  if (set !== undefined) return set;
  const canvases = project.canvases ?? [];
  const portuguese = canvases.filter(({ lang }) => lang === 'pt-BR').length;
  if (canvases.length > 0) return portuguese * 2 > canvases.length ? 'pt-BR' : 'en';
  const prose = project.contracts.flatMap(proseOf).join(' ').toLowerCase();
  return countOf(prose, portugueseWord) > countOf(prose, englishWord) ? 'pt-BR' : 'en';
}

function proseOf({ purpose, usage, limitations, schema }: Contract): readonly (string | undefined)[] {
  const described = schema.flatMap((object) => [object, ...object.properties]);
  return [purpose, usage, limitations, ...described.map(({ description }) => description?.value)];
}

/** Words that the other language does not have. */
const portugueseWord = /(?<!\p{L})(?:de|da|do|das|dos|para|com|uma|um|que|não|em|cada|por|pelo|pela)(?!\p{L})/gu;
const englishWord = /(?<!\p{L})(?:the|of|and|for|with|is|are|each|per|from|by|that|not)(?!\p{L})/gu;

function countOf(text: string, word: RegExp): number {
  return text.match(word)?.length ?? 0;
}
