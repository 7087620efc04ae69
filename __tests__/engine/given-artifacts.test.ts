import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { env } from 'node:process';
import { beforeAll, describe, expect, it } from 'vitest';
import { readDbtFiles } from '../../src/adapters/dbt-files.ts';
import { artifactColumns } from '../../src/engine/artifact-columns.ts';
import { check } from '../../src/engine/check.ts';
import { loadArtifacts, maxArtifactBytes } from '../../src/load/dbt/load-artifacts.ts';
import { loadProject } from '../../src/load/load-project.ts';
import { createMemo } from '../../src/load/memo.ts';
import type { ArtifactFile, DbtArtifacts } from '../../src/model/dbt-artifacts.ts';
import type { DbtProject } from '../../src/model/dbt.ts';
import type { Files } from '../../src/model/rule.ts';
import { listFiles, readText } from '../docs/files.ts';
import { gatherFiles, type Scenario } from '../support/check-files.ts';
import { temporaryFolder } from '../support/git-repo.ts';
import { memoryTree } from '../support/memory-tree.ts';
import { describeWithTool, silence } from '../support/real-tools.ts';

const root = 'implementation/dbt';
const config = 'lang: en\ngenerators: { all: false }\n';
const files: Files = {
  'dataengos.yaml': config,
  [`${root}/dbt_project.yml`]: 'name: shop\n',
  [`${root}/profiles.yml`]: 'shop: { target: dev, outputs: { dev: { type: duckdb, path: x.duckdb } } }\n',
  [`${root}/models/sources.yml`]: 'sources: [{ name: raw, tables: [{ name: orders }] }]\n',
  [`${root}/models/stg_orders.sql`]: "select * from {{ source('raw', 'orders') }}\n",
};
const named = { ...files, 'dataengos.yaml': `${config}dbt-artifacts: artifacts\n` };

const catalogText = JSON.stringify({
  metadata: {
    dbt_schema_version: 'https://schemas.getdbt.com/dbt/catalog/v1.json',
    dbt_version: '1.11.0',
    invocation_id: 'x',
  },
  nodes: {},
  sources: {
    'source.shop.raw.orders': {
      metadata: { schema: 'raw', name: 'orders' },
      columns: { id: { index: 1, name: 'id', type: 'INTEGER' }, total: { index: 2, name: 'total', type: 'DOUBLE' } },
    },
  },
});
const given: readonly ArtifactFile[] = [{ path: 'catalog.json', bytes: new TextEncoder().encode(catalogText) }];

/** What the gate knows of the model of the tests, and what it says about dbt's files. */
async function known(scenario: Scenario): Promise<{ readonly columns: string; readonly notes: readonly string[] }> {
  const { input } = await gatherFiles(scenario);
  const [model] = input.head.facts.columns ?? [];
  const columns = model?.columns.map(({ name, type }) => `${name} ${type?.text ?? '?'}`) ?? [];
  const gaps = model?.gaps.map(({ reason, detail }) => `${reason} ${detail}`) ?? [];
  const notes = check(input).skipped.filter(({ why }) => /dbt|catalog/.test(why));
  return { columns: [...columns, ...gaps].join(', '), notes: notes.map(({ what, why }) => `${what}: ${why}`) };
}

describe('files that dbt wrote', () => {
  const whole = { columns: 'id INTEGER, total DOUBLE', notes: [] };
  const open = { columns: 'open-relation raw.orders', notes: [] };

  it('tell the columns of a source that nothing else tells', async () => {
    expect(await known({ head: files })).toEqual(open);
    expect(await known({ head: files, request: { dbtArtifacts: given } })).toEqual(whole);
  });

  it('are not read where the files alone are to judge', async () => {
    expect(await known({ head: files, request: { dbtArtifacts: given, compile: 'static' } })).toEqual(open);
  });

  it('are read from the tree where the configuration of base names them', async () => {
    const head = { ...named, 'artifacts/catalog.json': catalogText };
    expect(await known({ base: named, head })).toEqual(whole);
    expect(await known({ base: files, head })).toEqual(open);
  });

  it('are missed where the configuration names them in vain, and said where they are broken', async () => {
    expect((await known({ base: named, head: named })).notes).toEqual([
      'artifacts: no manifest.json or catalog.json is there (dbt-artifacts), so only the files of the project were read',
    ]);
    expect((await known({ base: named, head: { ...named, 'artifacts/catalog.json': '{' } })).notes).toEqual([
      'artifacts/catalog.json: not the JSON of dbt, so nothing of it was used; give the file as dbt wrote it',
    ]);
  });

  it('say nothing against what a contract promises', async () => {
    const contract = [
      'apiVersion: v3.1.0',
      'kind: DataContract',
      'id: raw-orders',
      'version: 1.0.0',
      'status: active',
      'schema:',
      '  - name: orders',
      '    properties: [{ name: id, logicalType: string, physicalType: varchar }]',
      '',
    ].join('\n');
    const head = { ...files, 'specs/contracts/sources/shop/orders.yaml': contract };
    expect((await known({ head, request: { dbtArtifacts: given } })).columns).toBe('id varchar');
  });
});

