/** A message stays readable with so many names. */
const maxNames = 15;

/** Names as a message lists them: quoted, in their order; of many the first, and how many more there are. */
export function listedColumns(names: readonly string[]): string {
  const shown = names.slice(0, maxNames).map((name) => `"${name}"`);
  const more = names.length - shown.length;
  return [...shown, ...(more > 0 ? [`… (+${more})`] : [])].join(', ');
}
