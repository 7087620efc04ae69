import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { env } from 'node:process';
import { Ajv, type ValidateFunction } from 'ajv';
import { onTestFinished } from 'vitest';
import { type RealTool, silence } from '../../support/real-tools.ts';

/** A folder with the files of a repository, which is gone when the test is over. */
export function writtenRepository(files: { readonly [path: string]: string | Uint8Array }): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'sources-')));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  writeFiles(folder, files);
  return folder;
}

export function writeFiles(folder: string, files: { readonly [path: string]: string | Uint8Array }): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
}

/** What dbt says when it has run in a folder. */
export interface DbtRun {
  readonly status: number | null;
  /** Both streams, without colours; empty where the run succeeded. */
  readonly trouble: string;
}

/** Runs dbt with deprecated spellings as errors. */
export function runDbt(dbt: RealTool, folder: string, args: readonly string[]): DbtRun {
  const options = ['--no-use-colors', '--warn-error-options', JSON.stringify({ error: ['Deprecations'] })];
  const { status, stdout, stderr } = spawnSync(dbt.bin('dbt'), [...options, ...args], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...env, ...silence, DBT_PROFILES_DIR: folder },
  });
  return { status, trouble: status === 0 ? '' : `${stdout}${stderr}` };
}

/** Runs a Python program in the tool's environment and gives what it writes. */
export function pythonOutput(tool: RealTool, program: string, args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(tool.bin('python'), ['-c', program, ...args], { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return stdout;
}

/** The schema that dbt itself holds properties files against, from its package. */
export function propertiesSchema(dbt: RealTool): ValidateFunction {
  const [python = ''] = readdirSync(join(dbt.root, 'lib')).filter((name) => name.startsWith('python'));
  const path = join(dbt.root, 'lib', python, 'site-packages/dbt/jsonschemas/resources/latest.json');
  const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false });
  return ajv.compile(JSON.parse(readFileSync(path, 'utf8')));
}
