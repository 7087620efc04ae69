import { describe, expect, it } from 'vitest';
import { applyEdits } from '../../src/model/edits.ts';
import type { Files } from '../../src/model/rule.ts';
import edgeMismatch from '../../src/rules/topology/edge-mismatch.ts';
import { checkFiles } from '../support/check-files.ts';

const path = 'specs/pipelines/sales/topology.mermaid';
const dbt = 'implementation/dbt';
const models: Files = {
  [`${dbt}/dbt_project.yml`]: 'name: shop\n',
  [`${dbt}/models/sources.yml`]: 'sources:\n  - name: shop\n    tables:\n      - name: orders\n',
  [`${dbt}/models/stg_orders.sql`]: "select 1 as order_id from {{ source('shop', 'orders') }}\n",
  [`${dbt}/models/int_orders.sql`]: "select order_id from {{ ref('stg_orders') }}\n",
};

/** `line:column title` of every finding about a drawing, and the drawing with each repair alone. */
async function repairs(...lines: readonly string[]): Promise<readonly (readonly [string, string | undefined])[]> {
  const text = `flowchart LR\n${lines.map((line) => `  ${line}\n`).join('')}`;
  const { findings } = await checkFiles({ head: { ...models, [path]: text }, rules: [edgeMismatch] });
  return findings.map(({ line, column, fix }) => [
    `${line}:${column} ${fix?.title ?? 'no repair'}`,
    fix === null ? undefined : applyEdits(text, fix.edits)?.replace('flowchart LR\n', ''),
  ]);
}

describe('an edge against the direction of a reference', () => {
  it('is turned where only it is drawn', async () => {
    expect(await repairs('shop.orders --> stg_orders', 'int_orders --> stg_orders')).toEqual([
      ['3:3 stg_orders --> int_orders', '  shop.orders --> stg_orders\n  stg_orders --> int_orders\n'],
    ]);
  });

  it('goes where the right one is drawn too', async () => {
    expect(
      await repairs('shop.orders --> stg_orders', 'stg_orders --> int_orders', 'int_orders --> stg_orders'),
    ).toEqual([['4:3 int_orders --> stg_orders', '  shop.orders --> stg_orders\n  stg_orders --> int_orders\n']]);
  });

  it.each(['int_orders --> people', 'people --> int_orders', 'stg_orders --> people', 'people --> stg_orders'])(
    'is turned where one of its ends is drawn with something else: %s',
    async (other) => {
      expect(await repairs('shop.orders --> stg_orders', 'int_orders --> stg_orders', other)).toEqual([
        ['3:3 stg_orders --> int_orders', `  shop.orders --> stg_orders\n  stg_orders --> int_orders\n  ${other}\n`],
      ]);
    },
  );

  it.each([
    ['int_orders --> stg_orders & more'],
    ['int_orders --> stg_orders --> more'],
    ['int_orders[Orders] --> stg_orders'],
  ])('stays where its line says more: %s', async (line) => {
    const told = await repairs('shop.orders --> stg_orders', line);
    expect(told.map(([title]) => title)).toEqual(told.length === 0 ? [] : ['3:3 no repair']);
  });
});
