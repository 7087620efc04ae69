import { createHash } from 'node:crypto';
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { env } from 'node:process';
import { beforeAll, describe, expect, it } from 'vitest';
import { contractText } from '../engine/trees.ts';
import { createRepository, runGit, temporaryFolder } from '../support/git-repo.ts';
import { describeWithTool } from '../support/real-tools.ts';
import { buildCli, type Cli, type CliRun } from './program.ts';
import { edit } from './repository.ts';

let cli: Cli;
beforeAll(async () => {
  cli = await buildCli();
});

const root = 'implementation/dbt_project';
const model = `${root}/models/marts/orders.sql`;
const columns = ['name: id, logicalType: integer, required: true, description: Key.'];
const files = {
  'dataengos.yaml':
    'lang: en\ndialect: duckdb\ngenerators: { all: false, dbt-properties: true, warehouse-package: true, orchestration-package: true }\n',
  [`${root}/dbt_project.yml`]: 'name: shop\n',
  [`${root}/macros/own.sql`]: '{% macro own() %}1{% endmacro %}\n',
  [model]: 'select {{ own() }} as id\n',
  'implementation/airflow/dags/shop.py': 'from airflow.sdk import DAG\n\nDAG("orders")\n',
  'specs/contracts/outputs/orders.yaml': contractText({ id: 'orders', columns }),
};

/** A sqlfluff that answers what is in a file beside it, and writes down what it was asked. */
function fakeLinter(answer: string, code = 0): { readonly path: string; readonly asked: () => string } {
  const folder = temporaryFolder('linter-');
  writeFileSync(join(folder, 'answer'), answer);
  const script = [
    '#!/bin/sh',
    `if [ "$1" = --version ]; then echo "sqlfluff, version 9.8.7"; exit 0; fi`,
    `{ echo "$@"; find . -type f | sort; env | sort; } > ${join(folder, 'asked')}`,
    `cat ${join(folder, 'answer')}`,
    `exit ${code}`,
  ];
  writeFileSync(join(folder, 'sqlfluff'), `${script.join('\n')}\n`);
  chmodSync(join(folder, 'sqlfluff'), 0o755);
  return { path: `${folder}:${env['PATH'] ?? ''}`, asked: () => readFileSync(join(folder, 'asked'), 'utf8') };
}

/** PATH without any sqlfluff. */
const bare = dirname(process.execPath);

function exportIn(folder: string, args: readonly string[] = [], path = `${bare}:/usr/bin:/bin`): CliRun {
  return cli.run(folder, ['export', ...args], { PATH: path });
}

function lastLines({ stdout }: CliRun, count: number): readonly string[] {
  return stdout.trimEnd().split('\n').slice(-count);
}

const clean = JSON.stringify([{ filepath: 'models/marts/orders.sql', violations: [] }]);

const violation = (code: string): string =>
  JSON.stringify([
    {
      filepath: 'models/marts/orders.sql',
      violations: [{ code, description: 'No.', start_line_no: 1, start_line_pos: 8, warning: false }],
    },
  ]);

/** A folder with Python that says when it is loaded. */
const trap = (): string => {
  const folder = temporaryFolder('trap-');
  writeFileSync(join(folder, 'evil.py'), `open(${JSON.stringify(join(folder, 'sprung'))}, "w").close()\n`);
  return folder;
};

