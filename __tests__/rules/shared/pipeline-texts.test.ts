import { describe, expect, it } from 'vitest';
import type { Files } from '../../../src/model/rule.ts';
import { pipelineReader } from '../../../src/rules/pipeline-texts.ts';
import { contextOf } from './in-rules.ts';

const dbt = 'implementation/dbt';
const models: Files = {
  [`${dbt}/dbt_project.yml`]: 'name: shop\n',
  ...Object.fromEntries(
    ['fct_orders', 'Fct_Visits', 'fct_refund', 'board'].map((name) => [
      `${dbt}/models/${name}.sql`,
      'select 1 as total\n',
    ]),
  ),
};
const spec = 'specs/pipelines/sales/logic.md';

describe('what the files of pipelines say', () => {
  it.each([
    ['a word', 'Sums fct_orders.', 'fct_orders', true],
    ['a word in another case', 'Sums FCT_Orders.', 'fct_orders', true],
    ['a name in another case', 'Sums fct_orders.', 'FCT_ORDERS', true],
    ['a word without underscore', 'On the Board.', 'board', true],
    ['a word with hyphens', 'As orders-by-day of it.', 'orders-by-day', true],
    ['a word of another language', 'Soma média.', 'média', true],
    ['a part of a word', 'Sums my_long_fct_orders.', 'fct_orders', false],
    ['a part of a word with hyphens', 'Sums long-fct_orders.', 'fct_orders', false],
    ['a misspelt name', 'Sums fct_ordrs.', 'fct_orders', true],
    ['the name of another model that is near', 'Sums fct_visits.', 'fct_visit', false],
    ['a word of the language that is near', 'On the boards.', 'board', false],
    ['nothing of it', 'Sums all.', 'fct_orders', false],
  ])('%s: %s', async (_, ...[text, name, expected]) => {
    const isSaid = pipelineReader(await contextOf({ ...models, [spec]: `${text}\n` }));
    expect(isSaid?.(name)).toBe(expected);
  });

  it('an asset is called like its file', async () => {
    const isSaid = pipelineReader(
      await contextOf({ ...models, 'specs/pipelines/sales/assets/fct_orders.md': '# Orders\n' }),
    );
    expect([isSaid?.('fct_orders'), isSaid?.('fct_visits')]).toEqual([true, false]);
  });

  it.each<[string, Files]>([
    ['there are none', {}],
    [
      'one cannot be read',
      { [spec]: 'Sums all.\n', 'specs/pipelines/sales/topology.mermaid': 'flowchart LR\n  a ->\n' },
    ],
  ])('is not known where %s', async (_, files) => {
    expect(pipelineReader(await contextOf({ ...models, ...files }))).toBe(undefined);
  });
});
