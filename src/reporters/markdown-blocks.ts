/**
 * A part of a Markdown page that can be shortened: a title, rows, and what closes it. Only whole rows are dropped,
 * from the end, and the part says how many.
 */
export interface Block {
  /** Heading, or an opening `<details>` with its summary. */
  readonly title: string;
  /** Header of the table, with its delimiter row; empty for a list. */
  readonly header: string;
  /** Each one line, none ends with a line break. */
  readonly rows: readonly string[];
  /** After the rows: a closing `</details>`, or empty. */
  readonly close: string;
  /** Says that `n` rows more were left out. */
  readonly more: (n: number) => string;
}

/** A text that is shown whole or not at all. */
export function fixedBlock(text: string): Block {
  return { title: text, header: '', rows: [], close: '', more: () => '' };
}

/** Rows that every block gets before any block gets more. */
const firstRows = 3;

/**
 * Joins blocks to at most `maxChars` UTF-16 units: first every block with a few rows, then the rest of the rows in the
 * order of the blocks. Where not even the titles fit, blocks are left out from the end; undefined where the first
 * one does not fit.
 */
export function joinBlocks(blocks: readonly Block[], maxChars: number): string | undefined {
  const kept = fittingBlocks(blocks, maxChars);
  if (kept.length === 0) return undefined;
  const shown = kept.map(() => 0);
  for (const limit of [firstRows, Number.POSITIVE_INFINITY]) {
    for (const [index, block] of kept.entries())
      growBlock(kept, shown, { index, limit: Math.min(limit, block.rows.length), maxChars });
  }
  return joined(kept, shown);
}

/** The blocks whose titles fit together; the first one always goes before the others. */
function fittingBlocks(blocks: readonly Block[], maxChars: number): readonly Block[] {
  const kept: Block[] = [];
  for (const block of blocks) {
    const next = [...kept, block];
    if (
      joined(
        next,
        next.map(() => 0),
      ).length <= maxChars
    )
      kept.push(block);
  }
  return kept[0] === blocks[0] ? kept : [];
}

interface Growth {
  readonly index: number;
  readonly limit: number;
  readonly maxChars: number;
}

/** Shows as many rows of one block as the budget allows; binary search, for a page may have tens of thousands. */
function growBlock(blocks: readonly Block[], shown: number[], { index, limit, maxChars }: Growth): void {
  const block = blocks[index];
  if (block === undefined) return;
  const rest = joined(blocks, shown).length - renderBlock(block, shown[index] ?? 0).length;
  const sizes = prefixSizes(block);
  const fits = (rows: number): boolean => rest + sizeOf(block, sizes, rows) <= maxChars;
  if (fits(limit)) {
    shown[index] = limit;
    return;
  }
  let low = shown[index] ?? 0;
  let high = limit;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (fits(middle)) low = middle;
    else high = middle;
  }
  shown[index] = low;
}

/** Length of the first n rows with their line breaks, for every n. */
function prefixSizes(block: Block): readonly number[] {
  let total = 0;
  return [0, ...block.rows.map((row) => (total += row.length + 1))];
}

function sizeOf(block: Block, sizes: readonly number[], rows: number): number {
  if (rows === 0) return renderBlock(block, 0).length;
  const frame = renderFrame(block, rows);
  return frame.before.length + (sizes[rows] ?? 0) - 1 + frame.after.length;
}

function joined(blocks: readonly Block[], shown: readonly number[]): string {
  return `${blocks.map((block, index) => renderBlock(block, shown[index] ?? 0)).join('\n\n')}\n`;
}

function renderBlock(block: Block, rows: number): string {
  const { before, after } = renderFrame(block, rows);
  return `${before}${block.rows.slice(0, rows).join('\n')}${after}`;
}

function renderFrame(block: Block, rows: number): { readonly before: string; readonly after: string } {
  const left = block.rows.length - rows;
  const header = rows === 0 ? '' : `\n\n${block.header === '' ? '' : `${block.header}\n`}`;
  const more = left === 0 ? '' : `\n\n${block.more(left)}`;
  return { before: `${block.title}${header}`, after: `${more}${block.close === '' ? '' : `\n\n${block.close}`}` };
}
