import { diff3Merge } from 'node-diff3';

/** A file that a person edited, and what became of the specifications since it was generated. */
export interface MergeInput {
  /** What was generated before: both others come from it. */
  readonly base: string;
  /** What the file says now. */
  readonly edited: string;
  /** What the specifications ask for now. */
  readonly generated: string;
}

/** Most pairs of equal lines that are compared: a hostile file of the same line ten thousand times takes minutes otherwise. */
const maxPairs = 4_000_000;

/**
 * The edited text with what the specifications changed, as `git merge-file` would merge it: every line that a person added or changed
 * is kept. Undefined where both changed the same lines, or where the texts are too alike in themselves to be compared in time.
 */
export function mergeThreeWays({ base, edited, generated }: MergeInput): string | undefined {
  const [o, a, b] = [base, edited, generated].map((text) => text.split('\n'));
  if (o === undefined || a === undefined || b === undefined) return undefined;
  if (equalPairs(o, a) > maxPairs || equalPairs(o, b) > maxPairs) return undefined;
  const regions = diff3Merge(a, o, b, { excludeFalseConflicts: true });
  if (regions.some((region) => region.conflict !== undefined)) return undefined;
  return regions.flatMap((region) => region.ok ?? []).join('\n');
}

/** How many pairs of equal lines two texts have: what finding their longest common sequence costs. */
function equalPairs(first: readonly string[], second: readonly string[]): number {
  const counts = new Map<string, number>();
  for (const line of first) counts.set(line, (counts.get(line) ?? 0) + 1);
  return second.reduce((sum, line) => sum + (counts.get(line) ?? 0), 0);
}
