import { describe, expect, it } from 'vitest';
import type { Files } from '../../src/model/rule.ts';
import type { Report } from '../../src/model/report.ts';
import { noSampleDatabase } from '../../src/adapters/sample-database.ts';
import { checkFiles } from '../support/check-files.ts';

const model = 'implementation/dbt/models/marts/fct_sales.sql';
const staging = 'implementation/dbt/models/staging/stg_orders.sql';
const properties = 'implementation/dbt/models/marts/_marts.yml';

function project(dialect: string, files: Files): Files {
  return {
    'implementation/dbt/dbt_project.yml': 'name: shop\nprofile: shop\n',
    'implementation/dbt/profiles.yml': `shop:\n  target: dev\n  outputs:\n    dev:\n      type: ${dialect}\n`,
    'implementation/dbt/models/staging/_sources.yml': 'sources:\n  - name: shop\n    tables:\n      - name: orders\n',
    ...files,
  };
}

function told(report: Report): readonly string[] {
  return report.findings
    .filter(({ rule }) => /^sample-data\/(?:result|promise)/.test(rule))
    .map(({ severity, path, line, message }) => `${severity} ${path.split('/').at(-1)}:${line} ${message}`);
}

function notes(report: Report): readonly string[] {
  return report.skipped
    .filter(({ what, why }) => what === 'unit tests' || why.includes('unit test'))
    .map(({ what, why }) => `${what}: ${why}`);
}

async function checkModels(
  dialect: string,
  files: Files,
): Promise<{ readonly report: Report; readonly told: readonly string[]; readonly notes: readonly string[] }> {
  const report = await checkFiles({ head: project(dialect, files) });
  return { report, told: told(report), notes: notes(report) };
}

/** Orders of two states, their days, and what is expected of a model of them. */
const orders = `unit_tests:
  - name: adds_up
    model: fct_sales
    given:
      - input: source('shop', 'orders')
        rows:
          - { id: 1, state: SP, total: 10.25, day: 2026-01-31, code: null }
          - { id: 2, state: SP, total: 2, day: 2026-02-01, code: b }
          - { id: 3, state: RJ, total: null, day: 2026-02-02, code: c }
    expect:
      rows:
        - { state: RJ, orders: 1, total: 0, next_day: "2026-02-03", last: 3, label: RJ-c }
        - { state: SP, orders: 2, total: 12.25, next_day: "2026-02-02", last: 2, label: SP-b }
`;

const spellings: readonly (readonly [dialect: string, sql: string])[] = [
  [
    'postgres',
    `select state, count(*) as orders, sum(coalesce(total, 0))::numeric(10, 2) as total,
  (max(day) + interval '1 day')::date as next_day, max(id * 3 / 3) as last, state || '-' || max(code) as label
from {{ source('shop', 'orders') }} group by 1`,
  ],
  [
    'duckdb',
    `select state, count(*) as orders, sum(coalesce(total, 0)) as total, cast(max(day) + interval 1 day as date) as next_day,
  max(id) as last, concat_ws('-', state, max(code)) as label
from {{ source('shop', 'orders') }} group by state`,
  ],
  [
    'snowflake',
    `select state, count(*) as orders, sum(zeroifnull(total))::number(10, 2) as total, dateadd(day, 1, max(day)) as next_day,
  to_varchar(max(id)) as last, concat(state, '-', max(code)) as label
from {{ source('shop', 'orders') }}
group by state
qualify row_number() over (partition by state order by count(*) desc) = 1`,
  ],
  [
    'bigquery',
    `select state, count(*) as orders, sum(ifnull(total, 0)) as total, date_add(max(day), interval 1 day) as next_day,
  safe_cast(max(id) as int64) as last, concat(state, '-', max(code)) as label
from {{ source('shop', 'orders') }} group by state`,
  ],
  [
    'redshift',
    `select state, count(*) as orders, sum(nvl(total, 0)) as total, dateadd(day, 1, max(day)) as next_day, max(id) as last,
  state || '-' || max(code) as label from {{ source('shop', 'orders') }} group by 1`,
  ],
  [
    'databricks',
    `select state, count(*) as orders, sum(nvl(total, 0)) as total, date_add(max(day), 1) as next_day, max(id) as last,
  concat(state, '-', max(code)) as label from {{ source('shop', 'orders') }} group by state`,
  ],
];

