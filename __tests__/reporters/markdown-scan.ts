/**
 * What a reader of GitHub-flavoured Markdown sees of one line of inline text outside code spans: escapes and entities
 * are kept as a placeholder, so that what is left is what could act. Written from CommonMark 0.31 §2.4, §2.5 and §6.1,
 * apart from the code under test.
 */
export function actingText(line: string): string {
  let text = '';
  let index = 0;
  while (index < line.length) {
    const rest = line.slice(index);
    const escape = /^\\[!-/:-@[-`{-~]/.exec(rest)?.[0];
    const entity = /^&(?:[a-z]+|#\d+);/i.exec(rest)?.[0];
    const ticks = /^`+/.exec(rest)?.[0];
    const span = ticks === undefined ? undefined : codeSpanLength(rest, ticks);
    if (escape !== undefined) {
      text += '\u00b7';
      index += escape.length;
    } else if (entity !== undefined) {
      text += '\u00b7';
      index += entity.length;
    } else if (span !== undefined) {
      text += '\u00a4';
      index += span;
    } else {
      text += ticks ?? rest.charAt(0);
      index += (ticks ?? ' ').length;
    }
  }
  return text;
}

function codeSpanLength(rest: string, ticks: string): number | undefined {
  for (const match of rest.slice(ticks.length).matchAll(/`+/g)) {
    if (match[0].length === ticks.length) return ticks.length + match.index + match[0].length;
  }
  return undefined;
}

/** Cells of a table row as cmark-gfm cuts it: a pipe with any backslash before it belongs to the cell. */
export function cmarkCells(row: string): number {
  return row.split(/(?<!\\)\|/).length - 2;
}

/** Cells of a table row as micromark cuts it: a backslash escapes a backslash or a pipe, from the left. */
export function micromarkCells(row: string): number {
  return row.replaceAll(/\\[\\|]/g, '').split('|').length - 2;
}
