import { describe, expect, it } from 'vitest';
import type { Files } from '../../../src/model/rule.ts';
import assetWithoutModel from '../../../src/rules/pipeline/asset-without-model.ts';
import modelWithoutAsset from '../../../src/rules/pipeline/model-without-asset.ts';
import { findingsOf, said } from '../shared/in-rules.ts';

const dbt = 'implementation/dbt';
const project = { [`${dbt}/dbt_project.yml`]: 'name: shop\n' };

function sql(...paths: readonly string[]): Files {
  return Object.fromEntries(paths.map((path) => [`${dbt}/models/${path}.sql`, 'select 1 as total\n']));
}

function assets(domain: string, ...names: readonly string[]): Files {
  return Object.fromEntries(names.map((name) => [`specs/pipelines/${domain}/assets/${name}.yaml`, 'grain: a row\n']));
}

describe('an asset of something that does not exist', () => {
  const path = 'specs/pipelines/sales/assets/a.yaml';
  const asset = { [path]: 'name: "fct_ordrs"\n' };
  const near = `1:7 ${path}: the asset describes "fct_ordrs", which is not a model, seed or source of this repository; did you mean "fct_orders"?`;

  it('is corrected where only one thing can be meant', async () => {
    const findings = await findingsOf(assetWithoutModel, { ...project, ...sql('fct_orders'), ...asset });
    expect(findings.map((each) => [said(each), each.fix])).toEqual([
      [
        near,
        {
          title: 'fct_orders',
          edits: [{ path, startLine: 1, startColumn: 8, endLine: 1, endColumn: 17, text: 'fct_orders' }],
        },
      ],
    ]);
  });

  it('is not corrected where two things may be meant', async () => {
    const findings = await findingsOf(assetWithoutModel, { ...project, ...sql('fct_orders', 'fct_ordrz'), ...asset });
    expect(findings.map(({ fix }) => fix)).toEqual([null]);
  });

  it('is not corrected where it is called like its file', async () => {
    const named = assets('sales', 'fct_ordrs');
    const findings = await findingsOf(assetWithoutModel, { ...project, ...sql('fct_orders'), ...named });
    expect(findings.map(({ message, fix }) => [message.split('; ')[1], fix])).toEqual([
      ['did you mean "fct_orders"?', null],
    ]);
  });

  it.each<[string, number, Files]>([
    ['there are no models at all', 0, { ...project, ...asset }],
    ['there is no dbt project', 0, asset],
    [
      'one of several projects has no models',
      1,
      { ...project, ...sql('fct_orders'), 'implementation/other/dbt_project.yml': 'name: other\n', ...asset },
    ],
  ])('where %s: %i', async (_, count, head) => {
    expect(await findingsOf(assetWithoutModel, head)).toHaveLength(count);
  });
});

/** Models without asset, each with its domain. */
async function missing(head: Files): Promise<readonly string[]> {
  const findings = await findingsOf(modelWithoutAsset, { ...project, ...head });
  return findings.map(({ subject, message }) => `${subject} of ${/domain "(.*?)"/.exec(message)?.[1]}`);
}

function drawn(domain: string, edges: string): Files {
  return { [`specs/pipelines/${domain}/topology.mermaid`]: `flowchart LR\n  ${edges}\n` };
}

describe('a model without asset', () => {
  const marts = sql('marts/sales/fct_a', 'marts/sales/fct_b', 'marts/sales/fct_c');

  it.each<[string, Files, readonly string[]]>([
    ['is said for the domain', { ...marts, ...assets('sales', 'fct_a', 'fct_b') }, ['model:fct_c of sales']],
    [
      'is judged layer by layer',
      {
        ...marts,
        ...sql('intermediate/sales/int_a', 'intermediate/sales/int_b', 'intermediate/sales/int_c'),
        ...assets('sales', 'fct_a', 'fct_b'),
      },
      ['model:fct_c of sales'],
    ],
    [
      'is not said where an asset cannot be read',
      { ...marts, ...assets('sales', 'fct_a', 'fct_b'), 'specs/pipelines/sales/assets/fct_c.yaml': 'grain: [\n' },
      [],
    ],
    [
      'is said beside an asset of what is only planned',
      {
        ...marts,
        ...assets('sales', 'fct_a', 'fct_b'),
        'specs/pipelines/sales/assets/fct_z.yaml': 'status: planned\n',
      },
      ['model:fct_c of sales'],
    ],
  ])('%s', async (_, head, expected) => {
    expect(await missing(head)).toEqual(expected);
  });

  describe('whose folder tells no domain', () => {
    const flat: Files = {
      ...sql('fct_a', 'fct_b', 'fct_c'),
      [`${dbt}/models/sources.yml`]: 'sources:\n  - name: shop\n    tables: [{ name: orders }]\n',
      ...assets('sales', 'fct_a', 'fct_b'),
    };

    it.each<[string, Files, readonly string[]]>([
      ['belongs to no domain', {}, []],
      [
        'belongs to the domain whose topology makes it',
        drawn('sales', 'shop.orders --> fct_a & fct_b & fct_c'),
        ['model:fct_c of sales'],
      ],
      ['does not belong to a domain that only reads it', drawn('sales', 'fct_c --> fct_a & fct_b'), []],
      [
        'does not belong to a domain of which nobody writes assets',
        drawn('board', 'shop.orders --> fct_a & fct_b & fct_c'),
        [],
      ],
    ])('%s', async (_, drawing, expected) => {
      expect(await missing({ ...flat, ...drawing })).toEqual(expected);
    });
  });

  it('belongs to the domain of its folder, whatever draws it', async () => {
    const drawing = { 'specs/pipelines/returns/topology.mermaid': 'flowchart LR\n  fct_a --> fct_b & fct_c\n' };
    expect(await missing({ ...marts, ...drawing, ...assets('returns', 'fct_b') })).toEqual([]);
  });
});
