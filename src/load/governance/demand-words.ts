import { foldCase } from '../../model/words.ts';
import type { Location } from '../../model/location.ts';
import type { MarkdownBlock } from '../markdown.ts';

/** A demand with the words (folded: lower case, no accents) that state it. */
export interface DemandWords<Demand extends string> {
  readonly demand: Demand;
  readonly words: RegExp;
  /** The words are a prohibition themselves, or cannot be taken back by a "not" before them. */
  readonly isProhibition?: true;
}

/** A demand and where it is stated. */
export interface StatedDemand<Demand extends string> {
  readonly demand: Demand;
  readonly at: Location;
}

/** Longer statements are no rules, and every word list is looked for in each. */
const maxLength = 2_000;

/** The demands that a text states, in the order of the list. One that is negated or only allowed ("may be …") is none. */
export function demandsOf<Demand extends string>(
  text: string,
  at: Location,
  list: readonly DemandWords<Demand>[],
): readonly StatedDemand<Demand>[] {
  return statedIn(text, list).map(({ demand }) => ({ demand, at }));
}

/** The demands that a text states, each with the clause that states it, folded. */
export function statedIn<Demand extends string>(
  text: string,
  list: readonly DemandWords<Demand>[],
): readonly { readonly demand: Demand; readonly clause: string }[] {
  const clauses = foldCase(text.slice(0, maxLength)).split(/[.;:,](?=\s|$)|\s[-–—]\s/);
  return list.flatMap((each) => {
    const clause = clauses.find((one) => states(one, each));
    return clause === undefined ? [] : [{ demand: each.demand, clause }];
  });
}

function states<Demand extends string>(clause: string, { words, isProhibition }: DemandWords<Demand>): boolean {
  const match = words.exec(clause);
  if (match === null) return false;
  if (isProhibition === true) return true;
  return !allowed.test(clause) && !takenBack.test(clause.slice(0, match.index).split(' ').slice(-5).join(' '));
}

/** `importing into a CTE is fine` asks for nothing. */
const allowed =
  /\b(?:is|are) (?:also )?(?:fine|ok|okay|allowed|permitted|acceptable)\b|\b(?:e|sao|esta|estao) (?:ok|permitid|aceit|liberad)/;

/** At most three words stand between a negation and what it denies. */
const takenBack =
  /(?:^|[\s(])(?:not|no|non|never|without|avoid|don't|nao|nem|nunca|sem|evit\w*|may|can|could|might|optional(?:ly)?|podem?|opcional(?:mente)?)(?:\s\S+){0,3}[\s-]*$/;

/** One demand of each kind, where it is stated first. */
export function firstOfEach<Demand extends string>(
  stated: readonly StatedDemand<Demand>[],
): readonly StatedDemand<Demand>[] {
  const first = new Map<Demand, StatedDemand<Demand>>();
  for (const each of stated) if (!first.has(each.demand)) first.set(each.demand, each);
  return [...first.values()];
}

/** What a block says in words; a table row by its cells, code not at all. */
export function proseOf(block: MarkdownBlock): string {
  if (block.kind === 'code') return '';
  return block.kind === 'row' ? block.cells.map(({ value }) => value).join('; ') : block.text;
}
