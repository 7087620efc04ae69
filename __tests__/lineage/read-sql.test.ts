import { describe, expect, it } from 'vitest';
import { readPythonModel, readSql } from '../../src/lineage/read-sql.ts';

/** What a query reads, each part sorted and joined; empty parts are left out. */
function reads(sql: string, dialect?: string): object {
  const parts = Object.entries(readSql(sql, dialect)).map(([part, names]: [string, ReadonlySet<string>]) => [
    part,
    [...names].sort().join(', '),
  ]);
  return Object.fromEntries(parts.filter(([, names]) => names !== ''));
}

describe('names of columns', () => {
  it.each([
    ['a list', 'select Id, t.total from x t', 'id, total'],
    ['comments', 'select a -- b\n, /* c */ d {# e #} from x', 'a, d'],
    ['texts', "select 'a', 'it''s b', \"C\", `d` from x", 'c, d'],
    ['functions and types', 'select count(a), cast(b as date) from x', 'a, b'],
    ['names that are given here', 'select a as b from x as c', 'a'],
    ['a struct', 'select address.city from x', 'address, city'],
    ['a table before its column', 'select x.city from x', 'city'],
    ['reserved words, unless quoted', 'select "order" from x order by 1', 'order'],
    ['arguments of a macro', "select {{ mask('email') }} from {{ ref('x') }}", 'email'],
    ['lists of a template', "{% for c in ['a', 'b'] %}{{ c }}{% endfor %}", 'a, b'],
    ['no configuration or variables', "{{ config(tags=['a']) }} select {{ var('b') }} from x", ''],
    ['a template in a text', "select '{{ f('a') }}' from x", 'a'],
    ['conditions of a join', 'select 1 from x join y on x.a = y.b and (c = 2)', 'a, b, c'],
    ['letters of any script', 'select ação from x', 'ação'],
  ])('%s', (_, sql, columns) => {
    expect([...readSql(sql).columns].sort().join(', ')).toBe(columns);
  });

  it('a backslash in a text belongs to it where the warehouse says so', () => {
    const sql = "select 'it\\'s b', c from x";
    expect([...readSql(sql, 'bigquery').columns]).toEqual(['c']);
    expect([...readSql(sql, 'postgres').columns]).toEqual(['s', 'b']);
  });
});

describe('tables that a query names itself', () => {
  it.each([
    ['paths', 'select 1 from a.b.C, "D" join `p.d.e` on true', ['a.b.c', 'd', 'p.d.e']],
    [
      'no common table expressions',
      'with x as (select 1 from y), z (a, b) as (select 2 from x) select 1 from z',
      ['y'],
    ],
    ['a table of the same name as its expression', 'with x as (select * from x) select * from x', ['x']],
    ['an expression that is over', 'select (with x as (select 1 from y) select 1 from x) from x', ['x', 'y']],
    [
      'subqueries',
      'select (select max(a) from b) from (select c from d) e where f in (select g from h)',
      ['b', 'd', 'h'],
    ],
    ['no functions', 'select extract(day from d), trim(both from e) from unnest(z), generate_series(1, 2)', []],
    ['no distinct from', 'select a is distinct from b from c', ['c']],
    ['joins in brackets', 'select 1 from (a join b on true)', ['a', 'b']],
    ['a list behind a join', 'select 1 from a join b on a.c = b.c, d', ['a', 'b', 'd']],
    ['unions', 'select 1 from a union all select 1 from b', ['a', 'b']],
  ])('%s', (_, sql, tables) => {
    expect([...readSql(sql).tables].sort()).toEqual(tables);
  });
});

describe('stars', () => {
  it.each([
    ['of everything', 'select * from a, b', ['table a', 'table b']],
    ['of one alias', 'select x.*, y.c from a x join b as y on true', ['table a']],
    ['of a call', "select * from {{ ref('a') }}", ['ref a']],
    ['through expressions', "with s as (select * from {{ source('a', 'b') }}) select * from s", ['source a.b']],
    ['that end in an expression', "with s as (select * from {{ ref('a') }}) select c from s", []],
    ['that a column list stops', "with s as (select c from {{ ref('a') }}) select * from s", []],
    ['of a subquery', 'select s.* from (select * from a) s', ['table a']],
    ['in a condition only', 'select c from a where exists (select * from b)', []],
    ['that count or multiply', 'select count(*), 2 * c, c*d from a', []],
    ['but for some columns', 'select * except (c) from a', ['table a']],
    ['after a number', 'select top 10 * from a', ['table a']],
    ['of a union', 'select * from a union all select * from b', ['table a', 'table b']],
    ['of a macro', "select {{ star(ref('a')) }} from {{ ref('a') }}", ['ref a']],
    ['of a macro that makes the table', "select * from {{ union([ref('a'), ref('b')]) }}", ['ref a', 'ref b']],
    ['of a table that a template hides', 'select * from {{ x }}', ['*']],
    ['that a variable may carry', "{% set r = ref('a') %} select c from {{ r }}", ['ref a']],
  ])('%s', (_, sql, stars) => {
    expect([...readSql(sql).stars].sort()).toEqual(stars);
  });

  it('a recursive expression ends', () => {
    expect(reads('with recursive t as (select a from b union all select * from t) select * from t')).toEqual({
      columns: 'a',
      stars: 'table b, table t',
      tables: 'b',
    });
  });
});

it('a Python model reads whole tables', () => {
  const read = readPythonModel('def model(dbt, session):\n  return dbt.ref("a").join(dbt.source("b", \'c\'), "id")');
  expect([...read.calls]).toEqual(['ref a', 'source b.c']);
  expect([...read.stars]).toEqual(['ref a', 'source b.c']);
  expect(read.columns.has('id')).toBe(true);
});

it.each([
  ['brackets', '('.repeat(300_000)],
  ['subqueries', 'select (select 1 from a '.repeat(50_000)],
  [
    'expressions',
    `with ${Array.from({ length: 20_000 }, (_, i) => `c${i} as (select * from c${i - 1})`).join()} select * from c19999`,
  ],
  ['texts', `'${"''".repeat(200_000)}`],
  ['templates', '{{ ('.repeat(100_000)],
  ['closing brackets of lists', `x ${'(a) '.repeat(50_000)} as (select 1)`],
  ['a Python call', `dbt.ref(${'('.repeat(300_000)}`],
])('hostile %s end within two seconds', (kind, text) => {
  const start = performance.now();
  (kind === 'a Python call' ? readPythonModel : readSql)(text);
  expect(performance.now() - start).toBeLessThan(2_000);
});
