import type { Location } from '../../model/location.ts';
import type { Segment } from './output.ts';

/** Offset in a normalised text → line and column, both 1-based; columns count UTF-16 units. Line ends are `\n` only. */
export class LineIndex {
  private readonly path: string;
  private readonly starts: readonly number[];

  constructor(path: string, text: string) {
    this.path = path;
    const starts = [0];
    for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
    this.starts = starts;
  }

  /** The place of one offset. */
  at(offset: number): Location {
    const line = lastAtOrBefore(this.starts, offset, (start) => start);
    return { path: this.path, line: line + 1, column: offset - (this.starts[line] ?? 0) + 1 };
  }

  /** The place from `start` up to `end`, which is exclusive. */
  range(start: number, end: number): Location {
    const last = this.at(end);
    return { ...this.at(start), endLine: last.line, endColumn: last.column };
  }
}

/** The template offset that printed `offset` of the output: exact inside copied text, the tag's start otherwise. */
export function sourceOffset(segments: readonly Segment[], offset: number): number {
  const segment = segments[lastAtOrBefore(segments, offset, ({ at }) => at)];
  if (segment === undefined) return 0;
  return segment.isLiteral ? segment.source + (offset - segment.at) : segment.source;
}

/** Whether a tag printed some of the output from `start` up to `end`, which is exclusive. */
export function isPrinted(segments: readonly Segment[], start: number, end: number): boolean {
  for (let at = lastAtOrBefore(segments, start, (each) => each.at); at < segments.length; at += 1) {
    const segment = segments[at];
    if (segment === undefined || segment.at >= end) return false;
    if (!segment.isLiteral) return true;
  }
  return false;
}

/** Index of the last item whose number is not above `limit`; 0 where there is none. Items are sorted by that number. */
function lastAtOrBefore<T>(items: readonly T[], limit: number, read: (item: T) => number): number {
  let [low, high] = [0, items.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    const item = items[middle];
    if (item !== undefined && read(item) <= limit) low = middle;
    else high = middle - 1;
  }
  return low;
}
