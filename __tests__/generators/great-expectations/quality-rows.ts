import type {
  Contract,
  Property,
  QualityOperator,
  QualityRule,
  SchemaObject,
  SlaProperty,
} from '../../../src/model/contract.ts';
import { fileStart } from '../../../src/model/location.ts';
import { contract, object, property, rule, server } from '../../drift/contracts.ts';

/** One row of the mapping: what a contract says, rows that keep it and rows that break exactly that. */
export interface QualityRow {
  /** Name of the object and of its table. */
  readonly name: string;
  readonly properties: readonly Property[];
  readonly object?: Partial<SchemaObject>;
  readonly levels?: readonly SlaProperty[];
  /** Columns of the table in DuckDB. */
  readonly columns: string;
  /** Rows of a VALUES list, or a query. */
  readonly good: string;
  readonly bad: string;
  /** Columns of the table with the bad rows, where they differ. */
  readonly badColumns?: string;
  /** The checks that fail on the bad rows, as `column/check`; `/check` of the whole object. */
  readonly fails: { readonly 'great-expectations': readonly string[]; readonly soda: readonly string[] };
}

const path = 'specs/contracts/outputs/rows.yaml';
const at = fileStart(path);

type Limit = readonly [QualityOperator, number | readonly [number, number]];

function metric(name: string, [operator, value]: Limit, parts: Partial<QualityRule> = {}): QualityRule {
  return rule({ metric: name, operator: { name: operator, value }, ...parts });
}

function level(name: string, written: string, element: string): SlaProperty {
  const [value = '', unit = ''] = written.split(' ');
  return { property: name, value: Number(value), unit, element, customProperties: [], at, keys: new Map() };
}

type Kind = 'string' | 'integer' | 'number' | 'date' | 'timestamp' | 'boolean' | 'array';
const sqlTypes: { readonly [kind in Kind]: string } = {
  string: 'VARCHAR',
  integer: 'INTEGER',
  number: 'DOUBLE',
  date: 'DATE',
  timestamp: 'TIMESTAMP',
  boolean: 'BOOLEAN',
  array: 'INTEGER[]',
};

interface ColumnRow {
  readonly kind?: Kind;
  readonly parts?: Parameters<typeof property>[1];
  readonly good: string;
  readonly bad: string;
  /** Name of the check that fails, alike in both tools. */
  readonly check: string;
}

/** A row about one column `c`. */
function column(name: string, { kind = 'string', parts = {}, good, bad, check }: ColumnRow): QualityRow {
  return {
    name,
    properties: [property('c', { logical: kind, ...parts })],
    columns: `c ${sqlTypes[kind]}`,
    good,
    bad,
    fails: { 'great-expectations': [`c/${check}`], soda: [`c/${check.toLowerCase().replaceAll(/[^a-z0-9]+/g, '_')}`] },
  };
}

/** A row about a rule of column `c`, which may have further constraints. */
function ruled(name: string, quality: QualityRule, { parts = {}, ...rest }: Omit<ColumnRow, 'check'>): QualityRow {
  const check = quality.id ?? quality.metric ?? 'sql';
  return column(name, { ...rest, parts: { quality: [quality], ...parts }, check });
}

const options = (values: Property['logicalTypeOptions']) => ({ logicalTypeOptions: values });
const ten = (bad: number): string =>
  Array.from({ length: 10 }, (_, index) => (index < bad ? '(NULL)' : `('v${index}')`)).join(', ');
const tenOf = (bad: number, wrong: string): string =>
  Array.from({ length: 10 }, (_, index) => (index < bad ? `('${wrong}')` : `('a')`)).join(', ');

