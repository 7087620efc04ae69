import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shapeOf } from '../../src/compile/shape/model-shape.ts';
import type { DbtModel } from '../../src/model/dbt.ts';
import type { SqlShape } from '../../src/model/sql-shape.ts';

const path = 'models/m.sql';

function shape(text: string, dialect?: string): SqlShape {
  const model: DbtModel = { name: 'm', path, oid: 'x', language: 'sql', text, folderConfig: {} };
  const found = shapeOf(model, dialect);
  if (found === undefined) throw new TypeError('a SQL model has a shape');
  return found;
}

/** `name` for a column of its own, `as name` for an alias. */
function outputs(text: string): readonly string[] {
  return shape(text).outputs.map(({ name, isAlias }) => `${isAlias ? 'as ' : ''}${name}`);
}

describe('the columns of the result', () => {
  it.each([
    ['a column', 'select email from t', ['email']],
    ['an alias', 'select email as e from t', ['as e']],
    ['an alias without as', 'select t.email e from t', ['as e']],
    ['a cast is its column', 'select email::text as e, cast(email as text) as f from t', ['as e', 'as f']],
    ['a macro', "select {{ mask_pii('email') }} as e from t", ['as e']],
    ['an alias that a template makes', 'select email as {{ prefix }}_e, 1 as b from t', ['as b']],
    ['a template that hides its columns', 'select {{ columns }} as e from t', ['as e']],
    ['what a star replaces', 'select * replace (sha2(email) as email), a as b from t', ['as email', 'as b']],
    ['what a star renames', 'select * rename (email as e) from t', ['as e']],
    ['what a star leaves out', 'with c as (select a, b from t) select * exclude b from c', ['a']],
    ['a bare keyword is no alias', 'select null, case when a then b end from t', []],
    ['a union goes by position', 'select a as x from t union all select email from u', ['as x']],
    ['through a common table expression', 'with c as (select email as e from t) select e from c', ['e']],
    ['a star over one', 'with c as (select sha2(email) as e from t) select * from c', ['as e']],
    ['a star in one', 'with c as (select * from t) select email from c', ['email']],
    ['a star over a table', 'select *, a as b from t', ['as b']],
    ['a derived table', 'select e from (select email as e from t) as x', ['e']],
    ['recursive', 'with recursive c as (select email as e from t union all select e from c) select e from c', ['e']],
    ['a loop around entries', 'select a, {% for x in y %} b as c, {% endfor %} d from t', ['a', 'as c', 'd']],
    ['a comma too many', 'select a, from t', ['a']],
    ['distinct', 'select distinct on (a) a, b from t', ['a', 'b']],
    ['except of BigQuery', 'select * except (a), b as c from t', ['as c']],
    ['a struct', 'select as struct a from t', ['a']],
  ])('%s', (_, sql, expected) => {
    expect(outputs(sql)).toEqual(expected);
  });

  it.each([
    ['cast(a as date)', 'date'],
    ['try_cast(lower(a) as timestamp_ntz)', 'timestamp'],
    ['a.b::timestamptz', 'timestamp'],
    ['a::boolean', 'boolean'],
    ['(a is null)', 'boolean'],
    ['((a::date))', 'date'],
    ["case when a = 'x' then true else false end", 'boolean'],
    ['case when a then false end', 'boolean'],
    ['case when a then b = 1 when c then null else d is null end', 'boolean'],
    ['case when a then b::timestamp else current_timestamp end', 'timestamp'],
    ['case when a then b::timestamp else c::date end', undefined],
    ['case when a then true else b end', undefined],
    ['case when a then case when b then true else false end else false end', undefined],
    ['case when a then null end', undefined],
    ['case when a then true end = b', undefined],
    ['iff(a = 1, true, false)', 'boolean'],
    ['iff(a = 1, b, true)', undefined],
    ['coalesce(a, false)', undefined],
    ['coalesce(a::timestamp, current_timestamp())', 'timestamp'],
    ['max(a::timestamp)', 'timestamp'],
    ['true', 'boolean'],
    ['null', undefined],
    ['current_timestamp()', 'timestamp'],
    ['current_timestamp', 'timestamp'],
    ['now()', 'timestamp'],
    ['getdate()', 'timestamp'],
    ['to_timestamp_ntz(a)', 'timestamp'],
    ['current_date', 'date'],
    ['to_date(a)', 'date'],
    ['now() - a', undefined],
    ['lower(a = b)', undefined],
    ['t.current_date', undefined],
    ["a = 'x'", 'boolean'],
    ['a <> b', 'boolean'],
    ['a >= 1 and not b', 'boolean'],
    ['a is null', 'boolean'],
    ["payload->>'a'", undefined],
    ["payload @> 'a'", undefined],
    ['1 << 2', undefined],
    ['case when a = b then c end', undefined],
    ['coalesce(a = b, c)', undefined],
    ['a || b::date', undefined],
    ['cast(a as date) + 1', undefined],
    ["a at time zone 'UTC'", undefined],
    ['count(*)', undefined],
  ])('%s holds %s', (expression, kind) => {
    expect(shape(`select ${expression} as x from t`).outputs.map((output) => output.kind)).toEqual([kind]);
  });

  it('takes no more time where every query doubles the one before it', () => {
    const queries = Array.from({ length: 35 }, (_, n) => `c${n + 1} as (select *, a as a${n} from c${n}, c${n} as x)`);
    const sql = `with c0 as (select * from {{ ref('a') }}), ${queries.join(', ')} select * from c35`;
    expect(outputs(sql)).toHaveLength(35);
  });

  it('says where the name is written', () => {
    expect(shape('select\n  active as "isActive"\nfrom t').outputs).toEqual([
      {
        name: 'isActive',
        at: { path, line: 2, column: 13, endLine: 2, endColumn: 23 },
        isAlias: true,
        written: 'active',
      },
    ]);
  });
});

