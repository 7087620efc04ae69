import type { Code, Nodes, PhrasingContent, RootContent, Table } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { frontmatterFromMarkdown } from 'mdast-util-frontmatter';
import { gfmTableFromMarkdown } from 'mdast-util-gfm-table';
import { toString as plainText } from 'mdast-util-to-string';
import { frontmatter } from 'micromark-extension-frontmatter';
import { gfmTable } from 'micromark-extension-gfm-table';
import type { Located, Location } from '../model/location.ts';
import type { Problem } from '../model/project.ts';
import { inspectText } from './inspect-text.ts';

/** A Markdown file by its headings (CommonMark, with tables and front matter). Markup within texts is taken away. */
export interface MarkdownFile {
  readonly path: string;
  /** In the order of the file; what stands before the first heading has no heading. */
  readonly sections: readonly MarkdownSection[];
  readonly problems: readonly Problem[];
}

/** A heading with what is below it, up to the next heading of any depth. */
export interface MarkdownSection {
  readonly heading?: Located<string>;
  /** 1 to 6; 0 for what stands before the first heading. */
  readonly depth: number;
  readonly blocks: readonly MarkdownBlock[];
}

/** A paragraph, one item of a list, one row of a table, or a block of code. */
export type MarkdownBlock = TextBlock | RowBlock | CodeBlock;

export interface TextBlock {
  readonly kind: 'paragraph' | 'item';
  /** Plain text of it, without what nested lists say. */
  readonly text: string;
  /** Of an item: 1 for a list of its own, 2 for a list within, …; 0 for a paragraph. */
  readonly depth: number;
  /** Whether a task is ticked; undefined for what is no task. */
  readonly checked?: boolean;
  /** Texts in backquotes. */
  readonly code: readonly Located<string>[];
  /** Targets of links and images. */
  readonly links: readonly Located<string>[];
  readonly at: Location;
}

export interface RowBlock {
  readonly kind: 'row';
  /** Texts of the header row, for every row of the table. */
  readonly header: readonly string[];
  readonly cells: readonly Located<string>[];
  readonly code: readonly Located<string>[];
  readonly links: readonly Located<string>[];
  readonly at: Location;
}

export interface CodeBlock {
  readonly kind: 'code';
  readonly language: string;
  /** What follows the language behind the fence: `dataengos` in "```yaml dataengos". */
  readonly meta?: string;
  /** Its lines without the fence; the first is on the line below `at`. */
  readonly text: string;
  readonly at: Location;
}

const maxChars = 512 * 1024;
/** Emphasis, links and quotes cost the parser the square of how many stand in one paragraph; real ones have some dozens. */
const maxMarks = { line: 1_000, paragraph: 4_000 };

/** Reads a Markdown file. Bytes that are no text, and files beyond any document, are problems. */
export function readMarkdown(path: string, bytes: Uint8Array): MarkdownFile {
  const inspected = inspectText(path, bytes);
  if (inspected.problem !== undefined) return { path, sections: [], problems: [inspected.problem] };
  const { text } = inspected;
  const refused = text.length > maxChars ? refuse(path, 'too-long', maxChars) : crowdedLine(path, text);
  if (refused !== undefined) return { path, sections: [], problems: [refused] };
  const root = fromMarkdown(text, {
    extensions: [frontmatter(['yaml']), gfmTable()],
    mdastExtensions: [frontmatterFromMarkdown(['yaml']), gfmTableFromMarkdown()],
  });
  return { path, sections: sectionsOf(path, root.children), problems: [] };
}

