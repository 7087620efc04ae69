import { type Json, type Property } from '../../model/contract.ts';
import { collectionTests } from './collection-tests.ts';
import { formatTests, patternTests } from './patterns.ts';
import { type Complain, isTextColumn, type Target } from './target.ts';
import { literal, plainText, type TestCall } from './test-call.ts';

/** The tests of what values may be: enum and logicalTypeOptions. */
export function valueTests(property: Property, target: Target, complain: Complain): readonly TestCall[] {
  const values = allowedValues(property);
  return [
    ...(values === undefined ? [] : acceptedValues(values, complain)),
    ...optionTests(property, target, complain),
  ];
}

/** Names of what a property says about its values, as it says it. */
export function valueOptions(property: Property): readonly string[] {
  const options = Object.keys(property.logicalTypeOptions).filter((option) => !silentOptions.has(option));
  return [...(allowedValues(property) === undefined || options.includes('enum') ? [] : ['enum']), ...options];
}

/** The values that a property allows, in any of the spellings: `enum`, an option or a custom property of that name. */
function allowedValues(property: Property): readonly Json[] | undefined {
  const custom = property.customProperties.find((each) => each.property === 'enum')?.value;
  const values = property.enum ?? listOf(property.logicalTypeOptions['enum']) ?? listOf(custom);
  return values?.map((value) => asLogical(property, value));
}

/** A text column holds the text of a number: `enum: [1]` of a string means `'1'`. */
function asLogical(property: Property, value: Json): Json {
  const isScalar = typeof value === 'number' || typeof value === 'boolean';
  return property.logicalType?.value === 'string' && isScalar ? plainText(value) : value;
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
  for (const option of Object.keys(options)) {
    if (!knownOptions.has(option) && !silentOptions.has(option)) complain('option-not-expressed', { option });
  }
  return [
    ...lengthTests(options, complain),
    ...patternTests(options['pattern'], target, complain),
    ...formatTests(property, target, complain),
    ...rangeTests(property, complain),
    ...multipleTests(options['multipleOf'], complain),
    ...collectionTests(property, target, complain),
  ];
}

const lengthKeys = ['minLength', 'maxLength'];
const rangeKeys = ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum'] as const;

const knownOptions = new Set([
  'enum',
  ...lengthKeys,
  ...rangeKeys,
  'pattern',
  'format',
  'multipleOf',
  'minItems',
  'maxItems',
  'uniqueItems',
  'required',
]);

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

/** The bounds of a property as SQL; strict ones are not allowed themselves. */
interface Bounds {
  readonly minimum?: Json | undefined;
  readonly maximum?: Json | undefined;
  readonly above?: Json | undefined;
  readonly below?: Json | undefined;
}

function rangeTests(property: Property, complain: Complain): readonly TestCall[] {
  const { minimum, maximum, above, below } = boundsOf(property, complain);
  return [
    ...rangeTest({ min_value: minimum, max_value: maximum }),
    ...rangeTest({ min_value: above, max_value: below, inclusive: false }),
  ];
}

/** Reads the bounds; `exclusiveMaximum: true` (ODCS 3.0) makes the maximum strict. */
export function boundsOf(property: Property, complain: Complain): Bounds {
  const [minimum, maximum, above, below] = rangeKeys.map((option) => boundOf(property, option, complain));
  const { exclusiveMinimum, exclusiveMaximum } = property.logicalTypeOptions;
  return {
    ...(exclusiveMinimum === true ? { above: minimum } : { minimum, above }),
    ...(exclusiveMaximum === true ? { below: maximum } : { maximum, below }),
  };
}

function boundOf(property: Property, option: (typeof rangeKeys)[number], complain: Complain): Json | undefined {
  const bound = property.logicalTypeOptions[option];
  if (bound === undefined || typeof bound === 'boolean') return undefined;
  const sql = boundSql(property, bound);
  if (sql === undefined) complain('bound-not-expressed', { option, value: plainText(bound) });
  return sql;
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
  // Text sorts as its format says, and not as the dates do that it stands for.
  if (typeof bound !== 'string' || isTextColumn(property)) return undefined;
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
