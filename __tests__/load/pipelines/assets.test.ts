import { describe, expect, it } from 'vitest';
import { loadAsset } from '../../../src/load/pipelines/load-assets.ts';

const path = 'specs/pipelines/sales/assets/fct_orders.yaml';

function read(text: string, at = path): ReturnType<typeof loadAsset> {
  return loadAsset(at, new TextEncoder().encode(text));
}

describe('assets', () => {
  it('say their name, their fields and where the keys are', () => {
    const { items, problems } = read('grain: one row\nname: fct_sales\ncolumns: [total, { name: day }]\nours: 1\n');
    expect(problems).toEqual([]);
    expect(items).toEqual([
      {
        path,
        domain: 'sales',
        name: { value: 'fct_sales', at: { path, line: 2, column: 7, endLine: 2, endColumn: 16 } },
        fields: { grain: 'one row', name: 'fct_sales', columns: ['total', { name: 'day' }], ours: 1 },
        keys: expect.any(Map),
      },
    ]);
    expect(items[0]?.keys.get('grain')).toMatchObject({ line: 1, column: 1 });
  });

  it.each([
    ['grain: one row\n', path, 'fct_orders'],
    ['# Orders\n', 'specs/pipelines/sales/assets/dim_x.md', 'dim_x'],
    ['model: fct_b\n', path, 'fct_b'],
  ])('are called like their file where they do not say it: %j', (text, at, name) => {
    expect(read(text, at).items.map((each) => each.name.value)).toEqual([name]);
  });

  it.each([
    ['name: [a]\n', '1:1 governance.not-text'],
    ['status: plannd\n', '1:9 governance.not-one-of-near'],
    ['columns: [{ type: text }]\n', '1:11 governance.missing-key'],
    ['depends_on: stg_orders\n', '1:13 governance.not-a-list'],
    ['- a\n', '1:1 governance.file-not-a-mapping'],
  ])('with a mistake are only its problem: %j', (text, problem) => {
    const { items, problems } = read(text);
    expect(items).toEqual([]);
    expect(problems.map(({ at, message }) => `${at.line}:${at.column} ${message}`)).toEqual([problem]);
  });
});
