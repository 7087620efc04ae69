import { type Json, qualityOperators, type QualityRule } from '../../model/contract.ts';
import { entriesOf, entryOf, type MapNode, textOf, toJson, valueOf } from '../document.ts';
import { mapsOf, present } from './model-values.ts';

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

/** The quality rules of a schema object or property, in one spelling for all versions. */
export function modelQuality(node: MapNode): readonly QualityRule[] {
  return mapsOf(node, 'quality').map(modelRule);
}

function modelRule(node: MapNode): QualityRule {
  const implementation = valueOf(node, 'implementation');
  return {
    type: typeOf(node),
    ...present({
      id: textOf(valueOf(node, 'id')),
      name: textOf(valueOf(node, 'name')),
      description: textOf(valueOf(node, 'description')),
      metric: metricOf(node),
      operator: operatorOf(node),
      unit: textOf(valueOf(node, 'unit')),
      query: textOf(valueOf(node, 'query')),
      engine: textOf(valueOf(node, 'engine')),
      implementation: implementation === undefined ? undefined : toJson(implementation),
      severity: textOf(valueOf(node, 'severity')),
      dimension: textOf(valueOf(node, 'dimension')),
    }),
    arguments: argumentsOf(node),
    at: node.at,
  };
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

function operatorOf(node: MapNode): QualityRule['operator'] {
  for (const name of qualityOperators) {
    const entry = entryOf(node, name);
    if (entry !== undefined) return { name, value: toJson(entry.value) };
  }
  return undefined;
}

function argumentsOf(node: MapNode): { readonly [key: string]: Json } {
  const isOld = entryOf(node, 'rule') !== undefined;
  const beside = isOld ? entriesOf(node).filter((entry) => formerArguments.includes(entry.key)) : [];
  const entries = [...beside, ...entriesOf(valueOf(node, 'arguments'))];
  return Object.fromEntries(entries.map((entry): [string, Json] => [entry.key, toJson(entry.value)]));
}
