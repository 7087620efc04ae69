/** What all our hidden markers start with; `v1` changes when an older marker must no longer be recognised. */
const prefix = 'dataengos-gatekeeper:v1';

/**
 * First line of the sticky comment. `key` tells several gates on one pull request apart (workflow, job, input `id`).
 * Any text is safe in it: what could end the HTML comment is encoded.
 */
export function stickyMarker(key: string): string {
  return `<!-- ${prefix}:${encodeKey(key)} -->`;
}

/** First line of a review comment: which findings it is about, so that the next run finds it again wherever its lines went. */
export function findingMarker(key: string, fingerprints: readonly string[]): string {
  return `<!-- ${prefix}:${encodeKey(key)}:finding:${fingerprints.map(encodeKey).join(',')} -->`;
}

/** First line of the issue that a schedule keeps. */
export function issueMarker(key: string): string {
  return `<!-- ${prefix}:${encodeKey(key)}:issue -->`;
}

/**
 * Whether `body` starts with exactly `marker`. Markers count only at the very start, where we alone write: text of a pull
 * request that is quoted further down cannot pretend to be one. The author must be checked as well.
 */
export function startsWithMarker(body: string, marker: string): boolean {
  return firstLine(body) === marker;
}

/** The fingerprints of a review comment of this gate; undefined for every other text. */
export function parseFindingMarker(body: string, key: string): readonly string[] | undefined {
  const head = `<!-- ${prefix}:${encodeKey(key)}:finding:`;
  const line = firstLine(body);
  if (!line.startsWith(head) || !line.endsWith(' -->')) return undefined;
  const list = line.slice(head.length, -' -->'.length);
  const fingerprints = list.split(',').map(decodeKey);
  return list === '' || fingerprints.includes(undefined)
    ? undefined
    : fingerprints.filter((each) => each !== undefined);
}

/**
 * Whether `author` is the identity `own`. GitHub writes an app's login with or without `[bot]`, depending on the API;
 * somebody without the suffix is never taken for an app.
 */
export function isSameLogin(author: string, own: string | undefined): boolean {
  return own !== undefined && own !== '' && (author === own || author === `${own}[bot]`);
}

function firstLine(body: string): string {
  return (body.split('\n', 1)[0] ?? '').trimEnd();
}

/** Percent-encodes all but letters, digits, `_`, `.` and single hyphens: no `--`, `>`, `:`, `,` or line break survives. */
function encodeKey(key: string): string {
  return encodeURIComponent(key.toWellFormed())
    .replaceAll('--', '-%2D')
    .replaceAll(/[!'()*~]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
}

function decodeKey(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
