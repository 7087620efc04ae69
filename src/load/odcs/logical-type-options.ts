import { type LogicalType, logicalTypes } from '../../model/contract.ts';
import { entryOf, textOf, valueOf } from '../document.ts';
import type { Place } from './elements.ts';
import { type Field, judgeFields } from './fields.ts';
import { addMissing, addMistake, type Reading } from './mistakes.ts';
import { isAtLeast, valuesSince } from './version-gates.ts';

const before31 = { until: 'v3.1.0' } as const;
const since31 = { since: 'v3.1.0' } as const;

const integerFormats = ['i8', 'i16', 'i32', 'i64', 'i128', 'u8', 'u16', 'u32', 'u64', 'u128'];
const elementTypes = ['bfloat16', 'binary', 'float16', 'float32', 'float64', 'int8', 'uint8'];
const distanceMetrics = ['cosine', 'dotProduct', 'euclidean', 'hamming', 'manhattan'];

function count(key: string): Field {
  return { key, type: 'integer', minimum: 0 };
}

/** The exclusive bounds were switches for `maximum` and `minimum` before 3.1.0; since then they are bounds themselves. */
function bounds(type: 'number' | 'string'): readonly Field[] {
  return [
    { key: 'maximum', type },
    { key: 'minimum', type },
    ...['exclusiveMaximum', 'exclusiveMinimum'].flatMap((key): Field[] => [
      { key, type: 'boolean', ...before31 },
      { key, type, ...since31 },
    ]),
  ];
}

const format: Field = { key: 'format', type: 'string' };
const instants: readonly Field[] = [
  ...bounds('string'),
  format,
  { key: 'timezone', type: 'boolean' },
  { key: 'defaultTimezone', type: 'string' },
];
const numbers: readonly Field[] = [...bounds('number'), { key: 'multipleOf', type: 'number', above: 0 }];

/** The options of each logical type. `boolean` and `map` have none of their own, and take any. */
const options: { readonly [type in LogicalType]?: readonly Field[] } = {
  string: [count('minLength'), count('maxLength'), { key: 'pattern', type: 'string' }, format],
  date: [...bounds('string'), format],
  timestamp: instants,
  time: instants,
  integer: [...numbers, { ...format, values: integerFormats }],
  number: [...numbers, { ...format, values: ['f32', 'f64'] }],
  object: [count('maxProperties'), count('minProperties'), { key: 'required', type: 'strings' }],
  array: [count('maxItems'), count('minItems'), { key: 'uniqueItems', type: 'boolean' }],
  vector: [
    { key: 'dimensions', type: 'integer', minimum: 1, required: {} },
    { key: 'elementType', type: 'string', values: elementTypes },
    { key: 'distanceMetric', type: 'string', values: distanceMetrics },
    { key: 'embeddingModel', type: 'string' },
    { key: 'embeddingModelVersion', type: 'string' },
    { key: 'normalized', type: 'boolean' },
  ],
};

/** Judges what depends on the logical type of a property: its options, and whether `items`, `properties` or `map` may stand. */
export function judgeLogicalType(reading: Reading, place: Place): void {
  const given = valueOf(place.node, 'logicalType');
  const type = textOf(given);
  // An unknown or too new type is one mistake already; what it brings along cannot be judged.
  if (given !== undefined && !isKnownType(type, reading)) return;
  judgePlacement(reading, place, type);
  judgeOptions(reading, place, type);
  if (type === 'map' && entryOf(place.node, 'map') === undefined) addMissing(reading, place, 'map');
}

function isKnownType(type: string | undefined, reading: Reading): boolean {
  const known = logicalTypes.find((each) => each === type);
  return (
    known !== undefined && isAtLeast(reading.version, valuesSince.property?.['logicalType']?.[known] ?? reading.version)
  );
}

const placements: readonly { readonly key: string; readonly type: LogicalType }[] = [
  { key: 'items', type: 'array' },
  { key: 'properties', type: 'object' },
];

function judgePlacement(reading: Reading, place: Place, type: string | undefined): void {
  for (const { key, type: needed } of placements) {
    const entry = entryOf(place.node, key);
    if (entry === undefined || type === undefined || type === needed) continue;
    // Before 3.1.0 what the items of an array look like was open for fields of any type.
    if (place.element === 'item' && key === 'properties' && !isAtLeast(reading.version, 'v3.1.0')) continue;
    addMistake(reading, {
      place,
      key,
      keyword: 'misplaced',
      at: entry.keyAt,
      message: 'misplaced-key',
      values: { needed, type },
    });
  }
  const map = entryOf(place.node, 'map');
  if (map === undefined || type === 'map' || !isAtLeast(reading.version, 'v3.2.0')) return;
  const values = { needed: 'map', type: type ?? '' };
  addMistake(reading, { place, key: 'map', keyword: 'misplaced', at: map.keyAt, message: 'misplaced-key', values });
}

function optionsOf(type: string): readonly Field[] | undefined {
  const known = logicalTypes.find((each) => each === type);
  return known === undefined ? undefined : options[known];
}

function judgeOptions(reading: Reading, place: Place, type: string | undefined): void {
  const entry = entryOf(place.node, 'logicalTypeOptions');
  if (entry?.value.kind !== 'map') return;
  const node = entry.value;
  if (type === undefined) {
    if (node.entries.length === 0) return;
    addMistake(reading, {
      place,
      key: 'logicalTypeOptions',
      keyword: 'no-type',
      at: entry.keyAt,
      message: 'options-without-type',
    });
    return;
  }
  const fields = optionsOf(type);
  if (fields === undefined) return;
  const below: Place = { element: 'options', node, at: entry.keyAt, parent: place, key: 'logicalTypeOptions' };
  judgeFields(reading, { place: below, node, fields, others: [], open: false });
}
