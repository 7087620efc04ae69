import type { FieldChange, FieldKind } from '../model/change.ts';
import type { Json, Property } from '../model/contract.ts';
import { type ChangeScope, type Details, fieldChange, traitsWhere, unplaced } from './change-scope.ts';
import { sameJson } from './same.ts';
import { boundOf, boundText, compareBounds, type CountKey, countBoundOf } from './values/bounds.ts';
import { compareMultiples, multipleOf } from './values/multiples.ts';
import { compareFormats } from './values/ranks.ts';

/** Options of the logical type that say something by themselves; all others are compared as they are. */
const own: { readonly [key: string]: FieldKind } = {
  timezone: 'timezone.changed',
  defaultTimezone: 'defaultTimezone.changed',
  dimensions: 'dimensions.changed',
  elementType: 'elementType.changed',
  embeddingModel: 'embeddingModel.changed',
  embeddingModelVersion: 'embeddingModelVersion.changed',
  distanceMetric: 'distanceMetric.changed',
  normalized: 'normalized.changed',
};

/** What an absent option says (ODCS 3.2.0, "Logical type options"). */
const defaults: { readonly [key: string]: Json } = {
  timezone: false,
  defaultTimezone: 'Etc/UTC',
  uniqueItems: false,
  normalized: false,
};

const counts: readonly CountKey[] = [
  'minLength',
  'maxLength',
  'minItems',
  'maxItems',
  'minProperties',
  'maxProperties',
];

/** Options that are compared as ranges, sets or formats, or that are constraints. */
const compared = new Set<string>([
  ...counts,
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'multipleOf',
  'uniqueItems',
  'required',
  'format',
  'pattern',
  'enum',
]);

/** The options of the logical type that differ: ranges as intervals, the rest by value. */
export function diffOptions(base: Property, head: Property, scope: ChangeScope): FieldChange[] {
  if (base.optionPlaces === undefined && head.optionPlaces === undefined) return [];
  return [
    ...diffRanges(base, head, scope),
    ...diffMultiples(base, head, scope),
    ...diffUniqueItems(base, head, scope),
    ...diffRequiredProperties(base, head, scope),
    ...diffFormat(base, head, scope),
    ...diffOthers(base, head, scope),
  ];
}

function diffRanges(base: Property, head: Property, scope: ChangeScope): FieldChange[] {
  const sides = [
    ['minimum', 'lower', ['minimum', 'exclusiveMinimum']],
    ['maximum', 'upper', ['maximum', 'exclusiveMaximum']],
  ] as const;
  const values = sides.flatMap(([name, side, keys]): FieldChange[] => {
    const [before, after] = [boundOf(base, side), boundOf(head, side)];
    const relation = compareBounds(side, before, after);
    if (relation === 'same') return [];
    return [
      fieldChange(scope, `${name}.changed`, {
        before: unplaced(before && boundText(before), placeOf(base, keys)),
        after: unplaced(after && boundText(after), placeOf(head, keys)),
        relation,
      }),
    ];
  });
  const lengths = counts.flatMap((key): FieldChange[] => {
    const [before, after] = [countBoundOf(base, key), countBoundOf(head, key)];
    const relation = compareBounds(key.startsWith('min') ? 'lower' : 'upper', before, after);
    if (relation === 'same') return [];
    return [optionChange(`${key}.changed`, { base, head, key, scope, relation })];
  });
  return [...values, ...lengths];
}

function diffMultiples(base: Property, head: Property, scope: ChangeScope): FieldChange[] {
  const [before, after] = [multipleOf(base), multipleOf(head)];
  const relation = compareMultiples(before, after);
  return relation === 'same'
    ? []
    : [optionChange('multipleOf.changed', { base, head, key: 'multipleOf', scope, relation })];
}

function diffUniqueItems(base: Property, head: Property, scope: ChangeScope): FieldChange[] {
  const [before, after] = [base, head].map((each) => each.logicalTypeOptions['uniqueItems'] === true);
  if (before === after) return [];
  const relation = after === true ? 'tightened' : 'loosened';
  return [optionChange('uniqueItems.changed', { base, head, key: 'uniqueItems', scope, relation })];
}

function diffRequiredProperties(base: Property, head: Property, scope: ChangeScope): FieldChange[] {
  const [before, after] = [namesOf(base), namesOf(head)];
  const lost = before.some((name) => !after.includes(name));
  const gained = after.some((name) => !before.includes(name));
  if (!lost && !gained) return [];
  const relation = lost && gained ? 'unknown' : gained ? 'tightened' : 'loosened';
  return [optionChange('requiredProperties.changed', { base, head, key: 'required', scope, relation })];
}

function diffFormat(base: Property, head: Property, scope: ChangeScope): FieldChange[] {
  const [before, after] = [base.logicalTypeOptions['format'], head.logicalTypeOptions['format']];
  if (sameJson(before, after)) return [];
  const types = [base.logicalType?.value, head.logicalType?.value];
  const [type] = types[0] === types[1] ? types : [];
  const relation =
    typeof before === 'string' && typeof after === 'string' ? compareFormats(type, before, after) : 'unknown';
  if (relation === 'same') return [];
  const texts = [before, after].map((format) => (typeof format === 'string' ? format : ''));
  const temporal = types.some((each) => each !== undefined && temporalTypes.has(each)) || texts.some(isDateFormat);
  const traits = traitsWhere({ temporal });
  return [optionChange('format.changed', { base, head, key: 'format', scope, relation, traits })];
}

const temporalTypes: ReadonlySet<string> = new Set(['date', 'timestamp', 'time']);

/** A text that is written as a date: `yyyy-MM-dd`, `date-time`. */
function isDateFormat(format: string): boolean {
  return /^(?:date|time|date-time|datetime|timestamp)$/i.test(format) || /yyyy|HH:mm|dd[/.-]MM|%Y/.test(format);
}

function diffOthers(base: Property, head: Property, scope: ChangeScope): FieldChange[] {
  const keys = new Set([...Object.keys(base.logicalTypeOptions), ...Object.keys(head.logicalTypeOptions)]);
  return [...keys]
    .filter((key) => !compared.has(key) && !sameJson(optionOf(base, key), optionOf(head, key)))
    .map((key) => {
      const kind = Object.hasOwn(own, key) ? own[key] : undefined;
      const element = kind === undefined ? key : undefined;
      return optionChange(kind ?? 'option.changed', { base, head, key, scope, element });
    });
}

function optionOf(property: Property, key: string): Json | undefined {
  const value = property.logicalTypeOptions[key];
  return value === undefined && Object.hasOwn(defaults, key) ? defaults[key] : value;
}

interface OptionChange extends Details {
  readonly base: Property;
  readonly head: Property;
  readonly key: string;
  readonly scope: ChangeScope;
}

function optionChange(kind: FieldKind, { base, head, key, scope, ...details }: OptionChange): FieldChange {
  return fieldChange(scope, kind, {
    ...details,
    before: unplaced(base.logicalTypeOptions[key], placeOf(base, [key])),
    after: unplaced(head.logicalTypeOptions[key], placeOf(head, [key])),
  });
}

function placeOf(property: Property, keys: readonly string[]): ReturnType<typeof unplaced>['at'] {
  return keys.map((key) => property.optionPlaces?.get(key)).find((at) => at !== undefined) ?? property.at;
}

function namesOf(property: Property): readonly Json[] {
  const value = property.logicalTypeOptions['required'];
  return Array.isArray(value) ? (value as readonly Json[]) : [];
}
