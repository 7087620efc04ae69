import { createTwoFilesPatch } from 'diff';

/** One file of an export; `undefined` means that it does not exist before or after. */
export interface FileChange {
  readonly path: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/** All changes as one patch for `git apply`, in the given order. */
export function createPatch(changes: readonly FileChange[]): string {
  return changes.map(filePatch).join('');
}

function filePatch({ path, before, after }: FileChange): string {
  const [from, to] = [quotePath(`a/${path}`), quotePath(`b/${path}`)];
  const header = [`diff --git ${from} ${to}`];
  if (before === undefined) header.push('new file mode 100644');
  if (after === undefined) header.push('deleted file mode 100644');
  const hunks = hunksOf(before ?? '', after ?? '');
  if (hunks === '') return `${header.join('\n')}\n`;
  header.push(
    `--- ${before === undefined ? '/dev/null' : endName(from)}`,
    `+++ ${after === undefined ? '/dev/null' : endName(to)}`,
  );
  return `${header.join('\n')}\n${hunks}`;
}

function hunksOf(before: string, after: string): string {
  const patch = createTwoFilesPatch('a', 'b', before, after, undefined, undefined, { context: 3 });
  const start = patch.search(/^@@ /m);
  return start === -1 ? '' : patch.slice(start);
}

/** git ends a name with a space in it by a tab, so that a time after it is not taken for a part of the name. */
function endName(name: string): string {
  return name.includes(' ') ? `${name}\t` : name;
}

/** git writes names with quotes, backslashes or control characters as C strings, bytes in octal. */
function quotePath(path: string): string {
  if (!/["\\\p{Cc}]/u.test(path)) return path;
  const escaped = path.replaceAll(/["\\\p{Cc}]/gu, (char) => {
    if (char === '"' || char === '\\') return `\\${char}`;
    const bytes = Array.from(new TextEncoder().encode(char));
    return bytes.map((byte) => `\\${byte.toString(8).padStart(3, '0')}`).join('');
  });
  return `"${escaped}"`;
}
