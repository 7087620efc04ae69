/**
 * A path pattern in segments: a literal, `*` (one folder of any name), `**` (any number of folders), and as the last
 * segment a file name, `*.ext` or `*`.
 */
export type Pattern = readonly string[];

/** Splits `a/**\/*.md` into its segments. */
export function parsePattern(text: string): Pattern {
  return text.split('/');
}

/** Whether the pattern describes the file at `path`. Linear in the length of the path. */
export function matchesPath(pattern: Pattern, path: readonly string[]): boolean {
  let open = openPattern(pattern);
  for (const folder of path.slice(0, -1)) {
    open = enterFolder(pattern, open, folder);
    if (open.length === 0) return false;
  }
  return open.includes(pattern.length - 1) && matchesName(pattern.at(-1) ?? '', path.at(-1) ?? '');
}

/** Positions of the pattern that are open at the root of the repository. */
export function openPattern(pattern: Pattern): readonly number[] {
  return settle(pattern, [0]);
}

/** Positions that are open one folder further down; none where the pattern does not go there. */
export function enterFolder(pattern: Pattern, open: readonly number[], folder: string): readonly number[] {
  return settle(
    pattern,
    open.flatMap((at) => step(pattern, at, folder)),
  );
}

/** Whether a segment stands for exactly one name. */
export function isLiteral(segment: string): boolean {
  return !segment.startsWith('*');
}

function step(pattern: Pattern, at: number, folder: string): readonly number[] {
  const segment = pattern[at];
  if (segment === '**') return [at];
  // The last segment is the file's name, never a folder.
  return at < pattern.length - 1 && (segment === '*' || segment === folder) ? [at + 1] : [];
}

/** `**` may stand for no folder at all, so what follows it is open too. */
function settle(pattern: Pattern, positions: readonly number[]): readonly number[] {
  const open = new Set(positions);
  for (const at of open) if (pattern[at] === '**') open.add(at + 1);
  return [...open];
}

function matchesName(segment: string, name: string): boolean {
  if (segment === '*') return true;
  return segment.startsWith('*')
    ? name.endsWith(segment.slice(1)) && name.length > segment.length - 1
    : segment === name;
}