/** Place, clause, depth, and whether nothing else can be written. */
function subqueries(sql: string): readonly string[] {
  return shape(sql).subqueries.map(({ at, clause, depth, isIdiom }) =>
    [`${at.line}:${at.column}`, clause, String(depth), ...(isIdiom ? ['idiom'] : [])].join(' '),
  );
}

describe('queries in queries', () => {
  it.each([
    ['none', 'select a from t', []],
    ['a common table expression', 'with a as (select 1 as x), b (y) as (select 2) select * from a', []],
    ['one in from', 'select a\nfrom (select a from t) as x', ['2:6 from 1']],
    ['one in one', 'select a from (select a from (select a from t))', ['1:15 from 1', '1:30 from 2']],
    [
      'one in a common table expression',
      'with c as (select a from (select a from t)) select * from c',
      ['1:26 from 1'],
    ],
    ['one in join', 'select a from t join (select b from u) as u on true', ['1:22 from 1']],
    ['one in where', 'select a from t where b = (select max(b) from u)', ['1:27 other 1']],
    ['one in a function', 'select coalesce((select 1 from u), 0) as a from t', ['1:17 other 1']],
    ['exists', 'select a from t where exists (select 1 from u where u.a = t.a)', ['1:30 other 1 idiom']],
    ['a list from one name', 'select a from t where a in (select a from ids)', ['1:28 other 1 idiom']],
    ['a list from a query', 'select a from t where a in (select a from u where b)', ['1:28 other 1']],
    [
      'what an incremental model has',
      'select a from t where b > (select max(b) from {{ this }})',
      ['1:27 other 1 idiom'],
    ],
    [
      'what is asked of an array',
      'select array(select a from unnest(b)) as a, (select max(c) from unnest(b) as c) from t',
      ['1:13 other 1 idiom', '1:45 other 1 idiom'],
    ],
    ['operands of a union', '(select a from t) union all (select a from u)', []],
    ['a text that looks like one', "select '(select 1)' as a -- (select 2)\nfrom t", []],
  ])('%s', (_, sql, expected) => {
    expect(subqueries(sql)).toEqual(expected);
  });
});

