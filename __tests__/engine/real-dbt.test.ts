import { env } from 'node:process';
import { describe, expect, it } from 'vitest';
import { createDbtRunner } from '../../src/adapters/dbt-runner.ts';
import { readFailure } from '../../src/engine/real-dbt-failure.ts';
import type { Report } from '../../src/model/report.ts';
import type { Files } from '../../src/model/rule.ts';
import type { Tree } from '../../src/model/tree.ts';
import type { DbtOutcome, DbtParse, DbtRunner } from '../../src/ports.ts';
import { checkFiles, type Scenario } from '../support/check-files.ts';
import { memoryTree } from '../support/memory-tree.ts';
import { describeWithTool } from '../support/real-tools.ts';

const root = 'implementation/dbt';
const files: Files = {
  'dataengos.yaml': 'lang: en\ngenerators: { all: false }\n',
  [`${root}/dbt_project.yml`]: 'name: shop\nversion: 1.0.0\nconfig-version: 2\nprofile: shop\n',
  [`${root}/profiles.yml`]: 'shop: { target: dev, outputs: { dev: { type: duckdb, path: x.duckdb } } }\n',
  [`${root}/models/a.sql`]: 'select 1 as id\n',
  [`${root}/models/b.sql`]: "{{ config(materialized='table') }}\nselect 1 as id\n",
  [`${root}/seeds/s.csv`]: 'id\n1\n',
  'README.md': '# Data\n',
};
const asks = { ...files, 'dataengos.yaml': `${files['dataengos.yaml'] ?? ''}compile: dbt\n` };

/** Stands for dbt: remembers what it is given, and answers what it is told. */
function runnerOf(answer: (request: DbtParse) => DbtOutcome | undefined): DbtRunner & { readonly seen: DbtParse[] } {
  const seen: DbtParse[] = [];
  return {
    seen,
    parse: async (request) => {
      seen.push(request);
      return answer(request);
    },
  };
}

const passing = (): DbtOutcome => ({ kind: 'passed', version: '1.11.2' });

/** dbt that minds a word in model b. */
function minding(word: string): (request: DbtParse) => DbtOutcome {
  return (request) => {
    const text = new TextDecoder().decode(request.files.get('models/b.sql'));
    if (!text.includes(word)) return { kind: 'passed' };
    return {
      kind: 'failed',
      message: `Compilation Error in model b (models/b.sql)\n  ${word}\n    line 2\n      select`,
    };
  };
}

async function judge(scenario: Scenario): Promise<Report> {
  return checkFiles({ base: files, ...scenario });
}

function dbtNotes({ skipped }: Report): readonly string[] {
  return skipped.filter(({ what }) => what.startsWith('dbt')).map(({ what, why }) => `${what}: ${why}`);
}

function compileFindings({ findings }: Report): readonly string[] {
  return findings
    .filter(({ rule }) => rule === 'gate/compile-failed')
    .map(({ path, line, introduced, message }) => `${path}:${line} ${introduced ? 'new' : 'old'} ${message}`);
}

