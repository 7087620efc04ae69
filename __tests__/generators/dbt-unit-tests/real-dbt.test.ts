import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { env } from 'node:process';
import { afterAll, expect, it } from 'vitest';
import { dbtUnitTestsGenerator } from '../../../src/generators/dbt-unit-tests/dbt-unit-tests.ts';
import type { Files } from '../../../src/model/rule.ts';
import { describeWithTool, silence } from '../../support/real-tools.ts';
import { runGenerator, withGenerated, writeFiles } from '../dbt-project/run-generator.ts';
import { resourceProblems } from '../dbt-project/wheel-schema.ts';
import { shop } from './shop-files.ts';

/** Tables that the sources of the shop are, made by dbt itself before anything else. */
const tables: Files = {
  'implementation/dbt/dbt_project.yml':
    'name: shop\nprofile: shop\nmodels:\n  shop:\n    marts:\n      +materialized: table\non-run-start:\n  - create table if not exists main.orders (id int, state varchar, total decimal(10, 2), placed date, is_paid boolean, code varchar)\n  - create table if not exists main.states (state varchar, region varchar)\n',
};

describeWithTool('dbt', 'generated unit tests in dbt', (tool) => {
  const folders: string[] = [];

  function build(files: Files): { readonly code: number | null; readonly output: string } {
    const all = { ...shop, ...tables, ...files };
    const root = writeFiles(withGenerated(all, runGenerator(dbtUnitTestsGenerator, all).artifacts));
    folders.push(root);
    const cwd = join(root, 'implementation/dbt');
    const args = [
      'build',
      '--profiles-dir',
      '.',
      '--no-use-colors',
      '--warn-error-options',
      '{"error": ["Deprecations"]}',
    ];
    const run = spawnSync(tool.bin('dbt'), args, { cwd, env: { ...env, ...silence }, encoding: 'utf8' });
    return { code: run.status, output: run.stdout };
  }

  afterAll(() => {
    for (const folder of folders) rmSync(folder, { recursive: true });
  });

  it('pass where the model makes what is expected', { timeout: 60_000 }, () => {
    const { code, output } = build({});
    expect(output).toMatch(/PASS fct_sales::fct_sales__sample_data/);
    expect(code).toBe(0);
  });

  it.each<[name: string, files: Files]>([
    ['a wrong total', { 'specs/sample-data/expected/fct_sales.csv': 'state,total\nSP,10.51\nNO,2\n' }],
    ['a row too many', { 'specs/sample-data/expected/fct_sales.csv': 'state,total\nSP,10.50\n' }],
    ['another input', { 'specs/sample-data/orders.csv': 'id,state,total\n1,SP,10.50\n2,NO,3\n' }],
  ])('fail on %s', { timeout: 60_000 }, (_, files) => {
    const { code, output } = build(files);
    expect(output).toMatch(/FAIL 1 fct_sales::fct_sales__sample_data/);
    expect(code).toBe(1);
  });

  it('hand every text on as it is', { timeout: 60_000 }, () => {
    const texts = [
      "o'brien",
      '{{ 1 + 1 }}',
      '{% set x = 1 %}{{ x }}',
      "env_var('HOME')",
      'no',
      '012',
      'ação 😀',
      '{# c #}',
    ];
    const csv = texts.map((text) => `"${text.replaceAll('"', '""')}"`).join('\n');
    const { code, output } = build({
      'implementation/dbt/models/marts/fct_sales.sql': "select state, 1 as total from {{ source('shop', 'orders') }}\n",
      'specs/sample-data/orders.csv': `state\n${csv}\n`,
      'specs/sample-data/expected/fct_sales.csv': `state\n${csv}\n`,
    });
    expect(output).toMatch(/PASS fct_sales::fct_sales__sample_data/);
    expect(code).toBe(0);
  });

  it("are what dbt's own schema allows", () => {
    const [artifact] = runGenerator(dbtUnitTestsGenerator, shop).artifacts;
    expect(resourceProblems(tool, artifact?.content ?? '')).toEqual([]);
  });
});
