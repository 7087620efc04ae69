import type { Property, QualityRule, SchemaObject, SlaProperty } from '../../../src/model/contract.ts';
import { fileStart } from '../../../src/model/location.ts';
import { object, property, rule } from '../../drift/contracts.ts';
import { fourValues, type OperatorCase, operatorCases, percentCases, surplusValues } from './operators.ts';

/** One or more columns of a model, with rows that meet what the contract says of them and rows that break it. */
export interface BiteCase {
  /** Row of the mapping table in docs/generators/dbt-properties.md. */
  readonly row: string;
  /** Name of the model, unique. */
  readonly name: string;
  readonly object: SchemaObject;
  /** SQL literals of each row, in the order of the properties. */
  readonly good: readonly (readonly string[])[];
  readonly bad: readonly (readonly string[])[];
  /** Tests that fail on the bad rows, each as often as it is there; `model` where building it fails. */
  readonly expected: readonly string[];
  /** What dbt says of them; default `fail`. */
  readonly status?: 'fail' | 'warn' | 'error';
  /** Default `view`: a table's constraints would refuse the rows before the tests do. */
  readonly materialized?: 'table' | 'incremental';
  readonly slaProperties?: readonly SlaProperty[];
  /** SQL types of the columns where they differ from what the contract says. */
  readonly badTypes?: readonly string[];
}

const at = fileStart('specs/contracts/outputs/case.yaml');

type Options = Property['logicalTypeOptions'];

interface OneColumn {
  readonly type: string;
  readonly logical?: NonNullable<Property['logicalType']>['value'];
  readonly parts?: Parameters<typeof property>[1];
  readonly good: readonly string[];
  readonly bad: readonly string[];
  readonly test: string;
}

/** A case about a single column. */
function one(row: string, name: string, column: OneColumn): BiteCase {
  const { type, logical, parts = {}, good, bad, test } = column;
  const value = property('v', { type, ...(logical === undefined ? {} : { logical }), ...parts });
  return { row, name, object: object(name, [value]), good: oneEach(good), bad: oneEach(bad), expected: [test] };
}

function oneEach(values: readonly string[]): readonly (readonly string[])[] {
  return values.map((value) => [value]);
}

function text(options: Options): Pick<OneColumn, 'type' | 'logical' | 'parts'> {
  return { type: 'VARCHAR', logical: 'string', parts: { logicalTypeOptions: options } };
}

function integer(options: Options): Pick<OneColumn, 'type' | 'logical' | 'parts'> {
  return { type: 'INTEGER', logical: 'integer', parts: { logicalTypeOptions: options } };
}

function formatCase(format: string, good: readonly string[], bad: string): BiteCase {
  return one('format of texts', `format_${format.replaceAll('-', '_')}`, {
    ...text({ format }),
    good: [...good, 'null'],
    bad: [...good, bad],
    test: 'dataengos_matches_regex',
  });
}

/** A model with a column for each operator, all of them held against the same metric. */
function operators(
  row: string,
  name: string,
  {
    cases,
    ruleOf,
    valuesOf,
    test,
  }: {
    readonly cases: readonly OperatorCase[];
    readonly ruleOf: (each: OperatorCase) => Partial<QualityRule>;
    readonly valuesOf: (bad: number) => readonly string[];
    readonly test: string;
  },
): BiteCase {
  const columns = cases.map((each, index) =>
    property(`v${index}`, {
      type: 'VARCHAR',
      logical: 'string',
      quality: [rule({ operator: each.operator, ...ruleOf(each) })],
    }),
  );
  const rows = (side: 'good' | 'bad'): readonly (readonly string[])[] => {
    const values = cases.map((each) => valuesOf(each[side]));
    return [0, 1, 2, 3].map((index) => values.map((column) => column[index] ?? 'null'));
  };
  return {
    row,
    name,
    object: object(name, columns),
    good: rows('good'),
    bad: rows('bad'),
    expected: cases.map(() => test),
  };
}

const nulls = (bad: number): readonly string[] => fourValues(bad, { good: "'a'", bad: 'null' });
const gaps = (bad: number): readonly string[] => fourValues(bad, { good: "'a'", bad: "'N/A'" });
const wrong = (bad: number): readonly string[] => fourValues(bad, { good: "'a'", bad: "'x'" });

const missingValues = { arguments: { missingValues: [null, '', 'N/A'] } };
const validValues = { arguments: { validValues: ['a', 'b'] } };
const pattern = { arguments: { pattern: '^a$' } };

