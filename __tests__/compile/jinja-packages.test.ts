import { DuckDBInstance } from '@duckdb/node-api';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Engines } from '../../src/compile/engines.ts';
import { parseSql } from '../../src/compile/sql/parse-sql.ts';
import { type JinjaProject, renderIn } from './jinja-project.ts';
import { loadedEngines } from './syntax-engines.ts';

const dialects = ['snowflake', 'bigquery', 'postgres', 'redshift', 'databricks', 'spark', 'duckdb', 'trino'];

let engines: Engines;
beforeAll(async () => {
  engines = await loadedEngines({ adapters: dialects });
});

function sqlOf(text: string, project: JinjaProject = {}): string | undefined {
  return renderIn(project, text).renditions[0]?.sql;
}

const values = [
  "dbt_utils.generate_surrogate_key(['a', 'b'])",
  "dbt_utils.surrogate_key('a', 'b')",
  "dbt_utils.safe_add(['a', 'b'])",
  "dbt_utils.safe_subtract(['a', 'b'])",
  "dbt_utils.safe_divide('a', 'b')",
  "dbt_utils.safe_cast('a', dbt.type_string())",
  "dbt_utils.width_bucket('a', '0', '10', '5')",
  "dbt_utils.get_url_host('a')",
  "dbt_utils.get_url_path('a')",
  "dbt_utils.get_url_parameter('a', 'utm_source')",
  "dbt_utils.haversine_distance('a', 'b', 'c', 'd', unit='km')",
  "dbt_utils.pivot('a', ['x', \"it's\"])",
  "dbt_utils.dateadd('day', 1, 'a')",
  "dbt_utils.datediff('a', 'b', 'day')",
  "dbt_utils.last_day('a', 'month')",
  "dbt_utils.split_part('a', \"'/'\", 1)",
  "dbt.position(\"'x'\", 'a')",
  "dbt_date.now('UTC')",
  "dbt_date.today('UTC')",
  "dbt_date.convert_timezone('a', 'America/New_York')",
  "dbt_date.date_part('month', 'a')",
  "dbt_date.day_of_week('a')",
  "dbt_date.day_of_week('a', isoweek=false)",
  "dbt_date.day_name('a')",
  "dbt_date.month_name('a', short=false)",
  "dbt_date.week_start('a')",
  "dbt_date.week_end('a')",
  "dbt_date.iso_week_start('a')",
  "dbt_date.n_days_ago(3, 'a')",
  "dbt_date.n_months_ago(3, tz='UTC')",
  "dbt_date.week_of_year('a')",
];

describe.each(dialects)('macros of packages that are not installed write SQL that %s reads', (dialect) => {
  test.each(values)('%s', (call) => {
    const sql = sqlOf(`select {{ ${call} }} from t`, { dialect });
    expect(sql).not.toContain('dataengos__');
    expect([sql, parseSql(engines, dialect, sql ?? '').kind]).toEqual([sql, 'parsed']);
  });

  test.each([
    'select a, count(*) from t {{ dbt_utils.group_by(1) }}',
    '{{ dbt_utils.generate_series(10) }}',
    "{{ dbt_utils.date_spine('day', \"cast('2020-01-01' as date)\", \"cast('2020-02-01' as date)\") }}",
    "select {{ dbt_utils.star(ref('a')) }}, x from {{ ref('a') }}",
    'select {{ other.macro() }} as x from t',
  ])('%s', (text) => {
    const sql = sqlOf(text, { dialect });
    expect([sql, parseSql(engines, dialect, sql ?? '').kind]).toEqual([sql, 'parsed']);
  });
});

function dedupe(dialect: string): string | undefined {
  return sqlOf("{{ dbt_utils.deduplicate(ref('a'), 'id', 'at desc') }}", { dialect });
}

test('deduplicate keeps the columns of the relation, where the dialect can', () => {
  expect(dedupe('postgres')).toBe('select distinct on (id) * from ref__.a order by id, at desc');
  expect(dedupe('snowflake')).toBe(
    'select * from ref__.a qualify row_number() over (partition by id order by at desc) = 1',
  );
  expect(dedupe('trino')).toBe('dataengos__unknown(0)');
});

/** The rows of a query, in a database that can read no file. */
async function evaluate(sql: string): Promise<readonly unknown[][]> {
  const instance = await DuckDBInstance.create(':memory:', { enable_external_access: 'false' });
  const connection = await instance.connect();
  const rows = (await connection.runAndReadAll(sql)).getRowsJson();
  connection.closeSync();
  instance.closeSync();
  return rows;
}

