import { describe, expect, it } from 'vitest';
import type { RuleContext } from '../../../src/model/rule.ts';
import { countUses } from '../../../src/rules/word-uses.ts';
import { contextOf } from './in-rules.ts';

const files = {
  'specs/pipelines/sales/logic.md': 'Orders: orders_id, ORDERS and orders$.\n',
  'notes.txt': 'orders, pedidos',
};

function refuse(): never {
  throw new Error('read');
}

describe('how often a name is used', () => {
  it('as a whole word, in any case, in every file of the repository', async () => {
    expect([...countUses(await contextOf(files), new Set(['orders', 'pedidos', 'refunds']))]).toEqual([
      ['orders', 3],
      ['pedidos', 1],
    ]);
  });

  it('in the files that are read, where a project is made of parts', async () => {
    const context = await contextOf(files);
    const { paths, ...project } = context.project;
    expect(paths?.has('notes.txt')).toBe(true);
    expect([...countUses({ ...context, project }, new Set(['orders', 'pedidos']))]).toEqual([['orders', 2]]);
  });

  it('is not said of a file that is no text', async () => {
    const context: RuleContext = { ...(await contextOf(files)), text: () => undefined };
    expect([...countUses(context, new Set(['orders']))]).toEqual([]);
  });

  it('no file is read for no name', async () => {
    expect([...countUses({ ...(await contextOf(files)), text: refuse }, new Set())]).toEqual([]);
  });
});