const constraints: readonly QualityRow[] = [
  column('required_value', { parts: { required: true }, good: `('a')`, bad: `('a'), (NULL)`, check: 'required' }),
  column('unique_value', {
    parts: { unique: true },
    good: `('a'), ('b'), (NULL), (NULL)`,
    bad: `('a'), ('a')`,
    check: 'unique',
  }),
  column('primary_null', {
    parts: { primaryKey: true },
    good: `('a'), ('b')`,
    bad: `('a'), (NULL)`,
    check: 'required',
  }),
  column('primary_twice', { parts: { primaryKey: true }, good: `('a'), ('b')`, bad: `('a'), ('a')`, check: 'unique' }),
  {
    name: 'primary_composite',
    properties: [
      property('b', { logical: 'integer', primaryKey: true, primaryKeyPosition: 2 }),
      property('a', { logical: 'integer', primaryKey: true, primaryKeyPosition: 1 }),
    ],
    columns: 'b INTEGER, a INTEGER',
    good: '(1, 1), (1, 2)',
    bad: '(1, 1), (1, 1)',
    fails: { 'great-expectations': ['/primary-key'], soda: ['/primary_key'] },
  },
  column('enum_texts', {
    parts: { enum: ['NO', "O'Brien", null] },
    good: `('NO'), ('O''Brien'), (NULL)`,
    bad: `('no')`,
    check: 'enum',
  }),
  column('enum_numbers', { kind: 'integer', parts: { enum: [1, 2] }, good: '(1), (2)', bad: '(3)', check: 'enum' }),
  column('enum_booleans', { kind: 'boolean', parts: { enum: [true] }, good: '(TRUE)', bad: '(FALSE)', check: 'enum' }),
  column('enum_dates', {
    kind: 'date',
    parts: { enum: ['2020-01-01'] },
    good: `('2020-01-01')`,
    bad: `('2020-01-02')`,
    check: 'enum',
  }),
  column('length_short', {
    parts: options({ minLength: 2, maxLength: 3 }),
    good: `('ab'), ('abc')`,
    bad: `('a')`,
    check: 'length',
  }),
  column('length_long', { parts: options({ maxLength: 3 }), good: `('abc')`, bad: `('abcd')`, check: 'length' }),
  column('length_equal', {
    parts: options({ minLength: 2, maxLength: 2 }),
    good: `('ab')`,
    bad: `('abc')`,
    check: 'length',
  }),
  column('pattern_part', {
    parts: options({ pattern: '[0-9]{2}' }),
    good: `('a12b')`,
    bad: `('a1b')`,
    check: 'pattern',
  }),
  column('pattern_slash', { parts: options({ pattern: '^\\d+$' }), good: `('12')`, bad: `('a')`, check: 'pattern' }),
  column('pattern_number', {
    kind: 'integer',
    parts: options({ pattern: '^[0-9]+$' }),
    good: '(12)',
    bad: '(-12)',
    check: 'pattern',
  }),
  column('length_number', {
    kind: 'integer',
    parts: options({ maxLength: 2 }),
    good: '(12)',
    bad: '(123)',
    check: 'length',
  }),
  column('format_email', { parts: options({ format: 'email' }), good: `('a@b.c')`, bad: `('a@b')`, check: 'format' }),
  column('format_uuid', {
    parts: options({ format: 'uuid' }),
    good: `('123e4567-e89b-12d3-a456-426614174000')`,
    bad: `('123e4567')`,
    check: 'format',
  }),
  column('format_ipv4', {
    parts: options({ format: 'ipv4' }),
    good: `('10.0.255.1')`,
    bad: `('10.0.256.1')`,
    check: 'format',
  }),
  column('format_uri', {
    parts: options({ format: 'uri' }),
    good: `('https://a.b/c')`,
    bad: `('a.b/c')`,
    check: 'format',
  }),
  column('format_hostname', {
    parts: options({ format: 'hostname' }),
    good: `('a-b.example')`,
    bad: `('a_b')`,
    check: 'format',
  }),
  {
    ...column('format_of_date', {
      parts: { logical: 'date', type: 'VARCHAR', ...options({ format: "yyyy-MM-dd'T'HH:mm" }) },
      good: `('2020-01-31T10:00')`,
      bad: `('31.01.2020')`,
      check: 'format',
    }),
  },
  column('format_moment', {
    parts: { logical: 'timestamp', type: 'TEXT', ...options({ format: 'date-time' }) },
    good: `('2020-01-31T10:00:00Z')`,
    bad: `('2020-01-31')`,
    check: 'format',
  }),
  column('range_low', {
    kind: 'integer',
    parts: options({ minimum: 0, maximum: 9 }),
    good: '(0), (9), (NULL)',
    bad: '(-1)',
    check: 'range',
  }),
  column('range_high', {
    kind: 'number',
    parts: options({ maximum: 9.5 }),
    good: '(9.5)',
    bad: '(9.6)',
    check: 'range',
  }),
  column('range_strict', {
    kind: 'number',
    parts: options({ exclusiveMinimum: 0, maximum: 1 }),
    good: '(0.1), (1)',
    bad: '(0)',
    check: 'range',
  }),
  column('range_both', {
    kind: 'integer',
    parts: options({ minimum: 0, exclusiveMinimum: 0 }),
    good: '(1)',
    bad: '(0)',
    check: 'range-strict',
  }),
  column('range_date', {
    kind: 'date',
    parts: options({ minimum: '2020-01-01' }),
    good: `('2020-01-01')`,
    bad: `('2019-12-31')`,
    check: 'range',
  }),
  column('range_moment', {
    kind: 'timestamp',
    parts: options({ exclusiveMaximum: '2020-01-01' }),
    good: `('2019-12-31 23:59:59')`,
    bad: `('2020-01-01 00:00:00')`,
    check: 'range',
  }),
  column('multiple', {
    kind: 'integer',
    parts: options({ multipleOf: 5 }),
    good: '(0), (10)',
    bad: '(11)',
    check: 'multipleOf',
  }),
  column('items', {
    kind: 'array',
    parts: options({ minItems: 1, maxItems: 2 }),
    good: '([1]), ([1, 2])',
    bad: '([1, 2, 3])',
    check: 'items',
  }),
  column('reference', {
    kind: 'integer',
    parts: { relationships: [{ to: 'enum_numbers.c', ofObject: false, at }] },
    good: '(1), (2), (NULL)',
    bad: '(7)',
    check: 'reference-enum_numbers.c',
  }),
];

