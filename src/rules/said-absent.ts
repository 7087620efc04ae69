import { isHeadingOfAbsent, isSaidAbsent } from '../model/absence.ts';
import type { Located, Location } from '../model/location.ts';
import type { Narrative } from '../model/pipelines.ts';
import { foldCase } from '../model/words.ts';

/** Tells by the words around a name of a narrative that no model can be meant: it is gone, planned, or a column. */
export function absenceReader({ headings }: Narrative, text: string): (name: Located<string>) => boolean {
  const lines = text.split(/\r\n|\r|\n/);
  const absent = linesOfAbsent(headings, lines.length);
  return ({ at }) => {
    if (absent.has(at.line)) return true;
    const around = wordsAround(lines, at);
    return isStruck(around.before) || isSaidAbsent(around) || isSaidColumn(around);
  };
}

/** Lines from a heading of what is planned or gone to the next heading. */
function linesOfAbsent(headings: Narrative['headings'], end: number): ReadonlySet<number> {
  const lines = new Set<number>();
  for (const [index, { value, at }] of headings.entries()) {
    if (!isHeadingOfAbsent(foldCase(value))) continue;
    const next = headings[index + 1]?.at.line ?? end + 1;
    for (let { line } = at; line < next; line++) lines.add(line);
  }
  return lines;
}

interface Around {
  readonly before: string;
  readonly after: string;
}

/** Characters around a name that are looked at: a line may be a whole book. */
const reach = 400;

/** What stands before and behind a name, over the end of its line where the paragraph goes on; without emphasis. */
function wordsAround(lines: readonly string[], { line, column, endColumn = column }: Location): Around {
  const own = lines[line - 1] ?? '';
  const [above = '', next = ''] = [lines[line - 2], lines[line]];
  const start = startsBlock(own) || above.startsWith('#') ? '' : above.slice(-reach);
  const rest = startsBlock(next) ? '' : next.slice(0, reach);
  const before = `${start} ${own.slice(Math.max(0, column - 1 - reach), column - 1)}`.replaceAll('*', '');
  const after = `${own.slice(endColumn - 1, endColumn - 1 + reach)} ${rest}`.replaceAll('*', '');
  return { before, after };
}

/** Items, rows and headings begin anew. */
function startsBlock(line: string): boolean {
  return /^\s*(?:[-*+#|>]|\d{1,4}[.)]\s)/.test(line);
}

function isStruck(before: string): boolean {
  return before.split('~~').length % 2 === 0;
}

/** "the columns `a` and `b`", "`a` column". */
function isSaidColumn({ before, after }: Around): boolean {
  return columnBefore.test(before) || /^`?\s(?:columns?|fields?|colunas?|campos?)(?=\P{L})/iu.test(after);
}

const columnBefore =
  /(?:^|\P{L})(?:columns?|fields?|keys?|colunas?|campos?|chaves?)[\s:(]{1,3}(?:`?\w{1,80}`?(?:,| and| e| or| ou|, and)\s){0,12}`?$/iu;