describe('words, commas and the rest', () => {
  it('tells keywords from names', () => {
    const words = shape('SELECT t.from, "select", left(a) from t Where a').keywords.map(
      ({ word, at }) => `${word} ${at.column}`,
    );
    expect(words).toEqual(['SELECT 1', 'from 34', 'Where 41']);
  });

  it('sees where commas stand', () => {
    const commas = shape('with a as (select 1), -- one\nb as (select 1\n  , 2, 3)\nselect x,\n y from a').commas;
    expect(commas.map(({ style, at }) => `${style} ${at.line}:${at.column}`)).toEqual([
      'leading 3:3',
      'trailing 4:9',
      'trailing 1:21',
    ]);
  });

  it('leaves out commas that a condition brings', () => {
    expect(shape('select a\n{% if x %}\n  , b\n{% endif %}\nfrom t').commas).toEqual([]);
  });

  it.each([
    ['a ranking', 'select row_number() over (partition by a) as n from t', 1],
    ['a macro', 'select a from ({{ dbt_utils.deduplicate(relation=x) }})', 1],
    ['union all', 'select a from t union all select a from u', undefined],
    ['is distinct from', 'select a from t where a is distinct from b', undefined],
  ])('one row of several: %s', (_, sql, line) => {
    expect(shape(sql).dedup?.line).toBe(line);
  });

  it('reads texts of config', () => {
    const { config } = shape("{{ config(materialized='view', tags=['a'], meta={'x': 'y'}) }}\nselect 1 as a");
    expect(config.get('materialized')).toEqual({
      value: 'view',
      at: { path, line: 1, column: 24, endLine: 1, endColumn: 30 },
    });
  });

  it('finds stars, and says which only import', () => {
    const { stars } = shape('with a as (select * from t) select a.*, 1 as b from a');
    expect(stars.map(({ at, isImport }) => [at.column, isImport])).toEqual([
      [19, true],
      [38, false],
    ]);
  });

  it('finds what is read, and where', () => {
    const { reads } = shape("select a from {{ ref('x') }}\njoin {{ source('s', 't') }} on true");
    expect(reads.map(({ kind, name, at }) => [kind, name, at.line])).toEqual([
      ['ref', 'x', 1],
      ['source', 's.t', 2],
    ]);
  });

  it('does not look at Python', () => {
    const model = { name: 'm', path: 'm.py', oid: 'x', language: 'python', text: 'x', folderConfig: {} } as const;
    expect(shapeOf(model)).toBeUndefined();
  });
});

const fragments = [
  'select',
  ' ',
  'from',
  '(',
  ')',
  ',',
  'a',
  '"b',
  "'",
  '{{',
  '}}',
  "x('y')",
  '{% if %}',
  '--',
  '\n',
  '*',
  'as',
  'union',
  'with',
  '.',
  '::',
];

it('reads anything without an exception, and every place is in the text', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...fragments), { maxLength: 60 }), (parts) => {
      const text = parts.join('');
      const found = shape(text);
      const lines = text.split('\n');
      for (const { at } of [...found.outputs, ...found.subqueries, ...found.stars]) {
        expect(at.line).toBeLessThanOrEqual(lines.length);
        expect(at.column).toBeLessThanOrEqual((lines[at.line - 1]?.length ?? 0) + 1);
      }
    }),
  );
});

it.each([
  ['parentheses', `select a from t where ${'('.repeat(20_000)}a${')'.repeat(20_000)}`],
  ['queries', `${'select a from ('.repeat(2000)}t${')'.repeat(2000)}`],
  ['columns of columns', `${'select a || a || a || a as a from ('.repeat(90)}t${')'.repeat(90)}`],
  [
    'common table expressions',
    `with c0 as (select a from t)${Array.from({ length: 200 }, (_, n) => `, c${n + 1} as (select a || a as a from c${n})`).join('')} select a from c200`,
  ],
])('is quick with very many %s', (_, sql) => {
  const start = performance.now();
  shape(sql);
  expect(performance.now() - start).toBeLessThan(2000);
});
