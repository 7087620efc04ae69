import { escapeHtml } from './escape.ts';

/** A piece of inline Markdown as HTML, and where the rest begins. */
interface Piece {
  readonly html: string;
  readonly next: number;
}

/** Inline Markdown (code, bold, emphasis, links, entities, escapes and the tags we write) as HTML; all else is text. */
export function inlineHtml(text: string): string {
  let html = '';
  let index = 0;
  while (index < text.length) {
    const piece = readPiece(text, index);
    html += piece.html;
    index = piece.next;
  }
  return closeTags(html);
}

type PieceReader = (text: string, index: number) => Piece | undefined;

const readers: { readonly [first: string]: PieceReader } = {
  '\\': readEscape,
  '`': readCode,
  '[': readLink,
  '*': readStrong,
  _: readEmphasis,
  '&': readEntity,
  '<': readTag,
};

function readPiece(text: string, index: number): Piece {
  const first = text.charAt(index);
  return readers[first]?.(text, index) ?? readText(text, index);
}

/** Plain text up to the next character that may begin something else. */
function readText(text: string, index: number): Piece {
  let next = index + 1;
  while (next < text.length && readers[text.charAt(next)] === undefined) next += 1;
  return { html: escapeHtml(text.slice(index, next)), next };
}

function readEscape(text: string, index: number): Piece | undefined {
  const char = text.charAt(index + 1);
  return /[!-/:-@[-`{-~]/.test(char) ? { html: escapeHtml(char), next: index + 2 } : undefined;
}

function readCode(text: string, index: number): Piece | undefined {
  let start = index;
  while (text.charAt(start) === '`') start += 1;
  const fence = text.slice(index, start);
  const end = findFence(text, fence, start);
  if (end === -1) return { html: fence, next: start };
  const raw = text.slice(start, end).replaceAll('\n', ' ');
  const code = raw.startsWith(' ') && raw.endsWith(' ') && raw.trim() !== '' ? raw.slice(1, -1) : raw;
  return { html: `<code>${escapeHtml(code)}</code>`, next: end + fence.length };
}

/** Start of the next run of exactly as many backticks. */
function findFence(text: string, fence: string, from: number): number {
  let at = text.indexOf(fence, from);
  while (at !== -1) {
    let end = at;
    while (text.charAt(end) === '`') end += 1;
    if (end - at === fence.length) return at;
    at = text.indexOf(fence, end);
  }
  return -1;
}

/** `[text](url)` where the text may hold code but no other brackets, and the URL is one of the web. */
function readLink(text: string, index: number): Piece | undefined {
  const link = /^\[((?:`[^`\n]*`|\\.|[^\][\\`])*)\]\(([^()\s]*)\)/.exec(text.slice(index, index + 4_000));
  const [whole, label = '', url = ''] = link ?? [];
  if (whole === undefined || !/^(?:https?:\/\/|#|\/(?!\/))/.test(url)) return undefined;
  return { html: `<a href="${escapeHtml(url)}">${inlineHtml(label)}</a>`, next: index + whole.length };
}

function readStrong(text: string, index: number): Piece | undefined {
  const [whole, inner = ''] = /^\*\*((?:`[^`]*`|\\.|[^*`\\])+)\*\*/.exec(text.slice(index, index + 4_000)) ?? [];
  return whole === undefined
    ? undefined
    : { html: `<strong>${inlineHtml(inner)}</strong>`, next: index + whole.length };
}

/** `_text_`, not within a word: `snake_case` is no emphasis. */
function readEmphasis(text: string, index: number): Piece | undefined {
  if (/\w/.test(text.charAt(index - 1))) return undefined;
  const emphasis = /^_(?=\S)((?:`[^`]*`|\\.|[^_`\\])+)(?<=\S)_(?!\w)/.exec(text.slice(index, index + 4_000));
  const [whole, inner = ''] = emphasis ?? [];
  return whole === undefined ? undefined : { html: `<em>${inlineHtml(inner)}</em>`, next: index + whole.length };
}

function readEntity(text: string, index: number): Piece | undefined {
  const [entity] = /^&(?:amp|lt|gt|quot|nbsp|#\d{1,6});/.exec(text.slice(index, index + 12)) ?? [];
  return entity === undefined ? undefined : { html: entity, next: index + entity.length };
}

function readTag(text: string, index: number): Piece | undefined {
  const comment = /^<!--(?:(?!-->)[\s\S])*-->/.exec(text.slice(index, index + 4_000))?.[0];
  if (comment !== undefined) return { html: '', next: index + comment.length };
  const [tag] = /^<(?:br|\/?(?:sub|b))>/.exec(text.slice(index, index + 8)) ?? [];
  return tag === undefined ? undefined : { html: tag, next: index + tag.length };
}

/** Tags of ours that were left open are closed, and stray closing ones are dropped. */
function closeTags(html: string): string {
  const open: string[] = [];
  const balanced = html.replaceAll(/<(\/?)(sub|b)>/g, (tag, slash: string, name: string) => {
    if (slash === '') open.push(name);
    else if (open.at(-1) === name) open.pop();
    else return '';
    return tag;
  });
  return (
    balanced +
    open
      .toReversed()
      .map((name) => `</${name}>`)
      .join('')
  );
}
