import * as fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Engines } from '../../src/compile/engines.ts';
import { maxSqlLength, parseSql, type SqlVerdict } from '../../src/compile/sql/parse-sql.ts';
import { cpuTimeOf } from '../support/cpu-time.ts';
import { loadedEngines } from './syntax-engines.ts';

const dialects = [
  'snowflake',
  'bigquery',
  'postgres',
  'redshift',
  'databricks',
  'spark',
  'duckdb',
  'trino',
  'athena',
  'tsql',
  'clickhouse',
  'mysql',
];

let engines: Engines;
beforeAll(async () => {
  engines = await loadedEngines({ adapters: [...dialects, undefined] });
});

function all(...except: readonly string[]): readonly string[] {
  return dialects.filter((dialect) => !except.includes(dialect));
}

/** A statement, and the dialects that must accept it; all others must refuse it where `strict`. */
interface Row {
  readonly sql: string;
  readonly accepts: readonly string[];
}

function accepted(sql: string, among: readonly string[]): readonly string[] {
  return among.filter((dialect) => parseSql(engines, dialect, sql).kind === 'parsed');
}

describe('every dialect reads plain queries', () => {
  test.each([
    'select 1',
    'select 1;',
    'select 1;;\n',
    'select 1; -- the end',
    '-- first\nselect 1',
    '/* first */ (select 1)',
    'select a, b from ref__.stg_orders',
    'select o.id from ref__.orders o left join src__stripe.charges c on o.id = c.order_id',
    'with a as (select 1 as x), b as (select x from a) select * from b',
    'with recursive a (x) as (select 1) select x from a',
    'select 1 union all select 2',
    '(select 1) union all (select 2)',
    'select count(*) as n, sum(x) as total from t group by 1 having count(*) > 2 order by 2',
    'select case when a = 1 then 2 else 3 end as b from t',
    'select a from t where b in (select c from u) and d between 1 and 2',
    'select row_number() over (partition by a order by b) as r from t',
    'select a from t join u on left(t.a, 2) = u.b',
    'select t.on, t.and from t',
    'select a from t where a is not distinct from 3 or a is null',
    "select 'it''s; select' as text",
  ])('%s', (sql) => {
    expect(accepted(sql, dialects)).toEqual(dialects);
    expect(parseSql(engines, undefined, sql).kind).toBe('parsed');
  });
});

describe('no dialect reads', () => {
  test.each([
    '',
    '  \n',
    '-- only a comment',
    'select 1; select 2',
    'drop table x',
    'insert into t select 1',
    'explain select 1',
    'hello',
    'selct a from t',
    'select f(a, ) from t',
    'select a,, b from t',
    'select a from t where x = 1 and and y = 2',
    'select a from t join u on where t.x = 1',
    'select a from t join u on',
    'select a from (select b from u',
    'select a from t)',
    'select case when a then b from t',
    'select {{ column }} from t',
    'select a from t where',
    'select 1 union select 2 union all',
  ])('%s', (sql) => {
    expect(accepted(sql, [...dialects])).toEqual([]);
    expect(parseSql(engines, undefined, sql).kind).toBe('failed');
  });
});

describe('dialects differ', () => {
  const rows: readonly Row[] = [
    { sql: 'with a (select 1 as x) select * from a', accepts: ['databricks', 'spark', 'clickhouse'] },
    { sql: 'with a as (select 1), b (select 2) select * from a', accepts: ['databricks', 'spark', 'clickhouse'] },
    { sql: 'select from t', accepts: ['postgres'] },
    { sql: 'select a, from t', accepts: all('postgres', 'redshift') },
    { sql: 'select a from t where x in (1, 2, )', accepts: ['clickhouse'] },
    { sql: 'select a from t group a', accepts: ['clickhouse'] },
  ];
  test.each(rows)('$sql', ({ sql, accepts }) => {
    expect(accepted(sql, dialects)).toEqual(accepts);
  });
});