describe('one test in the spelling of every warehouse', () => {
  it.each(spellings)('%s passes', async (dialect, sql) => {
    const {
      report,
      told: found,
      notes: left,
    } = await checkModels(dialect, { [properties]: orders, [model]: `${sql}\n` });
    expect({ found, left, tests: report.unitTests }).toEqual({
      found: [],
      left: [],
      tests: { passed: 1, failed: 0, notRun: 0, rows: { given: 3, found: 2 } },
    });
  });

  it.each(spellings)('%s fails where a row is left out', async (dialect, sql) => {
    const broken = sql.replace(/group by/, "where state <> 'RJ'\ngroup by");
    const { told: found } = await checkModels(dialect, {
      'specs/contracts/inputs/orders.yaml': contract(
        ['orders', 'orders'],
        [...inputColumns, 'name: code, logicalType: string'],
      ),
      [properties]: orders,
      [model]: `${broken}\n`,
    });
    expect(found).toEqual([
      `${dialect === 'postgres' || dialect === 'duckdb' ? 'error' : 'warning'} _marts.yml:2 model "fct_sales" does not give what unit test "adds_up" expects (run on DuckDB; - missing, + not expected, expected ≠ given): - (state = RJ, orders = 1, total = 0, next_day = 2026-02-03, last = 3, label = RJ-c)`,
    ]);
  });
});

const inputColumns = [
  'name: id, logicalType: integer, required: true',
  'name: state, logicalType: string',
  'name: total, logicalType: number, physicalType: "decimal(10,2)"',
  'name: day, logicalType: date',
];

const contracts: Files = { 'specs/contracts/inputs/orders.yaml': contract(['orders', 'orders'], inputColumns) };

function contract([id, object]: readonly [id: string, object: string], columns: readonly string[], more = ''): string {
  const list = columns.map((column) => `      - { ${column}, description: It. }\n`).join('');
  return `apiVersion: v3.1.0\nkind: DataContract\nid: ${id}\nversion: 1.0.0\nstatus: active\nschema:\n  - name: ${object}\n    description: It.\n${more}    properties:\n${list}`;
}

function output(...columns: readonly string[]): Files {
  return { 'specs/contracts/outputs/sales.yaml': contract(['sales', 'fct_sales'], columns) };
}

const sample = {
  'specs/sample-data/orders.csv': 'id,state,total,day\n1,SP,10.25,2026-01-31\n2,SP,2,2026-02-01\n3,RJ,,2026-02-02\n',
};
const expected = 'specs/sample-data/fct_sales.expected.csv';

