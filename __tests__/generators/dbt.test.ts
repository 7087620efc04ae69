import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { env } from 'node:process';
import { Ajv } from 'ajv';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { generateArtifacts } from '../../src/generators/generate.ts';
import { contract, object, property } from '../drift/contracts.ts';
import { dbtProject, model, project, shop } from './shop.ts';

/** A dbt executable with the duckdb adapter: `DBT_BIN=…/bin/dbt npx vitest run __tests__/generators`. */
const dbt = env['DBT_BIN'];
const title =
  dbt === undefined
    ? 'generated properties in real dbt (skipped: DBT_BIN names no dbt executable)'
    : 'generated properties in real dbt';

const good = `
select * from (values
  (1, 'a@b.example', 'AB''1', 'NO', 'O''Brien', 1, 0.0, 0.1, date '2020-01-01', 'ab', 5, 1.0, 1, null, null, 'x', 'a', 'a', 'abc', 'abc', 'p', 'p', 1),
  (2, 'c@d.example', 'CD''22', '012', 'a\\b', 2, 100.5, 5.0, date '2024-02-29', 'abcde', 10, 2.0, 2, 'x', 'x', 'y', 'b', 'b', 'x', 'x', 'q', 'q', 2),
  (3, 'e@f.example', 'EF''3', 'on', '{{ "{{ 1 + 1 }}" }}', 3, 50.0, 1.0, date '2021-01-01', 'abc', 0, 3.0, null, 'x', 'x', 'z', 'z', 'z', 'y', '9', 'q', 'r', 3)
) as t(id, email, code, country, quirk, level, amount, ratio, placed, label, step, "order total", customer_id, few_nulls, null_share, filled, kind, kind_share, shape, shape_share, copies, copies_share, paid)`;

const bad = `
select * from (values
  (1, 'ab.example', 'x', 'no', 'OBrien', 4, -1.0, 0.0, date '2019-12-31', 'a', 3, null, 9, null, null, 'N/A', 'c', 'c', 'A', 'A', 'p', 'p', 5),
  (1, 'ab.example', 'x', 'NO', 'O''Brien', 1, 1.0, 1.0, date '2020-12-31', 'abcdef', 5, null, 1, null, null, 'a', 'd', 'c', 'A', 'A', 'p', 'p', 5),
  (null, null, 'y', 'NO', 'O''Brien', 1, 1.0, 1.0, date '2020-12-31', 'abc', 5, 1.0, 1, null, null, 'a', 'd', 'c', 'A', 'A', 'p', 'p', 5),
  (4, 'x@y.example', 'y', 'NO', 'O''Brien', 1, 1.0, 1.0, date '2020-12-31', 'abc', 5, 2.0, 1, null, null, 'a', 'd', 'c', 'A', 'A', 'p', 'p', 5),
  (5, 'x@y.example', 'y', 'NO', 'O''Brien', 1, 1.0, 1.0, date '2020-12-31', 'abc', 5, 2.0, 1, null, null, 'a', 'd', 'c', 'A', 'A', 'p', 'p', 5)
) as t(id, email, code, country, quirk, level, amount, ratio, placed, label, step, "order total", customer_id, few_nulls, null_share, filled, kind, kind_share, shape, shape_share, copies, copies_share, paid)`;

