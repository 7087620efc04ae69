import type { Location } from '../../model/location.ts';
import type { Problem, Replacement } from '../../model/project.ts';
import { type DocumentNode, entriesOf, type MapEntry } from '../document.ts';
import { certainlyMeant, suggest } from '../../model/suggest.ts';

/** A value on its way from a document to the model: where it stands, and where mistakes are noted. */
export interface Cursor {
  readonly node: DocumentNode;
  /** Where a finding about the whole value sits: its key, or its start. */
  readonly at: Location;
  /** Names of the keys that lead here from the root. */
  readonly path: readonly string[];
  /** Grows while the file is read. */
  readonly problems: Problem[];
}

/** What a file of `specs/governance/` holds and what is wrong with it; no policy where nothing of it could be read. */
export interface LoadedPolicy<Policy> {
  readonly policy?: Policy;
  readonly problems: readonly Problem[];
}

/** How each key of a mapping is read. */
export type Fields = { readonly [key: string]: (value: Cursor) => void };

/** What a mapping may hold: `fields` by name, `required` ones of them, and a reader for every other key. */
export interface MapShape {
  readonly fields: Fields;
  readonly required?: readonly string[];
  /** Undefined: other keys are mistakes. May return false where the key is one after all. */
  readonly other?: (value: Cursor, key: string) => boolean;
}

/** Reads a mapping by its shape; every key that is unknown or missing becomes one problem. */
export function readMap(cursor: Cursor, shape: MapShape): void {
  if (cursor.node.kind !== 'map') return wrongType(cursor, 'not-a-mapping');
  const misspelt = new Set<string | undefined>();
  for (const entry of cursor.node.entries) {
    const value = childOf(cursor, entry);
    const read = Object.hasOwn(shape.fields, entry.key) ? shape.fields[entry.key] : undefined;
    if (read !== undefined) read(value);
    else if (shape.other?.(value, entry.key) !== true)
      misspelt.add(unknownKey(value, entry, { allowed: Object.keys(shape.fields), siblings: cursor.node.entries }));
  }
  const keys = new Set(cursor.node.entries.map((entry) => entry.key));
  for (const key of shape.required ?? []) {
    // A misspelt key has been said already; that it is therefore missing is the same mistake.
    if (!keys.has(key) && !misspelt.has(key)) note(cursor, 'governance.missing-key', { where: whereOf(cursor), key });
  }
}

/** Reads every entry of a mapping with the same reader. */
export function readEntries(cursor: Cursor, read: (value: Cursor, key: string) => void): void {
  if (cursor.node.kind !== 'map') return wrongType(cursor, 'not-a-mapping');
  for (const entry of cursor.node.entries) read(childOf(cursor, entry), entry.key);
}

/** The items of a list, each with a cursor of its own. */
export function readItems(cursor: Cursor): readonly Cursor[] {
  if (cursor.node.kind !== 'list') {
    wrongType(cursor, 'not-a-list');
    return [];
  }
  const { path, problems } = cursor;
  return cursor.node.items.map((node, index) => ({
    node,
    at: startOf(node),
    path: [...path, String(index)],
    problems,
  }));
}

/** The text of a value that is not blank. */
export function readText(cursor: Cursor): string | undefined {
  const { node } = cursor;
  if (node.kind === 'scalar' && typeof node.value === 'string' && node.value.trim() !== '') return node.value.trim();
  wrongType(cursor, 'not-text');
  return undefined;
}

export function readBoolean(cursor: Cursor): boolean | undefined {
  const { node } = cursor;
  if (node.kind === 'scalar' && typeof node.value === 'boolean') return node.value;
  wrongType(cursor, 'not-a-boolean');
  return undefined;
}

/** A whole number from 1 up. */
export function readCount(cursor: Cursor): number | undefined {
  const { node } = cursor;
  if (node.kind === 'scalar' && Number.isSafeInteger(node.value) && Number(node.value) >= 1) return Number(node.value);
  wrongType(cursor, 'not-a-count');
  return undefined;
}

/** One of `choices`, spelt exactly so. */
export function readChoice<Choice extends string>(cursor: Cursor, choices: readonly Choice[]): Choice | undefined {
  const { node } = cursor;
  const found = node.kind === 'scalar' ? String(node.value) : undefined;
  const choice = choices.find((each) => each === found);
  if (choice !== undefined) return choice;
  const values = { where: whereOf(cursor), found: found ?? '', allowed: quoted(choices) };
  const near = found === undefined ? undefined : suggest(found, choices);
  if (found === undefined) note(cursor, 'governance.not-a-choice', values);
  else if (near === undefined) note(cursor, 'governance.not-one-of', values);
  else {
    const meant = certainlyMeant(found, choices);
    noteRepair(cursor, {
      message: 'governance.not-one-of-near',
      values: { ...values, suggestion: near },
      ...(meant && { replacement: { at: node.at, value: found, text: meant, quotes: 'keep' } }),
    });
  }
  return undefined;
}

