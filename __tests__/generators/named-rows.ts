/** Rows of a table test with their names, for `it.each(namedRows(…))('$name', ({ row }) => …)`. */
export function namedRows<Row extends readonly unknown[]>(
  rows: readonly (readonly [name: string, ...row: Row])[],
): readonly { readonly name: string; readonly row: Row }[] {
  return rows.map(([name, ...row]) => ({ name, row }));
}
