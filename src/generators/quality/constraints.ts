import type { Json, Property } from '../../model/contract.ts';
import { plainText } from '../dbt/test-call.ts';
import type { Bound, Complain, Measure, QualityCheck, Scalar } from './check.ts';
import { dateFormatPattern, textFormatPattern } from './formats.ts';
import { noBadRows } from './limit.ts';
import { complainOfOptions } from './masked.ts';

/** What a column is in its table. */
interface ColumnPlace {
  /** Whether the primary key is this column and no other. */
  readonly isOnlyKey: boolean;
  /** The word of the classification policy for which the column holds a masked form of its values. */
  readonly term: string | undefined;
}

/**
 * The checks of a property's own constraints: required, unique, primary key, and (unless it is masked) allowed values and
 * `logicalTypeOptions`.
 */
export function constraintChecks(
  property: Property,
  { isOnlyKey, term }: ColumnPlace,
  complain: Complain,
): readonly QualityCheck[] {
  const key = property.primaryKey.value;
  if (term !== undefined) complainOfOptions(property, term, complain);
  return [
    ...(property.required.value || key ? [check(property, 'required', { kind: 'null' })] : []),
    ...(property.unique.value || (key && isOnlyKey)
      ? [check(property, 'unique', { kind: 'duplicate', columns: [property] })]
      : []),
    ...(term === undefined ? [...enumChecks(property, complain), ...optionChecks(property, complain)] : []),
  ];
}

function check(property: Property, key: string, measure: Measure): QualityCheck {
  const option = property.optionPlaces?.get(key);
  return { key, measure, limit: noBadRows, property, at: option ?? property.at };
}

function enumChecks(property: Property, complain: Complain): readonly QualityCheck[] {
  const given = property.enum ?? listOf(property.logicalTypeOptions['enum']);
  if (given === undefined) return [];
  const values = scalarsOf(given, property);
  if (values !== undefined && values.length > 0) return [check(property, 'enum', { kind: 'invalid', values })];
  complain('enum-not-expressed', { property });
  return [];
}

/**
 * Scalars as the column holds them, without nulls: `[1]` of a string is `'1'`. Undefined where there is something else among them.
 */
export function scalarsOf(all: readonly Json[], property: Property): readonly Scalar[] | undefined {
  const values = all.filter((value) => value !== null);
  if (values.some((value) => typeof value === 'object')) return undefined;
  const isText = property.logicalType?.value === 'string' || values.some((value) => typeof value === 'string');
  return values.map((value) => (isText || typeof value === 'object' ? plainText(value) : value));
}

const lengths = { length: ['minLength', 'maxLength'], items: ['minItems', 'maxItems'] } as const;
const ranges = ['minimum', 'exclusiveMinimum', 'maximum', 'exclusiveMaximum'] as const;
const known = new Set(['enum', ...lengths.length, ...lengths.items, ...ranges, 'pattern', 'format', 'multipleOf']);
/** Facts about how a value is stored; there is nothing in a row that could break them. */
const silent = new Set(
  'timezone defaultTimezone dimensions elementType distanceMetric embeddingModel embeddingModelVersion normalized'.split(
    ' ',
  ),
);

function optionChecks(property: Property, complain: Complain): readonly QualityCheck[] {
  const refuse = (option: string): void =>
    complain('option-not-expressed', { property, ...placeOf(property, option) }, { option });
  Object.keys(property.logicalTypeOptions)
    .filter((option) => !known.has(option) && !silent.has(option))
    .forEach(refuse);
  return [
    ...sizeChecks(property, 'length', refuse),
    ...sizeChecks(property, 'items', refuse),
    ...patternChecks(property, refuse),
    ...formatChecks(property, complain),
    ...rangeChecks(property, complain),
    ...multipleChecks(property, refuse),
  ];
}

function placeOf(property: Property, option: string): { readonly at?: NonNullable<Property['at']> } {
  const at = property.optionPlaces?.get(option);
  return at === undefined ? {} : { at };
}

