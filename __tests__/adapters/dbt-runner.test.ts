import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { env } from 'node:process';
import { describe, expect, it } from 'vitest';
import { createDbtRunner } from '../../src/adapters/dbt-runner.ts';
import { readFailure } from '../../src/engine/real-dbt-failure.ts';
import type { DbtOutcome, DbtParse } from '../../src/ports.ts';
import { temporaryFolder } from '../support/git-repo.ts';
import { describeWithTool } from '../support/real-tools.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

function request(files: { readonly [path: string]: string }, adapter: string | undefined = 'duckdb'): DbtParse {
  return {
    files: new Map(Object.entries(files).map(([path, text]) => [path, bytes(text)])),
    root: 'implementation/dbt',
    ...(adapter === undefined ? {} : { adapter }),
  };
}

/** A program that stands for dbt: what it does is written in shell. */
function program(script: string, name = 'dbt'): string {
  const path = join(temporaryFolder('fake-dbt-'), name);
  writeFileSync(path, `#!/bin/sh\n${script}\n`);
  chmodSync(path, 0o755);
  return path;
}

/** What a program that stands for dbt wrote to a file beside it. */
function toldTo(path: string): string {
  return readFileSync(join(dirname(path), 'told'), 'utf8');
}

const tell = (what: string): string => `${what} > "$(dirname "$0")/told"`;
const secrets = { GITHUB_TOKEN: 'ghs_secret', AWS_SECRET_ACCESS_KEY: 'secret', INPUT_TOKEN: 'x', NODE_OPTIONS: '--x' };

