import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Change, mirrorRelation } from '../../../src/model/change.ts';
import { canonicalContract } from './canonical.ts';
import { contractDocuments } from './contracts.ts';
import { pairs } from './pairs.ts';
import { changesBetween, diff, type Fields, load, loadText, mistakesOf, textOf } from './documents.ts';

const runs = { numRuns: 100 };

describe('generated contracts', () => {
  it('are without mistakes', () => {
    fc.assert(
      fc.property(contractDocuments, (document) => {
        expect(mistakesOf(textOf(document))).toEqual([]);
      }),
      runs,
    );
  });
});

describe('a contract against itself', () => {
  it('has no change, also when it is read twice', () => {
    fc.assert(
      fc.property(contractDocuments, (document) => {
        const text = textOf(document);
        const contract = loadText(text);
        expect(changesBetween(contract, contract)).toEqual([]);
        expect(changesBetween(contract, loadText(text))).toEqual([]);
      }),
      runs,
    );
  });
});

describe('two contracts', () => {
  it('have no change exactly where they mean the same', () => {
    fc.assert(
      fc.property(pairs, ([before, after]) => {
        const [base, head] = [load(before), load(after)];
        const changes = changesBetween(base, head);
        const [meant, means] = [canonicalContract(base), canonicalContract(head)];
        if (changes.length === 0) expect(means).toEqual(meant);
        else
          expect(
            JSON.stringify(means),
            changes.map(({ kind, subject }) => `${kind} ${subject}`).join('\n'),
          ).not.toEqual(JSON.stringify(meant));
      }),
      runs,
    );
  });

  it('have the mirrored changes the other way round', () => {
    fc.assert(
      fc.property(pairs, ([before, after]) => {
        const forth = diff(before, after);
        const back = diff(after, before);
        expect(back.map(topicOf).toSorted()).toEqual(forth.map(mirrored).toSorted());
      }),
      runs,
    );
  });
});

function stored([type, physicalType]: readonly [warehouse: string, type: string]): Fields {
  return {
    apiVersion: 'v3.2.0',
    kind: 'DataContract',
    id: 'orders',
    version: '1.0.0',
    servers: [{ server: 'main', type }],
    schema: [{ name: 'orders', properties: [{ name: 'a', physicalType }] }],
  };
}

describe('a contract that moves to another warehouse', () => {
  it.each([
    [['postgres', 'int'] as const, ['snowflake', 'bigint'] as const],
    [['snowflake', 'varchar'] as const, ['redshift', 'varchar(256)'] as const],
    [['bigquery', 'numeric'] as const, ['databricks', 'decimal(10,0)'] as const],
  ])('is told the same way back: %s to %s', (before, after) => {
    const [base, head] = [stored(before), stored(after)];
    expect(diff(head, base).map(topicOf).toSorted()).toEqual(diff(base, head).map(mirrored).toSorted());
  });
});

/** Kind, values and relation of a change. Who is meant may have another name on the other side. */
function topicOf({ kind, before, after, relation }: Change): string {
  return JSON.stringify([kind, shown(before), shown(after), relation]);
}

function mirrored({ kind, before, after, relation }: Change): string {
  const turned = kind.replace(/added$|removed$/, (end) => (end === 'added' ? 'removed' : 'added'));
  return JSON.stringify([turned, shown(after), shown(before), relation && mirrorRelation(relation)]);
}

/** Whole elements by their names. */
function shown(value: unknown): unknown {
  return typeof value === 'object' && value !== null && 'name' in value ? value.name : value;
}