function metricCases(): readonly BiteCase[] {
  const metrics: readonly {
    readonly row: string;
    readonly name: string;
    readonly rule: Partial<QualityRule>;
    readonly valuesOf: (bad: number) => readonly string[];
    readonly tests: readonly [string, string];
  }[] = [
    {
      row: 'nullValues',
      name: 'nulls',
      rule: { metric: 'nullValues' },
      valuesOf: nulls,
      tests: ['not_null', 'dataengos_missing_values'],
    },
    {
      row: 'missingValues',
      name: 'missing',
      rule: { metric: 'missingValues', ...missingValues },
      valuesOf: gaps,
      tests: ['dataengos_missing_values', 'dataengos_missing_values'],
    },
    {
      row: 'invalidValues with validValues',
      name: 'invalid',
      rule: { metric: 'invalidValues', ...validValues },
      valuesOf: wrong,
      tests: ['accepted_values', 'dataengos_accepted_values'],
    },
    {
      row: 'invalidValues with pattern',
      name: 'shapeless',
      rule: { metric: 'invalidValues', ...pattern },
      valuesOf: wrong,
      tests: ['dataengos_matches_regex', 'dataengos_matches_regex'],
    },
    {
      row: 'duplicateValues of a property',
      name: 'doubles',
      rule: { metric: 'duplicateValues' },
      valuesOf: surplusValues,
      tests: ['unique', 'dataengos_unique_combination'],
    },
    {
      row: 'sql',
      name: 'queries',
      rule: { type: 'sql', query: 'select count(*) from ${object} where {property} is null' },
      valuesOf: nulls,
      tests: ['singular', 'singular'],
    },
  ];
  return metrics.flatMap(({ row, name, rule: common, valuesOf, tests: [inRows, inPercent] }) => [
    operators(row, `${name}_rows`, { cases: operatorCases, ruleOf: () => common, valuesOf, test: inRows }),
    ...(common.type === 'sql'
      ? []
      : [
          operators(row, `${name}_percent`, {
            cases: percentCases,
            ruleOf: () => ({ ...common, unit: 'percent' }),
            valuesOf,
            test: inPercent,
          }),
        ]),
  ]);
}

/** Rules of whole tables: a model for each operator. */
function tableRuleCases(): readonly BiteCase[] {
  const counted = operatorCases.map(({ operator, good, bad }, index): BiteCase => {
    const quality = [rule({ metric: 'rowCount', operator })];
    const name = `row_count_${index}`;
    const value = property('v', { type: 'VARCHAR', logical: 'string' });
    return {
      row: 'rowCount',
      name,
      object: object(name, [value], { quality }),
      good: sameRows(good),
      bad: sameRows(bad),
      expected: ['dataengos_row_count'],
    };
  });
  const combined = [...operatorCases, ...percentCases].map(({ operator, good, bad }, index): BiteCase => {
    const isPercent = index >= operatorCases.length;
    const name = `combination_${index}`;
    const columns = [
      property('order', { type: 'VARCHAR', logical: 'string' }),
      property('two words', { type: 'INTEGER', logical: 'integer' }),
    ];
    const unit = isPercent ? { unit: 'percent' } : {};
    const quality = [
      rule({ metric: 'duplicateValues', operator, ...unit, arguments: { properties: ['order', 'two words'] } }),
    ];
    return {
      row: 'duplicateValues of an object',
      name,
      object: object(name, columns, { quality }),
      good: surplusRows(good),
      bad: surplusRows(bad),
      expected: ['dataengos_unique_combination'],
    };
  });
  return [...counted, ...combined];
}

function sameRows(count: number): readonly (readonly string[])[] {
  return Array.from({ length: count }, () => ["'a'"]);
}

function surplusRows(surplus: number): readonly (readonly string[])[] {
  return surplusValues(surplus).map((value) => [value, '1']);
}

const relationship = { to: 'parents.id', ofObject: false, at } as const;

function pair(name: string, parts: Partial<SchemaObject> = {}, key = false): SchemaObject {
  const column = (each: string, position: number) =>
    property(each, {
      type: 'INTEGER',
      logical: 'integer',
      ...(key ? { primaryKey: true, primaryKeyPosition: position } : {}),
    });
  return object(name, [column('a', 2), column('b', 1)], parts);
}

