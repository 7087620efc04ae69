import { type Json, physicalNameOf, type Property, type SchemaObject } from '../../model/contract.ts';
import { literal, plainText, type TestCall } from './test-call.ts';

/** Says that something of `property` could not be expressed: key below `generators.` and values. */
export type Complain = (message: string, values?: { readonly [name: string]: string }) => void;

/** What the target warehouse is, where known (`DbtProject.dialect`). */
export interface Target {
  readonly dialect?: string;
}

/** The tests of a property's own constraints: required, unique, primary key, enum and logicalTypeOptions. */
export function constraintTests(
  property: Property,
  options: { readonly target: Target; readonly isOnlyKey: boolean },
  complain: Complain,
): readonly TestCall[] {
  const key = property.primaryKey.value;
  const values = (property.enum ?? listOf(property.logicalTypeOptions['enum']))?.map((value) =>
    asLogical(property, value),
  );
  return [
    ...(property.required.value || key ? [{ test: 'not_null' }] : []),
    ...(property.unique.value || (key && options.isOnlyKey) ? [{ test: 'unique' }] : []),
    ...(values === undefined ? [] : acceptedValues(values, complain)),
    ...optionTests(property, options.target, complain),
  ];
}

/** A text column holds the text of a number: `enum: [1]` of a string means `'1'`. */
function asLogical(property: Property, value: Json): Json {
  const isScalar = typeof value === 'number' || typeof value === 'boolean';
  return property.logicalType?.value === 'string' && isScalar ? plainText(value) : value;
}

/** `unique` over the columns of a composite primary key, in the order of `primaryKeyPosition`. */
export function compositeKeyTests(object: SchemaObject): readonly TestCall[] {
  const keys = object.properties.filter((property) => property.primaryKey.value);
  if (keys.length < 2) return [];
  const sorted = keys.toSorted((a, b) => (a.primaryKeyPosition ?? Infinity) - (b.primaryKeyPosition ?? Infinity) || 0);
  return [{ test: 'dataengos_unique_combination', arguments: { columns: sorted.map(physicalNameOf) } }];
}