describe('files on disk', () => {
  const folder = temporaryFolder('artifacts-');
  mkdirSync(join(folder, 'target'));
  writeFileSync(join(folder, 'target/catalog.json'), catalogText);
  const read = (names: readonly string[], maxBytes = maxArtifactBytes): Promise<readonly string[]> =>
    readDbtFiles({ given: names, folder, maxBytes }).then((all) =>
      all.map(({ path, bytes }) => `${path} ${bytes.length}`),
    );

  it('are named themselves or by their folder, from anywhere', async () => {
    const size = catalogText.length;
    expect(await read(['target/', 'target/catalog.json', join(folder, 'target')])).toEqual([
      `target/catalog.json ${size}`,
      `target/catalog.json ${size}`,
      `${join(folder, 'target')}/catalog.json ${size}`,
    ]);
    expect(await read([])).toEqual([]);
  });

  it('are read no further than to see that they are too large', async () => {
    expect(await read(['target'], 100)).toEqual(['target/catalog.json 101']);
  });

  it.each(['nowhere', 'nowhere.json', '.'])('that are not there (%s) are a mistake of the caller', async (name) => {
    await expect(read([name])).rejects.toThrow(`"${name}" is neither a file of dbt nor a folder with`);
  });
});

describeWithTool('dbt', 'files of real dbt', (dbt) => {
  const example = 'examples/revenue';
  const own = 'implementation/dbt_project';
  let artifacts: DbtArtifacts = { manifests: [], catalogs: [] };

  beforeAll(async () => {
    const folder = temporaryFolder('example-');
    cpSync(join(import.meta.dirname, '../..', example, own), folder, { recursive: true });
    const home = temporaryFolder('home-');
    for (const args of [['seed'], ['run'], ['docs', 'generate']]) {
      const run = spawnSync(dbt.bin('dbt'), args, {
        cwd: folder,
        encoding: 'utf8',
        env: { ...silence, PATH: env['PATH'], HOME: home },
      });
      expect(run.status, run.stdout).toBe(0);
    }
    const loaded = loadArtifacts(await readDbtFiles({ given: ['target'], folder, maxBytes: maxArtifactBytes }));
    expect(loaded.skipped).toEqual([]);
    artifacts = loaded.artifacts;
  });

  function project(changed: Files = {}): DbtProject {
    const head = Object.fromEntries(
      listFiles(example, '').map((path) => [path.slice(example.length + 1), readText(path)]),
    );
    const [only] = loadProject(memoryTree({ ...head, ...changed }, 'head'), createMemo()).dbt;
    if (only === undefined) throw new TypeError('the example has no dbt project');
    return only;
  }

  it('tell all columns of every table and view as long as its files are the same', () => {
    const columnsOf = artifactColumns(artifacts, project());
    const names = [
      'stg_stripe__charges',
      'fct_mrr_report',
      'fct_churn_report',
      'fct_campaign_performance',
      'stripe_charges',
    ];
    expect(names.map((name) => [name, columnsOf({ kind: 'ref', name })?.isWhole])).toEqual(
      names.map((name) => [name, true]),
    );
    expect(columnsOf({ kind: 'ref', name: 'fct_mrr_report' })?.columns).toEqual([
      { name: 'revenue_month', type: { family: 'date', text: 'DATE' } },
      { name: 'currency', type: { family: 'string', text: 'VARCHAR' } },
      { name: 'mrr', type: { family: 'number', text: 'DECIMAL(18,2)' } },
      { name: 'paying_customers', type: { family: 'number', text: 'BIGINT' } },
    ]);
    expect(columnsOf({ kind: 'source', name: 'stripe.charges' })?.isWhole).toBe(true);
    // Ephemeral: it is in no catalog.
    expect(columnsOf({ kind: 'ref', name: 'int_customer_months' })?.isWhole).toBe(false);
  });

  function wholeWith(changed: Files): readonly boolean[] {
    const columnsOf = artifactColumns(artifacts, project(changed));
    const names = ['stg_stripe__charges', 'fct_mrr_report', 'stg_salesforce__opportunities'];
    return names.map((name) => columnsOf({ kind: 'ref', name })?.isWhole === true);
  }

  it('are no proof any more for what reads a changed model or calls a changed macro', () => {
    expect(wholeWith({ [`${own}/models/staging/stg_stripe__charges.sql`]: 'select 1 as id\n' })).toEqual([
      false,
      false,
      true,
    ]);
    expect(
      wholeWith({ [`${own}/macros/cents_to_currency.sql`]: '{% macro cents_to_currency(c) %}{{ c }}{% endmacro %}\n' }),
    ).toEqual([false, false, true]);
  });
});