const metrics: readonly QualityRow[] = [
  ruled('nulls_none', metric('nullValues', ['mustBe', 0]), { good: `('a')`, bad: '(NULL)' }),
  ruled('nulls_rows', metric('nullValues', ['mustBeLessThan', 2]), { good: '(NULL)', bad: '(NULL), (NULL)' }),
  ruled('nulls_exactly', metric('nullValues', ['mustBe', 1]), { good: '(NULL)', bad: `('a')` }),
  ruled('nulls_share', metric('nullValues', ['mustBeLessOrEqualTo', 10], { unit: 'percent' }), {
    good: ten(1),
    bad: ten(2),
  }),
  ruled('nulls_strict', metric('nullValues', ['mustBeLessThan', 20], { unit: 'percent' }), {
    good: ten(1),
    bad: ten(2),
  }),
  ruled('nulls_fraction', metric('nullValues', ['mustBeLessOrEqualTo', 12.5], { unit: 'percent' }), {
    good: ten(1),
    bad: ten(2),
  }),
  ruled('nulls_between', metric('nullValues', ['mustBeBetween', [10, 20]], { unit: 'percent' }), {
    good: ten(1),
    bad: ten(3),
  }),
  ruled('nulls_not', metric('nullValues', ['mustNotBe', 20], { unit: 'percent' }), { good: ten(1), bad: ten(2) }),
  ruled('missing_none', metric('missingValues', ['mustBe', 0], { arguments: { missingValues: [null, '', 'N/A'] } }), {
    good: `('a')`,
    bad: `('N/A')`,
  }),
  ruled(
    'missing_rows',
    metric('missingValues', ['mustBeLessOrEqualTo', 1], { arguments: { missingValues: [null, ''] } }),
    { good: `('a'), ('')`, bad: `('a'), (''), (NULL)` },
  ),
  ruled(
    'missing_present',
    metric('missingValues', ['mustBeLessThan', 20], { unit: 'percent', arguments: { missingValues: ['-'] } }),
    { good: ten(5), bad: tenOf(2, '-') },
  ),
  ruled('missing_number', metric('missingValues', ['mustBe', 0], { arguments: { missingValues: ['-1', null] } }), {
    kind: 'integer',
    good: '(1)',
    bad: '(-1)',
  }),
  ruled('invalid_none', metric('invalidValues', ['mustBe', 0], { arguments: { validValues: ['a'] } }), {
    good: `('a'), (NULL)`,
    bad: `('b')`,
  }),
  ruled('invalid_rows', metric('invalidValues', ['mustBeBetween', [1, 2]], { arguments: { validValues: ['a'] } }), {
    good: `('b')`,
    bad: `('b'), ('b'), ('b')`,
  }),
  ruled(
    'invalid_share',
    metric('invalidValues', ['mustBeLessOrEqualTo', 10], { unit: 'percent', arguments: { validValues: ['a'] } }),
    { parts: { required: true }, good: tenOf(1, 'b'), bad: tenOf(2, 'b') },
  ),
  ruled(
    'invalid_of_all',
    metric('invalidValues', ['mustBeLessOrEqualTo', 50], { unit: 'percent', arguments: { validValues: ['a'] } }),
    { good: `('b'), (NULL)`, bad: `('b'), ('b'), (NULL)` },
  ),
  ruled('invalid_pattern', metric('invalidValues', ['mustBeLessThan', 2], { arguments: { pattern: '^[a-z]+$' } }), {
    good: `('1')`,
    bad: `('1'), ('2')`,
  }),
  ruled(
    'invalid_either',
    metric('invalidValues', ['mustBeLessThan', 2], { arguments: { pattern: '^[a-z]$', validValues: ['a', 'B'] } }),
    { good: `('a'), ('B')`, bad: `('a'), ('B'), ('c')` },
  ),
  ruled(
    'invalid_hostile',
    metric('invalidValues', ['mustBeLessThan', 2], {
      arguments: { validValues: ["a'); DROP TABLE rows_equal; --", '{batch}', '😀'] },
    }),
    { good: `('a''); DROP TABLE rows_equal; --'), ('{batch}'), ('😀'), ('x')`, bad: `('x'), ('y')` },
  ),
  ruled('duplicates_none', metric('duplicateValues', ['mustBe', 0]), {
    good: `('a'), (NULL), (NULL)`,
    bad: `('a'), ('a')`,
  }),
  ruled('duplicates_rows', metric('duplicateValues', ['mustBeLessThan', 2]), {
    good: `('a'), ('a')`,
    bad: `('a'), ('a'), ('a')`,
  }),
  ruled('duplicates_share', metric('duplicateValues', ['mustBeLessOrEqualTo', 50], { unit: 'percent' }), {
    good: `('a'), ('a'), (NULL)`,
    bad: `('a'), ('a'), ('a'), (NULL)`,
  }),
  ruled(
    'query_value',
    rule({
      type: 'sql',
      id: 'total',
      query: 'select sum({property}) from ${object} o',
      operator: { name: 'mustBeLessOrEqualTo', value: 10 },
    }),
    {
      kind: 'integer',
      good: '(4), (6)',
      bad: '(5), (6)',
    },
  ),
  ruled(
    'query_join',
    rule({
      type: 'sql',
      id: 'pairs',
      query:
        'WITH x AS (SELECT 1 AS y) select count(*) from {object} a join {object} b on a.c = b.c where 1 in (select y from x);',
      operator: { name: 'mustBe', value: 2 },
    }),
    { kind: 'integer', good: '(4), (6)', bad: '(5), (5)' },
  ),
];

