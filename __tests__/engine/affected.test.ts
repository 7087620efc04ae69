import { expect, it } from 'vitest';
import type { ReportAffected } from '../../src/model/report.ts';
import { checkFiles } from '../support/check-files.ts';
import { modelFolder } from '../lineage/model-columns.ts';
import { shopFiles } from '../lineage/shop.ts';

const files = Object.fromEntries(Object.entries(shopFiles).map(([path, text]) => [path, String(text)]));
const stg = `${modelFolder}/stg_charges.sql`;
const input = 'specs/contracts/inputs/charges.yaml';

/** The graph of a change to the shop's files; undefined for a file that is gone. */
async function affected(edits: { readonly [path: string]: string | undefined }): Promise<ReportAffected | undefined> {
  const kept = Object.entries({ ...files, ...edits }).filter(([, text]) => text !== undefined);
  const head = Object.fromEntries(kept.map(([path, text]) => [path, text ?? '']));
  return (await checkFiles({ base: files, head })).affected;
}

function drawn(graph: ReportAffected | undefined): readonly string[] {
  const { nodes = [], edges = [] } = graph ?? {};
  const labels = nodes.map(({ name, columns, changed }) => `${changed ? '*' : ''}${[name, ...columns].join(' ')}`);
  return [...labels, ...edges.map(({ from, to }) => `${nodes[from]?.name ?? ''} > ${nodes[to]?.name ?? ''}`)];
}

it('a model whose code changes hits those that read it, exposures, and contracts that promise what comes of it', async () => {
  expect(drawn(await affected({ [stg]: `${files[stg] ?? ''}\nlimit 10` }))).toEqual([
    '*stg_charges',
    'fct_open',
    'int_customers',
    'fct_churn',
    'board',
    'churn-report/churn',
    'stg_charges > fct_open',
    'stg_charges > int_customers',
    'int_customers > fct_churn',
    'fct_churn > board',
    'fct_churn > churn-report/churn',
  ]);
});

it('what a contract takes away hits those that read it', async () => {
  const graph = await affected({ [input]: (files[input] ?? '').replace('      - {name: email}\n', '') });
  expect(graph?.nodes.filter(({ changed }) => changed).map(({ name }) => name)).toEqual([
    'stripe-charges/charges.email',
  ]);
  expect(drawn(graph)).toContain('stripe-charges/charges.email > stg_charges');
  expect(drawn(graph)).toContain('stg_charges > int_customers');
});

it('nothing is drawn where nobody is hit', async () => {
  expect(await affected({})).toBeUndefined();
  expect(await affected({ [`${modelFolder}/fct_open.sql`]: 'select 1 as x' })).toBeUndefined();
  expect(await affected({ [`${modelFolder}/new.sql`]: "select email from {{ ref('stg_charges') }}" })).toBeUndefined();
  expect(await affected({ [input]: `${files[input] ?? ''}      - {name: more}\n` })).toBeUndefined();
});

it('more than thirty are counted', async () => {
  const readers = Object.fromEntries(
    Array.from({ length: 40 }, (_, index) => [
      `${modelFolder}/r${String(index).padStart(2, '0')}.sql`,
      "select * from {{ ref('stg_charges') }}",
    ]),
  );
  const base = { ...files, ...readers };
  const graph = (await checkFiles({ base, head: { ...base, [stg]: `${files[stg] ?? ''}\nlimit 10` } })).affected;
  expect(graph?.nodes).toHaveLength(30);
  expect(graph?.more).toBe(16);
  expect(graph?.edges.every(({ from, to }) => from < 30 && to < 30)).toBe(true);
});

it('a column that a contract takes away is followed under the names that it gets', async () => {
  const mart = `${modelFolder}/mart.sql`;
  const base = { ...files, [mart]: "select md5(contact) as contact_hash from {{ ref('int_customers') }}" };
  const head = { ...base, [input]: (files[input] ?? '').replace('      - {name: email}\n', '') };
  const { changes } = await checkFiles({ base, head });
  const removed = changes.find(({ subject }) => subject === 'stripe-charges/charges.email');
  expect(removed?.impact?.map(({ name }) => name)).toEqual([
    'board',
    'fct_churn',
    'fct_open',
    'int_customers',
    'mart',
    'stg_charges',
  ]);
});
