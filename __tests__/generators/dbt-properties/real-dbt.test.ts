import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, sep } from 'node:path';
import type { ValidateFunction } from 'ajv';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { parse } from 'yaml';
import { tableNameOf } from '../../../src/generators/match-models.ts';
import { loadProject } from '../../../src/load/load-project.ts';
import { createMemo } from '../../../src/load/memo.ts';
import type { Artifact } from '../../../src/model/artifact.ts';
import type { Project } from '../../../src/model/project.ts';
import { memoryTree } from '../../support/memory-tree.ts';
import { describeWithTool } from '../../support/real-tools.ts';
import { corpusProjects } from '../great-expectations/corpus-projects.ts';
import { dbtProject, model, project, shop } from '../shop.ts';
import { outcomesOf, resourceSchema, runDbt, writeDbtProject } from './dbt-run.ts';
import { generateProperties } from './generate.ts';
import { hostile, hostileProject, salesProject } from './projects.ts';

const timeout = 600_000;
const repository = join(import.meta.dirname, '../../..');

describeWithTool('dbt', 'generated properties in real dbt', (tool) => {
  const folders: string[] = [];
  let validate: ValidateFunction;

  beforeAll(() => {
    validate = resourceSchema(tool);
  });

  afterAll(() => {
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  });

  function expectValid(artifacts: readonly Artifact[]): void {
    const files = artifacts.filter(({ path }) => path.endsWith('.yml'));
    expect(files.length).toBeGreaterThan(0);
    for (const { path, content } of files)
      expect([path, validate(parse(content)), validate.errors]).toEqual([path, true, null]);
  }

  it.each([
    ['revenue', 'implementation/dbt_project', []],
    ['vendas', 'implementation/dbt', []],
  ])(
    'builds example %s',
    (name, root, notes) => {
      const folder = mkdtempSync(join(tmpdir(), 'example-'));
      folders.push(folder);
      cpSync(join(repository, 'examples', name), folder, { recursive: true });
      for (const path of pathsBelow(join(folder, root)).filter(isOurs)) rmSync(join(folder, root, path));
      const files = Object.fromEntries(pathsBelow(folder).map((path) => [path, readFileSync(join(folder, path))]));
      const texts = Object.fromEntries(Object.entries(files).map(([path, bytes]) => [path, bytes.toString()]));
      const made = generateProperties(loadProject(memoryTree(files), createMemo()), { files: texts });
      expect(made.notes.map(({ message, values }) => [message, values])).toEqual(notes);
      expectValid(made.artifacts);
      for (const { path, content } of made.artifacts) {
        mkdirSync(dirname(join(folder, path)), { recursive: true });
        writeFileSync(join(folder, path), content);
      }
      // The seeds stand for what is loaded from outside: models read them as sources.
      expect(runDbt(tool, join(folder, root), ['seed'])).toMatchObject({ status: 0 });
      const written = Object.fromEntries(pathsBelow(folder).map((path) => [path, readFileSync(join(folder, path))]));
      expect(generateProperties(loadProject(memoryTree(written), createMemo()), { files: texts })).toEqual(made);
      const { output } = runDbt(tool, join(folder, root), ['build']);
      expect(output).toMatch(/Done\. PASS=\d+/);
      const outcomes = outcomesOf(join(folder, root));
      // Exposures are nothing that runs.
      const broken = outcomes.filter(({ status }) => !['pass', 'success', 'no-op'].includes(status));
      // The rows of the example have fixed dates, and so are always too old.
      expect(broken.map(({ test, status }) => [test, status])).toEqual(broken.map(() => ['dataengos_recency', 'warn']));
      expect(outcomes.length).toBeGreaterThan(10);
    },
    timeout,
  );

  it.skipIf(corpusProjects(1).length === 0)(
    'parses what is made of twenty public contracts',
    () => {
      const all = corpusProjects()
        .filter(hasColumns)
        .slice(0, 20)
        .map((each, index) => ({
          each: withModels(each, `c${index}`),
          name: `c${index}`,
        }));
      expect(all.length).toBe(20);
      const files: { [path: string]: string } = {};
      const tests: string[] = [];
      for (const { each, name } of all) {
        const { artifacts } = generateProperties(each);
        expectValid(artifacts);
        for (const { path, content } of artifacts) {
          // Macros and groups are the same for all of them.
          files[path.slice('implementation/dbt/'.length)] = content;
          if (path.includes('/macros/dataengos/')) tests.push(path);
        }
        for (const { path, text } of each.dbt.flatMap(({ models }) => models))
          files[path.slice('implementation/dbt/'.length)] = text;
        expect(artifacts.map(({ path }) => path).join()).toContain(name);
      }
      const folder = writeDbtProject(files);
      folders.push(folder);
      const { status, output } = runDbt(tool, folder, ['parse', '--no-partial-parse']);
      expect([status, status === 0 ? '' : output]).toEqual([0, '']);
      expect(new Set(tests).size).toBeGreaterThan(3);
    },
    timeout,
  );

  it.skipIf(corpusProjects(1).length === 0)('is valid for every public contract', () => {
    const all = corpusProjects();
    for (const each of all) {
      const { artifacts } = generateProperties(withModels(each, 'm'));
      for (const { path, content } of artifacts.filter((artifact) => artifact.path.endsWith('.yml')))
        expect([path, validate(parse(content)), validate.errors]).toEqual([path, true, null]);
    }
    expect(all.length).toBeGreaterThan(90);
  });

  it(
    'says to dbt what the contract says',
    () => {
      const { artifacts } = generateProperties(shop);
      expectValid(artifacts);
      const manifest = parsed(artifacts, { orders: 'select 1 as id', lines: 'select 1 as line' });
      expect(manifest).toMatchObject({
        nodes: {
          'model.shop.orders': {
            description: 'One row per order.\nWith {{ braces }} in its text.',
            access: 'public',
            group: 'sales_data',
            config: { tags: ['gold'], contract: { enforced: true } },
          },
        },
        groups: { 'group.shop.sales_data': { owner: { name: 'Sales data', email: 'ana@example.com' } } },
      });
    },
    timeout,
  );

  it(
    'hands hostile text on as text',
    () => {
      const manifest = parsed(generateProperties(hostileProject).artifacts, { orders: 'select 1 as id' });
      const column = { description: hostile, config: { meta: { classification: hostile }, tags: [hostile] } };
      expect(manifest).toMatchObject({
        nodes: {
          'model.shop.orders': {
            config: { meta: { contract: hostile, domain: "env_var('HOME')" } },
            columns: { id: column },
          },
          'test.shop.orders__id__q': {
            config: {
              severity: 'warn',
              tags: [`dq:${hostile}`],
              meta: { description: hostile, business_impact: hostile },
            },
          },
        },
      });
      const groups: { owner: { name: string } }[] = Object.values(Object(manifest.groups));
      expect(groups.map(({ owner }) => owner.name)).toEqual([hostile]);
    },
    timeout,
  );

  it(
    'makes semantic models and metrics that dbt understands',
    () => {
      const { artifacts, notes } = generateProperties(salesProject, { options: { 'semantic-layer': 'on' } });
      expect(notes).toEqual([]);
      expectValid(artifacts);
      const manifest = parsed(artifacts, { sales: 'select 1 as id', customers: 'select 1 as id' });
      expect(Object.keys(Object(manifest.semantic_models))).toEqual(['semantic_model.shop.sales']);
      expect(Object.keys(Object(manifest.metrics)).sort()).toEqual([
        'metric.shop.sales_buyers',
        'metric.shop.sales_count',
        'metric.shop.sales_revenue',
      ]);
      expect(manifest).toMatchObject({
        semantic_models: {
          'semantic_model.shop.sales': {
            defaults: { agg_time_dimension: 'sold_at' },
            entities: [
              { name: 'sales', type: 'primary', expr: 'id' },
              { name: 'customers', type: 'foreign', expr: 'customer_id' },
            ],
            dimensions: [
              { name: 'sold_at', type: 'time' },
              { name: 'channel', type: 'categorical', expr: 'Channel' },
            ],
          },
        },
        metrics: { 'metric.shop.sales_revenue': { label: 'Net revenue' } },
      });
    },
    timeout,
  );

  /** What dbt makes of generated files and of models. */
  function parsed(artifacts: readonly Artifact[], models: { readonly [name: string]: string }): Manifest {
    const made = artifacts.map(({ path, content }) => [path.slice('implementation/dbt/'.length), content] as const);
    const written = Object.entries(models).map(([name, sql]) => [`models/marts/${name}.sql`, sql] as const);
    const folder = writeDbtProject(Object.fromEntries([...made, ...written]));
    folders.push(folder);
    const { status, output } = runDbt(tool, folder, ['parse', '--no-partial-parse']);
    expect([status, status === 0 ? '' : output]).toEqual([0, '']);
    const manifest: Manifest = JSON.parse(readFileSync(join(folder, 'target/manifest.json'), 'utf8'));
    return manifest;
  }

  it('is refused by the schema in the spelling of old', () => {
    expect(validate({ models: [{ name: 'a', data_tests: ['x'] }] })).toBe(true);
    expect(validate({ models: [{ name: 'a', checks: ['x'] }] })).toBe(false);
  });
});

