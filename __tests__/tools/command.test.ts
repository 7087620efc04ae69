import { spawnSync } from 'node:child_process';
import { chmodSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { env, execPath } from 'node:process';
import { expect, it } from 'vitest';
import { environmentFolder } from '../../scripts/tools/environments.ts';
import { temporaryFolder } from '../support/git-repo.ts';

const script = join(import.meta.dirname, '../../scripts/tools.ts');

interface Told {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the command with a Python of ours in a cache of ours. */
function tools(args: readonly string[], { python, cache = '/nowhere' }: { python: string; cache?: string }): Told {
  const { status, stdout, stderr } = spawnSync(execPath, [script, ...args], {
    encoding: 'utf8',
    env: { PATH: env['PATH'], PYTHON: python, DATAENGOS_TOOLS_DIR: cache },
  });
  return { status, stdout, stderr };
}

/** A program that stands for Python: it tells a version, and does what is written for `-m venv FOLDER` (`$3`). */
function pythonOf(version: string, makeFolder = 'exit 1'): string {
  const path = join(temporaryFolder('python-'), 'python');
  writeFileSync(path, `#!/bin/sh\nif [ "$1" = -c ]; then echo ${version}; exit; fi\n${makeFolder}\n`);
  chmodSync(path, 0o755);
  return path;
}

/** Makes the folder with a Python that writes down how it is called, and with a script and a program that hold its path. */
const makeFolder = `
mkdir -p "$3/bin"
printf '#!/bin/sh\\necho "$@" >> "%s/calls"\\n' "$3" > "$3/bin/python"
printf '#!%s/bin/python\\nprint(1)\\n' "$3" > "$3/bin/dbt"
printf 'ELF\\000%s/bin/python' "$3" > "$3/bin/program"
chmod +x "$3/bin/python"`;

it('builds an environment beside its place, moves it there, and finds it from then on', () => {
  const cache = temporaryFolder('tools-');
  const python = pythonOf('3.12.4', makeFolder);
  const folder = environmentFolder('dbt', { DATAENGOS_TOOLS_DIR: cache }, '3.12.4');

  const first = tools(['dbt'], { python, cache });
  expect({ ...first, stdout: first.stdout.replace(/\d+\.\d s, \d+ MB/, '…') }).toEqual({
    status: 0,
    stdout: `dbt       built in …: ${folder}\n`,
    stderr: '',
  });
  expect(readdirSync(cache)).toEqual([folder.slice(cache.length + 1)]);
  expect(readFileSync(join(folder, 'calls'), 'utf8').split('\n')).toEqual([
    expect.stringMatching(/^-m pip install .*--no-deps --only-binary :all: --requirement .*scripts\/tools\/dbt\.txt$/),
    '-m pip check --disable-pip-version-check',
    '',
  ]);
  expect(readFileSync(join(folder, 'bin/dbt'), 'utf8')).toBe(`#!${folder}/bin/python\nprint(1)\n`);
  expect(readFileSync(join(folder, 'bin/program'), 'latin1')).toContain('.part-');

  const second = tools(['dbt'], { python: pythonOf('3.12.4'), cache });
  expect(second).toMatchObject({ status: 0, stdout: expect.stringMatching(/^dbt {7}found in /), stderr: '' });
});

it('builds again what lost its interpreter, and says which folders are of no use any more', () => {
  const cache = temporaryFolder('tools-');
  const python = pythonOf('3.12.4', makeFolder);
  tools(['dbt'], { python, cache });
  const folder = environmentFolder('dbt', { DATAENGOS_TOOLS_DIR: cache }, '3.12.4');
  rmSync(join(folder, 'bin/python'));
  expect(tools(['dbt'], { python, cache }).stdout).toMatch(/^dbt {7}built in /);

  const other = tools(['dbt'], { python: pythonOf('3.12.5', makeFolder), cache });
  expect(other.stdout.split('\n').slice(1)).toEqual([
    `no longer used, unless it is just being built; to delete it: rm -r ${folder}`,
    '',
  ]);
});

it('leaves nothing where a build fails, and shows the end of what was printed', () => {
  const cache = temporaryFolder('tools-');
  const failing = 'i=0; while [ $i -lt 50 ]; do i=$((i+1)); echo "line $i"; done; exit 3';
  const { status, stdout, stderr } = tools(['dbt'], { python: pythonOf('3.10.0', failing), cache });
  expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
  const lines = stderr.trimEnd().split('\n');
  expect(lines[0]).toMatch(/^dbt could not be built: .*python -m venv .*\.part-\w+$/);
  expect(lines.slice(1)).toEqual(Array.from({ length: 20 }, (_, at) => `line ${at + 31}`));
  expect(readdirSync(cache)).toEqual([]);
});

it.each([
  ['3.9.18', '3.10 to 3.13'],
  ['3.14.0', '3.10 to 3.13'],
  ['2.7.18', '3.10 to 3.13'],
])('refuses Python %s', (version, allowed) => {
  const python = pythonOf(version);
  expect(tools(['dbt'], { python })).toEqual({
    status: 1,
    stdout: '',
    stderr: `"${python}" is Python ${version}, and the locks hold for ${allowed}; set PYTHON to one of these\n`,
  });
});

it('says that there is no Python', () => {
  expect(tools([], { python: '/nowhere/python' })).toEqual({
    status: 1,
    stdout: '',
    stderr: '"/nowhere/python" is no Python that can be run; set PYTHON to the path of one\n',
  });
});

it('refuses names that it does not know', () => {
  expect(tools(['dbt', 'terraform', 'x'], { python: '/nowhere' })).toEqual({
    status: 2,
    stdout: '',
    stderr: 'no such environment: terraform, x; there are airflow, dagster, quality, dbt, providers\n',
  });
});
