/** A line of a table. */
export type Row = readonly (string | number)[];

/** A table of Markdown, with its last line end. */
export function table(head: Row, rows: readonly Row[]): string {
  const line = (row: Row): string => `| ${row.join(' | ')} |`;
  return `${[line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')}\n`;
}

/** `12 (3.4 %)`, rounded down, so that 100 % means all. */
export function share(part: number, whole: number): string {
  return whole === 0 ? '-' : `${part} (${(Math.floor((1000 * part) / whole) / 10).toFixed(1)} %)`;
}
