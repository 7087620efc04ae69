import { describe, expect, it } from 'vitest';
import type { Rendition } from '../../../src/compile/jinja/rendition.ts';
import { columnEngines, resolveSql, type ResolveOptions } from './resolve.ts';

const engines = await columnEngines();

/** `name: function function`, or `name: ?`. */
function functionsOf(sql: string, dialect = 'snowflake', options: ResolveOptions = {}): readonly string[] {
  return resolveSql(engines, [dialect, sql], options).columns.map(
    ({ name, calls }) => `${name}: ${calls?.join(' ') ?? '?'}`,
  );
}

/** Stands for a tag that wrote the first value of a list. */
function isFirst(start: number, end: number): boolean {
  return start < 13 && end > 8;
}

describe('functions that make a column', () => {
  it.each<[string, string]>([
    ["select 'a' as x from t", 'x: '],
    ['select null as x, -1 as y, cast(null as date) as z from t', 'x:  | y:  | z: '],
    ['select a + 1 as x, case when a = 1 then b end as y, a::text as z from t', 'x:  | y:  | z: '],
    ['select count(*) as n from t', 'n: count'],
    ['select row_number() over (order by a) as n from t', 'n: over row_number'],
    [
      'select current_date as a, current_timestamp as b, localtimestamp as c, sysdate as d from t',
      'a: current_date | b: current_timestamp | c: localtimestamp | d: sysdate',
    ],
    ['select current_timestamp() as x, uuid_string() as y from t', 'x: current_timestamp | y: uuid_string'],
    ["select md5(concat(id, '-', current_timestamp)) as k from t", 'k: concat current_timestamp md5'],
    ['select upper(lower(upper(b))) as x from t', 'x: lower upper'],
    ['select case when a > random() then 1 else 2 end as x from t', 'x: random'],
    [
      'select cast(current_timestamp as date) as x, to_char(current_timestamp::date) as y from t',
      'x: current_timestamp date | y: current_timestamp date to_char',
    ],
    ['select cast(c as date) as x from t', 'x: '],
    [
      'select (select max(id) from u) as x, exists (select 1 from u) as y, a in (select abs(id) from u) as z from t',
      'x: max | y: exists | z: abs',
    ],
    ['select seq.nextval as x from t', 'x: nextval'],
  ])('%s', (sql, expected) => {
    expect(functionsOf(sql).join(' | ')).toBe(expected);
  });

  it.each<[string, string]>([
    ['with a as (select lower(b) as b, now() as n from t) select upper(b) as x, n from a', 'x: lower upper | n: now'],
    ['select x from (select sum(a) as x from t) as s', 'x: sum'],
    ['with a as (select lower(b) as b from t) select * from a', 'b: lower'],
    ['with a as (select lower(b) as b from t) select * replace (upper(b) as b) from a', 'b: lower upper'],
    ['select lower(b) as x, upper(x) as y from t', 'x: lower | y: lower upper'],
    ["select 'a' as x union all select lower(b) from t", 'x: lower'],
    [
      'select id, b from (select id, lower(b) as b from t) as l full join (select id from u) as r using (id)',
      'id: coalesce | b: lower',
    ],
    ['select kind, v from (select a, id from t) unpivot (v for kind in (a, id))', 'kind: unpivot | v: unpivot'],
    ['select v.x from (values (1), (abs(-2))) as v(x)', 'x: abs'],
    ['with recursive n as (select 1 as x union all select abs(x) + 1 from n) select x from n', 'x: abs'],
    ['select b from unknown_table', 'b: '],
    ['with a as (select * from unknown_table) select upper(b) as x from a', 'x: upper'],
  ])('are followed in the model: %s', (sql, expected) => {
    expect(functionsOf(sql).join(' | ')).toBe(expected);
  });

  it('are not told of what cannot be read', () => {
    const at = { path: 'm.sql', line: 1, column: 1 };
    const markers: Rendition['markers'] = [{ kind: 'unknown', macro: 'm', at }];
    expect(
      functionsOf('select lower(dataengos__unknown(0)) as x, lower(b) as y from t', 'snowflake', { markers }),
    ).toEqual(['x: ?', 'y: lower']);
    expect(functionsOf('select t.nothing as x from t')).toEqual(['x: ?']);
  });

  it('are not told of a value that a tag of the template writes', () => {
    const sql = "select 'now' as x, lower('now') as y, 'then' as z from t";
    expect(functionsOf(sql, 'snowflake', { isPrinted: isFirst })).toEqual(['x: ?', 'y: lower', 'z: ']);
  });

  it('name the macros that wrote them, around no column too', () => {
    const sql = "select now() as x, lower(b) as y, 'a' as z from t";
    const macros = [
      { name: 'clock', start: 7, end: 12 },
      { name: 'lowered', start: 19, end: 27 },
    ];
    expect(functionsOf(sql, 'snowflake', { macros })).toEqual(['x: macro:clock now', 'y: lower macro:lowered', 'z: ']);
  });
});
