import type { OwnerRule } from '../../model/owners.ts';

/** Where GitHub looks for the file, in this order; the first one counts (GitHub Docs, "About code owners"). */
export const ownerPaths = ['.github/CODEOWNERS', 'CODEOWNERS', 'docs/CODEOWNERS'] as const;

/** Patterns of more segments than this describe no path that is read. */
const maxSegments = 64;

/**
 * Reads a CODEOWNERS file by GitHub's rules. Lines that GitHub takes for mistakes (`!`, `[`) are left out, as GitHub does;
 * a pattern without owners is kept: it takes ownership away.
 */
export function loadOwners(text: string): readonly OwnerRule[] {
  return text.split('\n').flatMap((line, index) => readLine(line, index + 1));
}

function readLine(line: string, number: number): readonly OwnerRule[] {
  const [pattern, ...words] = wordsOf(line);
  if (pattern === undefined || pattern.startsWith('!') || pattern.includes('[')) return [];
  const segments = segmentsOf(pattern);
  if (segments.length === 0 || segments.length > maxSegments) return [];
  return [{ pattern: segments, owners: words, line: number }];
}

/** Words between blanks, up to a comment. A backslash takes a blank or `#` as it is. */
function wordsOf(line: string): readonly string[] {
  const words: string[] = [];
  let word = '';
  for (let at = 0; at < line.length; at++) {
    const character = line.charAt(at);
    if (character === '#' && word === '') break;
    if (character === '\\' && at + 1 < line.length) word += character + line.charAt(++at);
    else if (/\s/.test(character)) {
      if (word !== '') words.push(word);
      word = '';
    } else word += character;
  }
  return word === '' ? words : [...words, word];
}

/** The segments of a pattern. One without a slash, but for one at its end, fits at any depth; a slash at the end means all that is inside. */
export function segmentsOf(pattern: string): readonly string[] {
  const written = pattern.split('/');
  const isAnchored = written[0] === '' || written.slice(0, -1).length > (written.at(-1) === '' ? 1 : 0);
  const isFolder = written.length > 1 && written.at(-1) === '';
  const names = written.filter((name) => name !== '');
  if (names.length === 0) return pattern === '/' ? ['**'] : [];
  return [...(isAnchored || names[0] === '**' ? [] : ['**']), ...names, ...(isFolder ? ['**'] : [])];
}