function sizeChecks(
  property: Property,
  kind: 'length' | 'items',
  refuse: (option: string) => void,
): readonly QualityCheck[] {
  const [minimum, maximum] = lengths[kind].map((option) => {
    const size = property.logicalTypeOptions[option];
    if (size === undefined || (typeof size === 'number' && Number.isInteger(size))) return size;
    refuse(option);
    return undefined;
  });
  if (minimum === undefined && maximum === undefined) return [];
  const measure = {
    kind,
    ...(minimum === undefined ? {} : { minimum }),
    ...(maximum === undefined ? {} : { maximum }),
  };
  return [check(property, kind, measure)];
}

function patternChecks(property: Property, refuse: (option: string) => void): readonly QualityCheck[] {
  const pattern = property.logicalTypeOptions['pattern'];
  if (pattern === undefined) return [];
  if (typeof pattern === 'string') return [check(property, 'pattern', { kind: 'invalid', pattern })];
  refuse('pattern');
  return [];
}

/** Formats of numbers are types; those of dates only matter where dates are kept as text. */
function formatChecks(property: Property, complain: Complain): readonly QualityCheck[] {
  const format = property.logicalTypeOptions['format'];
  const type = property.logicalType?.value;
  const isText = type === 'string' || /char|text|string/i.test(property.physicalType?.value ?? '');
  // A UUID column is no text: its type already is the format.
  if (format === undefined || !isText || /^uuid$/i.test(property.physicalType?.value ?? '')) return [];
  const text = plainText(format);
  const pattern = textFormatPattern(text) ?? (type === 'string' ? undefined : dateFormatPattern(text));
  if (pattern !== undefined) return [check(property, 'format', { kind: 'invalid', pattern })];
  complain('format-not-expressed', { property, ...placeOf(property, 'format') }, { format: plainText(format) });
  return [];
}

/** Both sides in one check; where each is given twice, the strict bounds are a check of their own. */
function rangeChecks(property: Property, complain: Complain): readonly QualityCheck[] {
  const [minimum, above, maximum, below] = ranges.map((option) => boundOf(property, option, complain));
  const first = { minimum: minimum ?? above, maximum: maximum ?? below };
  const second = { minimum: minimum && above, maximum: maximum && below };
  return [first, second].flatMap((range, index) => {
    if (range.minimum === undefined && range.maximum === undefined) return [];
    const measure: Measure = {
      kind: 'range',
      ...(range.minimum === undefined ? {} : { minimum: range.minimum }),
      ...(range.maximum === undefined ? {} : { maximum: range.maximum }),
    };
    return [check(property, index === 0 ? 'range' : 'range-strict', measure)];
  });
}

function boundOf(property: Property, option: (typeof ranges)[number], complain: Complain): Bound | undefined {
  const value = property.logicalTypeOptions[option];
  if (value === undefined) return undefined;
  const isStrict = option.startsWith('exclusive');
  const form = boundForms[property.logicalType?.value ?? ''];
  if (typeof value === 'number' && Number.isFinite(value) && form === undefined) return { value, isStrict };
  if (typeof value === 'string' && form?.test(value) === true) return { value, isStrict };
  complain('bound-not-expressed', { property, ...placeOf(property, option) }, { option, value: plainText(value) });
  return undefined;
}

/** ISO 8601 as far as every warehouse casts it. */
const boundForms: { readonly [type: string]: RegExp | undefined } = {
  date: /^\d{4}-\d{2}-\d{2}$/,
  time: /^\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?$/,
  timestamp: /^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})?)?$/,
};

function multipleChecks(property: Property, refuse: (option: string) => void): readonly QualityCheck[] {
  const factor = property.logicalTypeOptions['multipleOf'];
  if (factor === undefined) return [];
  if (typeof factor === 'number' && factor > 0) return [check(property, 'multipleOf', { kind: 'multiple', factor })];
  refuse('multipleOf');
  return [];
}

/** A list, where it is one: `Array.isArray` does not narrow readonly lists. */
export function listOf(value: Json | undefined): readonly Json[] | undefined {
  return Array.isArray(value) ? (value as readonly Json[]) : undefined;
}