describe('sample data', () => {
  it('divides as the warehouse does: integers by integers in postgres, and decimals not', async () => {
    const { told: found, report } = await checkModels('postgres', {
      'specs/contracts/inputs/orders.yaml': contract(
        ['orders', 'orders'],
        ['name: id, logicalType: integer', 'name: total, logicalType: number'],
      ),
      'specs/sample-data/orders.csv': 'id,total\n3,11\n',
      [model]: "select id / 2 as half, total / 2 as share from {{ source('shop', 'orders') }}\n",
      [expected]: 'half,share\n1,5.5\n',
    });
    expect({ found, passed: report.unitTests?.passed }).toEqual({ found: [], passed: 1 });
  });

  it('only warns where nothing types what is given', async () => {
    const { told: found } = await checkModels('duckdb', {
      'specs/sample-data/orders.csv': 'id\n10\n9\n',
      [model]: "select max(id) as id from {{ source('shop', 'orders') }}\n",
      [expected]: 'id\n9\n',
    });
    expect(found).toEqual([
      'warning fct_sales.expected.csv:1 model "fct_sales" does not make of the sample data what is expected here (run on DuckDB; - missing, + not expected, expected ≠ given): - (id = 9); + (id = 10)',
    ]);
  });

  it('runs a chain of models from the sources up', async () => {
    const {
      report,
      told: found,
      notes: left,
    } = await checkModels('postgres', {
      ...contracts,
      ...sample,
      'implementation/dbt/seeds/regions.csv': 'state,region\nSP,Southeast\nRJ,Southeast\n',
      [staging]:
        "{{ config(materialized='ephemeral') }}\nselect id, state, coalesce(total, 0) as total from {{ source('shop', 'orders') }}\n",
      [model]:
        "select r.region, sum(o.total) as total from {{ ref('stg_orders') }} as o join {{ ref('regions') }} as r on r.state = o.state group by 1\n",
      [expected]: 'region,total\nSoutheast,12.25\n',
    });
    expect({ found, left, tests: report.unitTests }).toEqual({
      found: [],
      left: [],
      tests: { passed: 1, failed: 0, notRun: 0, rows: { given: 5, found: 1 } },
    });
  });

  it('shows cells that differ, rows that are missing and rows too many, and no more than three', async () => {
    const { told: found } = await checkModels('duckdb', {
      ...contracts,
      ...sample,
      [model]:
        "select id, state, total from {{ source('shop', 'orders') }}\nunion all select 9, 'XX', 1\nunion all select 8, 'XX', 1\n",
      [expected]: 'id,state,total\n1,SP,10.25\n2,SP,3\n3,RJ,\n7,MG,4\n',
    });
    expect(found).toEqual([
      'error fct_sales.expected.csv:1 model "fct_sales" does not make of the sample data what is expected here (run on DuckDB; - missing, + not expected, expected ≠ given): (id = 2, state = SP, total = 3 ≠ 2.00); - (id = 7, state = MG, total = 4); + (id = 8, state = XX, total = 1.00); … (4)',
    ]);
  });

  it('does not repeat values of classified columns', async () => {
    const { told: found } = await checkModels('duckdb', {
      ...contracts,
      ...sample,
      ...output('name: id, logicalType: integer', 'name: state, logicalType: string, classification: personal'),
      [model]: "select id, state from {{ source('shop', 'orders') }} where id = 1\n",
      [expected]: 'id,state\n1,RJ\n',
    });
    expect(found).toEqual([
      'error fct_sales.expected.csv:1 model "fct_sales" does not make of the sample data what is expected here (run on DuckDB; - missing, + not expected, expected ≠ given): (id = 1, state = … ≠ …)',
    ]);
  });

  it('says which column the model does not give', async () => {
    const { told: found } = await checkModels('duckdb', {
      ...contracts,
      ...sample,
      [model]: "select id from {{ source('shop', 'orders') }}\n",
      'specs/sample-data/expected/fct_sales.csv': 'id,region\n1,\n2,\n3,\n',
    });
    expect(found).toEqual([
      'error fct_sales.csv:1 model "fct_sales" has no column "region", which is expected here (run on DuckDB); add it to the model, or take it out of the expectation',
    ]);
  });

  it('holds the result against every promise of the contract', async () => {
    const columns = [
      'name: id, logicalType: integer, unique: true',
      'name: state, logicalType: string, required: true, logicalTypeOptions: { pattern: "^[A-Z]{2}$", maxLength: 2 }',
      'name: total, logicalType: number, logicalTypeOptions: { minimum: 0, exclusiveMaximum: 10 }',
      'name: day, logicalType: date, logicalTypeOptions: { minimum: "2026-02-01" }',
      'name: kind, logicalType: string, logicalTypeOptions: { enum: [a, b] }, quality: [{ metric: invalidValues, mustBe: 0, arguments: { validValues: [a] } }]',
    ];
    const rules = `    quality:
      - { name: no x, type: sql, query: "select count(*) from {object} where kind = 'x'", mustBe: 0 }
      - { name: many, type: library, metric: rowCount, mustBeGreaterThan: 1000 }
      - { name: few, type: library, metric: rowCount, mustBeLessThan: 2 }
      - { name: unknown, type: sql, query: "select no_such(1) from {object}", mustBe: 0 }
      - { name: hostile, type: sql, query: "select 1; drop table dataengos__result", mustBe: 0 }
`;
    const { told: found } = await checkModels('duckdb', {
      ...contracts,
      ...sample,
      'specs/contracts/outputs/sales.yaml': contract(['sales', 'fct_sales'], columns, rules),
      [model]: `select 1 as id, case when id = 1 then null when id = 2 then 'abc' else state end as state,
  cast(case when id = 1 then -1 else 10 end as decimal(10, 2)) as total, day, case when id = 1 then 'x' else 'b' end as kind
from {{ source('shop', 'orders') }}\n`,
    });
    expect(
      found.map((each) =>
        each
          .replace(/^.*?(column|the rows of)/, '$1')
          .replace(' (run on DuckDB); correct the model, the contract or the sample', ''),
      ),
    ).toEqual([
      'the rows of model "fct_sales" are against contract "sales" (no x: mustBe 0): 1',
      'the rows of model "fct_sales" are against contract "sales" (few: mustBeLessThan 2): 3',
      'column "id" a value against contract "sales" (unique): 1',
      'column "state" a value against contract "sales" (required): null',
      'column "state" a value against contract "sales" (^[A-Z]{2}$): abc',
      'column "state" a value against contract "sales" (maxLength: 2): abc',
      'column "total" a value against contract "sales" (minimum: 0): -1.00',
      'column "total" a value against contract "sales" (exclusiveMaximum: 10): 10.00',
      'column "day" a value against contract "sales" (minimum: 2026-02-01): 2026-01-31',
      'column "kind" a value against contract "sales" (a, b): x',
      'column "kind" a value against contract "sales" (invalidValues: mustBe 0): x',
    ]);
  });

  it('does not blame what base already got wrong', async () => {
    const files = project('duckdb', {
      ...contracts,
      ...sample,
      [model]: "select max(id) as id from {{ source('shop', 'orders') }}\n",
      [expected]: 'id\n1\n',
    });
    const report = await checkFiles({
      base: files,
      head: { ...files, 'implementation/dbt/macros/new.sql': '{% macro new() %}1{% endmacro %}\n' },
    });
    expect(report.findings.map(({ rule, introduced }) => [rule, introduced])).toContainEqual([
      'sample-data/result-mismatch',
      false,
    ]);
  });

  it('is no test where nothing is promised, or a source has no sample', async () => {
    const { report, notes: left } = await checkModels('duckdb', {
      ...contracts,
      ...sample,
      [model]: "select id from {{ source('shop', 'orders') }}\n",
    });
    expect({ tests: report.unitTests, left }).toEqual({ tests: undefined, left: [] });
  });
});