function level(propertyName: string, parts: Partial<SlaProperty>): SlaProperty {
  return { property: propertyName, value: null, customProperties: [], at, keys: new Map(), ...parts };
}

function timed(
  row: string,
  name: string,
  {
    sla,
    type,
    good,
    bad,
    test,
  }: {
    readonly sla: SlaProperty;
    readonly type: 'TIMESTAMP' | 'DATE';
    readonly good: string;
    readonly bad: string;
    readonly test: string;
  },
): BiteCase {
  const logical = type === 'DATE' ? 'date' : 'timestamp';
  return {
    ...one(row, name, { type, logical, good: [good, 'null'], bad: [bad], test }),
    slaProperties: [{ ...sla, element: `${name}.v` }],
    status: 'warn',
  };
}

const now = 'cast(current_timestamp as timestamp)';
const long = "timestamp '2001-02-03 04:05:06'";

/** Names that SQL only takes in quotes; what has quotes or braces itself is not tested, and said. */
const oddNames = [
  'two words',
  'ação',
  '🙂',
  '1st',
  'a-b',
  'a; drop table x',
  'a--b',
  'a/*b',
  '$x',
  'select',
  `x${'y'.repeat(299)}`,
];

/** What of the mapping table is tested by one column, or by few. */
const singleCases: readonly BiteCase[] = [
  {
    row: 'required',
    name: 'reserved_word',
    object: object('reserved_word', [property('order', { type: 'VARCHAR', required: true })]),
    good: [["'a'"]],
    bad: [['null']],
    expected: ['not_null'],
  },
  {
    row: 'required',
    name: 'odd_names',
    object: object(
      'odd_names',
      oddNames.map((name) => property(name, { type: 'VARCHAR', logical: 'string', required: true, enum: ['a'] })),
    ),
    good: [oddNames.map(() => "'a'")],
    bad: [oddNames.map(() => 'null')],
    expected: oddNames.map(() => 'not_null'),
  },
  one('required', 'required', {
    type: 'VARCHAR',
    parts: { required: true },
    good: ["'a'", "''"],
    bad: ["'a'", 'null'],
    test: 'not_null',
  }),
  one('unique', 'unique_values', {
    type: 'VARCHAR',
    parts: { unique: true },
    good: ["'a'", "'b'", 'null', 'null'],
    bad: ["'a'", "'a'"],
    test: 'unique',
  }),
  one('primaryKey of one column', 'key_filled', {
    type: 'INTEGER',
    parts: { primaryKey: true },
    good: ['1', '2'],
    bad: ['1', 'null'],
    test: 'not_null',
  }),
  one('primaryKey of one column', 'key_unique', {
    type: 'INTEGER',
    parts: { primaryKey: true },
    good: ['1', '2'],
    bad: ['1', '1'],
    test: 'unique',
  }),
  {
    row: 'primaryKey of several columns',
    name: 'keys_unique',
    object: pair('keys_unique', {}, true),
    good: [
      ['1', '1'],
      ['1', '2'],
    ],
    bad: [
      ['1', '1'],
      ['1', '1'],
    ],
    expected: ['dataengos_unique_combination'],
  },
  {
    row: 'primaryKey of several columns',
    name: 'keys_filled',
    object: pair('keys_filled', {}, true),
    good: [
      ['1', '1'],
      ['1', '2'],
    ],
    bad: [
      ['1', '1'],
      ['null', '2'],
    ],
    expected: ['not_null'],
  },
  one('enum', 'enum_texts', {
    type: 'VARCHAR',
    logical: 'string',
    parts: { enum: ['NO', 'on', '012'] },
    good: ["'NO'", "'on'", "'012'", 'null'],
    bad: ["'no'"],
    test: 'accepted_values',
  }),
  one('enum', 'enum_quotes', {
    type: 'VARCHAR',
    logical: 'string',
    parts: { enum: ["O'Brien", 'a\\b', '{{ 1 }}'] },
    good: ["'O''Brien'", "'a\\b'", `'{{ "{{ 1 }}" }}'`],
    bad: ["'OBrien'"],
    test: 'dataengos_accepted_values',
  }),
  one('enum', 'enum_numbers', {
    type: 'INTEGER',
    logical: 'integer',
    parts: { enum: [1, 2] },
    good: ['1', '2', 'null'],
    bad: ['3'],
    test: 'accepted_values',
  }),
  one('enum', 'enum_custom', {
    type: 'VARCHAR',
    logical: 'string',
    parts: { customProperties: [{ property: 'enum', value: ['a'], at }] },
    good: ["'a'"],
    bad: ["'b'"],
    test: 'accepted_values',
  }),
  one('enum', 'enum_option', { ...text({ enum: ['a'] }), good: ["'a'"], bad: ["'b'"], test: 'accepted_values' }),
  one('minLength, maxLength', 'too_short', {
    ...text({ minLength: 2, maxLength: 3 }),
    good: ["'ab'", "'abc'", 'null'],
    bad: ["'a'"],
    test: 'dataengos_length_between',
  }),
  one('minLength, maxLength', 'too_long', {
    ...text({ maxLength: 3 }),
    good: ["''", "'abc'"],
    bad: ["'abcd'"],
    test: 'dataengos_length_between',
  }),
  one('pattern', 'pattern', {
    ...text({ pattern: "^[A-Z]{2}'\\d+$" }),
    good: ["'AB''12'", 'null'],
    bad: ["'AB12'"],
    test: 'dataengos_matches_regex',
  }),
  formatCase('email', ["'a.b+c@d.example'"], "'a.example'"),
  formatCase('uuid', ["'123e4567-e89b-12d3-a456-426614174000'"], "'123e4567'"),
  formatCase('ipv4', ["'0.0.0.0'", "'255.1.20.199'"], "'256.1.1.1'"),
  formatCase('ipv6', ["'::'", "'2001:db8::1'", "'1:2:3:4:5:6:7:8'", "'::ffff:10.0.0.1'"], "'1:2:3:4:5:6:7'"),
  formatCase('uri', ["'https://example.com/a?b'", "'urn:x:y'"], "'example.com'"),
  formatCase('hostname', ["'a.example'", "'localhost'"], "'-a.example'"),
  formatCase('date', ["'2024-02-29'"], "'2024-13-01'"),
  formatCase('time', ["'23:59:59'", "'10:00:00.5Z'"], "'24:00:00'"),
  formatCase('date-time', ["'2024-02-29T23:59:59Z'", "'2024-01-01 00:00:00.123+02:00'"], "'2024-01-01'"),
  formatCase('byte', ["''", "'YWI='"], "'YWI'"),
  one('format of dates kept as text', 'date_format', {
    type: 'VARCHAR',
    logical: 'date',
    parts: { logicalTypeOptions: { format: 'dd/MM/yyyy' } },
    good: ["'31/12/2024'"],
    bad: ["'2024-12-31'"],
    test: 'dataengos_matches_regex',
  }),
  one('format of dates kept as text', 'moment_format', {
    type: 'VARCHAR',
    logical: 'timestamp',
    parts: { logicalTypeOptions: { format: "yyyy-MM-dd'T'HH:mm:ss" } },
    good: ["'2024-12-31T10:00:00'"],
    bad: ["'2024-12-31 10:00:00'"],
    test: 'dataengos_matches_regex',
  }),
  one('minimum, maximum', 'minimum', {
    ...integer({ minimum: 0, maximum: 9 }),
    good: ['0', '9', 'null'],
    bad: ['-1'],
    test: 'dataengos_accepted_range',
  }),
  one('minimum, maximum', 'maximum', {
    type: 'DECIMAL(10,2)',
    logical: 'number',
    parts: { logicalTypeOptions: { maximum: 9.5 } },
    good: ['9.5'],
    bad: ['9.51'],
    test: 'dataengos_accepted_range',
  }),
  one('exclusiveMinimum, exclusiveMaximum', 'above', {
    ...integer({ exclusiveMinimum: 0, exclusiveMaximum: 9 }),
    good: ['1', '8'],
    bad: ['0'],
    test: 'dataengos_accepted_range',
  }),
  one('exclusiveMinimum, exclusiveMaximum', 'below', {
    ...integer({ minimum: 0, exclusiveMaximum: 9 }),
    good: ['0', '8'],
    bad: ['9'],
    test: 'dataengos_accepted_range',
  }),
  one('exclusiveMinimum, exclusiveMaximum', 'strict_flag', {
    ...integer({ maximum: 9, exclusiveMaximum: true }),
    good: ['8'],
    bad: ['9'],
    test: 'dataengos_accepted_range',
  }),
  one('minimum, maximum of dates and times', 'first_day', {
    type: 'DATE',
    logical: 'date',
    parts: { logicalTypeOptions: { minimum: '2020-01-01' } },
    good: ["date '2020-01-01'"],
    bad: ["date '2019-12-31'"],
    test: 'dataengos_accepted_range',
  }),
  one('minimum, maximum of dates and times', 'last_moment', {
    type: 'TIMESTAMP',
    logical: 'timestamp',
    parts: { logicalTypeOptions: { exclusiveMaximum: '2020-01-01T00:00:00' } },
    good: ["timestamp '2019-12-31 23:59:59'"],
    bad: ["timestamp '2020-01-01 00:00:00'"],
    test: 'dataengos_accepted_range',
  }),
  one('minimum, maximum of dates and times', 'opening_time', {
    type: 'TIME',
    logical: 'time',
    parts: { logicalTypeOptions: { minimum: '08:00' } },
    good: ["time '08:00:00'"],
    bad: ["time '07:59:59'"],
    test: 'dataengos_accepted_range',
  }),
  one('multipleOf', 'multiple', {
    ...integer({ multipleOf: 5 }),
    good: ['0', '10', '-5'],
    bad: ['7'],
    test: 'dataengos_multiple_of',
  }),
  one('multipleOf', 'multiple_of_cents', {
    type: 'DECIMAL(10,3)',
    logical: 'number',
    parts: { logicalTypeOptions: { multipleOf: 0.05 } },
    good: ['0.15'],
    bad: ['0.16'],
    test: 'dataengos_multiple_of',
  }),
  one('minItems, maxItems, uniqueItems', 'too_few', {
    type: 'INTEGER[]',
    logical: 'array',
    parts: { logicalTypeOptions: { minItems: 1, maxItems: 2 } },
    good: ['[1]', '[1, 1]', 'null'],
    bad: ['[]'],
    test: 'dataengos_array_items',
  }),
  one('minItems, maxItems, uniqueItems', 'too_many', {
    type: 'INTEGER[]',
    logical: 'array',
    parts: { logicalTypeOptions: { maxItems: 2 } },
    good: ['[]'],
    bad: ['[1, 2, 3]'],
    test: 'dataengos_array_items',
  }),
  one('minItems, maxItems, uniqueItems', 'twice', {
    type: 'INTEGER[]',
    logical: 'array',
    parts: { logicalTypeOptions: { uniqueItems: true } },
    good: ['[1, 2, null]', '[]'],
    bad: ['[1, 1]'],
    test: 'dataengos_array_items',
  }),
  one('required fields of an object', 'fields', {
    type: 'STRUCT(a INTEGER, b INTEGER)',
    logical: 'object',
    parts: { properties: [property('a', { required: true }), property('b')] },
    good: ["{'a': 1, 'b': null}", 'null'],
    bad: ["{'a': null, 'b': 1}"],
    test: 'dataengos_required_fields',
  }),
  one('required fields of an object', 'json_fields', {
    type: 'JSON',
    logical: 'object',
    parts: { logicalTypeOptions: { required: ['a'] } },
    good: [`'{"a": 1}'`],
    bad: [`'{"b": 1}'`],
    test: 'dataengos_required_fields',
  }),
  one('relationships of one column', 'child', {
    type: 'INTEGER',
    parts: { relationships: [relationship] },
    good: ['1', 'null'],
    bad: ['9'],
    test: 'relationships',
  }),
  {
    row: 'relationships of several columns',
    name: 'children',
    object: pair('children', { relationships: [{ from: ['a', 'b'], to: ['pairs.x', 'pairs.y'], at }] }),
    good: [
      ['1', '2'],
      ['1', 'null'],
    ],
    bad: [['1', '1']],
    expected: ['dataengos_reference'],
  },
  one('custom rules of engine dbt', 'custom', {
    type: 'INTEGER',
    parts: {
      quality: [
        rule({
          type: 'custom',
          engine: 'dbt',
          implementation: { accepted_values: { values: [1, 2], quote: false, severity: 'error' } },
        }),
      ],
    },
    good: ['1'],
    bad: ['3'],
    test: 'accepted_values',
  }),
  one('custom rules of engine dbt', 'custom_text', {
    type: 'INTEGER',
    parts: {
      quality: [
        rule({ type: 'custom', engine: 'dbt', implementation: "relationships:\n  to: ref('parents')\n  field: id\n" }),
      ],
    },
    good: ['1'],
    bad: ['3'],
    test: 'relationships',
  }),
  timed('latency, freshness', 'latency', {
    sla: level('latency', { value: 6, unit: 'h' }),
    type: 'TIMESTAMP',
    good: now,
    bad: long,
    test: 'dataengos_recency',
  }),
  timed('latency, freshness', 'freshness', {
    sla: level('freshness', { value: 'D-1' }),
    type: 'DATE',
    good: 'current_date - 1',
    bad: 'current_date - 5',
    test: 'dataengos_recency',
  }),
  timed('retention', 'retention', {
    sla: level('retention', { value: 'P1Y' }),
    type: 'TIMESTAMP',
    good: now,
    bad: long,
    test: 'dataengos_retention',
  }),
  {
    ...one('severity', 'only_a_warning', {
      type: 'VARCHAR',
      parts: {
        quality: [
          rule({
            metric: 'nullValues',
            operator: { name: 'mustBe', value: 0 },
            severity: 'warning',
            dimension: 'completeness',
            schedule: '0 1 * * *',
            businessImpact: 'none',
            tags: ['x'],
          }),
        ],
      },
      good: ["'a'"],
      bad: ['null'],
      test: 'not_null',
    }),
    status: 'warn',
  },
  {
    ...one('severity', 'query_warning', {
      type: 'VARCHAR',
      parts: {
        quality: [
          rule({
            type: 'sql',
            query: 'select count({property}) from {object}',
            operator: { name: 'mustBeGreaterThan', value: 0 },
            severity: 'info',
            dimension: 'validity',
            description: 'It has "quotes" and {{ braces }}.',
          }),
        ],
      },
      good: ["'a'"],
      bad: ['null'],
      test: 'singular',
    }),
    status: 'warn',
  },
];