describe.skipIf(dbt === undefined)(title, () => {
  let folder = '';

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'dbt-'));
    const files: { [path: string]: string } = {
      'dbt_project.yml': 'name: shop\nversion: 1.0.0\nconfig-version: 2\nprofile: shop\n',
      'profiles.yml': 'shop: {target: dev, outputs: {dev: {type: duckdb, path: shop.duckdb, threads: 1}}}\n',
    };
    for (const artifact of generateArtifacts(shop).artifacts) {
      const prefix = 'implementation/dbt/';
      if (artifact.path.startsWith(prefix)) files[artifact.path.slice(prefix.length)] = artifact.content;
    }
    for (const [path, content] of Object.entries(files)) write(folder, path, content);
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('parses without a deprecation', () => {
    writeModels(folder, good, 'select * from (values (1, 1), (1, 2), (2, 1)) as t(order_id, line)');
    const warnings = JSON.stringify({ error: ['Deprecations'] });
    expect(run(folder, ['--warn-error-options', warnings, 'parse', '--no-partial-parse'])).toEqual({
      status: 0,
      errors: '',
    });
    const manifest: unknown = JSON.parse(readFileSync(join(folder, 'target/manifest.json'), 'utf8'));
    expect(manifest).toMatchObject({
      nodes: {
        'model.shop.orders': {
          description: 'One row per order.\nWith {{ braces }} in its text.',
          config: { tags: ['gold'] },
        },
      },
    });
  });

  it('passes every test on good rows', () => {
    writeModels(folder, good, 'select * from (values (1, 1), (1, 2), (2, 1)) as t(order_id, line)');
    const { status } = run(folder, ['build']);
    const outcomes = results(folder);
    expect(outcomes.filter((each) => each.status !== 'pass' && each.status !== 'success')).toEqual([]);
    expect(status).toBe(0);
    expect(outcomes.length).toBeGreaterThan(30);
  });

  it('fails every test on bad rows', () => {
    writeModels(folder, bad, 'select * from (values (1, 1), (1, 1), (null, null)) as t(order_id, line)');
    const { status } = run(folder, ['build']);
    const tests = results(folder).filter((each) => each.id.startsWith('test.'));
    expect(tests.filter((each) => each.status !== 'fail')).toEqual([]);
    expect(tests.length).toBeGreaterThan(30);
    expect(status).toBe(1);
  });

  it('hands hostile text on as text', () => {
    const text = `{{ env_var('HOME') }} {% do x %} {# y #} "q" \\d`;
    const hostile = property('id', {
      description: text,
      classification: text,
      tags: [text],
      enum: [text, "env_var('HOME')"],
    });
    const made = contract({ id: text, domain: "env_var('HOME')", schema: [object('orders', [hostile])] });
    for (const { path, content } of generateArtifacts(project([made], [dbtProject([model('orders')])])).artifacts) {
      if (path.endsWith('.yml')) write(folder, 'models/marts/_orders__contract.yml', content);
    }
    write(
      folder,
      'models/marts/orders.sql',
      `select '{{ ${JSON.stringify(text)} }}' as id`.replaceAll(`env_var('`, `env_var(''`).replaceAll(`')`, `'')`),
    );
    expect(run(folder, ['build', '--select', 'orders', '--exclude', 'test_type:singular'])).toEqual({
      status: 0,
      errors: '',
    });
    const manifest: unknown = JSON.parse(readFileSync(join(folder, 'target/manifest.json'), 'utf8'));
    const column = { description: text, config: { meta: { classification: text }, tags: [text] } };
    expect(manifest).toMatchObject({
      nodes: {
        'model.shop.orders': {
          config: { meta: { contract: text, domain: "env_var('HOME')" } },
          columns: { id: column },
        },
      },
    });
    expect(
      results(folder)
        .filter((each) => each.id.startsWith('test.'))
        .map((each) => each.status),
    ).toEqual(['pass']);
  });

  it('satisfies the JSON Schema that dbt carries', () => {
    const validate = new Ajv({ strict: false, allErrors: true, validateFormats: false }).compile(schemaOf(dbt ?? ''));
    const files = generateArtifacts(shop).artifacts.filter((artifact) => artifact.path.endsWith('.yml'));
    for (const file of files)
      expect([file.path, validate(parse(file.content)), validate.errors]).toEqual([file.path, true, null]);
    expect(files.length).toBe(2);
    // The same file in the spelling of old is refused: the schema does look.
    expect(validate(parse((files[1]?.content ?? '').replaceAll('data_tests:', 'checks:')))).toBe(false);
  });
});

function writeModels(folder: string, orders: string, lines: string): void {
  write(folder, 'models/marts/orders.sql', orders);
  write(folder, 'models/marts/lines.sql', lines);
}

function write(folder: string, path: string, content: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), content);
}

function run(folder: string, args: readonly string[]): { readonly status: number | null; readonly errors: string } {
  const options = ['--no-send-anonymous-usage-stats', '--no-version-check', ...args, '--profiles-dir', '.'];
  const done = spawnSync(dbt ?? '', options, { cwd: folder, encoding: 'utf8', timeout: 100_000 });
  return { status: done.status, errors: done.status === 0 ? '' : done.stdout };
}

function results(
  folder: string,
): readonly { readonly id: string; readonly status: string; readonly message: string }[] {
  const file: {
    results: { unique_id: string; status: string; message: string | null }[];
  } = JSON.parse(readFileSync(join(folder, 'target/run_results.json'), 'utf8'));
  return file.results.map((each) => ({ id: each.unique_id, status: each.status, message: each.message ?? '' }));
}

/** The schema for resource files inside the installed dbt-core. */
function schemaOf(executable: string): object {
  const script = "import importlib.util as u;print(u.find_spec('dbt').submodule_search_locations[0])";
  const python = join(dirname(existsSync(executable) ? executable : realpathSync(executable)), 'python');
  const folder = execFileSync(python, ['-c', script], { encoding: 'utf8' }).trim();
  const schema: object = JSON.parse(readFileSync(join(folder, 'jsonschemas/resources/latest.json'), 'utf8'));
  return schema;
}