function unitTest(rest: string): string {
  return `unit_tests:\n  - name: only_new\n    model: fct_sales\n${rest}`;
}

describe('dbt unit tests', () => {
  const incremental = `select id, {{ var('label', 'none') }} as label, {{ stamp() }} as stamp
from {{ source('shop', 'orders') }}
{% if is_incremental() %} where id > (select max(id) from {{ this }}) {% endif %}
`;

  it('reads CSV, fixtures, overrides and what was there before', async () => {
    const {
      report,
      told: found,
      notes: left,
    } = await checkModels('duckdb', {
      'implementation/dbt/macros/stamp.sql': '{% macro stamp() %}now(){% endmacro %}\n',
      'implementation/dbt/tests/fixtures/loaded.csv': 'id\n1\n',
      [model]: incremental,
      [properties]: unitTest(`    overrides:
      macros: { is_incremental: true, stamp: "date '2026-01-01'" }
      vars: { label: "'x'" }
    given:
      - input: this
        format: csv
        fixture: loaded
      - input: source('shop', 'orders')
        format: csv
        rows: |
          id
          1
          2
    expect:
      rows: [{ id: 2, label: x, stamp: 2026-01-01 }]
`),
    });
    expect({ found, left, tests: report.unitTests }).toEqual({
      found: [],
      left: [],
      tests: { passed: 1, failed: 0, notRun: 0, rows: { given: 3, found: 1 } },
    });
  });

  const select = "select id, now() as at from {{ source('shop', 'orders') }}\n";
  const rows = "    given:\n      - { input: \"source('shop', 'orders')\", rows: [{ id: 1 }] }\n";

  it.each([
    [
      'a query in place of rows',
      select,
      `${rows}    expect: { format: sql, rows: "select 1" }\n`,
      'this part of it is not understood: format: sql',
    ],
    [
      'rows that are not there',
      select,
      '    given: []\n    expect: { rows: [] }\n',
      "there are no rows for source('shop', 'orders')",
    ],
    [
      'the time',
      select,
      `${rows}    expect: { rows: [{ id: 1, at: 2026-01-01 }] }\n`,
      'the SQL asks for the time or for chance',
    ],
    [
      'a value of another type',
      select,
      `${rows}    expect: { rows: [{ id: one }] }\n`,
      'the expectation of column "id" is not of its type BIGINT',
    ],
    [
      'a macro that is not installed',
      'select {{ other.thing() }} as id\n',
      `${rows}    expect: { rows: [] }\n`,
      'macro "other.thing" of model "fct_sales" is not there',
    ],
    [
      'a function of another warehouse',
      'select seq4() as id\n',
      `${rows}    expect: { rows: [] }\n`,
      'DuckDB does not take result: Catalog Error',
    ],
    [
      'more than one query',
      'select 1 as id; select 2 as id\n',
      `${rows}    expect: { rows: [] }\n`,
      'DuckDB does not take result',
    ],
    [
      'a file',
      "select * from read_csv('/etc/passwd')\n",
      `${rows}    expect: { rows: [] }\n`,
      'file system operations are disabled',
    ],
  ])('says that %s is not run, and fails nobody', async (...[, sql, test, reason]) => {
    const { told: found, notes: left } = await checkModels('duckdb', { [model]: sql, [properties]: unitTest(test) });
    expect(found).toEqual([]);
    expect(left).toEqual([expect.stringContaining(reason)]);
  });

  it('fails where rows come out and none are expected', async () => {
    const { told: found } = await checkModels('duckdb', {
      [model]: "select id from {{ source('shop', 'orders') }}\n",
      [properties]: unitTest(`${rows}    expect: { rows: [] }\n`),
    });
    expect(found).toHaveLength(1);
  });
});

describe('where nothing is run', () => {
  const files = project('duckdb', { ...contracts, ...sample, [model]: 'select 1 as id\n', [expected]: 'id\n2\n' });

  it('a fork is told so', async () => {
    const report = await checkFiles({ head: files, samples: noSampleDatabase });
    expect({ told: told(report), notes: notes(report) }).toEqual({
      told: [],
      notes: ['unit tests: of 1 none was run, because the change comes from a fork'],
    });
  });

  it('a configuration can say off', async () => {
    const report = await checkFiles({ head: { ...files, 'dataengos.yaml': 'unit-tests: off\n' } });
    expect({ told: told(report), notes: notes(report), tests: report.unitTests }).toEqual({
      told: [],
      notes: [],
      tests: undefined,
    });
  });
});