interface ObjectRow {
  readonly quality: QualityRule;
  readonly good: string;
  readonly bad: string;
}

function whole(name: string, { quality, good, bad }: ObjectRow): QualityRow {
  const key = quality.id ?? quality.metric ?? '';
  return {
    name,
    properties: [property('a', { logical: 'integer' }), property('b', { logical: 'integer' })],
    object: { quality: [quality] },
    columns: 'a INTEGER, b INTEGER',
    good,
    bad,
    fails: { 'great-expectations': [`/${key}`], soda: [`/${key.toLowerCase()}`] },
  };
}

const two = '(1, 1), (2, 2)';
const three = '(1, 1), (2, 2), (3, 3)';
const pair = { arguments: { properties: ['a', 'b'] } };

const objects: readonly QualityRow[] = [
  whole('rows_equal', { quality: metric('rowCount', ['mustBe', 2]), good: two, bad: three }),
  whole('rows_not', { quality: metric('rowCount', ['mustNotBe', 3]), good: two, bad: three }),
  whole('rows_less', { quality: metric('rowCount', ['mustBeLessThan', 3]), good: two, bad: three }),
  whole('rows_at_most', { quality: metric('rowCount', ['mustBeLessOrEqualTo', 2]), good: two, bad: three }),
  whole('rows_more', { quality: metric('rowCount', ['mustBeGreaterThan', 2]), good: three, bad: two }),
  whole('rows_at_least', { quality: metric('rowCount', ['mustBeGreaterOrEqualTo', 3]), good: three, bad: two }),
  whole('rows_between', { quality: metric('rowCount', ['mustBeBetween', [1, 2]]), good: two, bad: three }),
  whole('rows_not_between', { quality: metric('rowCount', ['mustNotBeBetween', [3, 5]]), good: two, bad: three }),
  whole('pair_none', {
    quality: metric('duplicateValues', ['mustBe', 0], pair),
    good: '(1, 1), (1, 2), (1, NULL), (1, NULL)',
    bad: '(1, 1), (1, 1)',
  }),
  whole('pair_rows', {
    quality: metric('duplicateValues', ['mustBeLessThan', 2], pair),
    good: '(1, 1), (1, 1)',
    bad: '(1, 1), (1, 1), (1, 1)',
  }),
  whole('pair_share', {
    quality: metric('duplicateValues', ['mustBeLessOrEqualTo', 50], { ...pair, unit: 'percent' }),
    good: '(1, 1), (1, 1)',
    bad: '(1, 1), (1, 1), (1, 1)',
  }),
  whole('query_count', {
    quality: rule({
      type: 'sql',
      id: 'counted',
      query: "select count(*) from {object} where a > 0 and '{' <> ''".replace("'{' <> ''", '1 = 1'),
      operator: { name: 'mustNotBeBetween', value: [3, 4] },
    }),
    good: two,
    bad: three,
  }),
];