describe('dataengos export', () => {
  it('compares what lies below exports/, and nothing else', () => {
    const folder = createRepository(files);
    const run = exportIn(folder);
    expect([run.code, run.stderr]).toEqual([1, '']);
    expect(run.stdout).toContain('missing   exports/warehouse-package/models/marts/orders.sql\n');
    expect(run.stdout).not.toMatch(/^\w+ +implementation/m);
    expect(lastLines(run, 6)).toEqual([
      '0 of 11 generated files are as the specifications say',
      expect.stringMatching(
        /^exports\/orchestration-package: orchestration 1\.0\.0\+[0-9a-f]{12}, 3 files, \d+ bytes$/,
      ),
      expect.stringMatching(/^exports\/warehouse-package: shop 1\.0\.0\+[0-9a-f]{12}, \d files, \d+ bytes$/),
      'sqlfluff is not installed: SQL was checked by the built-in parsers only',
      'checked by the built-in parsers: 1 models, 1 Python files',
      '0 problems in the code of the packages',
    ]);
    expect(existsSync(join(folder, 'exports'))).toBe(false);
  });

  it('writes it, is fresh then, and leaves everything else to "generate"', () => {
    const folder = createRepository(files);
    expect(exportIn(folder, ['--write']).code).toBe(0);
    expect(runGit(folder, ['status', '--short', '-uall']).match(/^.. (?!exports\/).*/gm)).toBeNull();
    expect(exportIn(folder, ['--check']).code).toBe(0);
    const listed = cli.run(folder, ['generate', '--check']).stdout;
    expect(listed).toContain(`missing   ${root}/models/marts/_orders__contract.yml`);
  });

  it('does not make an old file count as edited by hand', () => {
    const folder = createRepository(files);
    cli.run(folder, ['generate', '--write']);
    const more = [...columns, 'name: total, logicalType: number, required: true, description: Total.'];
    edit(folder, 'specs/contracts/outputs/orders.yaml', contractText({ id: 'orders', columns: more }));
    expect(exportIn(folder, ['--write']).code).toBe(0);
    const stale = cli.run(folder, ['generate', '--check']).stdout;
    expect(stale).toMatch(new RegExp(`^stale +${root}/models/marts/_orders__contract\\.yml`, 'm'));
    expect(stale).not.toMatch(/^edited/m);
    expect(exportIn(folder, ['--check']).code).toBe(0);
    expect(cli.run(folder, ['generate', '--write']).code).toBe(0);
    expect([cli.run(folder, ['generate', '--check']).code, exportIn(folder).code]).toEqual([0, 0]);
  });

  it('lists files with sizes and digests, packages and the linter in JSON', () => {
    const folder = createRepository(files);
    exportIn(folder, ['--write']);
    const data = JSON.parse(exportIn(folder, ['--format', 'json']).stdout);
    expect(data.artifacts.find(({ path }: { readonly path: string }) => path.endsWith('orders.sql'))).toEqual({
      path: 'exports/warehouse-package/models/marts/orders.sql',
      status: 'fresh',
      generator: 'warehouse-package',
      ownership: 'owned',
      sources: [model],
      bytes: 25,
      sha256: createHash('sha256').update(files[model]).digest('hex'),
    });
    expect(data.packages.map(({ folder: at }: { readonly folder: string }) => at)).toEqual([
      'exports/orchestration-package',
      'exports/warehouse-package',
    ]);
    expect(data.lint).toEqual({ models: 1, python: 1, linter: { kind: 'absent' }, unlinted: [], problems: [] });
  });

  it('asks sqlfluff about copies, with nothing of the environment but PATH', () => {
    const folder = createRepository({ ...files, [`${root}/.sqlfluff`]: '[sqlfluff]\ndialect = duckdb\n' });
    exportIn(folder, ['--write']);
    const linter = fakeLinter(clean);
    const run = cli.run(folder, ['export'], { PATH: linter.path, GITHUB_TOKEN: 'secret' });
    expect([run.code, lastLines(run, 3)[0]]).toEqual([0, 'linted by sqlfluff 9.8.7: 1 SQL files']);
    const [args, ...rest] = linter.asked().split('\n');
    expect(args).toBe(
      'lint --format json --nocolor --disable-progress-bar --library-path ../empty --ignore-local-config --templater jinja --ignore templating --processes 1 --config .sqlfluff -- ./models',
    );
    expect(rest.filter((line) => line.startsWith('./'))).toEqual([
      './.sqlfluff',
      './macros/own.sql',
      './models/marts/orders.sql',
    ]);
    expect(rest.join('\n')).not.toContain('secret');
  });

  const config = { [`${root}/.sqlfluff`]: '[sqlfluff]\ndialect = duckdb\n' };
  const plain = { [model]: 'select 1 as id\n' };

  it.each([
    ['a rule of its configuration', 'LT01', config, 1],
    ['a rule that nobody asked for', 'LT01', {}, 0],
    ['what it cannot parse', 'PRS', plain, 1],
    ['what it cannot parse where a macro writes the SQL', 'PRS', {}, 0],
  ])('counts %s', (...[, code, more, wanted]) => {
    const folder = createRepository({ ...files, ...more });
    exportIn(folder, ['--write']);
    const run = exportIn(folder, [], fakeLinter(violation(code), 1).path);
    expect([run.code, run.stdout.includes(`${model}:1:8 sqlfluff ${code} No.`)]).toEqual([wanted, wanted === 1]);
  });

  it.each<[string, string, number, readonly string[], string]>([
    [
      'is absent and required',
      '',
      -1,
      ['--lint', 'required'],
      'sqlfluff is not installed, and "--lint required" asks for it',
    ],
    ['fails', 'Traceback\nKeyError: x', 2, [], 'sqlfluff gave no verdict: KeyError: x'],
    ['says what is no JSON', 'oops', 0, [], 'sqlfluff gave no verdict: oops'],
  ])('is a failure where sqlfluff %s', (...[, answer, code, args, words]) => {
    const folder = createRepository(files);
    exportIn(folder, ['--write']);
    const run = code === -1 ? exportIn(folder, args) : exportIn(folder, args, fakeLinter(answer, code).path);
    expect([run.code, run.stdout.includes(words)]).toEqual([1, true]);
  });

  it('does not ask it where linting is off, and says which files it passed over', () => {
    const folder = createRepository(files);
    exportIn(folder, ['--write']);
    const linter = fakeLinter('[]');
    expect([exportIn(folder, ['--lint', 'off'], linter.path).code, linter.asked]).toEqual([0, expect.any(Function)]);
    expect(() => linter.asked()).toThrow('ENOENT');
    const run = exportIn(folder, [], linter.path);
    expect([run.code, run.stdout.includes(`${model} was not linted: it is too large`)]).toEqual([0, true]);
  });

  it.each([
    ['SQL', { [model]: 'select 1 as id from (\n' }, `${model}:`, ' built-in SQL '],
    [
      'Python',
      { 'implementation/airflow/dags/shop.py': 'def f(:\n' },
      'implementation/airflow/dags/shop.py:1:',
      ' built-in PY ',
    ],
  ])('judges %s by the built-in parsers, too', (...[, broken, place, by]) => {
    const folder = createRepository({ ...files, ...broken });
    const run = exportIn(folder, ['--write']);
    const found = run.stdout.split('\n').find((line) => line.startsWith(place) && line.includes(by));
    expect([run.code, found === undefined, lastLines(run, 1)]).toEqual([
      1,
      false,
      ['1 problem in the code of the packages'],
    ]);
  });

  it('says where no package is switched on', () => {
    const run = exportIn(
      createRepository({ ...files, 'dataengos.yaml': 'lang: en\ngenerators: { all: false, catalog: true }\n' }),
    );
    expect(lastLines(run, 1)).toEqual([
      'no package is switched on; name "warehouse-package" or "orchestration-package" below "generators" in dataengos.yaml',
    ]);
  });

  it('refuses another mode of linting', () => {
    const run = exportIn(createRepository(files), ['--lint', 'always']);
    expect([run.code, run.stderr]).toEqual([
      2,
      'dataengos: unknown value for --lint: "always"; allowed are auto, required, off\n',
    ]);
  });
});