describe('the runner of dbt', () => {
  it('hands on nothing of the environment but where programs are', async () => {
    const dbt = program(tell('env'));
    const runner = createDbtRunner({ workspace: '/nowhere', env: { ...env, ...secrets, DBT_BIN: dbt } });
    expect(await runner.parse(request({ 'dbt_project.yml': 'name: shop\n' }))).toEqual({ kind: 'passed' });
    const names = toldTo(dbt)
      .split('\n')
      .flatMap((line) => /^([A-Za-z_]+)=/.exec(line)?.[1] ?? []);
    const own = ['DBT_PROFILES_DIR', 'DBT_SEND_ANONYMOUS_USAGE_STATS', 'DO_NOT_TRACK', 'HOME', 'LANG', 'PATH'];
    const more = ['PYTHONDONTWRITEBYTECODE', 'TEMP', 'TMPDIR'];
    // The shell adds these by itself.
    expect(names.filter((name) => !['PWD', 'OLDPWD', 'SHLVL', '_'].includes(name)).sort()).toEqual([...own, ...more]);
    expect(toldTo(dbt)).not.toContain('secret');
    expect(toldTo(dbt)).not.toContain(`HOME=${env['HOME'] ?? 'nobody'}\n`);
  });

  it('writes the files into a folder of their own, and leaves nothing behind', async () => {
    const dbt = program(
      tell('{ pwd; find . -type f | sort; cat models/a.sql; cat "$DBT_PROFILES_DIR/profiles.yml"; }'),
    );
    const runner = createDbtRunner({ workspace: '/nowhere', env: { ...env, DBT_BIN: dbt } });
    await runner.parse(request({ 'dbt_project.yml': 'name: shop\n', 'models/a.sql': 'select 1\n' }));
    const [folder = '', ...told] = toldTo(dbt).split('\n');
    expect(folder.startsWith(join(realpathSync(tmpdir()), 'dataengos-dbt-'))).toBe(true);
    expect(told).toEqual([
      './dbt_project.yml',
      './models/a.sql',
      'select 1',
      '{"dataengos":{"target":"dev","outputs":{"dev":{"type":"duckdb","threads":1,"path":":memory:"}}}}',
    ]);
    expect(existsSync(dirname(folder))).toBe(false);
  });

  it('takes the profiles that the workflow names, else those of the project where it knows none', async () => {
    const dbt = program(tell('{ echo "$DBT_PROFILES_DIR"; echo "$@"; }'));
    const given = temporaryFolder('profiles-');
    const files = { 'dbt_project.yml': 'name: shop\n' };
    const named = createDbtRunner({ workspace: '/nowhere', env: { ...env, DBT_BIN: dbt, DBT_PROFILES_DIR: given } });
    await named.parse(request(files));
    expect(toldTo(dbt).split('\n')[0]).toBe(given);
    expect(toldTo(dbt)).not.toContain('--profile ');
    const own = createDbtRunner({ workspace: '/nowhere', env: { ...env, DBT_BIN: dbt } });
    await own.parse(request(files, 'oracle'));
    expect(toldTo(dbt).split('\n')[0]).toMatch(/\/project$/);
  });

  it('shows dbt the packages that are installed in the checkout', async () => {
    const workspace = temporaryFolder('checkout-');
    const installed = join(workspace, 'implementation/dbt/dbt_packages/dbt_utils');
    mkdirSync(installed, { recursive: true });
    writeFileSync(join(installed, 'dbt_project.yml'), 'name: dbt_utils\n');
    const dbt = program(tell('cat dbt_packages/dbt_utils/dbt_project.yml'));
    await createDbtRunner({ workspace, env: { ...env, DBT_BIN: dbt } }).parse(request({ 'dbt_project.yml': '' }));
    expect(toldTo(dbt)).toBe('name: dbt_utils\n');
    expect(readdirSync(installed)).toEqual(['dbt_project.yml']);
  });

  it('stops what takes too long, with all that it started', async () => {
    const dbt = program(`${tell('sleep 60 & echo $!')}; wait`);
    const runner = createDbtRunner({ workspace: '/nowhere', env: { ...env, DBT_BIN: dbt }, timeLimitMs: 300 });
    expect(await runner.parse(request({}))).toEqual({ kind: 'timeout', seconds: 0.3 });
    const child = Number(toldTo(dbt).trim());
    expect(child).toBeGreaterThan(1);
    expect(isRunning(child)).toBe(false);
  });

  it('reads no more than it can use of what is printed', async () => {
    const dbt = program('head -c 5000000 /dev/zero | tr "\\0" x; echo; echo the end; exit 1');
    const outcome = await createDbtRunner({ workspace: '/nowhere', env: { ...env, DBT_BIN: dbt } }).parse(request({}));
    expect(outcome?.kind === 'failed' ? outcome.message.length : 0).toBe(1024 * 1024);
  });

  it('finds dbt on PATH, but in no folder that depends on where it runs', async () => {
    const dbt = program('exit 0');
    const absolute = createDbtRunner({ workspace: '/nowhere', env: { PATH: `/nowhere:${dirname(dbt)}` } });
    expect(await absolute.parse(request({}))).toEqual({ kind: 'passed' });
    const relative = createDbtRunner({ workspace: '/nowhere', env: { PATH: '.:bin:' } });
    expect(await relative.parse(request({}))).toBeUndefined();
    const wrong = createDbtRunner({ workspace: '/nowhere', env: { PATH: dirname(dbt), DBT_BIN: '/nowhere/dbt' } });
    expect(await wrong.parse(request({}))).toBeUndefined();
  });

  it('writes to no path outside of its folder', async () => {
    const runner = createDbtRunner({ workspace: '/nowhere', env: { ...env, DBT_BIN: program('exit 0') } });
    await expect(runner.parse(request({ '../../evil.sql': 'x' }))).rejects.toThrow('"../../evil.sql" is no path');
  });

  it('says where dbt itself says nothing what was printed, without its folder', async () => {
    const dbt = program('echo "Traceback"; echo "  File $PWD/models/a.sql"; echo "ImportError: no duckdb"; exit 2');
    const runner = createDbtRunner({ workspace: '/nowhere', env: { ...env, DBT_BIN: dbt } });
    expect(await runner.parse(request({}))).toEqual({
      kind: 'failed',
      message: 'Traceback\n  File models/a.sql\nImportError: no duckdb',
    });
  });
});

