import type {
  Json,
  LogicalType,
  Property,
  QualityOperator,
  QualityRule,
  SlaProperty,
} from '../../../src/model/contract.ts';
import type { Comparison } from '../../../src/diff/values/comparison.ts';

const at = { path: 'contract.yaml', line: 1, column: 1 };
const no = { value: false, at };

/** A property of a type with options. */
export function property(type: LogicalType | undefined, options: { readonly [key: string]: Json }): Property {
  return {
    name: 'p',
    ...(type === undefined ? {} : { logicalType: { value: type, at } }),
    logicalTypeOptions: options,
    synonyms: [],
    deprecated: no,
    required: no,
    unique: no,
    primaryKey: no,
    partitioned: no,
    criticalDataElement: no,
    transformSourceObjects: [],
    examples: [],
    properties: [],
    quality: [],
    relationships: [],
    authoritativeDefinitions: [],
    tags: [],
    customProperties: [],
    at,
  };
}

/** A quality rule with an operator, by default of the library metric `nullValues`. */
export function rule(operator: QualityOperator | undefined, value: Json, more: Partial<QualityRule> = {}): QualityRule {
  return {
    type: 'library',
    metric: 'nullValues',
    ...(operator === undefined ? {} : { operator: { name: operator, value } }),
    arguments: {},
    tags: [],
    at,
    keys: new Map(),
    ...more,
  };
}

/** A service level; a text is its unit. */
export function sla(name: string, value: Json, more: string | Partial<SlaProperty> = {}): SlaProperty {
  return {
    property: name,
    value,
    customProperties: [],
    at,
    keys: new Map(),
    ...(typeof more === 'string' ? { unit: more } : more),
  };
}

/** The comparison of the reverse change. */
export function mirror(comparison: Comparison): Comparison {
  if (comparison === 'tightened') return 'loosened';
  return comparison === 'loosened' ? 'tightened' : comparison;
}
