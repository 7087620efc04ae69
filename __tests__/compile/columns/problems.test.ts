import { beforeAll, describe, expect, test } from 'vitest';
import type { Engines } from '../../../src/compile/engines.ts';
import { columnEngines, describeProblems, resolveSql } from './resolve.ts';

let engines: Engines;
beforeAll(async () => {
  engines = await columnEngines();
});

test('a problem tells what was looked through, and what is there', () => {
  const { problems } = resolveSql(engines, ['postgres', 'select x.id,\n  x.nmae\nfrom t as x join u on u.idd = x.id']);
  expect(problems).toEqual([
    {
      kind: 'unknown-column',
      column: 'x.nmae',
      at: { path: 'm.sql', line: 2, column: 3 },
      relations: ['x'],
      candidates: ['a', 'b', 'c', 'id'],
    },
    {
      kind: 'unknown-column',
      column: 'u.idd',
      at: { path: 'm.sql', line: 3, column: 23 },
      relations: ['u'],
      candidates: ['b', 'd', 'id'],
    },
  ]);
});

test('an ambiguous column names the relations that have it', () => {
  expect(resolveSql(engines, ['snowflake', 'select b from t x join u on x.id = u.id']).problems).toEqual([
    {
      kind: 'ambiguous-column',
      column: 'b',
      at: { path: 'm.sql', line: 1, column: 8 },
      relations: ['x', 'u'],
      candidates: ['u.b', 'x.b'],
    },
  ]);
});

describe('certain mistakes', () => {
  test.each([
    ['snowflake', 'select nope from t', ['unknown-column nope @1:8']],
    ['snowflake', 'select a from t where nope = 1', ['unknown-column nope @1:23']],
    ['bigquery', 'select a from t group by nope', ['unknown-column nope @1:26']],
    ['snowflake', 'with q as (select a from t) select b from q', ['unknown-column b @1:36']],
    ['postgres', 'select (select nope from u) as x from t', ['unknown-column nope @1:16']],
    ['duckdb', 'select * exclude (nope) from t', ['unknown-column nope @1:19']],
    ['bigquery', 'select * replace (1 as nope) from t', ['unknown-column nope @1:24']],
    ['spark', 'select x.nope from t x lateral view explode(x.b) l as i', ['unknown-column x.nope @1:8']],
    ['postgres', 'select a as x, a as x from t', ['duplicate-column x @1:21']],
    ['snowflake', 'select * from t join w on t.id = w.id', ['duplicate-column id @1:8']],
    ['trino', 'select a from t union all select id, b from u', ['set-arity 1, 2 @1:34']],
    ['tsql', 'select t.a from t join u on id = u.id', ['ambiguous-column id @1:29']],
    ['postgres', 'select t.id as id from t join u using (b) where id = 1', ['ambiguous-column id @1:49']],
  ])('%s: %s', (dialect, sql, expected) => {
    expect(describeProblems(resolveSql(engines, [dialect, sql]))).toEqual(expected);
  });
});

describe('nothing is said of', () => {
  test.each([
    ['snowflake', 'select nope from src__raw.open'],
    ['snowflake', 'select nope from t join src__raw.open o on t.id = o.id'],
    ['snowflake', 'select a as x from t where x > 1'],
    ['snowflake', 'select t.id from t join u on t.id = u.id order by id'],
    ['bigquery', 'select t.id from t join u on t.id = u.id qualify row_number() over (order by id) = 1'],
    ['bigquery', 'select _table_suffix, _partitiontime from t'],
    ['snowflake', 'select metadata$filename, level, sysdate() from t'],
    ['redshift', 'select sysdate, current_date from t'],
    ['postgres', 'select ctid, xmin from t'],
    ['postgres', 'select t from t'],
    ['bigquery', 'select to_json_string(t) as x from t'],
    ['bigquery', 'select price from w, unnest(w.items) as item'],
    ['spark', 'select key, value from (select explode(items) from w)'],
    ['databricks', 'select transform(items, x -> x.y) as l from w'],
    ['duckdb', 'select a from t group by all order by all'],
    ['snowflake', 'select dateadd(day, 1, c) as x, date_part(month, c) as y from t'],
    ['postgres', 'select (select u.d from u where u.id = a limit 1) as d from t'],
    ['postgres', 'select id from t join u using (id, b)'],
    ['clickhouse', 'select id from t join u on t.id = u.id'],
    ['snowflake', 'select b from t join u using (id)'],
    [
      'snowflake',
      'select id, a from (select id, a from t union all select id, 1 from u) union all select a, id from t',
    ],
    ['snowflake', 'select seq8(), $1 from t'],
    ['snowflake', 'select t.a:items as items, f.value::string as v from t, lateral flatten(input => items) f'],
    ['spark', 'select c.d from w c join u c on c.id = c.id'],
    ['postgres', 'select n from generate_series(1, 2) as g (n)'],
    ['snowflake', 'select a from t union all select * from src__raw.open'],
    ['duckdb', 'select a from t union by name select id, b from u'],
  ])('%s: %s', (dialect, sql) => {
    expect(describeProblems(resolveSql(engines, [dialect, sql]))).toEqual([]);
  });
});