/** What the warehouse, or dbt itself, refuses before any test runs. */
const modelCases: readonly BiteCase[] = [
  {
    ...one('physicalType', 'type_of_view', { type: 'INTEGER', good: ['1'], bad: ['1'], test: 'model' }),
    badTypes: ['VARCHAR'],
    status: 'error',
  },
  {
    ...one('physicalType', 'type_of_table', { type: 'INTEGER', good: ['1'], bad: ['1'], test: 'model' }),
    badTypes: ['VARCHAR'],
    status: 'error',
    materialized: 'table',
  },
  {
    ...one('constraints', 'filled_table', {
      type: 'VARCHAR',
      parts: { required: true },
      good: ["'a'"],
      bad: ['null'],
      test: 'model',
    }),
    status: 'error',
    materialized: 'table',
  },
  {
    ...one('constraints', 'keyed_table', {
      type: 'INTEGER',
      parts: { primaryKey: true },
      good: ['1', '2'],
      bad: ['1', '1'],
      test: 'model',
    }),
    status: 'error',
    materialized: 'table',
  },
  {
    ...one('constraints', 'keyed_increment', {
      type: 'INTEGER',
      parts: { primaryKey: true },
      good: ['1', '2'],
      bad: ['1', '1'],
      test: 'model',
    }),
    status: 'error',
    materialized: 'incremental',
  },
  {
    ...one('constraints', 'bounded_table', { ...integer({ minimum: 0 }), good: ['0'], bad: ['-1'], test: 'model' }),
    status: 'error',
    materialized: 'table',
  },
  {
    ...one('constraints', 'child_table', {
      type: 'INTEGER',
      parts: { relationships: [relationship] },
      good: ['1'],
      bad: ['9'],
      test: 'model',
    }),
    status: 'error',
    materialized: 'table',
  },
  {
    row: 'constraints',
    name: 'keys_table',
    object: pair('keys_table', {}, true),
    good: [
      ['1', '1'],
      ['1', '2'],
    ],
    bad: [
      ['1', '1'],
      ['1', '1'],
    ],
    expected: ['model'],
    status: 'error',
    materialized: 'table',
  },
];

/** Every case: the law of `mapping.test.ts` holds them against the documented table. */
export const biteCases: readonly BiteCase[] = [...singleCases, ...metricCases(), ...tableRuleCases(), ...modelCases];

/** What relationships lead to. */
export const parents: readonly Pick<BiteCase, 'name' | 'object' | 'good'>[] = [
  {
    name: 'parents',
    object: object('parents', [property('id', { type: 'INTEGER', primaryKey: true })]),
    good: [['1'], ['2']],
  },
  {
    name: 'pairs',
    object: object('pairs', [property('x', { type: 'INTEGER' }), property('y', { type: 'INTEGER' })]),
    good: [['1', '2']],
  },
];
