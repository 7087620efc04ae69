import type { ApiVersion } from '../../model/contract.ts';
import { type DocumentNode, type MapEntry, type MapNode, textOf, toJson } from '../document.ts';
import type { Place } from './elements.ts';
import {
  addMissing,
  addMistake,
  addNotAllowed,
  addUnknownKey,
  addTooNew,
  addWrongType,
  quotable,
  type Reading,
} from './mistakes.ts';
import { isAtLeast, isWithin, type Span } from './version-gates.ts';

/** What a field may hold. */
export type FieldType =
  | 'any'
  | 'boolean'
  | 'integer'
  | 'number'
  | 'object'
  | 'object|string'
  /** Two different numbers. */
  | 'pair'
  /** A whole number; since 3.2.0 also text, which is then a placeholder. */
  | 'port'
  | 'string'
  /** A list of different strings, at least one. */
  | 'strings'
  | 'uri';

/** One key of an element whose keys depend on its kind. */
export interface Field extends Span {
  readonly key: string;
  readonly type: FieldType;
  readonly values?: readonly string[];
  readonly minimum?: number;
  /** The value is greater than this. */
  readonly above?: number;
  /** What the text starts with. */
  readonly prefix?: string;
  /** In which versions the key must be there; never where absent. */
  readonly required?: Span;
}

/** A mapping with the fields that its kind allows. */
export interface Fielded {
  readonly place: Place;
  /** The mapping that holds the fields: the place's own, or one below it (`logicalTypeOptions`). */
  readonly node: MapNode;
  /** Every field of the kind, whatever its version. */
  readonly fields: readonly Field[];
  /** Keys that are judged elsewhere. */
  readonly others: readonly string[];
  /** Whether unknown keys are legal. */
  readonly open: boolean;
}

/** Judges the keys of a mapping by its field table and by the version of the file. */
export function judgeFields(reading: Reading, fielded: Fielded): void {
  const { place, node, fields, others } = fielded;
  const current = fields.filter((field) => isWithin(reading.version, field));
  for (const entry of node.entries) {
    if (others.includes(entry.key)) continue;
    const field = current.find((each) => each.key === entry.key);
    if (field !== undefined) judgeValue(reading, { place, field, node: entry.value });
    else if (!fielded.open) judgeUnknown(reading, { ...fielded, current, entry });
  }
  for (const field of current) {
    const needed = field.required !== undefined && isWithin(reading.version, field.required);
    if (needed && !node.entries.some((entry) => entry.key === field.key)) addMissing(reading, place, field.key);
  }
}

function judgeUnknown(
  reading: Reading,
  unknown: Fielded & { readonly current: readonly Field[]; readonly entry: MapEntry },
): void {
  const { place, entry } = unknown;
  const since = laterVersion(reading.version, unknown.fields.find((field) => field.key === entry.key)?.since);
  if (since !== undefined) {
    addTooNew(reading, { place, key: entry.key, at: entry.keyAt, what: entry.key, since });
    return;
  }
  const known = [...new Set([...unknown.others, ...unknown.current.map((field) => field.key)])].sort();
  addUnknownKey(reading, { place, key: entry.key, at: entry.keyAt, known });
}

function laterVersion(version: ApiVersion, since: ApiVersion | undefined): ApiVersion | undefined {
  return since === undefined || isAtLeast(version, since) ? undefined : since;
}

interface FieldValue {
  readonly place: Place;
  readonly field: Field;
  readonly node: DocumentNode;
}

function judgeValue(reading: Reading, given: FieldValue): void {
  const { place, field, node } = given;
  const expected = expectedType(field.type, reading.version);
  if (!isOfType(node, expected)) addWrongType(reading, { place, key: field.key, node, expected });
  else if (field.values !== undefined && !field.values.includes(textOf(node) ?? '')) {
    addNotAllowed(reading, { place, key: field.key, node, allowed: field.values });
  } else judgeContent(reading, given);
}

function judgeContent(reading: Reading, { place, field, node }: FieldValue): void {
  const message = contentMistake(field, node, reading.version);
  if (message === undefined) return;
  const value = node.kind === 'scalar' ? quotable(String(node.value)) : '';
  const bound = String(field.minimum ?? field.above ?? '');
  const values = { bound, prefix: field.prefix ?? '', value };
  addMistake(reading, { place, key: field.key, keyword: message, at: node.at, message, values });
}

function contentMistake(field: Field, node: DocumentNode, version: ApiVersion): string | undefined {
  if (node.kind === 'list') return listMistake(field, node.items);
  if (node.kind === 'map') return undefined;
  const { value } = node;
  if (typeof value === 'number') {
    if (field.minimum !== undefined && value < field.minimum) return 'below-minimum';
    return field.above !== undefined && value <= field.above ? 'not-above' : undefined;
  }
  if (typeof value !== 'string' || hasPlaceholder(value, version)) return undefined;
  if (field.type === 'uri' && !isUri(value)) return 'not-a-uri';
  return field.prefix !== undefined && !value.startsWith(field.prefix) ? 'wrong-prefix' : undefined;
}

function listMistake(field: Field, items: readonly DocumentNode[]): string | undefined {
  const values = items.map(toJson);
  const distinct = new Set(values).size === values.length;
  if (field.type === 'pair') {
    return values.length === 2 && distinct && values.every((value) => typeof value === 'number')
      ? undefined
      : 'not-a-pair';
  }
  if (field.type !== 'strings') return undefined;
  return values.length > 0 && distinct && values.every((value) => typeof value === 'string')
    ? undefined
    : 'not-distinct-strings';
}

/** What field types are in the words of JSON, where they are called otherwise. Nothing where anything may stand. */
const jsonTypes: { readonly [type in FieldType]?: string } = {
  any: '',
  pair: 'array',
  strings: 'array',
  uri: 'string',
};

/** Types in the words of JSON, separated by `|`. */
function expectedType(type: FieldType, version: ApiVersion): string {
  if (type === 'port') return isAtLeast(version, 'v3.2.0') ? 'integer|string' : 'integer';
  return jsonTypes[type] ?? type;
}

function isOfType(node: DocumentNode, expected: string): boolean {
  return expected === '' || expected.split('|').some((type) => hasType(node, type));
}

function hasType(node: DocumentNode, type: string): boolean {
  if (node.kind === 'map') return type === 'object';
  if (node.kind === 'list') return type === 'array';
  if (type === 'integer') return Number.isInteger(node.value);
  // YAML knows `.inf` and `.nan`, JSON does not.
  return type === 'number' ? Number.isFinite(node.value) : typeof node.value === type;
}

/** Since 3.2.0 any text may hold `${VAR}` or `${VAR:-default}`, to be filled in when the contract is used. */
function hasPlaceholder(text: string, version: ApiVersion): boolean {
  return isAtLeast(version, 'v3.2.0') && text.includes('${');
}

/** A URI of RFC 3986 in outline: a scheme, then only characters that may stand there. */
function isUri(text: string): boolean {
  return /^[a-z][a-z0-9+.-]*:(?:[\w\-.~:/?@!$&'()*+,;=]|%[0-9a-f]{2}|\[[0-9a-f:.]+\])*(?:#(?:[\w\-.~:/?@!$&'()*+,;=]|%[0-9a-f]{2})*)?$/i.test(
    text,
  );
}
