import type { DeclaredResource } from '../../model/infrastructure.ts';
import type { Located } from '../../model/location.ts';
import type { Loaded } from '../loaded.ts';
import { type MarkdownBlock, readMarkdown, type RowBlock, type TextBlock } from '../markdown.ts';
import { isResourceWord, isTerraformType } from './resource-words.ts';

/**
 * Resources in Markdown: an item that holds the address `aws_s3_bucket.exports`, or type and name, in backquotes; an item
 * that begins with a kind (`Bucket: …`) and has one name in backquotes; a table with the columns type and name.
 */
export function readResourceText(path: string, bytes: Uint8Array): Loaded<DeclaredResource> {
  const { sections, problems } = readMarkdown(path, bytes);
  const items = sections.flatMap(({ blocks }) => blocks.flatMap((block) => resourcesIn(block)));
  return { items: items.map(({ type, name }) => ({ path, type, name: name.value, tags: {}, at: name.at })), problems };
}

interface Named {
  readonly type: string;
  readonly name: Located<string>;
}

function resourcesIn(block: MarkdownBlock): readonly Named[] {
  if (block.kind === 'row') return inRow(block);
  return block.kind === 'item' ? inItem(block) : [];
}

function inItem({ code, text }: TextBlock): readonly Named[] {
  const addresses = code.flatMap((each) => addressOf(each) ?? []);
  if (addresses.length > 0) return addresses;
  const [first, second, ...more] = code;
  if (first === undefined || more.length > 0) return [];
  if (second !== undefined)
    return isTerraformType(first.value) && isName(second.value) ? [{ type: first.value, name: second }] : [];
  const kind = /^[\p{L} ]{1,40}/u.exec(text)?.[0].trim() ?? '';
  const word = [kind, kind.split(' ', 1)[0] ?? ''].find(isResourceWord);
  return word !== undefined && isName(first.value) ? [{ type: word.toLowerCase(), name: first }] : [];
}

function addressOf({ value, at }: Located<string>): Named | undefined {
  const [type = '', name = '', ...more] = value.split('.');
  return more.length === 0 && isTerraformType(type) && isName(name) ? { type, name: { value: name, at } } : undefined;
}

/** What can be the name of a resource in every cloud: no path, pattern or sentence. */
function isName(text: string): boolean {
  return /^\w[\w-]*$/.test(text);
}

function inRow({ header, cells }: RowBlock): readonly Named[] {
  const type = cellOf({ header, cells }, /^(?:type|tipo|resource|recurso)$/i);
  const name = cellOf({ header, cells }, /^(?:name|nome)$/i);
  if (type === undefined || name === undefined || !isName(name.value)) return [];
  return isTerraformType(type.value) || isResourceWord(type.value) ? [{ type: type.value, name }] : [];
}

function cellOf({ header, cells }: Pick<RowBlock, 'header' | 'cells'>, title: RegExp): Located<string> | undefined {
  const index = header.findIndex((each) => title.test(each));
  return index === -1 ? undefined : cells[index];
}