/** For keys that only people and editors read. */
export function ignore(): void {}

/** Adds a problem at the value; `message` is a key of the message catalogues, with its namespace. */
export function note(cursor: Cursor, message: string, values: Problem['values']): void {
  noteRepair(cursor, { message, values });
}

/** As {@link note}, with what is certainly meant instead. */
function noteRepair(
  cursor: Cursor,
  { message, values, replacement }: Pick<Problem, 'message' | 'values' | 'replacement'>,
): void {
  const key =
    `/${cursor.path.map(escapePointer).join('/')} ${message.slice(message.indexOf('.') + 1)} ${values['key'] ?? ''}`.trimEnd();
  cursor.problems.push({
    kind: 'schema',
    at: cursor.at,
    key,
    message,
    values,
    ...(replacement === undefined ? {} : { replacement }),
  });
}

/** The value's name for people: `layers.staging.prefix`, or `the file`. */
export function whereOf(cursor: Cursor): string {
  return cursor.path.join('.');
}

/** Names in quotes, separated by commas. */
export function quoted(names: readonly string[]): string {
  return names.map((name) => `"${name}"`).join(', ');
}

/** The start of a value, without its end: a finding about a whole block would cover the screen. */
export function startOf(node: DocumentNode): Location {
  return node.kind === 'scalar' ? node.at : { path: node.at.path, line: node.at.line, column: node.at.column };
}

/** A cursor on an entry's value. Scalars are pointed at themselves, blocks at their key. */
export function childOf(parent: Cursor, entry: MapEntry): Cursor {
  const at = entry.value.kind === 'scalar' && entry.value.value !== null ? entry.value.at : entry.keyAt;
  return { node: entry.value, at, path: [...parent.path, entry.key], problems: parent.problems };
}

/** Whether the mapping has one of the keys. */
export function hasKey(node: DocumentNode, ...keys: readonly string[]): boolean {
  return entriesOf(node).some((entry) => keys.includes(entry.key));
}

/**
 * Whether something inside the value that was just read is wrong: what follows from that is no second mistake.
 * Values are read depth first, so the newest problem tells.
 */
export function isMistaken(cursor: Cursor): boolean {
  const here = `/${cursor.path.map(escapePointer).join('/')}`;
  const newest = cursor.problems.at(-1)?.key ?? '';
  return newest.startsWith(`${here}/`) || newest.startsWith(`${here} `);
}

function wrongType(cursor: Cursor, message: string): void {
  if (cursor.path.length === 0) note(cursor, `governance.file-${message}`, {});
  else note(cursor, `governance.${message}`, { where: whereOf(cursor) });
}

/** What may stand in a mapping, and what does. */
interface Known {
  readonly allowed: readonly string[];
  readonly siblings: readonly MapEntry[];
}

/** Notes an unknown key; returns the key that was probably meant. */
function unknownKey(value: Cursor, entry: MapEntry, { allowed, siblings }: Known): string | undefined {
  const near = suggest(entry.key, allowed);
  const atKey = { ...value, at: entry.keyAt };
  const values = { key: entry.key, allowed: quoted(allowed.filter((key) => key !== '$schema')) };
  const replacement = keyReplacement(entry, { allowed, siblings });
  if (near === undefined) note(atKey, 'governance.unknown-key', values);
  else
    noteRepair(atKey, {
      message: 'governance.unknown-key-near',
      values: { ...values, suggestion: near },
      ...(replacement && { replacement }),
    });
  return near;
}

/** Mappings with more keys are compared with nothing: that would take long, and people do not write them. */
const maxSiblings = 64;

/** Another spelling of the key, where only one can be meant, and no other key of the mapping is it or means it too. */
function keyReplacement({ key, keyAt }: MapEntry, { allowed, siblings }: Known): Replacement | undefined {
  const text = siblings.length > maxSiblings ? undefined : certainlyMeant(key, allowed);
  if (text === undefined) return undefined;
  const same = siblings.filter(
    (each) => each.key === text || (!allowed.includes(each.key) && certainlyMeant(each.key, allowed) === text),
  );
  return same.length === 1 ? { at: keyAt, value: key, text, quotes: 'keep' } : undefined;
}

function escapePointer(segment: string): string {
  return segment.replaceAll('~', '~0').replaceAll('/', '~1');
}
