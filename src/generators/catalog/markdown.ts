/** Text that Markdown and HTML show as it is, on one line. An underscore inside a word is already plain. */
export function escapeMarkdown(text: string): string {
  return text
    .replaceAll(/\s+/g, ' ')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll(/[\\`*[\]|~#@!]/g, (sign) => `\\${sign}`)
    .replaceAll(/(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])/g, '\\_');
}

/** What {@link escapeMarkdown} was given, but for its white space. */
export function unescapeMarkdown(text: string): string {
  return text.replaceAll(/\\([\\`*[\]|~#@!_])|&(lt|amp);/g, (_, sign?: string, entity?: string) =>
    entity === undefined ? (sign ?? '') : entity === 'lt' ? '<' : '&',
  );
}

/** Text for a comment of HTML, which nothing in it can end; in JSON it stays the same JSON. */
export function commentText(text: string): string {
  return text
    .replaceAll(/\s+/g, ' ')
    .replaceAll('>', String.raw`\u003e`)
    .replaceAll('<', String.raw`\u003c`)
    .replaceAll('--', String.raw`-\u002d`);
}

/** One row of a table; the cells are Markdown. */
export function markdownRow(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

/** A table of Markdown cells; columns of numbers are set to the right. Nothing where it has no rows. */
export function markdownTable(
  header: readonly string[],
  rows: readonly (readonly string[])[],
  numbers: readonly number[] = [],
): readonly string[] {
  if (rows.length === 0) return [];
  const lines = header.map((_, at) => (numbers.includes(at) ? '---:' : '---'));
  return [markdownRow(header), markdownRow(lines), ...rows.map(markdownRow)];
}

/** A link to a file of the repository: `up` leads from the page to the root (`../..`). */
export function fileLink(path: string, { up, text = path }: { readonly up: string; readonly text?: string }): string {
  const target = path.split('/').map(encodeSegment).join('/');
  return `[${escapeMarkdown(text)}](${up}/${target})`;
}

/** `encodeURIComponent` leaves parentheses, which end a Markdown link. */
function encodeSegment(segment: string): string {
  return encodeURIComponent(segment.toWellFormed()).replaceAll('(', '%28').replaceAll(')', '%29');
}
