import type { Location } from '../../model/location.ts';
import type { SqlComma, SqlKeyword } from '../../model/sql-shape.ts';
import type { Span, SqlPiece } from '../../model/sql-tokens.ts';

/** Words that are a keyword wherever they stand unquoted and without a dot or parenthesis beside them. */
const keywords = new Set(
  (
    'select from where join inner outer full cross on group order by having qualify union intersect except distinct ' +
    'as with case when then else end and or not in is null between like ilike limit over partition using lateral ' +
    'exists asc desc recursive'
  ).split(' '),
);

/** Words that parentheses may follow and that are no function. */
const beforeParentheses = new Set(
  'from join in and or not as with on using over where when then else select distinct by exists union except intersect'.split(
    ' ',
  ),
);

/** A text with the lines that its offsets are on. */
export interface PlacedText {
  readonly path: string;
  readonly text: string;
  readonly locate: (span: Span) => Location;
}

/** The keywords of a text as they are written. */
export function keywordsOf(pieces: readonly SqlPiece[], { text, locate }: PlacedText): readonly SqlKeyword[] {
  return pieces.flatMap((piece, at) => {
    if (piece.kind !== 'name' || piece.isQuoted || !keywords.has(piece.text)) return [];
    const isNamed = isMark(pieces[at - 1], '.') || isMark(pieces[at + 1], '.') || isMark(pieces[at + 1], ':');
    const isCalled = isMark(pieces[at + 1], '(') && !beforeParentheses.has(piece.text);
    // `as "Order"` is quoted; `as order` would be no SQL.
    return isNamed || isCalled ? [] : [{ word: text.slice(piece.start, piece.end), at: locate(piece) }];
  });
}

function isMark(piece: SqlPiece | undefined, text: string): boolean {
  return piece?.kind === 'mark' && piece.text === text;
}

/** Commas at the start or end of a line; one within a line has no style. */
export function styledCommas(commas: readonly Span[], { text, locate }: PlacedText): readonly SqlComma[] {
  return commas.flatMap((comma) => {
    const style = styleOf(text, comma);
    return style === undefined ? [] : [{ style, at: locate(comma) }];
  });
}

function styleOf(text: string, { start, end }: Span): SqlComma['style'] | undefined {
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const lineEnd = text.indexOf('\n', end);
  if (text.slice(lineStart, start).trim() === '') return isConditional(text, lineStart) ? undefined : 'leading';
  const after = text.slice(end, lineEnd === -1 ? text.length : lineEnd).trim();
  return after === '' || after.startsWith('--') || after.startsWith('{#') ? 'trailing' : undefined;
}

/** Behind `{% if … %}` and `{% for … %}` a comma comes and goes with what follows it. */
function isConditional(text: string, lineStart: number): boolean {
  let at = lineStart - 1;
  while (at >= 0 && text.charAt(at) <= ' ') at--;
  return text.slice(at - 1, at + 1) === '%}';
}
