import type { ItemText } from './query-text.ts';
import type { Reader } from './reader.ts';
import { isTree, listOf, spanOf, type Tree } from './tree.ts';

/** Where a select stands, and where its entries do: none where the text and the tree do not fit together. */
export interface SelectPlace {
  readonly start: number;
  readonly items: readonly ItemText[];
}

/** Parts of a tree that are looked through for a place. */
const maxSteps = 200;

/**
 * Finds a select of the tree in the text. The tree has no places for selects, stars, functions and literals: one that it has
 * (of a column, a name, a table) lies in the innermost select around it; without any, selects follow each other.
 */
export function locateSelect(body: Tree, reader: Reader): SelectPlace {
  const count = listOf(body['expressions']).length;
  const anchor = anchorOfSelect(body);
  const found = anchor === undefined ? -1 : reader.text.selectAt(reader.offsetOf(anchor));
  const index = found >= 0 ? found : reader.lastSelect + 1;
  const select = reader.text.selects[index];
  if (select === undefined) return { start: anchor === undefined ? 0 : reader.offsetOf(anchor), items: [] };
  const fits = select.items.length === count;
  if (found < 0 && !fits) return { start: 0, items: [] };
  reader.lastSelect = index;
  return { start: select.start, items: fits ? select.items : [] };
}

const queryKeys = ['select', 'union', 'intersect', 'except', 'subquery', 'values'];

/** Start of something in a select that is not in another within it, in code points. */
export function anchorOfSelect(body: Tree): number | undefined {
  return anchorOf(body['expressions']) ?? anchorOf(body.from);
}

/** Start of the first span in a value, in code points, and not within a query of its own. */
function anchorOf(value: unknown): number | undefined {
  const stack: unknown[] = [value];
  for (let step = 0; step < maxSteps; step += 1) {
    const next = stack.pop();
    if (next === undefined && stack.length === 0) return undefined;
    if (Array.isArray(next)) {
      for (let at = Math.min(next.length, maxSteps) - 1; at >= 0; at -= 1) stack.push(next[at]);
    } else if (isTree(next)) {
      const span = spanOf(next['span']);
      if (span !== undefined) return span.start;
      const entries = Object.entries(next).filter(([key, each]) =>
        isTree(each) || Array.isArray(each) ? !queryKeys.includes(key) : false,
      );
      for (const [, each] of entries.toReversed()) stack.push(each);
    }
  }
  return undefined;
}