describe('syntax of one warehouse', () => {
  const rows: readonly (readonly [string, string])[] = [
    ['snowflake', "select listagg(a, ',') within group (order by b) from t"],
    ['snowflake', 'select * exclude (a) rename (b as c) from t'],
    ['snowflake', 'select v.value:id::string from t, lateral flatten(input => t.a) v'],
    ['snowflake', 'select a from t qualify row_number() over (partition by a order by b) = 1'],
    ['snowflake', 'select $1, t.$2 from @stage/x t'],
    ['snowflake', 'select * from t at (offset => -60)'],
    ['snowflake', 'select a from t sample (10)'],
    ['snowflake', 'select a from t minus select b from u'],
    ['snowflake', 'select a from t asof join u match_condition (t.a >= u.b)'],
    ['bigquery', 'select * except (a) replace (1 as b) from `p.d.t`'],
    ['bigquery', 'select struct(1 as a) as s, [1, 2] as l, safe_cast(a as int64) from t'],
    ['bigquery', 'select a from t qualify row_number() over (partition by a order by b) = 1'],
    ['postgres', "select ('x')::bit(64)"],
    ['postgres', 'select distinct on (a) a from t'],
    ['redshift', 'select a::int from t'],
    ['databricks', 'select a from t lateral view explode(b) e as c'],
    ['spark', "select a from t where a rlike 'x'"],
    ['duckdb', 'from t where a = 1'],
    ['duckdb', 'select * exclude (a) from t group by all'],
    ['trino', 'select array[1, 2] as s from t tablesample bernoulli (10)'],
    ['tsql', 'select top 10 [a b] from dbo.x with (nolock)'],
    ['clickhouse', 'select (1,) settings max_threads = 1'],
    ['mysql', 'select `a` from `t` limit 5, 10'],
  ];
  test.each(rows)('%s: %s', (dialect, sql) => {
    expect(parseSql(engines, dialect, sql).kind).toBe('parsed');
    expect(parseSql(engines, undefined, sql).kind).toBe('parsed');
  });
});

describe('valid queries that polyglot refuses', () => {
  const rows: readonly (readonly [string, string])[] = [
    ['snowflake', 'select a from t namespace'],
    ['snowflake', 'select old.a from u old'],
    ['snowflake', 'select a from t overwrite'],
    ['bigquery', 'select date.x from a cross join date'],
    ['bigquery', 'select `t`.a from `x` table'],
    ['bigquery', 'select max_by(s, d).* except (a) from t'],
    ['postgres', 'select a from t proc'],
    ['spark', 'select a from t order'],
    ['spark', 'select current.a from t current where current.a = 1'],
    ['spark', 'select a from t all'],
    ['spark', 'select case when from = to then 1 end as rate, from, to from t'],
    ['spark', 'select inline(params) as (key, value) from t'],
    ['databricks', 'select in.a from t in left join u on in.a = u.a'],
    ['snowflake', 'select x.y[2]:k::string from t'],
    ['redshift', "select a from t old where a = 'x'"],
    ['snowflake', "select * ilike '%x' from t"],
    ['snowflake', 'select object_agg(distinct key, value) from t'],
    ['tsql', 'select a from t option (recompile)'],
    ['snowflake', `select ${'('.repeat(34)}1${')'.repeat(34)}`],
  ];
  test.each(rows)('%s: %s', (dialect, sql) => {
    expect(parseSql(engines, dialect, sql).kind).toBe('parsed');
  });

  test('a gap is not a licence', () => {
    expect(parseSql(engines, 'snowflake', 'select a from t namespace where').kind).toBe('failed');
    expect(parseSql(engines, 'snowflake', 'select a from t order').kind).toBe('failed');
    expect(parseSql(engines, 'snowflake', 'select a from t old old').kind).toBe('failed');
    expect(parseSql(engines, 'spark', 'select a from t where b in').kind).toBe('failed');
    expect(parseSql(engines, 'spark', 'select from from = 1').kind).toBe('failed');
  });
});

function failure(dialect: string | undefined, sql: string): SqlVerdict {
  return parseSql(engines, dialect, sql);
}

