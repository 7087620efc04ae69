/** A word of a contract without case, accents, spaces, `_`, `-` and `.`: `Time_to-Détect` is `timetodetect`. */
export function foldWord(text: string): string {
  return foldCase(text).replaceAll(/[\s_.-]/g, '');
}

/** A text without case, accents and repeated spaces. */
export function foldCase(text: string): string {
  return text
    .normalize('NFD')
    .replaceAll(/[\u0300-\u036f]/g, '')
    .toLowerCase()
    .trim()
    .replaceAll(/\s+/g, ' ');
}

/** The entries of a table by each of their spellings (folded, separated by spaces). */
export function bySpelling<Name extends string>(
  spellings: {
    readonly [name in Name]: string;
  },
): ReadonlyMap<string, Name> {
  const names = new Map<string, Name>();
  for (const name in spellings) for (const spelling of spellings[name].split(' ')) names.set(spelling, name);
  return names;
}