interface Manifest {
  readonly nodes: object;
  readonly groups: object;
  readonly semantic_models: object;
  readonly metrics: object;
}

/** A dbt project in which every object of the contracts has a model; its names start with `prefix`. */
function withModels({ contracts }: Project, prefix: string): Project {
  const renamed = contracts.map((contract) => ({
    ...contract,
    direction: 'output' as const,
    schema: contract.schema.map((object, index) => ({
      ...object,
      physicalName: `${prefix}_${index}_${plain(tableNameOf(object))}`,
    })),
  }));
  const models = renamed.flatMap(({ schema }) =>
    schema.map((object) => {
      const columns = object.properties.map((_property, index) => `null as c${index}`);
      return model(object.physicalName, { text: `select ${columns.length === 0 ? '1 as x' : columns.join(', ')}\n` });
    }),
  );
  const dialect = renamed
    .flatMap(({ servers }) => servers)
    .map(({ type }) => type.replace('postgresql', 'postgres'))[0];
  return project(renamed, [dbtProject(models, dialect === undefined ? {} : { dialect })]);
}

function hasColumns({ contracts }: Project): boolean {
  return contracts.some(({ schema }) => schema.some(({ properties }) => properties.length > 0));
}

function plain(name: string): string {
  return name
    .toLowerCase()
    .replaceAll(/[^a-z0-9_]/g, '_')
    .slice(0, 40);
}

/** Written by this generator alone: tests of sources call the same macros. */
function isOurs(path: string): boolean {
  return /__contract\.yml$|^models\/dataengos\//.test(path);
}

function pathsBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'));
}
