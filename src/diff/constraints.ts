import type { Json, Property, QualityRule, SchemaObject, Threshold } from '../model/contract.ts';
import { compareText, type Location } from '../model/location.ts';
import { stableText } from './same.ts';
import { compareSeverities } from './values/ranks.ts';
import { compareThresholds } from './values/thresholds.ts';

/** A promise that a property makes, whichever of the standard's spellings says it. */
export interface Promised {
  readonly value: boolean;
  /** Said of the property itself, and not only implied by a primary key. */
  readonly own: boolean;
  readonly at: Location;
}

/** What a property promises of its values: keys and quality rules that fail the load and say the same are one promise. */
export interface Constraints {
  readonly required: Promised;
  readonly unique: Promised;
  /** The closed set of values, in the order of the file. */
  readonly values?: { readonly list: readonly Json[]; readonly at: Location };
  readonly pattern?: { readonly text: string; readonly at: Location };
}

/** Rules that only say again what a constraint says; they are no rules of their own. */
export type Absorbed = ReadonlySet<QualityRule>;

/** The constraints of a property of `object`, and the quality rules that say them. */
export function constraintsOf(
  property: Property,
  object: SchemaObject | undefined,
): { readonly constraints: Constraints; readonly absorbed: Absorbed } {
  const rules = [...property.quality, ...rulesAbout(property, object)];
  // A rule that only warns promises less than a key: it stays a rule.
  const zero = rules.filter((rule) => isSevere(rule) && demandsNone(rule));
  const ofMetric = (metric: string): readonly QualityRule[] => zero.filter((rule) => rule.metric === metric);
  const nulls = ofMetric('nullValues').filter(isPlain);
  const duplicates = ofMetric('duplicateValues').filter((rule) => isPlain(rule) || !property.quality.includes(rule));
  const values = valuesOf(property, ofMetric('invalidValues'));
  const pattern = patternOf(property, ofMetric('invalidValues'));
  const soleKey = property.primaryKey.value && object !== undefined && keysOf(object).length === 1;
  return {
    constraints: {
      required: promised(property.required, nulls, property.primaryKey.value),
      unique: promised(property.unique, duplicates, soleKey),
      ...(values.constraint === undefined ? {} : { values: values.constraint }),
      ...(pattern.constraint === undefined ? {} : { pattern: pattern.constraint }),
    },
    absorbed: new Set([...nulls, ...duplicates, ...values.rules, ...pattern.rules]),
  };
}

/** The columns of an object's primary key. */
export function keysOf(object: SchemaObject): readonly Property[] {
  return object.properties.filter((property) => property.primaryKey.value);
}

function promised(
  key: { readonly value: boolean; readonly at: Location },
  [rule]: readonly QualityRule[],
  implied: boolean,
): Promised {
  if (key.value || rule === undefined) return { value: key.value || implied, own: key.value, at: key.at };
  return { value: true, own: true, at: rule.at };
}

/** Whether a rule fails the load: its severity says so, or it says none. */
export function isSevere({ type, severity }: QualityRule): boolean {
  return type !== 'text' && compareSeverities(severity, 'error') === 'same';
}

/** Rules of the object that measure this one column: `duplicateValues` with `properties: [it]`. */
function rulesAbout({ name }: Property, object: SchemaObject | undefined): readonly QualityRule[] {
  return (object?.quality ?? []).filter(({ metric, arguments: given }) => {
    const columns = given['properties'];
    return metric === 'duplicateValues' && Array.isArray(columns) && columns.length === 1 && columns[0] === name;
  });
}

/** Whether a library rule lets no single row pass, by whatever operator; of several any can demand it. */
function demandsNone(rule: QualityRule): boolean {
  const zero = { ...rule, operator: { name: 'mustBe', value: 0 } } as const;
  return (
    rule.type === 'library' &&
    operatorsOf(rule).some((operator) => compareThresholds(zero, { ...rule, operator }) === 'same')
  );
}

/** Every operator of a rule: one where it is valid. */
export function operatorsOf({ operator, furtherOperators = [] }: QualityRule): readonly Threshold[] {
  return operator === undefined ? furtherOperators : [operator, ...furtherOperators];
}

function isPlain(rule: QualityRule): boolean {
  return Object.keys(rule.arguments).length === 0;
}

interface Found<T> {
  readonly constraint?: T;
  readonly rules: readonly QualityRule[];
}

/** What several spellings allow together is what all of them allow. */
function valuesOf(property: Property, rules: readonly QualityRule[]): Found<NonNullable<Constraints['values']>> {
  const saying = rules.filter((rule) => onlyArgument(rule, 'validValues'));
  const option = property.logicalTypeOptions['enum'];
  const keys: NonNullable<Constraints['values']>[] = [
    ...(property.enum === undefined ? [] : [{ list: property.enum, at: property.enumValues?.[0]?.at ?? property.at }]),
    ...(Array.isArray(option)
      ? [{ list: option as readonly Json[], at: property.optionPlaces?.get('enum') ?? property.at }]
      : []),
  ];
  const said = saying.map((rule) => ({ list: listOf(rule.arguments['validValues']), at: rule.at }));
  const [first, ...others] = [...keys, ...said];
  if (first === undefined) return { rules: [] };
  const shared = others.reduce((list, other) => intersection(list, other.list), first.list);
  return { constraint: { list: unique(shared), at: first.at }, rules: saying };
}

function patternOf(property: Property, about: readonly QualityRule[]): Found<NonNullable<Constraints['pattern']>> {
  const text = property.logicalTypeOptions['pattern'];
  const saying = about.filter((rule) => onlyArgument(rule, 'pattern') && typeof rule.arguments['pattern'] === 'string');
  if (typeof text === 'string') {
    return {
      constraint: { text, at: property.optionPlaces?.get('pattern') ?? property.at },
      rules: saying.filter((each) => each.arguments['pattern'] === text),
    };
  }
  // Of several patterns one is the property's, whatever their order; the others stay rules of their own.
  const texts = saying.flatMap(({ arguments: { pattern } }) => (typeof pattern === 'string' ? [pattern] : []));
  const [own] = texts.toSorted(compareText);
  const rules = saying.filter((rule) => rule.arguments['pattern'] === own);
  const [rule] = rules;
  if (own === undefined || rule === undefined) return { rules: [] };
  return { constraint: { text: own, at: rule.at }, rules };
}

function onlyArgument(rule: QualityRule, name: string): boolean {
  return Object.hasOwn(rule.arguments, name) && Object.keys(rule.arguments).length === 1;
}

function listOf(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? (value as readonly Json[]) : [];
}

function intersection(a: readonly Json[], b: readonly Json[]): readonly Json[] {
  const texts = new Set(b.map(stableText));
  return a.filter((each) => texts.has(stableText(each)));
}

function unique(list: readonly Json[]): readonly Json[] {
  return [...new Map(list.map((each) => [stableText(each), each])).values()];
}
