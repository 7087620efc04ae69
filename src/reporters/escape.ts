/** Longest piece of untrusted prose in Markdown, in characters. */
const maxProseChars = 1_000;

/** Longest piece of untrusted code in Markdown, in characters. */
const maxCodeChars = 200;

/**
 * Makes every character of untrusted `text` visible: control characters become control pictures, and characters that
 * hide or reorder text (bidirectional controls, zero-width, tags, lone surrogates) become U+FFFD. Tabs and line breaks
 * become one space, so that the result is one line.
 */
export function visibleText(text: string): string {
  return text
    .replaceAll(/\r\n|[\n\r\t\u0085\u2028\u2029]/g, ' ')
    .replaceAll(/\p{Cc}/gu, controlPicture)
    .replaceAll(/(?!\ufe0f)[\p{Default_Ignorable_Code_Point}\p{Cf}\p{Cs}]/gu, '\ufffd');
}

/** Cuts `text` to at most `maxChars` UTF-16 units, never inside a surrogate pair; what was cut shows as `…`. */
export function capText(text: string, maxChars: number): string {
  if (text.length <= maxChars) return text;
  const cut = text.slice(0, Math.max(0, maxChars - 1));
  return `${/[\ud800-\udbff]$/.test(cut) ? cut.slice(0, -1) : cut}…`;
}

/** Untrusted text as one line of GitHub-flavoured Markdown that shows exactly these characters: safe in prose, lists and table cells. */
export function escapeMarkdown(text: string, maxChars: number = maxProseChars): string {
  return capText(visibleText(text), maxChars)
    .trim()
    .replaceAll('&', '&amp;')
    .replaceAll(/[\\`*_~[\]!|$]/g, String.raw`\$&`)
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll(/#(?=\w)/g, `#${wordBreak}`)
    .replaceAll(/@(?=[\w-])/g, `@${wordBreak}`)
    .replaceAll(/gh-(?=\d)/gi, (prefix) => `${prefix}${wordBreak}`)
    .replace(/^[-+=:#]/, String.raw`\$&`)
    .replace(/^(\d+)([.)])/, String.raw`$1\$2`);
}

/** GitHub finds mentions and references in the rendered text, so only a character in between breaks them. */
const wordBreak = '&#8203;';

/** Untrusted text as inline code, for prose; use {@link codeCell} in tables. */
export function codeSpan(text: string, maxChars: number = maxCodeChars): string {
  const shown = capText(visibleText(text), maxChars).replaceAll('<!--', '<! --');
  const content = shown.trim() === '' ? '\u2423' : shown;
  const fence = '`'.repeat(longestRun(content, '`') + 1);
  const padding = /^[` ]|[` ]$/.test(content) ? ' ' : '';
  return `${fence}${padding}${content}${padding}${fence}`;
}

/**
 * Untrusted text as inline code inside a table cell: pipes are escaped with an odd number of backslashes, which every
 * reader of GitHub-flavoured Markdown takes as an escaped pipe.
 */
export function codeCell(text: string, maxChars: number = maxCodeChars): string {
  return codeSpan(text, maxChars).replaceAll(/(\\*)\|/g, (_, slashes: string) => {
    return `${slashes}${slashes.length % 2 === 0 ? '\\' : '\\\\'}|`;
  });
}

/** Lines of code in a fence that no line of `text` can close. `info` is ours (`suggestion`, `diff`, `sh`). */
export function fencedBlock(text: string, info = ''): string {
  const fence = '`'.repeat(Math.max(3, longestRun(text, '`') + 1));
  return `${fence}${info}\n${text.replace(/\n$/, '')}\n${fence}`;
}

/** A message of a rule in Markdown: values in double quotes show as code. `code` is {@link codeSpan} or {@link codeCell}. */
export function messageMarkdown(message: string, code: (text: string) => string = codeSpan): string {
  const shown = capText(message, maxProseChars);
  const parts = shown.split(/"([^"]+)"/);
  return parts
    .map((part, index) => (index % 2 === 1 ? code(part) : proseBetween(part, index > 0 && index < parts.length - 1)))
    .join('');
}

/** Two code spans must not touch: their fences would join. */
function proseBetween(part: string, inner: boolean): string {
  if (inner && part.trim() === '') return ' ';
  const [, before = '', text = '', after = ''] = /^(\s*)(.*?)(\s*)$/s.exec(part) ?? [];
  return `${before === '' ? '' : ' '}${escapeMarkdown(text)}${after === '' ? '' : ' '}`;
}

/** Text for HTML elements and double-quoted attributes. */
export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

/** A URL that can stand in `[text](url)` inside a table: nothing in it ends the link, the cell or the line. */
export function linkTarget(url: string): string {
  return url.replaceAll(/[\s()<>|\\`"'[\]@*_~]|\p{Cc}/gu, (char) => {
    const code = char.codePointAt(0) ?? 0;
    return code < 128 ? `%${code.toString(16).toUpperCase().padStart(2, '0')}` : encodeURIComponent(char);
  });
}

/** U+2400 and following show C0 controls; those of C1 have no picture. */
function controlPicture(char: string): string {
  const code = char.codePointAt(0) ?? 0;
  if (code === 0x7f) return '\u2421';
  return code < 0x20 ? String.fromCodePoint(0x2400 + code) : '\ufffd';
}

function longestRun(text: string, char: string): number {
  let longest = 0;
  let run = 0;
  for (const current of text) {
    run = current === char ? run + 1 : 0;
    longest = Math.max(longest, run);
  }
  return longest;
}
