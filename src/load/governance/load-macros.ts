import type { LibraryMacro, MacroLibrary } from '../../model/governance.ts';
import { foldCase } from '../../model/words.ts';
import type { Location } from '../../model/location.ts';
import type { Problem } from '../../model/project.ts';
import type { CodeBlock, MarkdownBlock, MarkdownFile, MarkdownSection, RowBlock, TextBlock } from '../markdown.ts';
import { proseOf } from './demand-words.ts';

/** What a macro library holds. Prose is no mistake, so there are no problems of its own. */
export interface LoadedMacros {
  readonly policy: MacroLibrary;
  readonly problems: readonly Problem[];
}

/**
 * Reads `macro-library.md`: macros are the first thing of an item, a paragraph or a table row, a heading with `name(arguments)`,
 * or a `{% macro %}` in a block of code. What stands below a heading such as "Forbidden" is not allowed, and so not read.
 */
export function loadMacros(file: MarkdownFile): LoadedMacros {
  const macros = new Map<string, LibraryMacro>();
  const allowed = file.sections.filter(({ heading }) => !forbidden.test(foldCase(heading?.value ?? '')));
  for (const macro of allowed.flatMap(macrosOfSection)) {
    const known = macros.get(macro.name);
    if (known === undefined) macros.set(macro.name, macro);
    else if (macro.masks && !known.masks) macros.set(macro.name, { ...known, masks: true });
  }
  return { policy: { path: file.path, macros: [...macros.values()] }, problems: [] };
}

const forbidden =
  /\b(?:forbidden|deprecated|removed|retired|banned|not allowed|do not use|proibid[oa]s?|obsolet[oa]s?|descontinuad[oa]s?|removid[oa]s?|nao (?:use|usar|permitid[oa]s?))\b/;

function macrosOfSection(section: MarkdownSection): readonly LibraryMacro[] {
  const { heading, blocks } = section;
  const own = heading === undefined ? undefined : signatureOf(heading.value);
  const text = blocks.map(textOfBlock).join('\n');
  const titled =
    own === undefined || heading === undefined ? [] : [toMacro(own, `${heading.value}\n${text}`, heading.at)];
  // Below a macro's own heading the items are its arguments.
  if (titled.length > 0) return titled;
  return blocks.flatMap((block, index) => macrosOfBlock(block, { blocks, index }));
}

function textOfBlock(block: MarkdownBlock): string {
  return block.kind === 'code' ? block.text : proseOf(block);
}

/** Where a block stands among those of its section. */
interface Position {
  readonly blocks: readonly MarkdownBlock[];
  readonly index: number;
}

function macrosOfBlock(block: MarkdownBlock, position: Position): readonly LibraryMacro[] {
  switch (block.kind) {
    case 'code':
      return macrosOfCode(block);
    case 'row':
      return macroOfRow(block);
    default:
      return macroOfText(block, position);
  }
}

/** An item speaks for itself and for the items within it. */
function macroOfText(block: TextBlock, position: Position): readonly LibraryMacro[] {
  if (block.kind === 'item' && block.depth > 1) return [];
  const [first] = block.code;
  const begins = first !== undefined && block.text.replace(/^[\s"'*_]+/, '').startsWith(first.value);
  const signature = begins
    ? signatureOf(first.value, 'quoted')
    : signatureOf(/^[^\s(:]+(?:\([^()]*\))?/.exec(block.text)?.[0] ?? '');
  if (signature === undefined) return [];
  return [toMacro(signature, [block.text, ...textsWithin(block, position)].join('\n'), begins ? first.at : block.at)];
}

function textsWithin({ kind, depth }: TextBlock, { blocks, index }: Position): readonly string[] {
  const texts: string[] = [];
  if (kind !== 'item') return texts;
  for (let at = index + 1; at < blocks.length; at++) {
    const block = blocks[at];
    if (block?.kind !== 'item' || block.depth <= depth) break;
    texts.push(block.text);
  }
  return texts;
}

function macroOfRow(row: RowBlock): readonly LibraryMacro[] {
  const [cell] = row.cells;
  const [first] = row.code;
  const isQuoted = cell !== undefined && first !== undefined && cell.value === first.value;
  const signature =
    cell === undefined ? undefined : signatureOf(cell.value, isQuoted || row.header.length > 0 ? 'quoted' : 'plain');
  return signature === undefined || cell === undefined ? [] : [toMacro(signature, proseOf(row), cell.at)];
}

const definition = /\{%-?[ \t\n]{0,8}macro[ \t]{1,8}(\w+)[ \t]{0,8}\(([^()]{0,2000})\)/g;

function macrosOfCode({ text, at }: CodeBlock): readonly LibraryMacro[] {
  let line = at.line + 1;
  let seen = 0;
  return [...text.matchAll(definition)].map((match) => {
    const [, name = '', parameters = ''] = match;
    line += text.slice(seen, match.index).split('\n').length - 1;
    seen = match.index;
    const start = match.index + match[0].length;
    const [body = ''] = text.slice(start, start + maxText).split(/\{%-?[ \t\n]{0,8}(?:end)?macro/, 1);
    return toMacro({ name, parameters: parametersOf(parameters) }, body, { path: at.path, line, column: 1 });
  });
}

interface Signature {
  readonly name: string;
  readonly parameters: readonly string[];
}

const signatureShape = /^(?:\{\{\s*)?([A-Za-z_]\w*(?:\.(?:[A-Za-z_]\w*|\*))?)\s*(\(([^()]*)\))?(?:\s*\}\})?$/;

/** `name(arguments)`. Without brackets only a name that no word of prose can be (`mask_pii`, `dbt_utils.star`), unless it is quoted. */
function signatureOf(text: string, how: 'plain' | 'quoted' = 'plain'): Signature | undefined {
  const [, name, brackets, parameters = ''] = signatureShape.exec(text.trim().slice(0, 500)) ?? [];
  if (name === undefined) return undefined;
  if (how === 'plain' && brackets === undefined && !/[a-z0-9][_.][a-z*]/i.test(name)) return undefined;
  return { name: name.replace(/\.\*$/, ''), parameters: parametersOf(parameters) };
}

/** Names of parameters, without defaults and types. */
function parametersOf(text: string): readonly string[] {
  return text.split(',').flatMap((each) => /[A-Za-z_]\w*/.exec(each.trim())?.[0] ?? []);
}

function toMacro({ name, parameters }: Signature, text: string, at: Location): LibraryMacro {
  return { name, parameters, masks: saysMasks(`${name.replaceAll('_', ' ')}. ${text}`), at };
}

/** What is said about a macro beyond this is no longer about what it does. */
const maxText = 4_000;

const maskWord =
  /\b(?:mask|hash(?!tag)|mascar|anon[iy]mi[sz]|pseudon[iy]mi[sz]|encrypt|criptograf|sha-?(?:1|2|256|384|512)|sha2|md5|tokeni[sz])/g;
const denied = /\b(?:not|no|never|without|nao|nunca|sem|before|antes)\s(?:\S+\s){0,2}$/;

/** Whether a text says that something masks, and does not deny it. */
function saysMasks(text: string): boolean {
  const folded = foldCase(text.slice(0, maxText)).replaceAll('_', ' ');
  return [...folded.matchAll(maskWord)].some(({ index }) => !denied.test(folded.slice(Math.max(0, index - 40), index)));
}