function crowdedLine(path: string, text: string): Problem | undefined {
  let inParagraph = 0;
  let line = 0;
  for (const each of text.split('\n')) {
    line++;
    const marks = each.match(/[*_[\]`~<>!]/g)?.length ?? 0;
    inParagraph = each.trim() === '' ? 0 : inParagraph + marks;
    const max =
      marks > maxMarks.line ? maxMarks.line : inParagraph > maxMarks.paragraph ? maxMarks.paragraph : undefined;
    if (max !== undefined) return { ...refuse(path, 'crowded', max), at: { path, line, column: 1 } };
  }
  return undefined;
}

function refuse(path: string, key: string, max: number): Problem {
  const values = { max: String(max) };
  return { kind: 'unreadable', at: { path, line: 1, column: 1 }, key, message: `problems.${key}`, values };
}

function sectionsOf(path: string, nodes: readonly RootContent[]): readonly MarkdownSection[] {
  const sections: (MarkdownSection & { readonly blocks: MarkdownBlock[] })[] = [{ depth: 0, blocks: [] }];
  for (const node of nodes) {
    if (node.type !== 'heading') sections.at(-1)?.blocks.push(...blocksOf(path, node, 0));
    else {
      const heading = { value: plainText(node).trim(), at: placeOf(path, node) };
      sections.push({ heading, depth: node.depth, blocks: [] });
    }
  }
  const [before, ...rest] = sections;
  return before === undefined || before.blocks.length === 0 ? rest : sections;
}

/** The blocks of a node, lists and quotes taken apart. HTML and definitions say nothing. */
function blocksOf(path: string, node: RootContent, depth: number): readonly MarkdownBlock[] {
  switch (node.type) {
    case 'paragraph':
      return [textBlock(path, [node], { kind: 'paragraph', depth: 0, at: placeOf(path, node) })];
    case 'list':
      return node.children.flatMap((item) => {
        const own = item.children.filter((child) => child.type === 'paragraph');
        const rest = item.children.filter((child) => child.type !== 'paragraph');
        const task = /^\[([ xX])\]\s/.exec(plainText(own[0] ?? item));
        const at = placeOf(path, own[0] ?? item);
        const block = textBlock(path, own, { kind: 'item', depth: depth + 1, at });
        const ticked = task === null ? {} : { checked: task[1] !== ' ', text: block.text.slice(4) };
        return [{ ...block, ...ticked }, ...rest.flatMap((child) => blocksOf(path, child, depth + 1))];
      });
    case 'blockquote':
      return node.children.flatMap((child) => blocksOf(path, child, depth));
    case 'table':
      return rowsOf(path, node);
    case 'code':
      return [codeBlock(path, node)];
    default:
      return [];
  }
}

function codeBlock(path: string, node: Code): CodeBlock {
  const { lang, meta, value } = node;
  const block = { kind: 'code', language: lang ?? '', text: value, at: placeOf(path, node) } as const;
  return meta === undefined || meta === null ? block : { ...block, meta };
}

function textBlock(path: string, nodes: readonly Nodes[], where: Pick<TextBlock, 'kind' | 'depth' | 'at'>): TextBlock {
  return {
    ...where,
    text: nodes
      .map((node) => plainText(node))
      .join('\n')
      .trim(),
    ...marksIn(path, nodes),
  };
}

function rowsOf(path: string, table: Table): readonly RowBlock[] {
  const [head, ...rows] = table.children;
  const header = (head?.children ?? []).map((cell) => plainText(cell).trim());
  return rows.map((row) => ({
    kind: 'row',
    header,
    cells: row.children.map((cell) => ({ value: plainText(cell).trim(), at: placeOf(path, cell) })),
    ...marksIn(path, [row]),
    at: placeOf(path, row),
  }));
}

/** Code and links within a paragraph or row. A loop with a list of its own: hostile emphasis nests deeper than the call stack. */
function marksIn(path: string, nodes: readonly Nodes[]): Pick<TextBlock, 'code' | 'links'> {
  const code: Located<string>[] = [];
  const links: Located<string>[] = [];
  const open: Nodes[] = nodes.toReversed();
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (node.type === 'inlineCode') code.push({ value: node.value, at: codePlace(path, node) });
    if (node.type === 'link' || node.type === 'image') links.push({ value: node.url, at: placeOf(path, node) });
    if ('children' in node) open.push(...node.children.toReversed());
  }
  return { code, links };
}

/** The text between the backquotes. */
function codePlace(path: string, node: PhrasingContent & { readonly value: string }): Location {
  const at = placeOf(path, node);
  const { endLine, endColumn } = at;
  if (endLine !== at.line || endColumn === undefined) return at;
  const marks = (endColumn - at.column - node.value.length) / 2;
  return Number.isInteger(marks) ? { ...at, column: at.column + marks, endColumn: endColumn - marks } : at;
}

function placeOf(path: string, node: Nodes): Location {
  const { start, end } = node.position ?? {};
  if (start === undefined || end === undefined) return { path, line: 1, column: 1 };
  return { path, line: start.line, column: start.column, endLine: end.line, endColumn: end.column };
}
