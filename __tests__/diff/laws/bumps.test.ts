import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { versionBumps } from '../../../src/engine/bumps.ts';
import { classifyChange } from '../../../src/engine/classify.ts';
import { createMemo } from '../../../src/load/memo.ts';
import { loadProject } from '../../../src/load/load-project.ts';
import { type Bump, bumps } from '../../../src/model/change.ts';
import { memoryTree } from '../../support/memory-tree.ts';
import { contractDocuments } from './contracts.ts';
import { changesBetween, type Fields, isFields, itemsOf, textOf } from './documents.ts';
import { singleEdits } from './edits.ts';

/** A contract of two tables that know nothing of one another. */
const twoTables: fc.Arbitrary<Fields> = fc.tuple(contractDocuments, contractDocuments).map(([one, other]) => ({
  ...one,
  status: 'active',
  schema: [tableOf(one, 'orders'), tableOf(other, 'clients')],
}));

function tableOf(document: Fields, name: string): Fields {
  const [object] = itemsOf(document['schema']);
  return isFields(object) ? { ...object, id: `${name}-id`, name, physicalName: `${name}_v1` } : { name };
}

/** The bump that a version needs. */
function bumpBetween(base: Fields, head: Fields): Bump {
  const [before, after] = [base, head].map((document) =>
    loadProject(memoryTree({ 'specs/contracts/outputs/orders.yaml': textOf(document) }, 'head'), createMemo()),
  );
  const [one, other] = [before?.contracts[0], after?.contracts[0]];
  if (after === undefined || one === undefined || other === undefined) throw new TypeError('no contract');
  const changes = changesBetween(one, other).map((each) =>
    classifyChange(each, { compatibility: {}, dangerousBump: 'minor' }),
  );
  return versionBumps(after, changes)[0]?.required ?? 'none';
}

function larger(one: Bump, other: Bump): Bump {
  return bumps.indexOf(one) <= bumps.indexOf(other) ? one : other;
}

describe('the bump of two changes of different tables', () => {
  it('is the larger one of theirs', () => {
    fc.assert(
      fc.property(twoTables, fc.nat(), fc.nat(), (base, first, second) => {
        const inside = (table: number) =>
          singleEdits(base).filter(({ path }) => path[0] === 'schema' && path[1] === table && path.length > 3);
        const [one, other] = [inside(0), inside(1)];
        const [edit, more] = [one[first % one.length], other[second % other.length]];
        if (edit === undefined || more === undefined) return;
        const both = bumpBetween(base, more.apply(edit.apply(base)));
        expect(both, `${edit.field} and ${more.field}`).toBe(
          larger(bumpBetween(base, edit.apply(base)), bumpBetween(base, more.apply(base))),
        );
      }),
      { numRuns: 60 },
    );
  });
});
