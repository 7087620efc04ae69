import { escapeHtml } from './escape.ts';
import { inlineHtml } from './html-inline.ts';

/** What a body needs to know about its place. */
export interface BodyContext {
  /** Lines that a ```suggestion replaces. */
  readonly suggestionOf?: readonly string[];
}

/**
 * The subset of GitHub-flavoured Markdown that our reporters write, as HTML: headings, paragraphs, lists, tables,
 * fences, `<details>`. Everything else, HTML included, is shown as text.
 */
export function markdownHtml(markdown: string, context: BodyContext = {}): string {
  const lines = markdown.replaceAll('\r', '').split('\n');
  const html: string[] = [];
  let open = 0;
  let index = 0;
  while (index < lines.length) {
    const block = readBlock(lines, index, context);
    open += block.opens;
    if (open >= 0) html.push(block.html);
    open = Math.max(0, open);
    index = block.next;
  }
  return html.filter((part) => part !== '').join('\n') + '</details>'.repeat(open);
}

/** A block, the line after it, and how many `<details>` it opens (-1: closes one). */
interface ReadBlock {
  readonly html: string;
  readonly next: number;
  readonly opens: number;
}

type BlockReader = (lines: readonly string[], index: number, context: BodyContext) => ReadBlock | undefined;

const readers: readonly BlockReader[] = [
  readBlank,
  readFence,
  readDetails,
  readHeading,
  readRule,
  readTable,
  readList,
  readQuote,
];

function readBlock(lines: readonly string[], index: number, context: BodyContext): ReadBlock {
  for (const read of readers) {
    const block = read(lines, index, context);
    if (block !== undefined) return block;
  }
  return readParagraph(lines, index);
}

function readAs(html: string, next: number, opens = 0): ReadBlock {
  return { html, next, opens };
}

/** Blank lines and hidden markers show nothing. */
function readBlank(lines: readonly string[], index: number): ReadBlock | undefined {
  const line = (lines[index] ?? '').trim();
  return line === '' || /^<!--(?:(?!-->).)*-->$/.test(line) ? readAs('', index + 1) : undefined;
}

function readFence(lines: readonly string[], index: number, context: BodyContext): ReadBlock | undefined {
  const [, fence, info = ''] = /^(`{3,})([^`]*)$/.exec(lines[index] ?? '') ?? [];
  if (fence === undefined) return undefined;
  let end = index + 1;
  while (end < lines.length && !closes(lines[end] ?? '', fence)) end += 1;
  const code = lines.slice(index + 1, end);
  return readAs(fenceHtml(info.trim(), code, context), end + 1);
}

