import type { FileHunks, Hunk } from '../ports.ts';

/**
 * Reads the hunks of `git diff --unified=3`: which lines of which file a pull request's diff shows. Binary files have none.
 * Lines end at "\n" alone: a carriage return or U+2028 inside a file's text starts no line of git's.
 */
export function parseHunks(diff: string): readonly FileHunks[] {
  const parts: string[][] = [];
  // A file's part starts at column 1; content lines start with a space, `+`, `-` or `\`.
  for (const line of diff.split('\n')) {
    if (line.startsWith(fileStart)) parts.push([line.slice(fileStart.length)]);
    else parts.at(-1)?.push(line);
  }
  return parts.map(parseFile);
}

const fileStart = 'diff --git ';

function parseFile(part: readonly string[]): FileHunks {
  const headerEnd = part.findIndex((line) => line.startsWith('@@ '));
  const header = headerEnd === -1 ? part : part.slice(0, headerEnd);
  const base = pathAfter(header, '--- ') ?? pathAfter(header, 'rename from ', '');
  const head = pathAfter(header, '+++ ') ?? pathAfter(header, 'rename to ', '');
  const status = header.some((line) => line.startsWith('new file mode'))
    ? 'added'
    : header.some((line) => line.startsWith('deleted file mode'))
      ? 'deleted'
      : base !== undefined && head !== undefined && base !== head
        ? 'renamed'
        : 'modified';
  const path = head ?? base ?? pathOfHeader(header[0] ?? '');
  const hunks = part.flatMap(toHunks);
  return { path, status, hunks, ...(status === 'renamed' && base !== undefined ? { basePath: base } : {}) };
}

/** `--- a/path` or `+++ b/path`; undefined for /dev/null. git quotes paths with special characters as C strings. */
function pathAfter(header: readonly string[], marker: string, prefix = 'x/'): string | undefined {
  const line = header.find((each) => each.startsWith(marker));
  if (line === undefined) return undefined;
  const path = unquote(line.slice(marker.length).replace(/\t$/, ''));
  return path === '/dev/null' ? undefined : path.slice(prefix.length);
}

/** `a/path b/path` of a file without content change; both halves are equal. */
function pathOfHeader(line: string): string {
  const half = unquote(line.slice(0, (line.length - 1) / 2));
  return half.slice(2);
}

function unquote(path: string): string {
  if (!path.startsWith('"') || !path.endsWith('"')) return path;
  const escapes: { readonly [letter: string]: string } = {
    n: '\n',
    t: '\t',
    r: '\r',
    a: '\x07',
    b: '\b',
    f: '\f',
    v: '\v',
  };
  const bytes = path
    .slice(1, -1)
    .replaceAll(/\\([0-7]{3}|.)/g, (_, escape: string) =>
      escape.length === 3 ? String.fromCharCode(Number.parseInt(escape, 8)) : (escapes[escape] ?? escape),
    );
  // Octal escapes are bytes of UTF-8; with core.quotePath=false only control characters are escaped so.
  return bytes;
}

function toHunks(line: string): readonly Hunk[] {
  const match = /^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/.exec(line);
  if (match === null) return [];
  const [, baseStart = '0', baseLines = '1', headStart = '0', headLines = '1'] = match;
  return [
    {
      baseStart: Number(baseStart),
      baseLines: Number(baseLines),
      headStart: Number(headStart),
      headLines: Number(headLines),
    },
  ];
}