describe('dbt', () => {
  it.each<readonly [string, Files, Scenario['request'], number]>([
    ['does not run by itself', files, {}, 0],
    ['runs where the command line asks', files, { compile: 'dbt' }, 1],
    ['runs where the configuration asks', asks, { compile: 'configured' }, 1],
    ['does not run where a command does not leave it to the configuration', asks, {}, 0],
    ['does not run where the command line wants the files alone', asks, { compile: 'static' }, 0],
  ])('%s', async (...[, tree, request, runs]) => {
    const dbt = runnerOf(passing);
    const report = await judge({ base: tree, head: tree, dbt, request });
    expect(dbt.seen).toHaveLength(runs);
    expect(dbtNotes(report)).toEqual([]);
    expect(report.dbt).toBe(runs === 0 ? undefined : '1.11.2');
  });

  it('is given the files of the project and nothing else', async () => {
    const dbt = runnerOf(passing);
    const more = { [`${root}/target/x.sql`]: 'x', [`${root}/dbt_packages/p/x.sql`]: 'x', 'implementation/x.sql': 'x' };
    await judge({ head: { ...files, ...more }, dbt, request: { compile: 'dbt' } });
    const [seen] = dbt.seen;
    expect([...(seen?.files.keys() ?? [])].sort()).toEqual([
      'dbt_project.yml',
      'models/a.sql',
      'models/b.sql',
      'profiles.yml',
      'seeds/s.csv',
    ]);
    expect(seen).toMatchObject({ root, adapter: 'duckdb' });
  });

  it.each([
    ['fork', 'dbt is not run on the pull request of a fork'],
    ['pull-request-target', 'dbt is not run on pull_request_target'],
  ] as const)('never runs on a change of strangers (%s), whoever asks', async (dbtRefusal, why) => {
    for (const compile of ['dbt', 'configured'] as const) {
      const dbt = runnerOf(passing);
      const report = await judge({ base: asks, head: asks, dbt, request: { compile, dbtRefusal } });
      expect(dbt.seen).toEqual([]);
      expect(dbtNotes(report)).toEqual([expect.stringContaining(`dbt: ${why}`)]);
    }
  });

  it('does not run because a change asks for it', async () => {
    const { 'dataengos.yaml': _, ...bare } = files;
    const dbt = runnerOf(passing);
    const report = await judge({ base: bare, head: asks, dbt, request: { compile: 'configured' } });
    expect(dbt.seen).toEqual([]);
    expect(dbtNotes(report)).toEqual([
      'dbt: "compile: dbt" is new in this change and takes effect once it is merged; static parse used',
    ]);
    await judge({ base: files, head: asks, dbt, request: { compile: 'configured' } });
    expect(dbt.seen).toEqual([]);
  });

  it('says where it is not there', async () => {
    const expected = [expect.stringMatching(/^dbt: dbt not found: static parse used;/)];
    const request = { compile: 'dbt' } as const;
    expect(dbtNotes(await judge({ head: files, request }))).toEqual(expected);
    expect(dbtNotes(await judge({ head: files, dbt: runnerOf(() => undefined), request }))).toEqual(expected);
  });

  it('blames the line, once for what is new, and says what is old', async () => {
    const request = { compile: 'dbt' } as const;
    const broken = { ...files, [`${root}/models/b.sql`]: '{# #}\nselect 1 as id, bad\n' };
    const fresh = runnerOf(minding('bad'));
    const found = [`${root}/models/b.sql:2 new dbt cannot parse the project: bad`];
    expect(compileFindings(await judge({ head: broken, dbt: fresh, request }))).toEqual(found);
    expect(fresh.seen).toHaveLength(2);
    const old = await judge({ base: broken, head: broken, dbt: runnerOf(minding('bad')), request });
    expect(compileFindings(old)).toEqual([found[0]?.replace(' new ', ' old ')]);
    expect(old.verdict).toBe('pass');
  });

  it('adds nothing to what is said about a model already', async () => {
    const broken = { ...files, [`${root}/models/b.sql`]: "{# #}\nselect bad from {{ ref('nope') }}\n" };
    const report = await judge({ head: broken, dbt: runnerOf(minding('bad')), request: { compile: 'dbt' } });
    expect(compileFindings(report)).toHaveLength(1);
    expect(compileFindings(report)[0]).toContain('ref("nope")');
  });

  it.each<readonly [string, DbtOutcome, string]>([
    ['time', { kind: 'timeout', seconds: 120 }, 'did not end within 120 s'],
    [
      'packages',
      {
        kind: 'failed',
        message:
          'Compilation Error\n  dbt found 1 package(s) specified in packages.yml, but only 0 package(s) installed in dbt_packages. Run "dbt deps" to install package dependencies.',
      },
      'packages that are not installed',
    ],
    [
      'a variable',
      {
        kind: 'failed',
        message:
          "Compilation Error in model b (models/b.sql)\n  Required var 'region' not found in config:\n  Vars supplied to b = {}",
      },
      'asks for a variable',
    ],
    [
      'something else',
      { kind: 'failed', message: 'Runtime Error\n  Could not find adapter type x!' },
      'could not judge the project; static parse used (Could not find adapter type x!)',
    ],
    ['nothing', { kind: 'failed', message: '' }, 'could not judge the project'],
  ])('blames no file for %s, and says so', async (_, outcome, why) => {
    const report = await judge({ head: files, dbt: runnerOf(() => outcome), request: { compile: 'dbt' } });
    expect(compileFindings(report)).toEqual([]);
    expect(report.verdict).toBe('pass');
    expect(dbtNotes(report)).toEqual([expect.stringContaining(`dbt (${root}): `)]);
    expect(dbtNotes(report)[0]).toContain(why);
  });

  it('does not run where a file of the project cannot be read', async () => {
    const tree = memoryTree(files, 'head');
    const over: Tree = { ...tree, read: (path) => (path.endsWith('b.sql') ? undefined : tree.read(path)) };
    const dbt = runnerOf(passing);
    const report = await judge({ head: files, trees: { head: over }, dbt, request: { compile: 'dbt' } });
    expect(dbt.seen).toEqual([]);
    expect(dbtNotes(report)).toEqual([expect.stringContaining(`"${root}/models/b.sql" is over a limit or a link`)]);
    const seeds: Tree = { ...tree, read: (path) => (path.endsWith('.csv') ? undefined : tree.read(path)) };
    await judge({ head: files, trees: { head: seeds }, dbt, request: { compile: 'dbt' } });
    expect(dbt.seen.map((seen) => seen.files.has('seeds/s.csv'))).toEqual([true]);
  });
});

