import type { Property, QualityRule, SchemaObject } from '../../model/contract.ts';
import { isSingleQuery } from '../single-query.ts';
import { type Complain, type Measure, type QualityCheck, ruleName } from './check.ts';
import { listOf, scalarsOf } from './constraints.ts';
import { limitOf } from './limit.ts';

/** Where a rule stands; `property` is absent for rules of the whole object. */
export interface RulePlace {
  readonly object: SchemaObject;
  readonly property?: Property;
}

/** The check of a library or sql rule; undefined, after a complaint, where the rule does not say what to measure. */
export function ruleCheck(rule: QualityRule, place: RulePlace, complain: Complain): QualityCheck | undefined {
  const refuse = (message: string, values: { readonly [name: string]: string } = {}): undefined => {
    const property = place.property === undefined ? {} : { property: place.property };
    complain(message, { ...property, at: rule.at }, { rule: ruleName(rule), ...values });
    return undefined;
  };
  const limit = limitOf(rule);
  if (rule.unit !== undefined && !units.has(rule.unit)) return refuse('rule-unit', { unit: rule.unit });
  if (limit === undefined) return refuse('rule-threshold');
  if (rule.unit === 'percent' && (rule.type === 'sql' || rule.metric === 'rowCount')) {
    return refuse('rule-unit', { unit: rule.unit });
  }
  const measure = rule.type === 'sql' ? queryOf(rule, refuse) : metricOf(rule, place, refuse);
  if (measure === undefined) return undefined;
  const property = measure.kind === 'row-count' || place.property === undefined ? {} : { property: place.property };
  return { key: rule.id ?? rule.name ?? rule.metric ?? rule.type, measure, limit, ...property, rule, at: rule.at };
}

const units = new Set(['rows', 'percent']);

type Refuse = (message: string, values?: { readonly [name: string]: string }) => undefined;

function queryOf(rule: QualityRule, refuse: Refuse): Measure | undefined {
  const query = (rule.query ?? '').trim().replace(/;$/, '').trimEnd();
  return isSingleQuery(query) ? { kind: 'query', query } : refuse('query-not-single');
}

function metricOf(rule: QualityRule, { object, property }: RulePlace, refuse: Refuse): Measure | undefined {
  if (rule.metric === 'rowCount') return { kind: 'row-count' };
  if (rule.metric === 'duplicateValues') {
    const columns = property === undefined ? namedColumns(rule, object) : [property];
    return columns === undefined
      ? refuse('rule-arguments', { argument: 'properties' })
      : { kind: 'duplicate', columns };
  }
  if (!ofProperties.has(rule.metric ?? '')) return refuse('rule-metric', { metric: rule.metric ?? '' });
  if (property === undefined) return refuse('rule-needs-property', { metric: rule.metric ?? '' });
  if (rule.metric === 'nullValues') return { kind: 'null' };
  return rule.metric === 'missingValues' ? missingOf(rule, property, refuse) : invalidOf(rule, property, refuse);
}

const ofProperties = new Set(['nullValues', 'missingValues', 'invalidValues']);

function missingOf(rule: QualityRule, property: Property, refuse: Refuse): Measure | undefined {
  const all = listOf(rule.arguments['missingValues']);
  const values = all && scalarsOf(all, property);
  if (all === undefined || values === undefined || all.length === 0) {
    return refuse('rule-arguments', { argument: 'missingValues' });
  }
  return { kind: 'missing', values, countsNulls: all.includes(null) };
}

function invalidOf(rule: QualityRule, property: Property, refuse: Refuse): Measure | undefined {
  const { validValues, pattern } = rule.arguments;
  const all = listOf(validValues);
  const values = all && scalarsOf(all, property);
  const isSound =
    (validValues === undefined || (values !== undefined && values.length > 0)) &&
    (pattern === undefined || typeof pattern === 'string') &&
    (validValues !== undefined || pattern !== undefined);
  if (!isSound) return refuse('rule-arguments', { argument: 'validValues or pattern' });
  return {
    kind: 'invalid',
    ...(values === undefined ? {} : { values }),
    ...(typeof pattern === 'string' ? { pattern } : {}),
  };
}

function namedColumns(rule: QualityRule, object: SchemaObject): readonly Property[] | undefined {
  const names = listOf(rule.arguments['properties']) ?? [];
  const found = names.flatMap((name) => object.properties.find((each) => each.name === name) ?? []);
  return names.length > 0 && found.length === names.length ? found : undefined;
}
