import { describe, expect, it } from 'vitest';
import { isSingleQuery } from '../../src/generators/single-query.ts';

describe('one query that only reads', () => {
  it.each([
    'select 1',
    'WITH a AS (select 1) SELECT count(*) FROM a',
    "select count(*) from t where c = ')'",
    'select "a(" from t',
  ])('is %s', (query) => {
    expect(isSingleQuery(query)).toBe(true);
  });

  it.each([
    'delete from t',
    'select 1; drop table t',
    'select 1 -- and more',
    'select 1 /* and more */',
    'select 1 # and more',
    'select 1) from (select 2',
    'select (1',
    "select 'a",
    String.raw`select '\''`,
    'select $$a$$',
    'select 1 into t',
    'with a as (insert into t values (1)) select 1',
  ])('is not %s', (query) => {
    expect(isSingleQuery(query)).toBe(false);
  });
});
