import { beforeAll, describe, expect, test } from 'vitest';
import type { Engines } from '../../../src/compile/engines.ts';
import { columnEngines, describeGaps, describeProblems, namesOf, resolveSql, wholeRelation } from './resolve.ts';

let engines: Engines;
beforeAll(async () => {
  engines = await columnEngines();
});

function many<T>(count: number, make: (index: number) => T): readonly T[] {
  return Array.from({ length: count }, (_, index) => make(index));
}

const wide = wholeRelation(many(4000, (index) => `c${index} number`).join(', '));

const odd = wholeRelation('__proto__ number, constructor string');

describe('large and strange queries', () => {
  test('4,000 columns through stars and back', () => {
    const list = many(4000, (index) => `c${index} as d${index}`).join(', ');
    const sql = `with a as (select ${list} from wide), b as (select * from a) select * exclude (d0) from b`;
    const resolved = resolveSql(engines, ['snowflake', sql], { columnsOf: () => wide });
    expect(resolved.columns).toHaveLength(3999);
    expect(resolved.columns.at(-1)?.origins).toEqual([
      { from: { kind: 'table', name: 'wide' }, column: 'c3999', calls: [], role: 'value' },
    ]);
  });

  test('a chain of 1,500 common table expressions', () => {
    const chain = many(1500, (index) => `q${index + 1} as (select *, ${index} as n${index % 7} from q${index})`);
    const sql = `with q0 as (select id from t), ${chain.join(', ')} select id from q1500`;
    const resolved = resolveSql(engines, ['snowflake', sql]);
    expect(resolved.columns.map(({ origins }) => origins)).toEqual([
      [{ from: { kind: 'table', name: 't' }, column: 'id', calls: [], role: 'value' }],
    ]);
  });

  test('a union of 200 selects', () => {
    const sql = many(200, (index) => `select id, ${index} as n from t`).join(' union all ');
    const resolved = resolveSql(engines, ['duckdb', sql]);
    expect([namesOf(resolved), ...describeGaps(resolved), ...describeProblems(resolved)]).toEqual(['id, n']);
  });

  test('a sum of 500 terms, and as many conditions', () => {
    const sum = many(500, () => 'a').join(' + ');
    const both = many(500, (index) => `a > ${index}`).join(' and ');
    const resolved = resolveSql(engines, ['postgres', `select ${sum} as x, ${both} as y from t where ${both}`]);
    expect(resolved.columns.map(({ name, type }) => `${name} ${type?.family}`)).toEqual(['x number', 'y boolean']);
    expect(resolved.columns[0]?.origins?.every(({ column }) => column === 'a')).toBe(true);
  });

  test('stars that multiply are closed before they fill the memory', () => {
    const doubles = many(12, (index) => `q${index + 1} as (select x.*, y.* from q${index} x cross join q${index} y)`);
    const sql = `with q0 as (select * from wide), ${doubles.join(', ')} select * from q12`;
    const started = performance.now();
    const resolved = resolveSql(engines, ['snowflake', sql], { columnsOf: () => wide });
    expect(performance.now() - started).toBeLessThan(5000);
    expect(resolved.gaps.length).toBeGreaterThan(0);
  });

  test('origins that multiply are given up, not lost', () => {
    const doubles = many(
      14,
      (index) => `q${index + 1} as (select concat(f(x), g(x), case when x = 'a' then x end) as x from q${index})`,
    );
    const sql = `with q0 as (select b as x from t), ${doubles.join(', ')} select x from q14`;
    const { columns } = resolveSql(engines, ['snowflake', sql]);
    expect(columns.map(({ name, origins }) => [name, origins])).toEqual([['x', undefined]]);
  });

  test('names that are no names', () => {
    const sql = 'select __proto__, "constructor", "toString" from "hasOwnProperty"';
    const resolved = resolveSql(engines, ['postgres', sql], { columnsOf: () => odd });
    expect(namesOf(resolved)).toBe('__proto__, constructor, toString');
    expect(describeProblems(resolved)).toEqual(['unknown-column toString @1:34']);
  });
});