describe('what they write is right, as DuckDB computes it', () => {
  test.each<[string, unknown]>([
    ["dbt_utils.safe_add(['1', 'null'])", 1],
    ["dbt_utils.safe_subtract(['1', '3', 'null'])", -2],
    ["dbt_utils.safe_divide('1', '0')", null],
    ["dbt_utils.width_bucket('-1', '0', '10', '5')", 0],
    ["dbt_utils.width_bucket('3', '0', '10', '5')", 2],
    ["dbt_utils.width_bucket('10', '0', '10', '5')", 6],
    ['dbt_utils.get_url_host("\'https://a.example.com/p/q?x=1\'")', 'a.example.com'],
    ['dbt_utils.get_url_path("\'https://a.example.com/p/q?x=1\'")', 'p/q'],
    ["dbt_utils.get_url_parameter(\"'https://a.example.com/?utm_source=b&c=d'\", 'utm_source')", 'b'],
    ["dbt_utils.get_url_parameter(\"'https://a.example.com/'\", 'utm_source')", null],
    ['dbt_utils.generate_surrogate_key(["\'a\'", "\'b\'"])', '8ca2ed590cf2ea2404f2e67641bcdf50'],
    ['dbt_date.day_of_week("date \'2024-03-03\'")', 7],
    ['dbt_date.day_of_week("date \'2024-03-03\'", isoweek=false)', 1],
    ['dbt_date.day_name("date \'2024-03-03\'", short=false)', 'Sunday'],
    ['dbt_date.month_name("date \'2024-03-03\'")', 'Mar'],
    ['dbt_date.week_start("date \'2024-03-03\'")', '2024-03-03'],
    ['dbt_date.week_end("date \'2024-03-03\'")', '2024-03-09'],
    ['dbt_date.iso_week_start("date \'2024-03-03\'")', '2024-02-26'],
    ['dbt_date.n_days_ago(3, "date \'2024-03-03\'")', '2024-02-29'],
    ["dbt_utils.last_day(\"date '2024-02-03'\", 'month')", '2024-02-29'],
    ["dbt_utils.haversine_distance('0', '0', '0', '1', unit='km') ~ ' between 111 and 112'", true],
  ])('%s', async (call, value) => {
    expect(await evaluate(`select ${sqlOf(`{{ ${call} }}`)}`)).toEqual([[value]]);
  });

  test('date_spine has the dates from the first up to the last, which is left out', async () => {
    const spine = sqlOf("{{ dbt_utils.date_spine('day', \"date '2024-02-27'\", \"date '2024-03-01'\") }}");
    expect(await evaluate(`select cast(date_day as date) from (${spine}) order by 1`)).toEqual([
      ['2024-02-27'],
      ['2024-02-28'],
      ['2024-02-29'],
    ]);
  });

  test('generate_series counts from 1', async () => {
    expect(await evaluate(`select * from (${sqlOf('{{ dbt_utils.generate_series(5) }}')}) order by 1`)).toEqual(
      [1, 2, 3, 4, 5].map((number) => [number]),
    );
  });
});

describe('what is not SQL', () => {
  test('slugify gives a text that templates can use', () => {
    expect(sqlOf("{{ dbt_utils.slugify('9 Lives & More-Of') | upper }}")).toBe('_9_LIVES__MORE_OF');
  });

  test('what only prints to the log prints nothing', () => {
    expect(sqlOf("{{ dbt_utils.log_info('x') }}{{ dbt_utils.pretty_log_format('x') }}")).toBe('00:00:00 + x');
  });

  test('a time zone comes from the variable of dbt_date, or nothing is known', () => {
    expect(sqlOf('{{ dbt_date.today() }}', { vars: { 'dbt_date:time_zone': 'UTC' } })).toContain("time zone 'UTC'");
    expect(renderIn({}, '{{ dbt_date.today() }}').renditions[0]?.markers.map(({ macro }) => macro)).toEqual([
      'dbt_date.today',
    ]);
  });

  test('an installed package wins', () => {
    const project = {
      packages: ['dbt_utils'],
      macros: { 'dbt_utils/group.sql': '{% macro group_by(n) %}installed{% endmacro %}' },
    };
    expect(sqlOf('{{ dbt_utils.group_by(2) }}', project)).toBe('installed');
    expect(renderIn(project, '{{ dbt_utils.safe_add([1]) }}').error?.message).toBe(
      'macro "dbt_utils.safe_add" is not defined in this project',
    );
  });
});
