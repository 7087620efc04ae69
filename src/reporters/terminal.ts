import { visibleText } from './escape.ts';

/** What a piece of terminal text is; `color: false` paints nothing. */
export type Style = 'error' | 'warning' | 'info' | 'pass' | 'strong' | 'dim' | 'removed' | 'added';

/** Paints text for a terminal (SGR sequences), or leaves it as it is. */
export type Paint = (style: Style, text: string) => string;

const sgr: { readonly [style in Style]: string } = {
  error: '1;31',
  warning: '1;33',
  info: '1;36',
  pass: '1;32',
  strong: '1',
  dim: '2',
  removed: '31',
  added: '32',
};

/** The painter of a terminal with or without colour. */
export function painter(color: boolean): Paint {
  return color ? (style, text) => (text === '' ? '' : `\u001b[${sgr[style]}m${text}\u001b[0m`) : (_style, text) => text;
}

/**
 * Columns that one code point takes in a terminal: 2 for East Asian wide and emoji, 0 for combining marks, else 1
 * (Unicode Standard Annex 11; ambiguous characters count 1).
 */
function charWidth(char: string): number {
  if (/^[\p{Mark}\ufe0f]$/u.test(char)) return 0;
  const code = char.codePointAt(0) ?? 0;
  return wideRanges.some(([from, to]) => code >= from && code <= to) ? 2 : 1;
}

const wideRanges: readonly (readonly [number, number])[] = [
  [0x1100, 0x115f],
  [0x2e80, 0x303e],
  [0x3041, 0x33ff],
  [0x3400, 0x4dbf],
  [0x4e00, 0x9fff],
  [0xa000, 0xa4cf],
  [0xa960, 0xa97f],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe30, 0xfe6f],
  [0xff01, 0xff60],
  [0xffe0, 0xffe6],
  [0x1f300, 0x1f64f],
  [0x1f680, 0x1f6ff],
  [0x1f900, 0x1f9ff],
  [0x1fa70, 0x1faff],
  [0x20000, 0x3fffd],
];

/** Columns that a line without control characters takes. */
export function textWidth(text: string): number {
  let width = 0;
  for (const char of text) width += charWidth(char);
  return width;
}

/**
 * Text that a GitHub runner prints and does not obey: workflow commands begin a line with `::`, and the older `##[` is
 * seen anywhere (actions/runner, ActionCommand.cs).
 */
export function withoutCommands(text: string): string {
  return text.replaceAll(/^([^\S\n]*):(?=:)/gm, '$1: ').replaceAll('##[', '## [');
}

/** A source line as a terminal shows it, with the column that each UTF-16 unit of the source starts at. */
export interface ShownLine {
  readonly text: string;
  /** Display column (0-based) of each UTF-16 unit, and of the end as the last item. */
  readonly columns: readonly number[];
}

const tabStop = 4;

/** Expands tabs (stops of four) and makes control characters visible, keeping track of display columns. */
export function showLine(source: string): ShownLine {
  const columns: number[] = [];
  let text = '';
  let column = 0;
  for (const char of source) {
    for (let unit = 0; unit < char.length; unit += 1) columns.push(column);
    const shown = char === '\t' ? ' '.repeat(tabStop - (column % tabStop)) : visibleText(char);
    text += shown;
    column += textWidth(shown);
  }
  return { text, columns: [...columns, column] };
}

/** The part of `text` between two display columns; a wide character on an edge becomes a space. */
export function sliceColumns(text: string, from: number, to: number): string {
  let result = '';
  let column = 0;
  for (const char of text) {
    const width = charWidth(char);
    if (column >= from && column + width <= to) result += char;
    else if (column < to && column + width > from) result += ' ';
    column += width;
  }
  return result;
}

/** Breaks text at spaces so that no line is wider than `width` columns, if its words allow. */
export function wrapText(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line !== '' && textWidth(longer) > width) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  return [...lines, line];
}