describe('verdicts', () => {
  test('the parser that decided is named', () => {
    const root = { select: expect.anything() };
    expect(failure('snowflake', 'select 1')).toEqual({ kind: 'parsed', engine: 'polyglot', root });
    expect(failure('postgres', 'select 1')).toEqual({ kind: 'parsed', engine: 'libpg-query', root });
    const deep = `select ${'('.repeat(34)}1${')'.repeat(34)}`;
    expect(failure('snowflake', deep)).toEqual({ kind: 'parsed', engine: 'node-sql-parser', note: 'fallback' });
  });

  test('offsets count UTF-16 units although polyglot counts code points', () => {
    const sql = "select '😀😀' as a, 'é' as b from t where";
    expect(failure('snowflake', sql)).toMatchObject({ kind: 'failed', failure: { offset: sql.indexOf('where') } });
    const twice = "select '😀' from t from";
    expect(failure('postgres', twice)).toMatchObject({
      kind: 'failed',
      failure: { offset: twice.lastIndexOf('from') },
    });
  });

  test('the failure says what stands there', () => {
    expect(failure('snowflake', 'select id,\n  sum(total as total\nfrom orders')).toEqual({
      kind: 'failed',
      engine: 'polyglot',
      failure: { key: 'compile.sql-expected', values: { what: ')', near: 'as' }, offset: 23 },
    });
    expect(failure('postgres', 'select id,\n  sum(total as total\nfrom orders')).toEqual({
      kind: 'failed',
      engine: 'libpg-query',
      failure: { key: 'compile.sql-unexpected', values: { near: 'as' }, offset: 23 },
    });
    expect(failure('bigquery', 'select 1;\nselect 2')).toMatchObject({
      failure: { key: 'compile.several-statements', values: { near: 'select 2' }, offset: 10 },
    });
    expect(failure('postgres', 'select 1;\n-- é\nselect 2')).toMatchObject({
      failure: { key: 'compile.several-statements', values: { near: 'select 2' }, offset: 15 },
    });
    expect(failure('duckdb', 'drop table x')).toMatchObject({ failure: { key: 'compile.not-a-query' } });
    expect(failure('snowflake', 'with a (select 1) select 2')).toMatchObject({
      failure: { key: 'compile.cte-without-as', values: { near: 'a' }, offset: 5 },
    });
  });

  test('PostgreSQL decides alone, where polyglot is lenient', () => {
    expect(failure('postgres', 'select a from t qualify 1 = 1')).toMatchObject({
      kind: 'failed',
      engine: 'libpg-query',
    });
    expect(failure('postgres', 'table t')).toEqual({ kind: 'parsed', engine: 'libpg-query' });
  });

  test('syntax newer than the parsers is not judged', () => {
    expect(failure('bigquery', 'from t |> where x > 1')).toEqual({ kind: 'unknown', reason: 'no-parser' });
  });

  test('very large SQL is not judged', () => {
    expect(failure('snowflake', `select ${' '.repeat(maxSqlLength)}`)).toEqual({
      kind: 'unknown',
      reason: 'too-large',
    });
  });
});

describe('hostile input', () => {
  const rows: readonly (readonly [string, string])[] = [
    ['5,000 conditions', `select 1 from t where ${Array(5000).fill('a = 1').join(' and ')}`],
    ['2,000 branches', Array(2000).fill('select 1').join(' union all ')],
    ['60,000 sums', `select ${Array(60_000).fill('1').join('+')}`],
    ['20,000 values', `select a from t where b in (${Array(20_000).fill('1').join(',')})`],
    ['open parentheses', `select ${'('.repeat(100_000)}`],
    ['deep parentheses', `select ${'('.repeat(50_000)}1${')'.repeat(50_000)}`],
    ['nested wrong subqueries', `select ${'(select '.repeat(12)}1 + + from${')'.repeat(12)} from t`],
    ['nested wrong calls', `select ${'not ('.repeat(20)}where${')'.repeat(20)} from t`],
    ['nested wrong windows', `select ${'sum(a) over (partition by '.repeat(10)}where${')'.repeat(10)} from t`],
    ['signs', '\u0000$$\'"`[{(@#%&\\'.repeat(500)],
    ['one quote', `select '${'x'.repeat(200_000)}`],
    ['CTE names', `with ${'a '.repeat(20_000)}`],
  ];
  test.each(rows)(
    '%s takes no more than seconds of the processor',
    (_, sql) => {
      for (const dialect of ['snowflake', 'postgres', 'duckdb', 'clickhouse', undefined]) {
        const spent = cpuTimeOf(() => parseSql(engines, dialect, sql));
        expect([dialect, spent < 3000]).toEqual([dialect, true]);
      }
      expect(parseSql(engines, 'snowflake', 'select 1').kind).toBe('parsed');
    },
    60_000,
  );

  test('any text gets a verdict', () => {
    const word = fc.constantFrom(
      'select',
      'from',
      'with',
      'a',
      'as',
      '(',
      ')',
      ',',
      'on',
      'and',
      "'x'",
      '--',
      '/*',
      ';',
      '{{',
      '😀',
      '.',
      '*',
      '1',
      'join',
      'where',
    );
    fc.assert(
      fc.property(fc.array(word, { maxLength: 12 }), fc.constantFrom(...dialects, undefined), (words, dialect) => {
        const verdict = parseSql(engines, dialect, words.join(' '));
        expect(['parsed', 'failed', 'unknown']).toContain(verdict.kind);
        if (verdict.kind === 'failed') expect(verdict.failure.offset).toBeLessThanOrEqual(words.join(' ').length);
      }),
      { numRuns: 300, seed: 7 },
    );
  });
});
