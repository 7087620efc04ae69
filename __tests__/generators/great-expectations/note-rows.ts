import type { Contract, Property, QualityRule, SchemaObject } from '../../../src/model/contract.ts';
import { fileStart } from '../../../src/model/location.ts';
import { contract, object, property, rule } from '../../drift/contracts.ts';

/** Something of a contract that neither tool can express, and the note that says so. */
export interface NoteRow {
  readonly name: string;
  readonly property?: Parameters<typeof property>[1];
  readonly object?: Partial<SchemaObject>;
  readonly contract?: Partial<Contract>;
  /** Key of the message below the generator's namespace, and its values. */
  readonly message: string;
  readonly values: { readonly [name: string]: string };
}

const at = fileStart('specs/contracts/outputs/orders.yaml');
const mustBe = { name: 'mustBe', value: 0 } as const;
const options = (logicalTypeOptions: Property['logicalTypeOptions']) => ({ logicalTypeOptions });
const ruled = (parts: Partial<QualityRule>) => ({ quality: [rule({ id: 'r', ...parts })] });
const sql = (query: string, parts: Partial<QualityRule> = {}) =>
  ruled({ type: 'sql', query, operator: mustBe, ...parts });
const c = { name: 'o.c' };
const r = { ...c, rule: 'r' };
const nested = (parts: Parameters<typeof property>[1]) => ({ properties: [property('inner', parts)] });
const level = (parts: object) => ({
  slaProperties: [{ property: 'latency', value: 1, unit: 'h', customProperties: [], at, keys: new Map(), ...parts }],
});

