import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { execPath } from 'node:process';
import { describe, expect, it } from 'vitest';
import { environmentFolder } from '../../scripts/tools/environments.ts';
import { temporaryFolder } from '../support/git-repo.ts';
import { missingToolLines } from '../support/missing-tools.ts';
import { findTool } from '../support/real-tools.ts';

/** An executable file, with the folders above it. */
function program(path: string, text = 'exit 0'): string {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `#!/bin/sh\n${text}\n`);
  chmodSync(path, 0o755);
  return path;
}

describe('a tool', () => {
  it('is found where it was built for this Python', () => {
    const cache = temporaryFolder('tools-');
    const variables = { DATAENGOS_TOOLS_DIR: cache, PYTHON: program(join(cache, 'python'), 'echo 3.12.4') };
    expect(findTool('quality', variables)).toBeUndefined();
    const folder = environmentFolder('quality', variables, '3.12.4');
    program(join(folder, 'bin/python'));
    const found = findTool('quality', variables);
    expect([found?.root, found?.bin('soda')]).toEqual([folder, join(folder, 'bin', 'soda')]);
    expect(findTool('quality', { ...variables, PYTHON: '/nowhere/python' })).toBeUndefined();
  });

  it('of npm packages needs no Python', () => {
    const variables = { DATAENGOS_TOOLS_DIR: temporaryFolder('tools-'), PYTHON: '/nowhere/python' };
    const folder = environmentFolder('providers', variables, '');
    mkdirSync(join(folder, 'node_modules'), { recursive: true });
    const found = findTool('providers', variables);
    expect([found?.root, found?.bin('x')]).toEqual([folder, join(folder, 'node_modules', '.bin', 'x')]);
  });

  it('that is dbt is the one of DBT_BIN, and others are beside it', () => {
    const found = findTool('dbt', { DBT_BIN: '/opt/own/bin/dbt-1.12' });
    expect([found?.root, found?.bin('dbt'), found?.bin('python')]).toEqual([
      '/opt/own',
      '/opt/own/bin/dbt-1.12',
      '/opt/own/bin/python',
    ]);
  });

  it('that is no package is looked up on PATH, by each of its names', () => {
    const folder = temporaryFolder('path-');
    const PATH = ['', '/nowhere', join(folder, 'a'), join(folder, 'b')].join(delimiter);
    expect([findTool('browser', { PATH }), findTool('terraform', {})]).toEqual([undefined, undefined]);
    mkdirSync(join(folder, 'a', 'chromium'), { recursive: true });
    writeFileSync(join(folder, 'a', 'google-chrome'), '');
    const chrome = program(join(folder, 'b', 'google-chrome'));
    const found = findTool('browser', { PATH });
    expect([found?.root, found?.bin('chromium')]).toEqual([dirname(chrome), chrome]);
  });
});

describe('tests that need a tool', () => {
  const vitest = join(import.meta.dirname, '../../node_modules/vitest/vitest.mjs');
  const config = join(import.meta.dirname, 'fixtures/vitest.config.ts');

  /** Runs the tests of the fixture where no tool is, but a dbt where it is named. */
  function runFixture(variables: { readonly [name: string]: string }): {
    readonly status: number | null;
    readonly output: string;
  } {
    const nowhere = { PATH: '/nowhere', DATAENGOS_TOOLS_DIR: '/nowhere', NO_COLOR: '1' };
    const { status, stdout, stderr } = spawnSync(execPath, [vitest, 'run', '--config', config], {
      encoding: 'utf8',
      env: { ...nowhere, ...variables },
    });
    return { status, output: stdout + stderr };
  }

  it('are skipped without it, and counted above the last line', () => {
    const { status, output } = runFixture({ DBT_BIN: '/opt/own/bin/dbt' });
    expect(status).toBe(0);
    const lines = output.split('\n').map((line) => line.trim());
    const first = lines.indexOf('not run, because `npm run tools` has not built them: airflow (3 tests)');
    expect(lines[first + 1]).toBe('not run, because they are not installed: browser (1 test), terraform (1 test)');
    expect(lines.findIndex((line) => /^Tests +2 passed \| 5 skipped \(7\)$/.test(line))).toBeGreaterThan(first);
    expect(first).toBeGreaterThan(-1);
  });

  it('fail where it is required, but for Terraform', () => {
    const { status, output } = runFixture({ DATAENGOS_TOOLS: 'required' });
    expect(status).toBe(1);
    expect([...output.matchAll(/^Error: (.*)$/gm)].map(([, message]) => message)).toEqual([
      'DATAENGOS_TOOLS=required, and airflow is missing: run "npm run tools -- airflow"',
      'DATAENGOS_TOOLS=required, and dbt is missing: run "npm run tools -- dbt"',
      'DATAENGOS_TOOLS=required, and browser is missing: install chromium',
    ]);
    expect(output).toContain('not run, because they are not installed: terraform (1 test)\n');
    expect(output).not.toContain('has not built them');
    expect(output).toMatch(/Tests +4 failed \| 1 passed \| 1 skipped \(6\)/);
  });
});

describe('the list of what did not run', () => {
  it('is empty where everything ran', () => {
    expect(missingToolLines([])).toEqual([]);
  });

  it('adds up by tool', () => {
    expect(missingToolLines(['quality', 'browser', 'dbt', 'quality', 'browser'])).toEqual([
      'not run, because `npm run tools` has not built them: dbt (1 test), quality (2 tests)',
      'not run, because they are not installed: browser (2 tests)',
    ]);
  });
});
