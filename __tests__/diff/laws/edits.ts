import type { Json } from '../../../src/model/contract.ts';
import { type Fields, isFields, type Path, pathsOf, valueAt, withValue } from './documents.ts';

/** One edit of one place of a document. */
export interface Edit {
  readonly path: Path;
  /** As {@link fieldOf} says it. */
  readonly field: string;
  readonly what: 'changed' | 'moved' | 'removed' | 'repeated';
  readonly apply: (document: Fields) => Fields;
}

/** Values of fields with a vocabulary of their own; each is of another meaning than the ones before it. */
const vocabulary: { readonly [key: string]: readonly Json[] } = {
  logicalType: ['string', 'integer', 'number', 'date', 'boolean'],
  access: ['read', 'write', 'admin'],
  severity: ['info', 'warning', 'error'],
  classification: ['public', 'internal', 'restricted'],
  schedule: ['0 20 * * *', '0 * * * *', '0 1 * * 1'],
  physicalType: ['decimal(10,2)', 'int', 'decimal(12,2)', 'view', 'topic', 'varchar(20)'],
  semanticType: ['dimension', 'measure'],
  format: ['email', 'uuid', 'i64', 'yyyy'],
  elementType: ['float32', 'int8'],
  distanceMetric: ['cosine', 'euclidean'],
  pattern: ['^[a-z]+$', '^[xy]$', '^[0-9]+$'],
  apiVersion: ['v3.2.0', 'v3.1.0'],
  status: ['active', 'deprecated', 'retired'],
  property: ['latency', 'retention', 'availability'],
  type: ['custom', 'postgres', 'sql', 'text', 'tutorial'],
  metric: ['missingValues', 'rowCount', 'duplicateValues'],
  query: ['select 1', 'select 2'],
  dimension: ['completeness', 'accuracy'],
};

const numbers: readonly Json[] = [3, 4];

/** Another value of the same kind, that also means something else. */
export function otherValue(path: Path, value: Json): Json {
  const key = String(path.findLast((step) => typeof step === 'string'));
  const words = vocabulary[key];
  if (words !== undefined) return words.find((each) => each !== value) ?? value;
  if (typeof value === 'number') return Number.isInteger(value) ? value + 2 : value * 3;
  if (typeof value === 'boolean') return !value;
  if (value === null) return numbers[0] ?? null;
  if (typeof value !== 'string') return value;
  if (/^\d{4}-\d{2}-\d{2}/.test(value)) return value.replace(/^\d{4}/, '2019');
  if (/^\d{2}:\d{2}/.test(value)) return value.replace(/^\d{2}/, '11');
  return `${value}z`;
}

/** Every single edit of a document: each value changed, each key and item taken away, each item written twice. */
export function singleEdits(document: Fields): readonly Edit[] {
  return pathsOf(document).flatMap((path) => editsAt(document, path));
}

function editsAt(document: Fields, path: Path): readonly Edit[] {
  const value = valueAt(document, path);
  if (value === undefined) return [];
  const isLeaf = !isFields(value) && !Array.isArray(value);
  const edit = (what: Edit['what'], to: Json | undefined): Edit => ({
    path,
    field: fieldOf(path),
    what,
    apply: (other) => withValue(other, path, to),
  });
  return [
    ...(isLeaf ? [edit('changed', otherValue(path, value))] : []),
    edit('removed', undefined),
    ...movement(path, value),
    ...(typeof path.at(-1) === 'number' ? [repetition(path, value)] : []),
  ];
}

/** Keys that hold the same kind of value and mean something else. */
const siblings: { readonly [key: string]: string } = {
  minimum: 'exclusiveMinimum',
  maximum: 'exclusiveMaximum',
  exclusiveMinimum: 'minimum',
  exclusiveMaximum: 'maximum',
  mustBe: 'mustBeLessThan',
  mustNotBe: 'mustBe',
  mustBeGreaterThan: 'mustBeGreaterOrEqualTo',
  mustBeGreaterOrEqualTo: 'mustBeLessOrEqualTo',
  mustBeLessThan: 'mustBeLessOrEqualTo',
  mustBeLessOrEqualTo: 'mustBeLessThan',
  mustBeBetween: 'mustNotBeBetween',
  mustNotBeBetween: 'mustBeBetween',
};

/** The value under the sibling of its key. */
function movement(path: Path, value: Json): readonly Edit[] {
  const sibling = siblings[String(path.at(-1))];
  if (sibling === undefined) return [];
  const apply = (document: Fields): Fields =>
    withValue(withValue(document, path, undefined), [...path.slice(0, -1), sibling], value);
  return [{ path, field: fieldOf(path), what: 'moved', apply }];
}

function repetition(path: Path, value: Json): Edit {
  const list = path.slice(0, -1);
  return {
    path,
    field: fieldOf(path),
    what: 'repeated',
    apply: (document) => {
      const items = valueAt(document, list);
      return withValue(document, list, [...(Array.isArray(items) ? (items as readonly Json[]) : []), value]);
    },
  };
}

/** Where a path leads in the words of the standard: `schema[].properties[].name`; nested properties are properties. */
export function fieldOf(path: Path): string {
  return path
    .map((step) => (typeof step === 'number' ? '[]' : `.${step}`))
    .join('')
    .slice(1);
}
