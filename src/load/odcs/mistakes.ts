import type { ApiVersion } from '../../model/contract.ts';
import type { Location } from '../../model/location.ts';
import type { Problem, Replacement } from '../../model/project.ts';
import { type DocumentNode, entryOf, type MapNode } from '../document.ts';
import { certainlyMeant, suggest } from '../../model/suggest.ts';
import { pathOf, type Place, pointerOf } from './elements.ts';

/** The reading of one file: its version, and what was found wrong so far. */
export interface Reading {
  readonly version: ApiVersion;
  readonly problems: Problem[];
  /** How many unknown keys each mapping has. */
  readonly unknownKeys: Map<MapNode, { readonly place: Place; count: number }>;
}

/** A reading that has found nothing yet. */
export function startReading(version: ApiVersion): Reading {
  return { version, problems: [], unknownKeys: new Map() };
}

/** One mistake at a key of a place. */
export interface Mistake {
  readonly place: Place;
  readonly key?: string;
  /** Tells apart mistakes at the same key; part of the fingerprint. */
  readonly keyword: string;
  readonly at: Location;
  /** Key in `rules/messages/<lang>/odcs.yaml`. `{where}` and `{key}` are filled in. */
  readonly message: string;
  readonly values?: { readonly [name: string]: string };
  /** What is certainly meant; it is offered only where what it leads to is right at its own place. */
  readonly replacement?: Replacement;
}

/** Adds a mistake to the problems of a reading. */
export function addMistake(reading: Reading, mistake: Mistake): void {
  const { place, key, replacement } = mistake;
  reading.problems.push({
    kind: 'schema',
    at: mistake.at,
    key: `${pointerOf(place, key)}#${mistake.keyword}`,
    message: `odcs.${mistake.message}`,
    values: { where: pathOf(place), ...(key === undefined ? {} : { key: quotable(key) }), ...mistake.values },
    ...(replacement === undefined ? {} : { replacement }),
  });
}

/** Says that a key is missing. */
export function addMissing(reading: Reading, place: Place, key: string): void {
  addMistake(reading, { place, key, keyword: 'required', at: place.at, message: 'missing-key' });
}

/** More unknown keys than this in one mapping are one mistake, not so many. */
const maxUnknownKeys = 20;

/** Says that a key is unknown, with the key that was probably meant, else with all that are known. */
export function addUnknownKey(
  reading: Reading,
  unknown: { place: Place; key: string; at: Location; known: readonly string[] },
): void {
  const { place, key, at, known } = unknown;
  const counted = reading.unknownKeys.get(place.node) ?? { place, count: 0 };
  reading.unknownKeys.set(place.node, counted);
  if (++counted.count > maxUnknownKeys) return;
  const meant = formerName(place, key, known) ?? suggest(key, known);
  const values: { readonly [name: string]: string } =
    meant === undefined ? { allowed: listed(known) } : { suggestion: meant };
  const message = meant === undefined ? 'unknown-key' : /nullable$/i.test(key) ? 'nullable-key' : 'unknown-key-suggest';
  const replacement = keyReplacement(unknown);
  addMistake(reading, { place, key, keyword: 'unknown', at, message, values, ...(replacement && { replacement }) });
}

/** Names of other versions and formats that mean just the same as a key of this one. */
const sameMeaning: ReadonlySet<string> = new Set([
  'columns',
  'fields',
  'isPrimaryKey',
  'isUnique',
  'mustBeGreaterThanOrEqualTo',
  'mustBeLessThanOrEqualTo',
]);

/** Mappings with more keys are no contract of people, and comparing all of their keys would take long. */
const maxSiblings = 64;

/** Another spelling of the key, where only one can be meant, and no other key of the mapping is it or means it too. */
function keyReplacement({ place, key, at, known }: Parameters<typeof addUnknownKey>[1]): Replacement | undefined {
  const { entries } = place.node;
  const text = entries.length > maxSiblings ? undefined : certainKey(place, key, known);
  if (text === undefined || entryOf(place.node, text) !== undefined) return undefined;
  const same = entries.filter((entry) => !known.includes(entry.key) && certainKey(place, entry.key, known) === text);
  return same.length === 1 ? { at, value: key, text, quotes: 'keep' } : undefined;
}

function certainKey(place: Place, key: string, known: readonly string[]): string | undefined {
  const former = formerName(place, key, known);
  if (former === undefined) return certainlyMeant(key, known);
  return sameMeaning.has(key) ? former : undefined;
}

/** Says of every mapping with more unknown keys than are listed how many more there are. */
export function addUnlistedKeys(reading: Reading): void {
  for (const { place, count } of reading.unknownKeys.values()) {
    if (count <= maxUnknownKeys) continue;
    const values = { count: String(count - maxUnknownKeys) };
    addMistake(reading, { place, keyword: 'more-unknown', at: place.at, message: 'more-unknown-keys', values });
  }
}

