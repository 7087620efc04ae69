import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type LineageQuestion, walkLineage } from '../../src/lineage/walk-lineage.ts';
import type { LineageGraph, LineagePart, LineageStart } from '../../src/model/lineage.ts';
import { shopGraph } from './shop.ts';

function reached(start: LineageStart, question: Partial<LineageQuestion> = {}): LineagePart {
  return walkLineage(shopGraph, { starts: [start], direction: 'both', maxStations: 100, ...question });
}

function stations({ relations }: LineagePart): readonly string[] {
  return relations.map(({ id, columns }) => [id.replace(/.*:/, ''), ...columns].join(' '));
}

const email = { relation: 'source:stripe.charges', column: 'email' };

describe('from a column', () => {
  it('downstream, to everything that it goes into or may go into', () => {
    expect(stations(reached(email, { direction: 'down' }))).toEqual([
      'churn-report/churn contact',
      'board',
      'fct_churn contact',
      'fct_open',
      'int_customers contact',
      'stg_charges email email_hash',
      'stripe.charges email',
    ]);
  });

  it('upstream, to what it is made of', () => {
    expect(stations(reached({ relation: 'model:fct_churn', column: 'payments' }, { direction: 'up' }))).toEqual([
      'stripe-charges/charges amount',
      'fct_churn payments',
      'int_customers amount',
      'stg_charges amount',
      'stripe.charges amount',
    ]);
  });

  it('a column that only filters ends where it does', () => {
    const part = reached({ relation: 'source:stripe.charges', column: 'is_paid' });
    expect(stations(part)).toEqual(['stripe-charges/charges paid', 'stg_charges', 'stripe.charges is_paid']);
    expect(part.edges.map(({ from, to }) => [from, to])).toEqual([
      ['contract:stripe-charges/charges', 'source:stripe.charges'],
      ['source:stripe.charges', 'model:stg_charges'],
    ]);
  });

  it('a constant comes from nowhere', () => {
    expect(stations(reached({ relation: 'model:fct_churn', column: 'note' }, { direction: 'up' }))).toEqual([
      'fct_churn note',
    ]);
  });
});

describe('from a relation', () => {
  it('to all relations in both directions, with every step between their columns', () => {
    const part = reached({ relation: 'model:int_customers' });
    expect(part.relations.map(({ id }) => id)).toEqual([
      'contract:churn-report/churn',
      'contract:stripe-charges/charges',
      'exposure:board',
      'model:fct_churn',
      'model:int_customers',
      'model:stg_charges',
      'source:stripe.charges',
    ]);
    expect(part.steps).toHaveLength(12);
  });

  it('as far as is asked', () => {
    const part = reached({ relation: 'model:int_customers' }, { depth: 1 });
    expect(part.relations.map(({ id }) => id)).toEqual(['model:fct_churn', 'model:int_customers', 'model:stg_charges']);
    expect(part.left).toBe(0);
  });

  it('the nearest first, and the others are counted', () => {
    const part = reached({ relation: 'model:int_customers' }, { maxStations: 3 });
    expect(part.relations.map(({ id }) => id)).toEqual(['model:fct_churn', 'model:int_customers', 'model:stg_charges']);
    expect(part.left).toBe(4);
  });
});

it('without a start everything is reached', () => {
  const part = walkLineage(shopGraph, { starts: [], direction: 'both', maxStations: 100 });
  expect(part).toEqual({ ...shopGraph, starts: [], direction: 'both', left: 0 });
});

/** Any graph of up to six relations, circles and all. */
const graphs = fc.array(fc.tuple(fc.nat(5), fc.nat(5), fc.boolean()), { maxLength: 20 }).map((links): LineageGraph => {
  const ids = Array.from({ length: 6 }, (_, index) => `model:m${index}`);
  const id = (index: number): string => ids[index] ?? '';
  const unique = [...new Map(links.map((link) => [`${link[0]} ${link[1]}`, link])).values()];
  return {
    relations: ids.map((each) => ({ id: each, kind: 'model', name: each, columns: ['x'], gaps: [] })),
    edges: unique.map(([from, to, isProven]) => ({ from: id(from), to: id(to), isProven, filters: [] })),
    steps: unique.map(([from, to]) => ({
      from: { relation: id(from), column: 'x' },
      to: { relation: id(to), column: 'x' },
      kind: 'as-is',
      calls: [],
    })),
  };
});

it('what is downstream of one has it upstream', () => {
  fc.assert(
    fc.property(graphs, fc.tuple(fc.nat(5), fc.nat(5)), fc.boolean(), (graph, [a, b], ofColumns) => {
      const start = (index: number): LineageStart => ({
        relation: `model:m${index}`,
        ...(ofColumns && { column: 'x' }),
      });
      const sees = (from: number, direction: 'up' | 'down', to: number): boolean =>
        walkLineage(graph, { starts: [start(from)], direction, maxStations: 100 }).relations.some(
          ({ id }) => id === `model:m${to}`,
        );
      expect(sees(a, 'down', b)).toBe(sees(b, 'up', a));
    }),
  );
});
