import type { Json } from '../../model/contract.ts';
import { toJson, valueOf } from '../document.ts';
import {
  type Cursor,
  ignore,
  note,
  readBoolean,
  readChoice,
  readEntries,
  readItems,
  readMap,
  whereOf,
} from '../governance/shape.ts';
import { compiled } from './violation-of.ts';

const types = ['string', 'number', 'integer', 'boolean', 'object', 'array', 'null'] as const;

/**
 * Reads a schema of our subset of JSON Schema 2020-12: a keyword that is not in it would be passed over in silence by whoever
 * judges, so it is a mistake; so is a pattern that does not compile. Undefined where something is wrong.
 */
export function readSchema(value: Cursor): Json | undefined {
  const before = value.problems.length;
  checkSchema(value);
  return value.problems.length === before ? toJson(value.node) : undefined;
}

function checkSchema(value: Cursor): void {
  const { node } = value;
  if (node.kind === 'scalar' && typeof node.value === 'boolean') return;
  if (node.kind === 'map' && node.entries.length === 0) return;
  readMap(value, { fields: reads });
  for (const branch of ['then', 'else']) {
    if (valueOf(node, branch) !== undefined && valueOf(node, 'if') === undefined)
      note(value, 'custom-rules.branch-without-if', { where: whereOf(value), branch });
  }
}

const reads: { readonly [keyword: string]: (value: Cursor) => void } = {
  type: readTypes,
  const: ignore,
  enum: readItems,
  minimum: readNumber,
  maximum: readNumber,
  exclusiveMinimum: readNumber,
  exclusiveMaximum: readNumber,
  minLength: readSize,
  maxLength: readSize,
  pattern: readPattern,
  minItems: readSize,
  maxItems: readSize,
  uniqueItems: readBoolean,
  items: checkSchema,
  contains: checkSchema,
  required: readNames,
  properties: (value) => readEntries(value, checkSchema),
  additionalProperties: checkSchema,
  minProperties: readSize,
  maxProperties: readSize,
  allOf: readSchemas,
  anyOf: readSchemas,
  oneOf: readSchemas,
  not: checkSchema,
  if: checkSchema,
  // oxlint-disable-next-line unicorn/no-thenable -- a keyword of JSON Schema, not a promise
  then: checkSchema,
  else: checkSchema,
  title: ignore,
  description: ignore,
  $comment: ignore,
};

/** Keywords that a rule may use. */
export const schemaKeywords: readonly string[] = Object.keys(reads);

function readTypes(value: Cursor): void {
  if (value.node.kind === 'scalar') readChoice(value, types);
  else for (const item of readItems(value)) readChoice(item, types);
}

function readNumber(value: Cursor): void {
  const { node } = value;
  if (node.kind !== 'scalar' || typeof node.value !== 'number' || !Number.isFinite(node.value))
    note(value, 'custom-rules.not-a-number', { where: whereOf(value) });
}

function readSize(value: Cursor): void {
  const { node } = value;
  const size = node.kind === 'scalar' ? node.value : undefined;
  if (!Number.isSafeInteger(size) || Number(size) < 0)
    note(value, 'custom-rules.not-a-size', { where: whereOf(value) });
}

/** Names may be any text, also the empty one. */
function readNames(value: Cursor): void {
  for (const item of readItems(value)) {
    if (item.node.kind !== 'scalar' || typeof item.node.value !== 'string')
      note(item, 'governance.not-text', { where: whereOf(item) });
  }
}

function readSchemas(value: Cursor): void {
  const items = readItems(value);
  if (value.node.kind === 'list' && items.length === 0) note(value, 'governance.empty-list', { where: whereOf(value) });
  for (const item of items) checkSchema(item);
}

function readPattern(value: Cursor): void {
  const { node } = value;
  const text = node.kind === 'scalar' && typeof node.value === 'string' ? node.value : undefined;
  if (text === undefined) note(value, 'governance.not-text', { where: whereOf(value) });
  else if (compiled(text) === undefined)
    note(value, 'custom-rules.not-a-pattern', { where: whereOf(value), pattern: text });
}
