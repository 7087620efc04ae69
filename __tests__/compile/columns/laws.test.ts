import * as fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import type { Engines } from '../../../src/compile/engines.ts';
// oxlint-disable-next-line import/no-unassigned-import -- it fixes the seed
import '../../support/property-tests.ts';
import { columnEngines, describeColumns, resolveSql } from './resolve.ts';

let engines: Engines;
beforeAll(async () => {
  engines = await columnEngines();
});

const expressions = fc.oneof(
  fc.constantFrom('id', 'a', 'b', 'c', 'upper(b)', 'a + id', "case when a > 1 then b else 'x' end", 'count(c)'),
  fc.constantFrom('cast(a as varchar)', 'max(c) over (partition by b)', 'coalesce(b, null)', "b || '-' || a", 'a = id'),
);
const lists = fc.array(expressions, { minLength: 1, maxLength: 6 });

function listOf(items: readonly string[]): string {
  return items.map((item, index) => `${item} as x${index}`).join(', ');
}

function columnsOf(sql: string): readonly string[] {
  return describeColumns(resolveSql(engines, ['snowflake', sql]));
}

test('an alias of the table changes nothing', () => {
  fc.assert(
    fc.property(lists, (items) => {
      expect(columnsOf(`select ${listOf(items)} from t as other`)).toEqual(columnsOf(`select ${listOf(items)} from t`));
    }),
  );
});

test('a query in a common table expression, in a subquery, or read again by a star, gives the same', () => {
  fc.assert(
    fc.property(lists, (items) => {
      const query = `select ${listOf(items)} from t`;
      const plain = columnsOf(query);
      const names = items.map((_, index) => `x${index}`).join(', ');
      expect(columnsOf(`with q as (${query}) select * from q`)).toEqual(plain);
      expect(columnsOf(`with q as (${query}) select ${names} from q`)).toEqual(plain);
      expect(columnsOf(`select s.* from (${query}) as s`)).toEqual(plain);
    }),
  );
});

test('a union with itself gives the same', () => {
  fc.assert(
    fc.property(lists, (items) => {
      const query = `select ${listOf(items)} from t`;
      expect(columnsOf(`${query} union all ${query}`)).toEqual(columnsOf(query));
    }),
  );
});

test('a star without a column, and that column, are the star', () => {
  fc.assert(
    fc.property(fc.constantFrom('id', 'a', 'b', 'c'), (name) => {
      const all = [...columnsOf(`select * exclude (${name}), ${name} from t`)].sort();
      expect(all).toEqual([...columnsOf('select * from t')].sort());
    }),
  );
});
