import { type Json, qualityOperators, type QualityRule, type Threshold } from '../../model/contract.ts';
import { entriesOf, entryOf, type MapNode, textOf, toJson, valueOf } from '../document.ts';
import { jsonOf, keysOf, modelMaps, noFields, present, textFields, textsOf } from './model-values.ts';

/** Names of library rules in 3.0 documents, and the metrics that they became. */
const metricsByRule: { readonly [rule: string]: string } = {
  duplicateCount: 'duplicateValues',
  nullCheck: 'nullValues',
  nullCount: 'nullValues',
  unique: 'duplicateValues',
  validValues: 'invalidValues',
};

/** Arguments that 3.0 wrote beside the rule. */
const formerArguments = ['validValues', 'missingValues', 'pattern', 'properties'];

const formerKeys: { readonly [former: string]: string } = {
  rule: 'metric',
  ...Object.fromEntries(formerArguments.map((key) => [key, 'arguments'])),
};

const textKeys = [
  'id',
  'name',
  'description',
  'unit',
  'query',
  'engine',
  'severity',
  'dimension',
  'businessImpact',
  'method',
  'schedule',
  'scheduler',
] as const;

/** The quality rules of a schema object or property, in one spelling for all versions. */
export function modelQuality(node: MapNode): readonly QualityRule[] {
  return modelMaps(node, 'quality', modelRule);
}

function modelRule(node: MapNode): QualityRule {
  const [operator, ...others] = operatorsOf(node);
  return {
    type: typeOf(node),
    ...textFields(node, textKeys),
    ...present({
      metric: metricOf(node),
      operator,
      furtherOperators: others.length === 0 ? undefined : others,
      implementation: jsonOf(node, 'implementation'),
    }),
    arguments: argumentsOf(node),
    tags: textsOf(node, 'tags'),
    at: node.at,
    keys: keysOf(node, isOld(node) ? formerKeys : noFields),
  };
}

/** Whether the rule is in the spelling of 3.0, with its arguments beside it. */
function isOld(node: MapNode): boolean {
  return entryOf(node, 'rule') !== undefined;
}

function typeOf(node: MapNode): QualityRule['type'] {
  const type = textOf(valueOf(node, 'type'));
  return type === 'text' || type === 'sql' || type === 'custom' ? type : 'library';
}

function metricOf(node: MapNode): string | undefined {
  const rule = textOf(valueOf(node, 'rule'));
  const renamed = rule !== undefined && Object.hasOwn(metricsByRule, rule) ? metricsByRule[rule] : rule;
  return textOf(valueOf(node, 'metric')) ?? renamed;
}

function operatorsOf(node: MapNode): readonly Threshold[] {
  return qualityOperators.flatMap((name) => {
    const entry = entryOf(node, name);
    return entry === undefined ? [] : [{ name, value: toJson(entry.value) }];
  });
}

function argumentsOf(node: MapNode): { readonly [key: string]: Json } {
  const beside = isOld(node) ? entriesOf(node).filter((entry) => formerArguments.includes(entry.key)) : [];
  const entries = [...beside, ...entriesOf(valueOf(node, 'arguments'))];
  if (entries.length === 0) return noFields;
  return Object.fromEntries(entries.map((entry): [string, Json] => [entry.key, toJson(entry.value)]));
}
