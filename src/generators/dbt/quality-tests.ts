import { type Json, physicalNameOf, type Property, type QualityRule, type SchemaObject } from '../../model/contract.ts';
import type { YamlData } from '../yaml/emit-yaml.ts';
import { patternTests } from './patterns.ts';
import { ruleConfig } from './rule-config.ts';
import type { Complain, Target } from './target.ts';
import { columnArguments, isUsableName, literal, plainText, type TestCall } from './test-call.ts';
import { type Threshold, thresholdConfig, thresholdOf } from './thresholds.ts';
import { acceptedValues } from './value-tests.ts';

/** Where a library rule stands. `property` is absent for rules of the whole object. */
export interface RulePlace {
  readonly object: SchemaObject;
  readonly property?: Property;
  readonly target: Target;
  /** The word of the classification policy for which the column holds a masked form of its values. */
  readonly maskedFor?: string | undefined;
}

/** The tests of one rule: `column` for the property it stands at, `model` for the whole table. */
interface RuleTests {
  readonly column: readonly TestCall[];
  readonly model: readonly TestCall[];
}

const nothing: RuleTests = { column: [], model: [] };

/** Translates a library rule (`metric` and operator). What has no translation is said through `complain`. */
export function libraryTests(rule: QualityRule, place: RulePlace, complain: Complain): RuleTests {
  const threshold = thresholdOf(rule);
  if (threshold === undefined) {
    complain('rule-threshold');
    return nothing;
  }
  if (rule.unit !== undefined && rule.unit !== 'rows' && rule.unit !== 'percent') {
    complain('rule-unit', { unit: rule.unit });
    return nothing;
  }
  const measured = { rule, threshold, place };
  switch (rule.metric) {
    case 'rowCount':
      return rowCount(measured, complain);
    case 'duplicateValues':
      return duplicates(measured, complain);
    case 'nullValues':
      return onColumn(measured, complain, () => nulls(measured));
    case 'missingValues':
      return ofValues(measured, complain, () => missing(measured, complain));
    case 'invalidValues':
      return ofValues(measured, complain, () => invalid(measured, complain));
    default:
      complain('rule-metric', { metric: rule.metric ?? '' });
      return nothing;
  }
}

interface Measured {
  readonly rule: QualityRule;
  readonly threshold: Threshold;
  readonly place: RulePlace;
}

function onColumn({ rule, place }: Measured, complain: Complain, tests: () => readonly TestCall[]): RuleTests {
  if (place.property !== undefined) return { column: tests(), model: [] };
  complain('rule-needs-property', { metric: rule.metric ?? '' });
  return nothing;
}

/** What is held against the values themselves says nothing of their masked form. */
function ofValues(measured: Measured, complain: Complain, tests: () => readonly TestCall[]): RuleTests {
  const { property, maskedFor } = measured.place;
  if (property === undefined || maskedFor === undefined) return onColumn(measured, complain, tests);
  complain('masked-values', { options: measured.rule.metric ?? '', term: maskedFor });
  return nothing;
}

function rowCount({ rule, threshold }: Measured, complain: Complain): RuleTests {
  if (rule.unit === 'percent') {
    complain('rule-unit', { unit: 'percent' });
    return nothing;
  }
  const call = { test: 'dataengos_row_count', arguments: { violated_when: threshold.violatedWhen } };
  return { column: [], model: [described(rule, call)] };
}

function nulls(measured: Measured): readonly TestCall[] {
  if (isPercent(measured))
    return [percent(measured, { test: 'dataengos_missing_values', arguments: { values: [], count_nulls: true } })];
  return [inRows(measured, { test: 'not_null' })];
}

function missing(measured: Measured, complain: Complain): readonly TestCall[] {
  const all = listOf(measured.rule.arguments['missingValues']);
  if (all === undefined || all.some((value) => typeof value === 'object' && value !== null)) {
    complain('rule-arguments', { argument: 'missingValues' });
    return [];
  }
  const values = all.filter((value) => value !== null).map((value) => literal(plainText(value)));
  const call = { test: 'dataengos_missing_values', arguments: { values, count_nulls: all.includes(null) } };
  return [isPercent(measured) ? percent(measured, call) : inRows(measured, call)];
}