const moment = (
  name: string,
  kind: 'date' | 'timestamp',
  levels: readonly SlaProperty[],
): Pick<QualityRow, 'name' | 'properties' | 'columns' | 'levels'> => ({
  name,
  properties: [property('t', { logical: kind })],
  columns: `t ${sqlTypes[kind]}`,
  levels,
});

const levels: readonly QualityRow[] = [
  {
    ...moment('fresh', 'timestamp', [level('latency', '6 h', 'fresh.t')]),
    good: `SELECT CAST(now() AS TIMESTAMP) - INTERVAL 5 HOUR UNION ALL SELECT TIMESTAMP '2020-01-01'`,
    bad: `SELECT CAST(now() AS TIMESTAMP) - INTERVAL 7 HOUR`,
    fails: { 'great-expectations': ['t/latency'], soda: ['/latency'] },
  },
  {
    ...moment('fresh_day', 'date', [level('freshness', '1 d', 'fresh_day.t')]),
    good: 'SELECT CAST(now() AS DATE) - 1',
    bad: 'SELECT CAST(now() AS DATE) - 3',
    fails: { 'great-expectations': ['t/freshness'], soda: ['/freshness'] },
  },
  {
    ...moment('kept', 'timestamp', [level('retention', '1 y', 'kept.t')]),
    good: 'SELECT CAST(now() AS TIMESTAMP) - INTERVAL 365 DAY',
    bad: 'SELECT CAST(now() AS TIMESTAMP) - INTERVAL 367 DAY',
    fails: { 'great-expectations': ['t/retention'], soda: ['t/retention'] },
  },
  {
    ...moment('kept_day', 'date', [level('retention', '30 d', 'kept_day.t')]),
    good: 'SELECT CAST(now() AS DATE) - 29',
    bad: 'SELECT CAST(now() AS DATE) - 32',
    fails: { 'great-expectations': ['t/retention'], soda: ['t/retention'] },
  },
];