function closes(line: string, fence: string): boolean {
  return /^`{3,}\s*$/.test(line) && line.trim().length >= fence.length;
}

function fenceHtml(info: string, code: readonly string[], context: BodyContext): string {
  if (info === 'suggestion') return suggestionHtml(code, context.suggestionOf ?? []);
  const body = info === 'diff' ? code.map(diffLineHtml).join('\n') : escapeHtml(code.join('\n'));
  return `<pre><code>${body}</code></pre>`;
}

function diffLineHtml(line: string): string {
  const kind = line.startsWith('+') ? 'added' : line.startsWith('-') ? 'removed' : 'context';
  return `<span class="code-${kind}">${escapeHtml(line)}</span>`;
}

function suggestionHtml(code: readonly string[], before: readonly string[]): string {
  const rows = [...before.map((text) => lineRow('removed', text)), ...code.map((text) => lineRow('added', text))];
  return [
    '<div class="suggestion"><div class="suggestion-title">Suggested change</div>',
    `<table class="hunk">${rows.join('')}</table>`,
    '<div class="suggestion-actions"><span class="button">Commit suggestion</span></div></div>',
  ].join('');
}

function lineRow(kind: 'added' | 'removed', text: string): string {
  const mark = kind === 'added' ? '+' : '-';
  return `<tr class="${kind}"><td class="mark">${mark}</td><td class="code">${escapeHtml(text)}</td></tr>`;
}

function readDetails(lines: readonly string[], index: number): ReadBlock | undefined {
  const line = (lines[index] ?? '').trim();
  if (line === '</details>') return readAs('</details>', index + 1, -1);
  const opening = /^<details( open)?>(.*)$/.exec(line);
  if (opening === null) return undefined;
  const sameLine = (opening[2] ?? '').trim();
  const text = sameLine === '' ? (lines[index + 1] ?? '').trim() : sameLine;
  const summary = /^<summary>(.*)<\/summary>$/.exec(text)?.[1];
  const next = index + (sameLine === '' && summary !== undefined ? 2 : 1);
  return readAs(`<details${opening[1] ?? ''}><summary>${inlineHtml(summary ?? 'Details')}</summary>`, next, 1);
}

function readHeading(lines: readonly string[], index: number): ReadBlock | undefined {
  const [, marks, text = ''] = /^(#{1,6}) (.*)$/.exec(lines[index] ?? '') ?? [];
  return marks === undefined
    ? undefined
    : readAs(`<h${marks.length}>${inlineHtml(text.trim())}</h${marks.length}>`, index + 1);
}

function readRule(lines: readonly string[], index: number): ReadBlock | undefined {
  return /^-{3,}\s*$/.test(lines[index] ?? '') ? readAs('<hr>', index + 1) : undefined;
}

function readTable(lines: readonly string[], index: number): ReadBlock | undefined {
  const head = lines[index] ?? '';
  if (!head.startsWith('|') || !/^\|(?:\s*:?-+:?\s*\|)+\s*$/.test(lines[index + 1] ?? '')) return undefined;
  let end = index + 2;
  while ((lines[end] ?? '').startsWith('|')) end += 1;
  const body = lines.slice(index + 2, end).map((line) => rowHtml(line, 'td'));
  return readAs(
    `<table class="markdown"><thead>${rowHtml(head, 'th')}</thead><tbody>${body.join('')}</tbody></table>`,
    end,
  );
}

function rowHtml(line: string, tag: 'th' | 'td'): string {
  const cells = tableCells(line).map((cell) => `<${tag}>${inlineHtml(cell)}</${tag}>`);
  return `<tr>${cells.join('')}</tr>`;
}

/** The cells of a row; an escaped pipe belongs to its cell (GFM specification, "Tables"). */
function tableCells(line: string): readonly string[] {
  const inner = line.trim().replace(/^\|/, '').replace(/\|$/, '');
  return inner.split(/(?<!\\)\|/).map((cell) => cell.replaceAll('\\|', '|').trim());
}

const item = /^(?:[-*+]|(\d+)\.) +(.*)$/;

function readList(lines: readonly string[], index: number): ReadBlock | undefined {
  const first = item.exec(lines[index] ?? '');
  if (first === null) return undefined;
  const items: string[] = [];
  let end = index;
  while (end < lines.length) {
    const text = item.exec(lines[end] ?? '')?.[2];
    const continued = /^ {2,}(\S.*)$/.exec(lines[end] ?? '')?.[1];
    if (text !== undefined) items.push(text);
    else if (continued !== undefined) items.push(`${items.pop() ?? ''} ${continued}`);
    else break;
    end += 1;
  }
  const tag = first[1] === undefined ? 'ul' : 'ol';
  return readAs(`<${tag}>${items.map((text) => `<li>${inlineHtml(text)}</li>`).join('')}</${tag}>`, end);
}

function readQuote(lines: readonly string[], index: number): ReadBlock | undefined {
  let end = index;
  while ((lines[end] ?? '').startsWith('>')) end += 1;
  if (end === index) return undefined;
  const text = lines.slice(index, end).map((line) => line.replace(/^> ?/, ''));
  return readAs(`<blockquote>${inlineHtml(text.join(' '))}</blockquote>`, end);
}

function readParagraph(lines: readonly string[], index: number): ReadBlock {
  let end = index + 1;
  while (end < lines.length && readers.every((read) => read(lines, end, {}) === undefined)) end += 1;
  return readAs(`<p>${inlineHtml(lines.slice(index, end).join('\n'))}</p>`, end);
}