/** dbt's own `accepted_values`, which writes values into SQL as they are; ours where a value needs escaping. */
export function acceptedValues(all: readonly Json[], complain: Complain): readonly TestCall[] {
  const values = all.filter((value) => value !== null);
  if (values.length === 0 || values.some((value) => typeof value === 'object')) {
    complain('enum-not-expressed');
    return [];
  }
  if (values.every((value) => typeof value === 'number' || typeof value === 'boolean')) {
    return [{ test: 'accepted_values', arguments: { values, quote: false } }];
  }
  const texts = values.map((value) => literal(plainText(value)));
  const test = texts.some((text) => /['\\{\n]/.test(text)) ? 'dataengos_accepted_values' : 'accepted_values';
  return [{ test, arguments: { values: texts } }];
}

function optionTests(property: Property, target: Target, complain: Complain): readonly TestCall[] {
  const options = property.logicalTypeOptions;
  const known = new Set(['enum', ...lengthKeys, ...rangeKeys, 'pattern', 'format', 'multipleOf']);
  for (const option of Object.keys(options)) {
    if (!known.has(option) && !silentOptions.has(option)) complain('option-not-expressed', { option });
  }
  return [
    ...lengthTests(options, complain),
    ...patternTests(options['pattern'], target, complain),
    ...formatTests(property, target, complain),
    ...rangeTests(property, complain),
    ...multipleTests(options['multipleOf'], complain),
  ];
}

const lengthKeys = ['minLength', 'maxLength'];
const rangeKeys = ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum'];
/** Facts about how a value is stored; there is nothing in a row that could break them. */
const silentOptions = new Set([
  'timezone',
  'defaultTimezone',
  'dimensions',
  'elementType',
  'distanceMetric',
  'embeddingModel',
  'embeddingModelVersion',
  'normalized',
]);

function lengthTests(options: Property['logicalTypeOptions'], complain: Complain): readonly TestCall[] {
  const given = lengthKeys.flatMap((key) => (options[key] === undefined ? [] : [[key, options[key]] as const]));
  const sound = given.filter(([, value]) => Number.isInteger(value));
  for (const [option] of given.filter((each) => !sound.includes(each))) complain('option-not-expressed', { option });
  if (sound.length === 0) return [];
  const names: { readonly [key: string]: string } = { minLength: 'min_length', maxLength: 'max_length' };
  return [
    {
      test: 'dataengos_length_between',
      arguments: Object.fromEntries(sound.map(([key, value]) => [names[key] ?? key, value])),
    },
  ];
}

/** A regular expression that a value must match somewhere, as in JSON Schema. */
export function patternTests(pattern: Json | undefined, target: Target, complain: Complain): readonly TestCall[] {
  if (pattern === undefined) return [];
  if (typeof pattern !== 'string') {
    complain('option-not-expressed', { option: 'pattern' });
    return [];
  }
  if (/\(\?<?[=!]|\\[1-9]/.test(pattern) && !backtracking.has(target.dialect ?? '')) {
    complain('pattern-not-portable', { pattern });
    return [];
  }
  return [{ test: 'dataengos_matches_regex', arguments: { pattern: literal(pattern) } }];
}

/** Warehouses whose regular expressions know look-around and back references. */
const backtracking = new Set(['postgres', 'databricks', 'spark']);

const formats: ReadonlyMap<string, string> = new Map([
  ['email', '^[^@[:space:]]+@[^@[:space:]]+[.][^@[:space:]]+$'],
  ['uuid', '^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$'],
]);

/** Formats of numbers are types, those of dates and timestamps only matter where these are kept as text. */
function formatTests(property: Property, target: Target, complain: Complain): readonly TestCall[] {
  const format = property.logicalTypeOptions['format'];
  const isText =
    property.logicalType?.value === 'string' || /char|text|string/i.test(property.physicalType?.value ?? '');
  if (format === undefined || !isText) return [];
  const pattern = property.logicalType?.value === 'string' ? formats.get(plainText(format)) : undefined;
  // A UUID column is no text: its type already is the format.
  if (format === 'uuid' && /^uuid$/i.test(property.physicalType?.value ?? '')) return [];
  if (pattern !== undefined) return patternTests(pattern, target, complain);
  complain('format-not-expressed', { format: plainText(format) });
  return [];
}

function rangeTests(property: Property, complain: Complain): readonly TestCall[] {
  const options = property.logicalTypeOptions;
  const [minimum, maximum, above, below] = rangeKeys.map((option) => {
    const bound = options[option];
    const sql = bound === undefined ? undefined : boundSql(property, bound);
    if (bound !== undefined && sql === undefined) complain('bound-not-expressed', { option, value: plainText(bound) });
    return sql;
  });
  return [
    ...rangeTest({ min_value: minimum, max_value: maximum }),
    ...rangeTest({ min_value: above, max_value: below, inclusive: false }),
  ];
}

function rangeTest(range: {
  readonly min_value?: Json | undefined;
  readonly max_value?: Json | undefined;
  readonly inclusive?: false;
}): readonly TestCall[] {
  if (range.min_value === undefined && range.max_value === undefined) return [];
  const given = Object.entries(range).flatMap(([key, value]) => (value === undefined ? [] : [[key, value] as const]));
  return [{ test: 'dataengos_accepted_range', arguments: Object.fromEntries(given) }];
}

/** A bound as SQL. It is pasted into the test, so only numbers and ISO 8601 dates and times pass. */
function boundSql(property: Property, bound: Json): Json | undefined {
  if (typeof bound === 'number') return Number.isFinite(bound) ? bound : undefined;
  if (typeof bound !== 'string') return undefined;
  const type = property.logicalType?.value;
  const date = /^\d{4}-\d{2}-\d{2}$/;
  const time = /^\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?$/;
  const timestamp = /^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})?)?$/;
  if (type === 'date' && date.test(bound)) return `cast('${bound}' as date)`;
  if (type === 'time' && time.test(bound)) return `cast('${bound}' as time)`;
  if (type === 'timestamp' && timestamp.test(bound)) return `cast('${bound}' as timestamp)`;
  return undefined;
}

function multipleTests(factor: Json | undefined, complain: Complain): readonly TestCall[] {
  if (factor === undefined) return [];
  if (typeof factor === 'number' && factor > 0) return [{ test: 'dataengos_multiple_of', arguments: { factor } }];
  complain('option-not-expressed', { option: 'multipleOf' });
  return [];
}

function listOf(value: Json | undefined): readonly Json[] | undefined {
  return Array.isArray(value) ? (value as readonly Json[]) : undefined;
}