const shapes: readonly QualityRow[] = [
  {
    ...column('column_extra', { good: `('a')`, bad: `('a', 1)`, check: '' }),
    badColumns: 'c VARCHAR, d INTEGER',
    fails: { 'great-expectations': ['/columns'], soda: ['/schema'] },
  },
  {
    ...column('column_type', { kind: 'integer', parts: { type: 'INTEGER' }, good: '(1)', bad: `('a')`, check: '' }),
    badColumns: 'c VARCHAR',
    fails: { 'great-expectations': [], soda: ['/schema'] },
  },
  {
    ...column('quoted', { good: '', bad: '', check: '' }),
    properties: [
      property('order', { logical: 'integer', quality: [metric('nullValues', ['mustBeLessThan', 2])] }),
      property('a b', {
        logical: 'string',
        quality: [metric('invalidValues', ['mustBeLessThan', 2], { arguments: { validValues: ['x'] } })],
      }),
    ],
    columns: '"order" INTEGER, "a b" VARCHAR',
    good: `(1, 'y'), (NULL, 'x')`,
    bad: `(NULL, 'y'), (NULL, 'y')`,
    fails: {
      'great-expectations': ['a b/invalidValues', 'order/nullValues'],
      soda: ['a b/invalidvalues', 'order/nullvalues'],
    },
  },
  {
    ...column('custom', { good: '', bad: '', check: '' }),
    properties: [
      property('c', {
        logical: 'integer',
        quality: [
          rule({
            type: 'custom',
            id: 'mean',
            engine: 'greatExpectations',
            implementation: 'type: expect_column_mean_to_be_between\nkwargs:\n  max_value: 5\n',
          }),
          rule({
            type: 'custom',
            id: 'mean',
            engine: 'soda',
            implementation: { aggregate: { function: 'avg', threshold: { must_be_less_than_or_equal: 5 } } },
          }),
        ],
      }),
    ],
    columns: 'c INTEGER',
    good: '(4)',
    bad: '(6)',
    fails: { 'great-expectations': ['c/mean'], soda: ['c/mean'] },
  },
];

/** Every row of the mapping that both tools can express. */
export const qualityRows: readonly QualityRow[] = [...constraints, ...metrics, ...objects, ...levels, ...shapes];

/** One contract with an object per row, on DuckDB. */
export const rowsContract: Contract = contract({
  path,
  id: 'rows',
  direction: 'output',
  servers: [server('duckdb', { schema: 'main' })],
  schema: qualityRows.map((row) => object(row.name, row.properties, row.object)),
  slaProperties: qualityRows.flatMap((row) => row.levels ?? []),
});

/** The statements that make the tables of all rows: good ones, or those of one row bad and the others good. */
export function tableStatement(row: QualityRow, state: 'good' | 'bad'): string {
  const columns = state === 'bad' ? (row.badColumns ?? row.columns) : row.columns;
  const rows = row[state].startsWith('SELECT') ? row[state] : `VALUES ${row[state]}`;
  return `CREATE OR REPLACE TABLE ${row.name} (${columns}); INSERT INTO ${row.name} ${rows};`;
}
