import { compareLocations, type Located, type Location } from '../../model/location.ts';
import { type MarkdownBlock, readMarkdown } from '../markdown.ts';
import { refersTo } from './refers-to.ts';

/**
 * Paths of this repository that a Markdown file sends its reader to, as written, each where it stands: texts in backquotes
 * that begin with a folder of the product, targets of links, and `@path` imports. What is to be written, may be missing or
 * only serves as an example is none; nor are patterns, templates, addresses, commands and blocks of code.
 */
export function referencedPaths(path: string, text: string): readonly Located<string>[] {
  const { sections } = readMarkdown(path, new TextEncoder().encode(text));
  const lines = text.split(/\r?\n/);
  const found = sections.flatMap(({ heading, blocks }) =>
    isAboutOutput(heading?.value ?? '') ? [] : blocks.flatMap((block) => pathsIn(block, lines)),
  );
  return found.toSorted((a, b) => compareLocations(a.at, b.at));
}

function pathsIn(block: MarkdownBlock, lines: readonly string[]): readonly Located<string>[] {
  if (block.kind === 'code') return [];
  const text = block.kind === 'row' ? block.cells.map(({ value }) => value).join(' | ') : block.text;
  // What is struck through is no longer true.
  if (lines[block.at.line - 1]?.includes('~~') === true) return [];
  const written = [...block.code.filter(({ value }) => isProductPath(value)), ...importsIn(block.at, lines)];
  return [
    ...written.filter(({ value }) => refersTo(text, value)),
    ...block.links.flatMap(({ value, at }) => linkTarget(value, at, lines)),
  ];
}

/** Sections of what an agent is to write. */
function isAboutOutput(heading: string): boolean {
  return /\b(?:create[sd]?|creates|deliverables?|examples?|exemplos?|generated?|new files|outputs?|produces|results?|writes|cria|entreg[aá]veis|gera|sa[ií]das?)\b/i.test(
    heading,
  );
}

/** A plain path below the folders that the product has, or the files that agents read. */
function isProductPath(text: string): boolean {
  return /^(?:\.\/)?(?:specs|implementation|exports|\.?agent-os|\.github)\/[\p{L}\p{N}_.@/-]{1,300}$/u.test(text);
}

/** `@specs/x.md` in the text of a block, outside of code. */
function importsIn(at: Location, lines: readonly string[]): readonly Located<string>[] {
  const found: Located<string>[] = [];
  for (let line = at.line; line <= (at.endLine ?? at.line); line++) {
    const text = lines[line - 1] ?? '';
    if (!text.includes('@') || text.length > 4_000) continue;
    for (const match of withoutCode(text).matchAll(/(?<=^|[\s(])@([\p{L}\p{N}_./-]{3,300})/gu)) {
      const value = (match[1] ?? '').replace(/[./-]{1,300}$/, '');
      if (!isProductPath(value) && !/^(?:AGENTS|CLAUDE|README)\.md$/.test(value)) continue;
      const column = match.index + 2;
      found.push({ value, at: { path: at.path, line, column, endLine: line, endColumn: column + value.length } });
    }
  }
  return found;
}

/** The line with its backquoted texts blanked, so that places stay. */
function withoutCode(line: string): string {
  return line.replaceAll(/`[^`]*`/g, (code) => ' '.repeat(code.length));
}

/** The target of a link that is relative to the file, without what follows `#` and `?`. */
function linkTarget(url: string, at: Location, lines: readonly string[]): readonly Located<string>[] {
  const target = url.split(/[#?]/, 1)[0] ?? '';
  if (/path\/to\/|placeholder|example|exemplo|your[-_]|(?:^|\/)(?:foo|bar)\b/i.test(target)) return [];
  if (!/^(?:\.{0,2}\/)?[\p{L}\p{N}_.-][\p{L}\p{N}_.@/-]{0,300}$/u.test(target) || !target.includes('.')) return [];
  for (let line = at.line; line <= (at.endLine ?? at.line); line++) {
    const text = lines[line - 1] ?? '';
    const from = line === at.line ? at.column - 1 : 0;
    const start = text.indexOf(`](${url}`, from);
    if (start === -1) continue;
    const column = start + 3;
    return [{ value: target, at: { path: at.path, line, column, endLine: line, endColumn: column + target.length } }];
  }
  // A link by reference: its target is written elsewhere.
  return [];
}