/** Files that messages are about. */
const given = {
  root,
  files: new Map(
    Object.entries({
      'dbt_project.yml': 'name: shop\n',
      'models/a.sql': "select *\nfrom {{ ref('x') }}\n",
      'models/b.sql': "select 1\nfrom {{ ref('x') }}\n",
      'macros/m.sql': '{% macro m() %}\n  {% if %}\n{% endmacro %}\n',
    }).map(([path, text]) => [path, new TextEncoder().encode(text)] as const),
  ),
};

const reasonOf = (text: string): string => readFailure(`Compilation Error\n  ${text}`, given).reason;

describe('messages of dbt', () => {
  it.each([
    [
      'a line that the file does not have',
      'Compilation Error in model a (models/a.sql)\n  bad\n    line 99',
      'models/a.sql:1',
    ],
    ['a path with backslashes', 'Compilation Error in model a (models\\a.sql)\n  bad\n    line 2', 'models/a.sql:2'],
    [
      'a file that is not of the project',
      'Compilation Error in macro x (macros/other.sql)\n  bad',
      'dbt_project.yml:1',
    ],
    ['a path that leads out', 'Compilation Error in model a (../../../etc/passwd.sql)\n  bad', 'dbt_project.yml:1'],
    ['an excerpt of one file', 'Compilation Error\n  bad\n    line 2\n      {% if %}', 'macros/m.sql:2'],
    ['an excerpt of two files', "Compilation Error\n  bad\n    line 2\n      from {{ ref('x') }}", 'dbt_project.yml:1'],
  ])('with %s lead to a place that is there', (_, message, place) => {
    const failure = readFailure(message, given);
    expect(failure).toEqual({
      reason: 'bad',
      at: { path: `${root}/${place.split(':')[0] ?? ''}`, line: Number(place.split(':')[1]), column: 1 },
    });
  });

  it('lose folders of the machine, and are short', () => {
    expect(reasonOf('cannot open /home/runner/work/x/models/a.sql (see https://docs.getdbt.com/docs/x)')).toBe(
      'cannot open a.sql (see https://docs.getdbt.com/docs/x)',
    );
    expect(reasonOf('models/a.sql is bad')).toBe('models/a.sql is bad');
    expect(reasonOf('x'.repeat(5000))).toHaveLength(300);
  });

  it('are read in linear time', () => {
    const evil = ['(', '/a', "named '", 'line 1\n', '/'].map((part) => part.repeat(200_000));
    for (const text of evil) expect('reason' in readFailure(`Compilation Error\n${text}`, given)).toBe(true);
  }, 5000);
});

describeWithTool('dbt', 'with the real dbt', (tool) => {
  const dbt = createDbtRunner({ workspace: '/nowhere', env: { ...env, DBT_BIN: tool.bin('dbt') } });
  const request = { compile: 'dbt' } as const;

  it('a project passes, and the report says by which version', async () => {
    const report = await judge({ head: { ...files, [`${root}/models/a.sql`]: 'select 2 as id\n' }, dbt, request });
    expect(compileFindings(report)).toEqual([]);
    expect(dbtNotes(report)).toEqual([]);
    expect(report.dbt).toMatch(/^\d+\.\d+\.\d+/);
  });

  it('a mistake that only dbt sees is found at its line', async () => {
    const raised = "select 1 as id\n{{ exceptions.raise_compiler_error('no total here') }}\n";
    const report = await judge({ head: { ...files, [`${root}/models/a.sql`]: raised }, dbt, request });
    expect(compileFindings(report)).toEqual([`${root}/models/a.sql:1 new dbt cannot parse the project: no total here`]);
    expect(report.verdict).toBe('fail');
  });
});
