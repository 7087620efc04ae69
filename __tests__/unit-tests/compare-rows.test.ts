import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareRows, type ResultTable } from '../../src/engine/unit-test-compare.ts';
import type { Json } from '../../src/model/contract.ts';

const at = { path: 'x.csv', line: 1, column: 1 };

function compareCell(expected: Json, actual: string | null, type: string): boolean | 'incomparable' {
  const comparison = compareRows(
    { columns: ['A'], rows: [[expected]], isCsv: false, at },
    { columns: [{ name: 'a', type }], rows: [[actual]] },
  );
  return comparison.kind === 'incomparable' ? 'incomparable' : comparison.differences.length === 0;
}

describe('cells are compared by what they mean', () => {
  it.each([
    ['10.50', '10.5', 'DECIMAL(10,2)', true],
    ['10.505', '10.5', 'DECIMAL(10,2)', false],
    [1, '1.000', 'DECIMAL(38,3)', true],
    ['007', '7', 'BIGINT', true],
    ['-0', '0', 'INTEGER', true],
    [1e21, '1000000000000000000000', 'HUGEINT', false],
    ['0.333333', '0.3333333333333333', 'DOUBLE', true],
    ['0.34', '0.3333333333333333', 'DOUBLE', false],
    ['0.3', '0.30000000000000004', 'DOUBLE', true],
    ['1', '1.4', 'DOUBLE', false],
    ['one', '1', 'BIGINT', 'incomparable'],
    [true, 'true', 'BOOLEAN', true],
    ['0', 'true', 'BOOLEAN', false],
    ['talvez', 'true', 'BOOLEAN', 'incomparable'],
    ['2026-01-31', '2026-01-31 00:00:00', 'TIMESTAMP', true],
    ['2026-01-31T10:00:00-03:00', '2026-01-31 13:00:00+00', 'TIMESTAMP WITH TIME ZONE', true],
    ['2026-01-31T10:00', '2026-01-31 10:00:00.500', 'TIMESTAMP', false],
    ['31/01/2026', '2026-01-31', 'DATE', 'incomparable'],
    ['10:00', '10:00:00', 'TIME', true],
    [{ b: 1, a: [1] }, '{"a":[1],"b":1}', 'JSON', true],
    ['[1, 2]', '[1,2]', 'INTEGER[]', true],
    [1, '1', 'VARCHAR', true],
    ['a ', 'a', 'VARCHAR', false],
    ['', null, 'VARCHAR', false],
    [null, null, 'BIGINT', true],
    [null, '0', 'BIGINT', false],
  ])('%j and %j of type %s: %j', (...[expected, actual, type, same]) => {
    expect(compareCell(expected, actual, type)).toBe(same);
  });
});

function result(rows: readonly (readonly [number, string | null])[]): ResultTable {
  return {
    columns: [
      { name: 'n', type: 'INTEGER' },
      { name: 't', type: 'VARCHAR' },
    ],
    rows: rows.map(([n, t]) => [String(n), t]),
  };
}

describe('rows are compared as a multiset', () => {
  const row = fc.tuple(fc.integer({ min: 0, max: 3 }), fc.constantFrom('a', 'b', null));

  it('their order does not matter', () => {
    fc.assert(
      fc.property(fc.array(row), (rows) => {
        const comparison = compareRows(
          { columns: ['t', 'n'], rows: rows.map(([n, t]) => [t, n]), isCsv: true, at },
          result(rows.toReversed()),
        );
        expect(comparison).toEqual({ kind: 'compared', differences: [], missingColumns: [] });
      }),
    );
  });

  it('a row that is left out is one difference', () => {
    fc.assert(
      fc.property(fc.array(row, { minLength: 1 }), ([first, ...rest]) => {
        const [n, t] = first ?? [0, null];
        const comparison = compareRows({ columns: ['n', 't'], rows: [...rest, [n, t]], isCsv: true, at }, result(rest));
        expect(comparison).toEqual({
          kind: 'compared',
          differences: [{ expected: [String(n), t] }],
          missingColumns: [],
        });
      }),
    );
  });

  it('an expectation of no rows wants none', () => {
    expect(compareRows({ columns: [], rows: [], isCsv: false, at }, result([[1, 'a']]))).toEqual({
      kind: 'compared',
      differences: [{ actual: [] }],
      missingColumns: [],
    });
  });
});
