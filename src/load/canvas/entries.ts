import type { CanvasItem } from '../../model/canvas.ts';
import type { Location } from '../../model/location.ts';
import type { MarkdownBlock, RowBlock, TextBlock } from '../markdown.ts';
import { withoutComments } from './comments.ts';

/** One thing that a canvas says, with what is said below it. */
export interface Entry extends CanvasItem {
  readonly children: readonly Entry[];
}

/** What the blocks of a section say. `lines` are those of the file without its comments: a paragraph of `Label: value` lines is an entry per line. */
export function entriesOf(blocks: readonly MarkdownBlock[], lines: readonly string[]): readonly Entry[] {
  const flat = blocks.flatMap((block) => flatEntries(block, lines));
  return nest(flat);
}

/** All entries, parents before children; a label without a value of its own gets what stands below it. */
export function itemsOf(entries: readonly Entry[]): readonly CanvasItem[] {
  return entries.flatMap((entry) => [itemOf(entry), ...itemsOf(entry.children)]);
}

/** An entry without its children. */
export function itemOf({ text, label, value, at, children }: Entry): CanvasItem {
  const below = children.map((child) => child.text).join('; ');
  const said = value === undefined || value === '' ? below : value;
  return { text, at, ...(label === undefined ? {} : { label }), ...(said === '' ? {} : { value: said }) };
}

interface Flat extends CanvasItem {
  /** Level of a list; 0 for everything else. */
  readonly depth: number;
}

function flatEntries(block: MarkdownBlock, lines: readonly string[]): readonly Flat[] {
  switch (block.kind) {
    case 'row':
      return [rowEntry(block)];
    case 'code':
      return block.text.trim() === '' ? [] : [{ text: block.text.trim(), at: block.at, depth: 0 }];
    case 'item':
      // A task that is not ticked is no answer.
      return block.checked === false ? [] : [labelled(oneLine(block.text), block.at, block.depth)];
    case 'paragraph':
      return paragraphEntries(block, lines);
  }
}

function rowEntry({ cells, at }: RowBlock): Flat {
  const [first, ...rest] = cells.map((cell) => oneLine(cell.value));
  const label = first ?? '';
  const value = rest.filter((cell) => cell !== '').join(', ');
  const text = [label, ...rest].filter((cell) => cell !== '').join(' | ');
  return cells.length < 2 || label === '' ? { text, at, depth: 0 } : { text, label, value, at, depth: 0 };
}

function paragraphEntries(block: TextBlock, lines: readonly string[]): readonly Flat[] {
  const { at } = block;
  if (at.endLine === undefined || at.endLine === at.line) return [labelled(oneLine(block.text), at, 0)];
  const groups: { text: string; at: Location }[] = [];
  for (let line = at.line; line <= at.endLine; line++) {
    const raw = lines[line - 1] ?? '';
    const text = withoutMarkup(raw);
    const last = groups.at(-1);
    if (last !== undefined && !startsEntry(text)) last.text = `${last.text} ${text}`;
    else groups.push({ text, at: lineAt(at.path, line, raw) });
  }
  return groups.filter(({ text }) => text.trim() !== '').map((group) => labelled(oneLine(group.text), group.at, 0));
}

function lineAt(path: string, line: number, raw: string): Location {
  const column = raw.length - raw.trimStart().length + 1;
  return { path, line, column, endLine: line, endColumn: raw.trimEnd().length + 1 };
}

function startsEntry(text: string): boolean {
  return labelForm.test(text) || questionForm.test(text);
}

const labelForm = /^([^:?]{1,60}):(?:\s+(.*))?$/;
const questionForm = /^([^?]{3,160}\?)(?:\s+(\S.*))?$/;

/** `Label: value`, and `Question? answer`. */
function labelled(text: string, at: Location, depth: number): Flat {
  const [, label, value = ''] = labelForm.exec(text) ?? questionForm.exec(text) ?? [];
  return label === undefined ? { text, at, depth } : { text, label: label.trim(), value: value.trim(), at, depth };
}

function withoutMarkup(line: string): string {
  const text = line
    .replaceAll(/\*|__|`/g, '')
    .replace(/^[\s>]+/, '')
    .trimEnd();
  // A backslash at the end of a line only breaks it.
  return text.endsWith('\\') ? text.slice(0, -1) : text;
}

function oneLine(text: string): string {
  return withoutComments(text).replaceAll(/\s+/g, ' ').trim();
}

/** Deeper entries belong to the one before; what follows a paragraph that ends with a colon or asks is its answer. */
function nest(flat: readonly Flat[]): readonly Entry[] {
  const roots: Growing[] = [];
  let open: readonly Growing[] = [];
  for (const { depth, ...item } of flat) {
    const entry: Growing = { ...item, depth, children: [] };
    const above = open.filter((each) => (each.depth === 0 ? isAnsweredBy(each, entry) : each.depth < depth));
    (above.at(-1)?.children ?? roots).push(entry);
    open = [...above, entry];
  }
  return roots;
}

function isAnsweredBy(asking: Growing, { depth, label }: Flat): boolean {
  return asking.value === '' && (depth > 0 || (label === undefined && asking.children.length === 0));
}

interface Growing extends Flat {
  readonly children: Growing[];
}
