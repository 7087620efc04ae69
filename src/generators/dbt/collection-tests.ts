import type { Json, Property } from '../../model/contract.ts';
import type { Complain, Target } from './target.ts';
import { isPlainName, type TestCall } from './test-call.ts';

/** The tests of arrays (`minItems`, `maxItems`, `uniqueItems`) and of objects (`required`, required fields). */
export function collectionTests(property: Property, target: Target, complain: Complain): readonly TestCall[] {
  return [...itemTests(property, target, complain), ...fieldTests(property, target, complain)];
}

/** Warehouses whose arrays can be counted, and those that find equal items in them. */
const countable = new Set(['duckdb', 'postgres', 'snowflake', 'bigquery', 'databricks', 'spark', 'trino', 'redshift']);
const comparable = new Set(['duckdb', 'postgres', 'snowflake', 'bigquery', 'databricks', 'spark', 'trino']);

function itemTests(property: Property, target: Target, complain: Complain): readonly TestCall[] {
  const { minItems, maxItems, uniqueItems } = property.logicalTypeOptions;
  const dialect = target.dialect ?? '';
  const isArray = !/json|variant|super|char|text/i.test(property.physicalType?.value ?? '') || dialect === 'snowflake';
  const limits = [
    ['minItems', 'min_items', minItems],
    ['maxItems', 'max_items', maxItems],
  ] as const;
  const given: { [argument: string]: Json } = {};
  for (const [option, argument, value] of limits) {
    if (value === undefined) continue;
    if (Number.isInteger(value) && isArray && countable.has(dialect)) given[argument] = value;
    else complain('option-not-expressed', { option });
  }
  if (uniqueItems === true && isArray && comparable.has(dialect)) given['unique_items'] = true;
  else if (uniqueItems !== undefined && uniqueItems !== false)
    complain('option-not-expressed', { option: 'uniqueItems' });
  return Object.keys(given).length === 0 ? [] : [{ test: 'dataengos_array_items', arguments: given }];
}

/** How a warehouse reaches a field of a structured column. */
const reachable = new Set(['duckdb', 'bigquery', 'databricks', 'spark', 'snowflake', 'postgres']);

/** Names of the fields that an object must have: its option `required`, and the properties in it that are. */
export function requiredFields(property: Property): readonly string[] {
  if (property.logicalType?.value !== 'object') return [];
  const option = property.logicalTypeOptions['required'];
  const listed = Array.isArray(option) ? option.filter((name): name is string => typeof name === 'string') : [];
  const nested = property.properties.filter(({ required }) => required.value).map(({ name }) => name);
  return [...new Set([...listed, ...nested])];
}

/** Whether required fields of an object can be tested. */
export function canReachFields(property: Property, { dialect = '' }: Target): boolean {
  const isJson = isJsonColumn(property);
  if (dialect === 'postgres') return isJson;
  return reachable.has(dialect) && (!isJson || dialect === 'duckdb' || dialect === 'bigquery');
}

function isJsonColumn(property: Property): boolean {
  return /json/i.test(property.physicalType?.value ?? '');
}

function fieldTests(property: Property, target: Target, complain: Complain): readonly TestCall[] {
  const fields = requiredFields(property);
  const { required } = property.logicalTypeOptions;
  const isSound = fields.every(isPlainName) && canReachFields(property, target);
  if (required !== undefined && (!isSound || fields.length === 0))
    complain('option-not-expressed', { option: 'required' });
  if (fields.length === 0 || !isSound) return [];
  return [
    {
      test: 'dataengos_required_fields',
      arguments: { fields, ...(isJsonColumn(property) ? { json: true } : {}) },
    },
  ];
}