/** Says that a value is none of a closed set. */
export function addNotAllowed(
  reading: Reading,
  wrong: { place: Place; key: string; node: DocumentNode; allowed: readonly string[] },
): void {
  const { place, key, node, allowed } = wrong;
  const text = node.kind === 'scalar' ? String(node.value) : '';
  const meant = suggest(text, allowed);
  const message = meant === undefined ? 'not-allowed' : 'not-allowed-suggest';
  const values = {
    value: quotable(text),
    allowed: listed(allowed),
    ...(meant === undefined ? {} : { suggestion: meant }),
  };
  const certain = certainlyMeant(text, allowed);
  const replacement: Replacement | undefined =
    certain === undefined ? undefined : { at: node.at, value: text, text: certain, quotes: 'keep' };
  addMistake(reading, {
    place,
    key,
    keyword: 'enum',
    at: node.at,
    message,
    values,
    ...(replacement && { replacement }),
  });
}

/** Says that a value is of the wrong type. `expected` names types as JSON does, separated by `|`. */
export function addWrongType(
  reading: Reading,
  wrong: { place: Place; key: string; node: DocumentNode; expected: string },
): void {
  const { place, key, node, expected } = wrong;
  const actual = typeName(node);
  const quotes = expected === 'string' && (actual === 'number' || actual === 'boolean');
  // Quotes alone make no version of a number: the repair fills it up to three.
  const needs = key === 'version' && actual === 'number' ? 'version-needs-numbers' : 'type-needs-quotes';
  const message = actual === 'null' ? 'empty-value' : quotes ? needs : 'wrong-type';
  const value = node.kind === 'scalar' ? quotable(String(node.value)) : '';
  const replacement = quotes ? { at: node.at, quotes: 'add' as const } : plainReplacement(node, expected);
  addMistake(reading, {
    place,
    key,
    keyword: 'type',
    at: node.at,
    message,
    values: { actual, expected, value },
    ...(replacement && { replacement }),
  });
}

/** Words for yes and no; `yes` and `no` were both in YAML 1.1. */
const truths: { readonly [word: string]: string } = { true: 'true', yes: 'true', false: 'false', no: 'false' };

/** A number or truth value that is written as text. */
function plainReplacement(node: DocumentNode, expected: string): Replacement | undefined {
  if (node.kind !== 'scalar' || typeof node.value !== 'string') return undefined;
  const { at, value } = node;
  const word = value.toLowerCase();
  const truth = Object.hasOwn(truths, word) ? truths[word] : undefined;
  if (expected === 'boolean') return truth === undefined ? undefined : { at, value, text: truth, quotes: 'drop' };
  const digits = expected === 'integer' ? /^(?:0|-?[1-9]\d{0,14})$/ : /^(?:0|-?[1-9]\d{0,14})(?:\.\d{1,9})?$/;
  const isNumber = (expected === 'integer' || expected === 'number') && digits.test(value);
  return isNumber ? { at, value, text: value, quotes: 'drop' } : undefined;
}

/** Says that something needs a newer version than the file declares. */
export function addTooNew(
  reading: Reading,
  wrong: { place: Place; key: string; at: Location; what: string; since: ApiVersion },
): void {
  const { place, key, at, what, since } = wrong;
  const values = { what: quotable(what), since, version: reading.version };
  addMistake(reading, { place, key, keyword: 'since', at, message: 'needs-version', values });
}

/** Type of a value in the words of JSON, which messages use in every language. */
export function typeName(node: DocumentNode): string {
  if (node.kind === 'map') return 'object';
  if (node.kind === 'list') return 'array';
  return node.value === null ? 'null' : typeof node.value;
}

/** A list as messages show it: `"a", "b"`. */
export function listed(words: readonly string[]): string {
  return words.map((word) => `"${word}"`).join(', ');
}

/** A value from a file, short enough to be quoted in a message. */
export function quotable(text: string): string {
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

/** Keys of older versions and of neighbouring formats that no spelling distance leads from. */
const formerNames: { readonly [element: string]: { readonly [key: string]: string } } = {
  contract: { dataset: 'schema', models: 'schema', owner: 'team', tables: 'schema' },
  object: { columns: 'properties', fields: 'properties', table: 'name' },
  property: {
    column: 'name',
    isNullable: 'required',
    isPrimary: 'primaryKey',
    isPrimaryKey: 'primaryKey',
    isUnique: 'unique',
    nullable: 'required',
    type: 'logicalType',
  },
  quality: {
    code: 'metric',
    mustBeGreaterThanOrEqualTo: 'mustBeGreaterOrEqualTo',
    mustBeLessThanOrEqualTo: 'mustBeLessOrEqualTo',
  },
  slaProperty: { column: 'element' },
};

function formerName(place: Place, key: string, known: readonly string[]): string | undefined {
  const names = formerNames[place.element === 'item' ? 'property' : place.element];
  const name = names !== undefined && Object.hasOwn(names, key) ? names[key] : undefined;
  return name !== undefined && known.includes(name) ? name : undefined;
}
