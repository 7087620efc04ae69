import type { ArtifactState } from '../../model/artifact.ts';

/** Where two texts differ first, and what would make the one the other. */
export type Difference = Required<Pick<ArtifactState, 'firstDifference' | 'found' | 'expected'>> &
  Pick<ArtifactState, 'replacement'>;

/** Longest replacement that is worth offering to a person, in lines on either side. */
const maxReplacedLines = 30;

/** The first line (1-based) where two texts differ; carriage returns and byte order marks are written out. Undefined for equal texts. */
export function firstDifference(found: string, expected: string): Difference | undefined {
  if (found === expected) return undefined;
  const [foundLines, expectedLines] = [found.split('\n'), expected.split('\n')];
  const start = commonStart(foundLines, expectedLines);
  return {
    firstDifference: start + 1,
    found: visible(foundLines[start]),
    expected: visible(expectedLines[start]),
    ...replacement(foundLines, expectedLines, start),
  };
}

function commonStart(found: readonly string[], expected: readonly string[]): number {
  let at = 0;
  while (at < found.length && at < expected.length && found[at] === expected[at]) at++;
  return at;
}

/** The one run of lines to replace, from the first to the last that differ. */
function replacement(
  found: readonly string[],
  expected: readonly string[],
  start: number,
): Pick<ArtifactState, 'replacement'> {
  let same = 0;
  const most = Math.min(found.length, expected.length) - start;
  while (same < most && found.at(-1 - same) === expected.at(-1 - same)) same++;
  const [removed, added] = [found.slice(start, found.length - same), expected.slice(start, expected.length - same)];
  // Without a line behind it, a line has no end of its own to replace.
  if (same === 0 || removed.length > maxReplacedLines || added.length > maxReplacedLines) return {};
  if (removed.some((line) => /[\r\ufeff]/.test(line))) return {};
  const text = added.map((line) => `${line}\n`).join('');
  return { replacement: { startLine: start + 1, endLine: start + removed.length + 1, text } };
}

function visible(line: string | undefined): string {
  return (line ?? '').replaceAll('\r', '\\r').replaceAll('\ufeff', '\\ufeff');
}