describeWithTool('dbt', 'dataengos export with the real sqlfluff', (tool) => {
  it('finds what the configuration forbids, at its place in the repository', () => {
    const config =
      '[sqlfluff]\ndialect = duckdb\nrules = CP01\n[sqlfluff:rules:capitalisation.keywords]\ncapitalisation_policy = lower\n';
    const folder = createRepository({ ...files, [`${root}/.sqlfluff`]: config, [model]: 'select 1 AS id\n' });
    exportIn(folder, ['--write']);
    const path = `${dirname(tool.bin('sqlfluff'))}:/usr/bin:/bin:${bare}`;
    const run = exportIn(folder, ['--lint', 'required'], path);
    expect([run.code, run.stdout.includes(`${model}:1:10 sqlfluff CP01 Keywords must be lower case.`)]).toEqual([
      1,
      true,
    ]);
    expect(run.stdout).toMatch(/linted by sqlfluff \d+\.\d+\.\d+: 1 SQL files/);
    // A line of the SQL may still choose rules.
    edit(folder, model, '-- sqlfluff:exclude_rules:CP01\nselect 1 AS id\n');
    expect(exportIn(folder, ['--write', '--lint', 'required'], path).code).toBe(0);
  }, 60_000);

  const section = '[sqlfluff]\ndialect = duckdb\n[sqlfluff:templater:jinja]\n';

  it.each<[string, (folder: string) => { readonly [path: string]: string }]>([
    [
      'the first section of its configuration',
      (folder) => ({ [`${root}/.sqlfluff`]: `[sqlfluff]\ndialect = duckdb\nlibrary_path = ${folder}\n` }),
    ],
    ['its configuration', (folder) => ({ [`${root}/.sqlfluff`]: `${section}library_path = ${folder}\n` })],
    [
      'a line of the SQL',
      (folder) => ({ [model]: `-- sqlfluff:templater:jinja:library_path:${folder}\nselect 1 as id\n` }),
    ],
    ['a line without a space', (folder) => ({ [model]: `--sqlfluff: library_path :${folder}\nselect 1 as id\n` })],
    ['another line of the SQL', (folder) => ({ [model]: `-- sqlfluff:library_path:${folder}\nselect 1 as id\n` })],
  ])(
    'loads no Python that %s names',
    (_, more) => {
      const folder = trap();
      const repository = createRepository({ ...files, ...more(folder) });
      const path = `${dirname(tool.bin('sqlfluff'))}:/usr/bin:/bin:${bare}`;
      expect(exportIn(repository, [], path).stdout).toContain('linted by sqlfluff');
      expect(existsSync(join(folder, 'sprung'))).toBe(false);
    },
    60_000,
  );
});