function invalid(measured: Measured, complain: Complain): readonly TestCall[] {
  const { validValues, pattern } = measured.rule.arguments;
  const values = listOf(validValues);
  // Rows that break either are one count; two tests only add up to it where no row may be bad.
  if (
    (values === undefined && typeof pattern !== 'string') ||
    (values !== undefined && pattern !== undefined && !measured.threshold.isNone)
  ) {
    complain('rule-arguments', { argument: 'validValues or pattern' });
    return [];
  }
  const calls = [
    ...(values === undefined ? [] : acceptedValues(values, complain)),
    ...patternTests(pattern, measured.place.target, complain),
  ];
  if (!isPercent(measured)) return calls.map((call) => inRows(measured, call));
  return calls.map((call) =>
    percent(measured, call.test === 'accepted_values' ? { ...call, test: 'dataengos_accepted_values' } : call),
  );
}

function duplicates(measured: Measured, complain: Complain): RuleTests {
  const { property, object } = measured.place;
  const columns = property === undefined ? namedColumns(measured.rule, object) : [physicalNameOf(property)];
  if (columns === undefined) {
    complain('rule-arguments', { argument: 'properties' });
    return nothing;
  }
  const combination = { test: 'dataengos_unique_combination', arguments: columnArguments(columns) };
  if (isPercent(measured)) return { column: [], model: [percent(measured, combination)] };
  if (property !== undefined) return { column: [inRows(measured, { test: 'unique' })], model: [] };
  return { column: [], model: [inRows(measured, combination)] };
}

function namedColumns(rule: QualityRule, object: SchemaObject): readonly string[] | undefined {
  const names = listOf(rule.arguments['properties']);
  const found = names?.map((name) => object.properties.find((each) => each.name === name));
  if (found === undefined || found.length === 0) return undefined;
  const known = found.flatMap((property) =>
    property !== undefined && isUsableName(physicalNameOf(property)) ? [property] : [],
  );
  return known.length === found.length ? known.map(physicalNameOf) : undefined;
}

/** Tests that return a row per value, not per bad row, and count the rows of each in `n_records`. */
const failCalcs: { readonly [test: string]: string } = {
  accepted_values: 'coalesce(sum(n_records), 0)',
  // Surplus rows: those that would have to go for the values to be unique.
  unique: 'coalesce(sum(n_records) - count(*), 0)',
  dataengos_unique_combination: 'coalesce(sum(n_records) - count(*), 0)',
};

function inRows({ rule, threshold }: Measured, call: TestCall): TestCall {
  const failCalc = failCalcs[call.test];
  const options = {
    ...(rule.severity === undefined ? {} : { severity: rule.severity }),
    ...(failCalc === undefined ? {} : { failCalc }),
  };
  return described(rule, call, thresholdConfig(threshold, options));
}

/** Our tests compare a share of rows themselves: dbt's thresholds are whole numbers of failures. */
function percent({ rule, threshold }: Measured, call: TestCall): TestCall {
  return described(rule, {
    ...call,
    arguments: { ...call.arguments, percent_violated_when: threshold.violatedWhen },
  });
}

/** Adds what people want to read when a rule fails. */
function described(rule: QualityRule, call: TestCall, config: { readonly [key: string]: YamlData } = {}): TestCall {
  const description = rule.description ?? rule.name;
  return {
    ...call,
    ...(description === undefined ? {} : { description }),
    config: { ...ruleConfig(rule), ...config },
  };
}

function isPercent({ rule }: Measured): boolean {
  return rule.unit === 'percent';
}

function listOf(value: Json | undefined): readonly Json[] | undefined {
  return Array.isArray(value) ? (value as readonly Json[]) : undefined;
}
