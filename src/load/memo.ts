/**
 * Remembers what was derived from a blob, so that what both sides of a comparison share is parsed once.
 * `kind` names the derivation and fixes its result type; `key` identifies everything the result depends on
 * (see {@link blobKey}).
 */
export interface Memo {
  once<T>(kind: string, key: string, compute: () => T): T;
}

/** A memo that lives as long as the process; entries are never dropped. */
export function createMemo(): Memo {
  const kinds = new Map<string, Map<string, unknown>>();
  return {
    once<T>(kind: string, key: string, compute: () => T): T {
      const known = kinds.get(kind) ?? new Map<string, unknown>();
      kinds.set(kind, known);
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- one kind is only ever computed by one function
      if (known.has(key)) return known.get(key) as T;
      const value = compute();
      known.set(key, value);
      return value;
    },
  };
}

/** Key of one file's bytes at one path: what is derived carries locations, and so the path. */
export function blobKey(file: { readonly path: string; readonly oid: string }): string {
  return `${file.oid} ${file.path}`;
}
