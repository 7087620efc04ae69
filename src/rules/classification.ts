import { classificationRank, confidentialRank } from '../model/classification.ts';
import type { Property } from '../model/contract.ts';
import type { ClassificationPolicy, ClassificationTerm } from '../model/governance.ts';
import { foldWord } from '../model/words.ts';
import { wordsOf } from '../model/names.ts';
import { canHold, doubtOf } from '../model/personal-data.ts';

/** A policy whose terms are taken apart once for all columns. */
export interface TermIndex {
  readonly path: string;
  readonly terms: readonly { readonly term: ClassificationTerm; readonly words: string }[];
}

/** Prepares a policy for {@link termsOf}. */
export function indexTerms({ path, terms }: ClassificationPolicy): TermIndex {
  return { path, terms: terms.map((term) => ({ term, words: joinedWords(term.term) })) };
}

/**
 * The terms of a policy that a column's name holds, the strictest first. A term within a longer one that is also held
 * (`email` in `email_hash`) does not count, nor one that a column of this type cannot hold, nor personal data where the
 * name is one of something about it (`email_template_id`).
 */
export function termsOf({ terms }: TermIndex, property: Property): readonly ClassificationTerm[] {
  const { name, physicalName, logicalType } = property;
  const names = [name, ...(physicalName === undefined ? [] : [physicalName])].map(joinedWords);
  const held = terms.filter(
    ({ term, words }) => names.some((each) => each.includes(words)) && canHold(term.term, logicalType?.value),
  );
  const own = held.filter(({ words }) => !held.some((other) => other.words !== words && other.words.includes(words)));
  const meant = own.filter(({ term }) => !isSomethingElse(property, term));
  return meant.map(({ term }) => term).toSorted((a, b) => rankOf(b) - rankOf(a));
}

function isSomethingElse({ name, logicalTypeOptions }: Property, { term, pii }: ClassificationTerm): boolean {
  return pii && logicalTypeOptions.format === undefined && doubtOf(name, term) === 'certain';
}

/** The words of a name between underscores, so that whole words are found in it. */
function joinedWords(name: string): string {
  return `_${wordsOf(name).join('_')}_`;
}

/** Whether a term asks for a classification: personal data, and everything that is not public or for everybody inside. */
export function needsClassification({ pii, level }: ClassificationTerm): boolean {
  if (pii) return true;
  return level !== undefined && (classificationRank(level) ?? confidentialRank) >= confidentialRank;
}

/** Whether a column's classification is the demanded one, or protects at least as much. One of several words is enough. */
export function satisfies(classification: string, level: string): boolean {
  const wanted = classificationRank(level);
  return [classification, ...classification.split(/[,;/|+&]/)].some((word) => {
    if (foldWord(word) === foldWord(level)) return true;
    const rank = classificationRank(word);
    return rank !== undefined && wanted !== undefined && rank >= wanted;
  });
}

/** Levels that are not common rank above all: nobody can say what is stricter. */
function rankOf({ level }: ClassificationTerm): number {
  return level === undefined ? -1 : (classificationRank(level) ?? Number.MAX_SAFE_INTEGER);
}
