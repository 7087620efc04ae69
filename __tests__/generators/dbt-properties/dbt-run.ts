import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { env } from 'node:process';
import { Ajv, type ValidateFunction } from 'ajv';
import { type RealTool, silence } from '../../support/real-tools.ts';

/** A dbt project with a DuckDB database in a folder of its own; `files` are given by their path in it. */
export function writeDbtProject(files: { readonly [path: string]: string }, threads = 1): string {
  const folder = mkdtempSync(join(tmpdir(), 'dbt-'));
  const own = {
    'dbt_project.yml': 'name: shop\nversion: 1.0.0\nconfig-version: 2\nprofile: shop\n',
    'profiles.yml': `shop: {target: dev, outputs: {dev: {type: duckdb, path: shop.duckdb, threads: ${threads}}}}\n`,
  };
  for (const [path, content] of Object.entries({ ...own, ...files })) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  return folder;
}

/** Runs dbt in a folder, deprecations as errors. */
export function runDbt(
  tool: RealTool,
  folder: string,
  args: readonly string[],
): { readonly status: number | null; readonly output: string } {
  const strict = ['--warn-error-options', '{"error":["Deprecations"]}', '--no-use-colors', '--no-version-check'];
  const all = [...strict, ...args, '--profiles-dir', '.'];
  const options = { cwd: folder, encoding: 'utf8', timeout: 280_000, env: { ...env, ...silence } } as const;
  const { status, stdout, stderr } = spawnSync(tool.bin('dbt'), all, options);
  return { status, output: `${stdout}${stderr}` };
}

/** What became of one model or test. */
export interface Outcome {
  readonly id: string;
  readonly status: string;
  readonly message: string;
  /** The generic test's name, `singular`, or `model`. */
  readonly test: string;
  /** Name of the model that it is about. */
  readonly model: string;
}

interface ManifestNode {
  readonly resource_type: string;
  readonly name: string;
  readonly attached_node?: string | null;
  readonly test_metadata?: { readonly name: string };
  readonly depends_on: { readonly nodes?: readonly string[] };
}

/** What a `dbt build` left in its folder. */
export function outcomesOf(folder: string): readonly Outcome[] {
  const manifest: { nodes: { [id: string]: ManifestNode } } = readJson(join(folder, 'target/manifest.json'));
  const run: { results: { unique_id: string; status: string; message: string | null }[] } = readJson(
    join(folder, 'target/run_results.json'),
  );
  return run.results.map(({ unique_id: id, status, message }) => {
    const node = manifest.nodes[id];
    const about = node?.attached_node ?? node?.depends_on.nodes?.[0] ?? '';
    const isTest = node?.resource_type === 'test';
    return {
      id,
      status,
      message: message ?? '',
      test: isTest ? (node.test_metadata?.name ?? 'singular') : (node?.resource_type ?? ''),
      model: isTest ? (about.split('.').at(-1) ?? '') : (node?.name ?? ''),
    };
  });
}

/** dbt's own JSON Schema of resource files, from the installed package: dbt does not look at it on DuckDB. */
export function resourceSchema(tool: RealTool): ValidateFunction {
  const lib = join(realpathSync(tool.root), 'lib');
  const python = readdirSync(lib).find((name) => name.startsWith('python3')) ?? '';
  const schema: object = readJson(join(lib, python, 'site-packages/dbt/jsonschemas/resources/latest.json'));
  return new Ajv({ strict: false, allErrors: true, validateFormats: false }).compile(schema);
}

/** `any`, as JSON.parse gives it: what it is assigned to says what it is. */
function readJson(path: string): ReturnType<typeof JSON.parse> {
  return JSON.parse(readFileSync(path, 'utf8'));
}
