import * as fc from 'fast-check';
import { contractDocuments } from './contracts.ts';
import type { Fields } from './documents.ts';
import { singleEdits } from './edits.ts';

/** A contract and what became of it after up to two small edits, which may be none. */
export const versions: fc.Arbitrary<readonly [base: Fields, head: Fields]> = fc
  .tuple(contractDocuments, fc.array(fc.nat(), { maxLength: 2 }))
  .map(([base, picks]) => [base, edited(base, picks)] as const);

/** Two versions of a contract, or two contracts that have little in common. */
export const pairs: fc.Arbitrary<readonly [base: Fields, head: Fields]> = fc.oneof(
  { weight: 4, arbitrary: versions },
  { weight: 1, arbitrary: fc.tuple(contractDocuments, contractDocuments) },
);

/** The document after the edits that the numbers choose. What makes it a contract stays. */
export function edited(document: Fields, picks: readonly number[]): Fields {
  return picks.reduce((each, pick) => {
    const edits = singleEdits(each).filter(({ field }) => !/^(id|kind|apiVersion)$/.test(field));
    return edits[pick % edits.length]?.apply(each) ?? each;
  }, document);
}
