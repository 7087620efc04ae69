import { beforeAll, describe, expect, test } from 'vitest';
import type { Engines } from '../../../src/compile/engines.ts';
import type { MacroRange } from '../../../src/compile/jinja/rendition.ts';
import { columnEngines, describeColumns, resolveSql, type ResolveOptions } from './resolve.ts';

let engines: Engines;
beforeAll(async () => {
  engines = await columnEngines();
});

test('everything has its place in the template', () => {
  const sql =
    "-- 🙂 a comment\nselect '🙂' as smile, x.a,\n  upper(b) as loud, count(*), x.*\nfrom t as x\njoin src__raw.orders o on o.id = x.id";
  const resolved = resolveSql(engines, ['postgres', sql]);
  const places = resolved.columns.map(({ name, at }) => `${name} ${at.line}:${at.column}`);
  expect(places).toEqual(['smile 2:16', 'a 2:25', 'loud 3:15', 'count 3:21', 'id 3:31', 'a 3:31', 'b 3:31', 'c 3:31']);
  expect(resolved.reads).toEqual([
    { kind: 'table', name: 't', at: { path: 'm.sql', line: 4, column: 6 } },
    { kind: 'source', name: 'raw.orders', at: { path: 'm.sql', line: 5, column: 6 } },
  ]);
});

test('a column is a whole value', () => {
  const { columns } = resolveSql(engines, ['snowflake', 'select lower(email)::varchar(9) as e from ref__.users']);
  expect(columns).toEqual([
    {
      name: 'e',
      at: { path: 'm.sql', line: 1, column: 36 },
      type: { family: 'string', text: 'varchar(9)' },
      origins: [{ from: { kind: 'ref', name: 'users' }, column: 'email', calls: ['cast', 'lower'], role: 'value' }],
      calls: ['lower'],
    },
  ]);
});

test('what is read is told once, in the order of the text, and never a common table expression', () => {
  const sql =
    'with a as (select * from ref__.x), b as (select * from src__s.y) select (select max(id) from this__.m) as m from a join b using (id) join ref__.x z using (id)';
  const { reads } = resolveSql(engines, ['snowflake', sql]);
  expect(reads.map(({ kind, name, at }) => `${kind} ${name} ${at.column}`)).toEqual([
    'ref x 26',
    'source s.y 56',
    'ref m 94',
  ]);
});

/** The ranges of calls that are marked with `«name:` and `»` in a text, and the text without the marks. */
function withMacros(marked: string): readonly [sql: string, options: ResolveOptions] {
  const macros: MacroRange[] = [];
  const open: { readonly index: number; readonly name: string; readonly start: number }[] = [];
  let sql = '';
  for (const piece of marked.split(/(«\w+:|»)/)) {
    const name = /^«(\w+):$/.exec(piece)?.[1];
    if (name !== undefined) {
      open.push({ index: macros.length, name, start: sql.length });
      macros.push({ name, start: sql.length, end: sql.length });
    } else if (piece === '»') {
      const call = open.pop();
      if (call !== undefined) macros[call.index] = { name: call.name, start: call.start, end: sql.length };
    } else sql += piece;
  }
  return [sql, { macros }];
}

describe('a macro stands where its call wrote', () => {
  test.each([
    ['select «mask:sha2(b)» as x from t', ['x string = macro:mask(sha2(t.b))']],
    ['select sha2(«clean:trim(b)») as x from t', ['x string = sha2(macro:clean(trim(t.b)))']],
    ['select lower(«mask:sha2(trim(b))») as x from t', ['x string = lower(macro:mask(sha2(trim(t.b))))']],
    [
      "select lower(«both:b || 'x' || a») as x from t",
      ['x string = lower(macro:both(||(||(t.b)))), lower(macro:both(||(t.a)))'],
    ],
    ['select «outer:upper(«inner:trim(b)»)» as x from t', ['x string = macro:outer(upper(macro:inner(trim(t.b))))']],
    ['select «mask:sha2(b)» as x, b as y from t', ['x string = macro:mask(sha2(t.b))', 'y string:my_string = t.b']],
    [
      'with q as (select «mask:sha2(b)» as b from t) select upper(b) as b from q',
      ['b string = upper(macro:mask(sha2(t.b)))'],
    ],
    ['select «named:sha2(b) as x» from t', ['x string = macro:named(sha2(t.b))']],
    ['select «cols:b, a» from t', ['b string:my_string = t.b', 'a number:my_number = t.a']],
    [
      'select «mask:sha2(a) as x, b, (c)» as y from t',
      ['x string = sha2(t.a)', 'b string:my_string = t.b', 'y date:my_date = t.c'],
    ],
    ['select lower(«mask:b) as y, left(b, 3» ) as x from t', ['y string = lower(t.b)', 'x string = left(t.b)']],
    ["select 'a' «mask:|| left(b, 3)» as x from t", ['x string = ||(left(t.b))']],
    ["select «mask:left(b, 3) ||» 'a' as x from t", ['x string = ||(left(t.b))']],
    ['select case when a = 1 «mask:then left(b, 3)» end as x from t', ['x string = case(=(t.a))?, case(left(t.b))']],
    ['select x from («mask:select left(b, 3) as x from t»)', ['x string = left(t.b)']],
    ['select x from «mask:(select left(b, 3) as x from t)» as s', ['x string = macro:mask(left(t.b))']],
    [
      'select «case:case when a = 1 then b end» as x from t',
      ['x string = macro:case(case(=(t.a)))?, macro:case(case(t.b))'],
    ],
    ["select '«text:x»' || b as x from t", ['x string = ||(t.b)']],
    [
      'select «all:*» from t',
      [
        'id number:my_number = macro:all(t.id)',
        'a number:my_number = macro:all(t.a)',
        'b string:my_string = macro:all(t.b)',
        'c date:my_date = macro:all(t.c)',
      ],
    ],
  ])('%s', (marked, expected) => {
    const [sql, options] = withMacros(marked);
    expect(describeColumns(resolveSql(engines, ['snowflake', sql], options))).toEqual(expected);
  });
});
