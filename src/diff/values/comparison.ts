/**
 * How an accepted set or a promise of head stands to that of base: `tightened` accepts less (or promises more), `loosened` accepts
 * more (or promises less); `unknown` where neither is proven.
 */
export type Comparison = 'same' | 'tightened' | 'loosened' | 'unknown';

/** How two ranked words stand to each other. */
export type RankComparison = 'same' | 'raised' | 'lowered' | 'unknown';

/** The comparison of two sets by which of them holds the other. */
export function comparisonOfSets(inclusion: {
  readonly afterInBefore: boolean;
  readonly beforeInAfter: boolean;
}): Comparison {
  if (inclusion.afterInBefore) return inclusion.beforeInAfter ? 'same' : 'tightened';
  return inclusion.beforeInAfter ? 'loosened' : 'unknown';
}
