import type { Edit } from '../model/finding.ts';
import type { Location } from '../model/location.ts';
import type { RuleContext } from '../model/rule.ts';

/** A name as a file writes it, with its qualifiers and quotes. */
export interface WrittenName {
  readonly text: string;
  readonly at: Location;
}

/** Letters, digits and what stands between and around the parts of a name in SQL. */
const nameRun = /[\p{L}\p{N}_$."`[\]-]+/uy;

/**
 * The name that a file writes at a place, as far as it reaches; undefined where it is not the one that is looked for (without
 * case and quotes): a template may have written it.
 */
export function nameAt(
  context: RuleContext,
  { path, line, column }: Location,
  wanted: string,
): WrittenName | undefined {
  const text = context.text(context.side, path)?.split(/\r?\n/)[line - 1];
  if (text === undefined) return undefined;
  // A place may be that of the word behind its quote.
  const start = /["`[]/.test(text[column - 2] ?? '') ? column - 1 : column;
  nameRun.lastIndex = start - 1;
  const [found = ''] = nameRun.exec(text) ?? [];
  if (plain(found) !== plain(wanted)) return undefined;
  return { text: found, at: { path, line, column: start, endLine: line, endColumn: start + found.length } };
}

/**
 * Every place where a file reads a table by its name, behind `from` or `join`; undefined where it writes the name anywhere else,
 * such as before a column or in a comment: then a name alone cannot be replaced.
 */
export function tablePlaces(context: RuleContext, path: string, table: string): readonly Location[] | undefined {
  const wanted = plain(table);
  const places: Location[] = [];
  for (const [index, text] of (context.text(context.side, path)?.split(/\r?\n/) ?? []).entries()) {
    for (const { 0: found, index: start } of text.matchAll(new RegExp(nameRun.source, 'gu'))) {
      const name = plain(found);
      if (name.startsWith(`${wanted}.`)) return undefined;
      if (name !== wanted) continue;
      const before = text.slice(0, start);
      if (!/(?:^|[\s(])(?:from|join)\s+$/i.test(before) || /--|#|\/\*/.test(before)) return undefined;
      const [line, column] = [index + 1, start + 1];
      places.push({ path, line, column, endLine: line, endColumn: column + found.length });
    }
  }
  return places;
}

/** An edit that writes `text` in a place on one line. */
export function editAt({ path, line, column, endColumn = column }: Location, text: string): Edit {
  return { path, startLine: line, startColumn: column, endLine: line, endColumn, text };
}

function plain(name: string): string {
  return name.replaceAll(/["`[\]]/g, '').toLowerCase();
}
