import type { Json } from '../model/contract.ts';
import { sameJson, sameWords } from './same.ts';

/** How something is shown in one way; undefined where it does not say that. */
type Way<T> = (each: T) => Json | undefined;

/** What is shown of something before and after. */
interface Texts {
  readonly before: Json | undefined;
  readonly after: Json | undefined;
}

/** Two states of one thing, in the first of several ways in which they differ; in the first of all where one is not there. */
export function tellingTexts<T>(
  base: T | undefined,
  head: T | undefined,
  [first, ...others]: readonly [Way<T>, ...Way<T>[]],
): Texts {
  const shown = (way: Way<T>): Texts => ({ before: base && way(base), after: head && way(head) });
  const differs = ({ before, after }: Texts): boolean => !isSame(before, after);
  if (base === undefined || head === undefined || differs(shown(first))) return shown(first);
  return others.map(shown).find(differs) ?? shown(first);
}

function isSame(before: Json | undefined, after: Json | undefined): boolean {
  return typeof before === 'string' && typeof after === 'string' ? sameWords(before, after) : sameJson(before, after);
}