function isRunning(pid: number): boolean {
  try {
    // A process that was stopped and not yet taken note of runs no more.
    return !/^\d+ \(.*\) [ZX]/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

describeWithTool('dbt', 'real dbt', (tool) => {
  const found = { ...env, DBT_BIN: tool.bin('dbt') };
  /** Runs the real dbt on some files, among secrets. */
  const parse = (files: { readonly [path: string]: string }, more: object = {}): Promise<DbtOutcome | undefined> =>
    createDbtRunner({ workspace: '/nowhere', env: { ...found, ...secrets }, ...more }).parse(request(files));
  const project = { 'dbt_project.yml': 'name: shop\nversion: 1.0.0\nconfig-version: 2\nprofile: absent\n' };
  const good = { ...project, 'models/a.sql': 'select 1 as id\n' };

  it('passes what is right, and tells its version', async () => {
    expect(await parse(good)).toEqual({ kind: 'passed', version: expect.stringMatching(/^\d+\.\d+\.\d+/) });
  });

  const mistakes: readonly (readonly [string, { readonly [path: string]: string }, string, string])[] = [
    [
      'a ref that finds nothing',
      { 'models/a.sql': "select id,\n  x\nfrom {{ ref('nope') }}\n" },
      'models/a.sql:3',
      "Model 'model.shop.a' (models/a.sql) depends on a node named 'nope' which was not found",
    ],
    [
      'a source that finds nothing',
      { 'models/a.sql': "select id\nfrom {{ source('raw', 'nope') }}\n" },
      'models/a.sql:2',
      "Model 'model.shop.a' (models/a.sql) depends on a source named 'raw.nope' which was not found",
    ],
    [
      'a template that is broken',
      { 'models/a.sql': 'select 1 as id\n{{ foo( }}\n' },
      'models/a.sql:2',
      "unexpected '}', expected ')'",
    ],
    [
      'an error that a template raises',
      {
        'models/a.sql': "select 1\n{{ exceptions.raise_compiler_error('::error::bad\\n/home/runner/work/x/y.txt') }}\n",
      },
      'models/a.sql:1',
      '::error::bad y.txt',
    ],
    [
      'a macro that is broken',
      { 'macros/m.sql': '{% macro x() %}\n{% if %}\n{% endmacro %}\n' },
      'macros/m.sql:2',
      "Expected an expression, got 'end of statement block'",
    ],
    [
      'a properties file that is no YAML',
      { 'models/s.yml': 'models:\n  - name: a\n   foo: x\n' },
      'models/s.yml:3',
      'Error reading shop: s.yml - Runtime Error Syntax error near line 3',
    ],
  ];
  it.each(mistakes)('tells %s at its line', async (...[, files, place, reason]) => {
    const all = { ...good, ...files };
    const outcome = await parse(all);
    if (outcome?.kind !== 'failed') throw new TypeError(`dbt ${outcome?.kind ?? 'is absent'}`);
    const failure = readFailure(outcome.message, request(all));
    if ('key' in failure) throw new TypeError(failure.key);
    expect(failure.reason).toBe(reason);
    expect(`${failure.at.path}:${failure.at.line}`).toBe(`implementation/dbt/${place}`);
  });

  it('shows no secret to a template that prints the environment', async () => {
    const spy = "{{ exceptions.raise_compiler_error('seen: ' ~ env_var('GITHUB_TOKEN', 'nothing')) }}\n";
    const outcome = await parse({ ...good, 'models/a.sql': spy });
    expect(outcome).toMatchObject({ kind: 'failed', message: expect.stringContaining('seen: nothing') });
  });

  it.each([
    ['packages', { 'packages.yml': 'packages:\n  - package: dbt-labs/dbt_utils\n    version: 1.1.1\n' }],
    ['variable', { 'models/a.sql': "select '{{ env_var('REGION') }}'\n" }],
  ] as const)('blames no file for %s that it cannot have', async (key, files) => {
    const all = { ...good, ...files };
    const outcome = await parse(all);
    expect(outcome?.kind).toBe('failed');
    expect(readFailure(outcome?.kind === 'failed' ? outcome.message : '', request(all))).toMatchObject({ key });
  });

  it('blames no file for an adapter that is not installed', async () => {
    const runner = createDbtRunner({ workspace: '/nowhere', env: found });
    const outcome = await runner.parse(request(good, 'snowflake'));
    expect(readFailure(outcome?.kind === 'failed' ? outcome.message : '', request(good))).toMatchObject({
      key: 'environment',
    });
  });

  it('is stopped after its time', async () => {
    expect(await parse(good, { timeLimitMs: 50 })).toEqual({ kind: 'timeout', seconds: 0.05 });
  });
});