/** One row per element of ODCS (or way to write it) that has no translation; the place is object `o`, property `c`. */
export const noteRows: readonly NoteRow[] = [
  { name: 'enum of objects', property: { enum: [{ a: 1 }] }, message: 'enum-not-expressed', values: c },
  { name: 'enum of nothing', property: { enum: [null] }, message: 'enum-not-expressed', values: c },
  {
    name: 'uniqueItems',
    property: options({ uniqueItems: true }),
    message: 'option-not-expressed',
    values: { ...c, option: 'uniqueItems' },
  },
  {
    name: 'minProperties',
    property: options({ minProperties: 1 }),
    message: 'option-not-expressed',
    values: { ...c, option: 'minProperties' },
  },
  {
    name: 'minLength as text',
    property: options({ minLength: '1' }),
    message: 'option-not-expressed',
    values: { ...c, option: 'minLength' },
  },
  {
    name: 'pattern as number',
    property: options({ pattern: 1 }),
    message: 'option-not-expressed',
    values: { ...c, option: 'pattern' },
  },
  {
    name: 'multipleOf 0',
    property: options({ multipleOf: 0 }),
    message: 'option-not-expressed',
    values: { ...c, option: 'multipleOf' },
  },
  {
    name: 'unknown format',
    property: { logical: 'string', ...options({ format: 'ipv6' }) },
    message: 'format-not-expressed',
    values: { ...c, format: 'ipv6' },
  },
  {
    name: 'unknown format of a date kept as text',
    property: { logical: 'date', type: 'varchar(10)', ...options({ format: 'EEE dd' }) },
    message: 'format-not-expressed',
    values: { ...c, format: 'EEE dd' },
  },
  {
    name: 'bound of another type',
    property: { logical: 'date', ...options({ minimum: 5 }) },
    message: 'bound-not-expressed',
    values: { ...c, option: 'minimum', value: '5' },
  },
  {
    name: 'bound with SQL in it',
    property: { logical: 'date', ...options({ maximum: "2020-01-01') --" }) },
    message: 'bound-not-expressed',
    values: { ...c, option: 'maximum', value: "2020-01-01') --" },
  },
  {
    name: 'measure',
    property: { semantic: 'measure' },
    message: 'semantic-type',
    values: { ...c, semanticType: 'measure' },
  },
  { name: 'no name', property: { physicalName: '' }, message: 'name-not-usable', values: c },
  {
    name: 'required inside an object',
    property: nested({ required: true }),
    message: 'nested-not-expressed',
    values: { ...c, nested: 'inner' },
  },
  {
    name: 'option of items',
    property: nested(options({ minimum: 1 })),
    message: 'nested-not-expressed',
    values: { ...c, nested: 'inner' },
  },
  { name: 'no operator', property: ruled({ metric: 'nullValues' }), message: 'rule-threshold', values: r },
  {
    name: 'operator with a text',
    property: ruled({ metric: 'nullValues', operator: { name: 'mustBe', value: '0' } }),
    message: 'rule-threshold',
    values: r,
  },
  {
    name: 'range with one number',
    property: ruled({ metric: 'nullValues', operator: { name: 'mustBeBetween', value: [1] } }),
    message: 'rule-threshold',
    values: r,
  },
  {
    name: 'unknown unit',
    property: ruled({ metric: 'nullValues', operator: mustBe, unit: 'MB' }),
    message: 'rule-unit',
    values: { ...r, unit: 'MB' },
  },
  {
    name: 'percent of rows',
    object: ruled({ metric: 'rowCount', operator: mustBe, unit: 'percent' }),
    message: 'rule-unit',
    values: { name: 'o', rule: 'r', unit: 'percent' },
  },
  {
    name: 'unknown metric',
    property: ruled({ metric: 'freshness', operator: mustBe }),
    message: 'rule-metric',
    values: { ...r, metric: 'freshness' },
  },
  {
    name: 'metric of a property at an object',
    object: ruled({ metric: 'nullValues', operator: mustBe }),
    message: 'rule-needs-property',
    values: { name: 'o', rule: 'r', metric: 'nullValues' },
  },
  {
    name: 'missingValues without values',
    property: ruled({ metric: 'missingValues', operator: mustBe }),
    message: 'rule-arguments',
    values: { ...r, argument: 'missingValues' },
  },
  {
    name: 'invalidValues without arguments',
    property: ruled({ metric: 'invalidValues', operator: mustBe }),
    message: 'rule-arguments',
    values: { ...r, argument: 'validValues or pattern' },
  },
  {
    name: 'duplicates of unknown properties',
    object: ruled({ metric: 'duplicateValues', operator: mustBe, arguments: { properties: ['c', 'd'] } }),
    message: 'rule-arguments',
    values: { name: 'o', rule: 'r', argument: 'properties' },
  },
  { name: 'query that writes', property: sql('select 1; drop table x'), message: 'query-not-single', values: r },
  { name: 'query with a comment', property: sql('select 1 -- x'), message: 'query-not-single', values: r },
  {
    name: 'query that closes our parentheses',
    property: sql('select 1) or (select 1'),
    message: 'query-not-single',
    values: r,
  },
  {
    name: 'query with a placeholder of another tool',
    property: sql('select 1 from {schema}.x'),
    message: 'query-placeholder',
    values: { ...c, check: 'r' },
  },
  {
    name: 'rule of another engine',
    property: ruled({ type: 'custom', engine: 'monteCarlo', implementation: {} }),
    message: 'rule-engine',
    values: { ...r, engine: 'monteCarlo' },
  },
  {
    name: 'relationship to nothing',
    property: { relationships: [{ to: 'nowhere.c', ofObject: false, at }] },
    message: 'relationship-not-resolved',
    values: { ...c, to: 'nowhere.c' },
  },
  {
    name: 'relationship of two columns',
    object: { relationships: [{ from: ['o.c', 'o.d'], to: ['p.c', 'p.d'], at }] },
    message: 'relationship-composite',
    values: { name: 'o', to: 'p.c, p.d' },
  },
  {
    name: 'latency of no column',
    contract: level({}),
    message: 'level-without-element',
    values: { name: 'o', level: 'latency', element: '' },
  },
  {
    name: 'latency of an unknown column',
    contract: level({ element: 'o.x' }),
    message: 'level-without-element',
    values: { name: 'o', level: 'latency', element: 'o.x' },
  },
  {
    name: 'latency of a column without time',
    contract: level({ element: 'o.c' }),
    message: 'level-not-expressed',
    values: { ...c, level: 'latency' },
  },
  {
    name: 'retention of ambiguous months',
    property: { logical: 'timestamp' },
    contract: level({ property: 'retention', unit: 'm', element: 'o.c' }),
    message: 'level-not-expressed',
    values: { ...c, level: 'retention' },
  },
  {
    name: 'retention where the warehouse is not known',
    property: { logical: 'date' },
    contract: level({ property: 'retention', element: 'o.c' }),
    message: 'sql-not-expressed',
    values: { ...c, check: 'retention' },
  },
  {
    name: 'array sizes where the warehouse is not known',
    property: { logical: 'array', ...options({ minItems: 1 }) },
    message: 'sql-not-expressed',
    values: { ...c, check: 'items' },
  },
];

/** The contract of a row. */
export function contractOf(row: NoteRow): Contract {
  return contract({ schema: [object('o', [property('c', row.property)], row.object)], ...row.contract });
}
