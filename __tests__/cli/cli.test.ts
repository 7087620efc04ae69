import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { beforeAll, describe, expect, it } from 'vitest';
import { compareText } from '../../src/model/location.ts';
import { rules } from '../../src/generated/rules.ts';
import { toolVersion } from '../../src/generated/version.ts';
import { translate } from '../../src/model/messages.ts';
import { commitFiles, createRepository, runGit, temporaryFolder, writeCommit } from '../support/git-repo.ts';
import { buildCli, type Cli } from './program.ts';
import { breakingWorktree, brokenPromise, contractPath, edit, goodContract, goodFiles } from './repository.ts';

let cli: Cli;
beforeAll(async () => {
  cli = await buildCli();
});

interface JsonReport {
  readonly verdict: string;
  readonly base: { readonly ref: string; readonly sha?: string; readonly origin: string };
  readonly head: { readonly ref: string; readonly sha?: string };
  readonly findings: readonly { readonly rule: string; readonly message: string }[];
  readonly changes: readonly { readonly kind: string }[];
}

interface Sarif {
  readonly version: string;
  readonly runs: readonly { readonly results: readonly { readonly ruleId: string }[] }[];
}

function reportOf(stdout: string): JsonReport {
  const report: JsonReport = JSON.parse(stdout);
  return report;
}

function sha(folder: string, revision: string): string {
  return runGit(folder, ['rev-parse', revision]).trim();
}

describe('the program', () => {
  it('lists every command, and its version', () => {
    const help = cli.run('/', ['--help']);
    expect(help.code).toBe(0);
    const listed = [...help.stdout.matchAll(/^ {2}([a-z]+)/gm)].map((match) => match[1]);
    expect(listed).toEqual([
      'check',
      'fix',
      'diff',
      'generate',
      'export',
      'drift',
      'lineage',
      'explain',
      'rules',
      'preview',
      'init',
      'doctor',
    ]);
    expect(cli.run('/', ['--version']).stdout).toBe(`${toolVersion}\n`);
    expect(cli.run('/', []).stdout).toBe(help.stdout);
  });

  it.each(['check', 'fix', 'diff', 'generate', 'drift', 'lineage', 'explain', 'rules', 'preview', 'init', 'doctor'])(
    'explains %s',
    (command) => {
      const help = cli.run('/', [command, '--help']);
      expect(help.code).toBe(0);
      expect(help.stdout).toMatch(new RegExp(`^usage: dataengos ${command}`));
    },
  );

  const mistakes: readonly [string, readonly string[], string][] = [
    ['an unknown command', ['chek'], 'unknown command "chek"; did you mean "check"'],
    ['an unknown option', ['check', '--formt', 'json'], 'unknown option "--formt"; did you mean "--format"'],
    ['an option of another command', ['rules', '--base', 'main'], 'unknown option "--base"; allowed are --format'],
    ['a value that is not allowed', ['check', '--format', 'jsn'], '"jsn"; did you mean "json"'],
    ['a missing value', ['check', '--base'], 'option "--base" needs a value'],
    [
      'options that exclude each other',
      ['generate', '--write', '--check'],
      '"--write" and "--check" exclude each other',
    ],
    ['an unknown rule', ['explain', 'contract/property-remvoed'], 'did you mean "contract/property-removed"'],
    ['a rule that is not named', ['explain'], '"explain" needs a rule'],
    ['a diff without a base', ['diff'], '"diff" needs a revision'],
    ['a drift without a snapshot', ['drift'], '"drift" needs what the warehouse holds'],
    ['a folder that is not there', ['check', 'nowhere'], '"nowhere" is not a folder'],
  ];
  it.each(mistakes)('answers %s with exit code 2 and one line', (_, args, message) => {
    const run = cli.run(createRepository(goodFiles), args);
    expect(run.code).toBe(2);
    expect(run.stdout).toBe('');
    expect(run.stderr).toContain(message);
    expect(run.stderr.trimEnd().split('\n')).toHaveLength(1);
  });

  it('answers an unknown revision with exit code 2', () => {
    const folder = createRepository(goodFiles);
    expect(cli.run(folder, ['check', '--base', 'nowhere'])).toMatchObject({ code: 2 });
    expect(cli.run(folder, ['check', '--head', 'nowhere'])).toMatchObject({ code: 2 });
    expect(cli.run(folder, ['diff', 'nowhere'])).toMatchObject({ code: 2 });
  });

  it.each([['check'], ['generate'], ['preview'], ['doctor'], ['init']])(
    'answers %s outside a repository with exit code 3',
    (command) => {
      const run = cli.run(temporaryFolder('outside-'), [command]);
      expect(run.code).toBe(3);
      expect(run.stderr).toContain('is not in a git repository');
    },
  );

  it('is not thrown off by a reader that goes away', async () => {
    const run = await cli.runClosed(breakingWorktree(), ['check', '--format', 'json']);
    expect(run.stderr).toBe('');
    expect(run.code).toBe(1);
  });
});

describe('check', () => {
  it('judges the working directory against the merge base with the default branch', () => {
    const folder = createRepository(goodFiles);
    const root = sha(folder, 'HEAD');
    const ahead = writeCommit(folder, {
      files: { [contractPath]: brokenPromise },
      message: 'main moves on',
      parents: [root],
    });
    runGit(folder, ['checkout', '--quiet', '-b', 'feature']);
    runGit(folder, ['branch', '--force', 'main', ahead]);
    edit(folder, contractPath, goodContract.replace('Key.', 'The key.'));
    const report = reportOf(cli.run(folder, ['check', '--format', 'json']).stdout);
    expect(report.base).toEqual({ ref: 'main', sha: root, origin: 'merge-base' });
    expect(report.head).toEqual({ ref: 'worktree' });
    expect(report.changes.map(({ kind }) => kind)).toEqual(['description.changed']);
  });

  it('takes the revisions it is given', () => {
    const folder = createRepository(goodFiles);
    const base = sha(folder, 'HEAD');
    const head = commitFiles(folder, { files: { [contractPath]: brokenPromise }, message: 'break' });
    const run = cli.run(folder, ['check', '--base', base, '--head', 'HEAD', '--format', 'json']);
    expect(run.code).toBe(1);
    expect(reportOf(run.stdout)).toMatchObject({
      verdict: 'fail',
      base: { sha: base },
      head: { ref: 'HEAD', sha: head },
    });
  });

  it('works from a subfolder, for a named folder, and where nothing was committed yet', () => {
    const folder = breakingWorktree();
    expect(cli.run(join(folder, 'specs'), ['check']).code).toBe(1);
    expect(cli.run('/', ['check', folder]).code).toBe(1);
    const unborn = temporaryFolder('unborn-');
    runGit(unborn, ['init', '--quiet']);
    expect(cli.run(unborn, ['check'])).toMatchObject({ code: 0, stderr: '' });
  });

  it('prints a breaking change with its place and the removed line', async () => {
    const run = cli.run(breakingWorktree(), ['check']);
    expect(run.code).toBe(1);
    const stable = run.stdout.replaceAll(/\([0-9a-f]{7}\)/g, '(0000000)');
    await expect(stable).toMatchFileSnapshot('golden/check-breaking.txt');
  });

  it('passes where nothing changed', () => {
    expect(cli.run(createRepository(goodFiles), ['check'])).toMatchObject({ code: 0, stderr: '' });
  });

  it('fails at what --fail-on says, and judges what --scope says', () => {
    const folder = breakingWorktree();
    expect(cli.run(folder, ['check', '--fail-on', 'never']).code).toBe(0);
    const old = createRepository({ ...goodFiles, [contractPath]: goodContract.replace(', description: Key.', '') });
    expect(cli.run(old, ['check']).code).toBe(0);
    expect(cli.run(old, ['check', '--scope', 'all']).code).toBe(1);
  });

  it('prints JSON that its schema describes', () => {
    const run = cli.run(breakingWorktree(), ['check', '--format', 'json']);
    const schema: object = JSON.parse(
      readFileSync(join(import.meta.dirname, '../../schemas/report.schema.json'), 'utf8'),
    );
    const validate = new Ajv2020({ strict: false }).compile(schema);
    expect(validate(JSON.parse(run.stdout)) ? [] : validate.errors).toEqual([]);
    expect(reportOf(run.stdout).findings.map(({ rule }) => rule)).toEqual([
      'contract/version-not-bumped',
      'contract/property-removed',
    ]);
  });

  it('prints SARIF and Markdown', () => {
    const folder = breakingWorktree();
    const sarif: Sarif = JSON.parse(cli.run(folder, ['check', '--format', 'sarif']).stdout);
    expect(sarif.version).toBe('2.1.0');
    expect(sarif.runs[0]?.results.map(({ ruleId }) => ruleId)).toContain('contract/property-removed');
    expect(cli.run(folder, ['check', '--format', 'markdown']).stdout).toContain('contract/property-removed');
  });

  it('writes to a file, without colour and with nothing on stdout', () => {
    const folder = breakingWorktree();
    const output = join(temporaryFolder('out-'), 'report.txt');
    const run = cli.run(folder, ['check', '--output', output], { FORCE_COLOR: '1' });
    expect(run).toMatchObject({ code: 1, stdout: '', stderr: '' });
    expect(readFileSync(output, 'utf8')).toBe(cli.run(folder, ['check']).stdout);
    expect(cli.run(folder, ['check', '--output', join(folder, 'no/such/folder')]).code).toBe(3);
  });

  it('colours only where colour is wanted, and shows no progress without a terminal', () => {
    const folder = breakingWorktree();
    const plain = cli.run(folder, ['check']);
    expect(plain.stdout).not.toContain('\u001B[');
    expect(plain.stderr).toBe('');
    const colored = cli.run(folder, ['check'], { FORCE_COLOR: '1' }).stdout;
    expect(colored).toContain('\u001B[');
    expect(stripVTControlCharacters(colored)).toBe(plain.stdout);
    expect(cli.run(folder, ['check'], { FORCE_COLOR: '1', NO_COLOR: '1' }).stdout).toBe(plain.stdout);
  });

  it('speaks the language it is asked for', () => {
    const folder = breakingWorktree();
    const messages = (lang: string): readonly string[] =>
      reportOf(cli.run(folder, ['check', '--format', 'json', '--lang', lang]).stdout).findings.map(
        ({ message }) => message,
      );
    expect(messages('pt-BR')[1]).toMatch(/^a coluna "total" foi removida/);
    expect(messages('en')[1]).toMatch(/^column "total" was removed/);
  });

  it('gives the same bytes twice', () => {
    const folder = breakingWorktree();
    const run = cli.run(folder, ['check', '--format', 'json']);
    expect(cli.run(folder, ['check', '--format', 'json'])).toEqual(run);
  });
});

describe('diff', () => {
  it('tells what changed in the contracts, and never fails', () => {
    const folder = breakingWorktree();
    const run = cli.run(folder, ['diff', 'main']);
    expect(run).toMatchObject({ code: 0, stderr: '' });
    expect(run.stdout).toContain('- orders.total  property removed');
    expect(cli.run(folder, ['diff', 'main', '--format', 'markdown']).stdout).toContain('total');
    const json = reportOf(cli.run(folder, ['diff', 'main', 'worktree', '--format', 'json']).stdout);
    expect(json.changes.map(({ kind }) => kind)).toEqual(['property.removed']);
    expect(reportOf(cli.run(folder, ['diff', 'main', 'main', '--format', 'json']).stdout).changes).toEqual([]);
  });

  it('has two formats of its own, which --help lists and other commands refuse', () => {
    const folder = breakingWorktree();
    const omds = cli.run(folder, ['diff', 'main', '--format', 'omds']);
    expect(omds).toMatchObject({ code: 0, stderr: '' });
    expect(omds.stdout).toContain('path: "/schema[name=orders]/properties[name=total]"');
    const notes = cli.run(folder, ['diff', 'main', '--format', 'release-notes', '--lang', 'pt-BR']);
    expect(notes.stdout).toContain('## O que muda para você em `orders` 2.0.0');
    expect(notes.stdout).not.toContain('contract/');
    expect(cli.run(folder, ['diff', '--help']).stdout).toContain('text|json|markdown|sarif|omds|release-notes');
    for (const args of [['check'], ['drift'], ['explain', 'spec/duplicate-name']]) {
      expect(cli.run(folder, [...args, '--format', 'omds'])).toMatchObject({ code: 2, stdout: '' });
    }
  });

  it('shows one contract where it is asked to', () => {
    const folder = breakingWorktree();
    const changes = (id: string): readonly unknown[] =>
      reportOf(cli.run(folder, ['diff', 'main', '--contract', id, '--format', 'json']).stdout).changes;
    expect(changes('orders')).toHaveLength(1);
    edit(folder, 'specs/contracts/outputs/churn.yaml', goodContract.replace('id: orders', 'id: churn'));
    expect(changes('churn')).toMatchObject([{ kind: 'contract.added', contract: 'churn' }]);
    const unknown = cli.run(folder, ['diff', 'main', '--contract', 'ordres']);
    expect(unknown.code).toBe(2);
    expect(unknown.stderr).toContain('unknown contract "ordres"; did you mean "orders"');
  });
});

describe('preview', () => {
  it('prints what would be posted, and its plan as JSON', () => {
    const folder = breakingWorktree();
    const run = cli.run(folder, ['preview']);
    expect(run.code).toBe(1);
    expect(run.stdout).toContain('═══ check run');
    expect(run.stdout).toContain(`═══ review comment on ${contractPath}:`);
    expect(run.stdout).toContain('═══ labels\ncontract: breaking');
    const plan: { readonly addLabels: unknown } = JSON.parse(cli.run(folder, ['preview', '--format', 'json']).stdout);
    expect(plan.addLabels).toEqual(['contract: breaking']);
  });
});

describe('generate', () => {
  const files = {
    'dataengos.yaml': 'lang: en\ngenerators: { all: false, catalog: true, dbt-properties: true }\n',
    [contractPath]: goodContract,
    'implementation/dbt/dbt_project.yml': 'name: shop\n',
    'implementation/dbt/models/marts/orders.sql': 'select 1 as id, 2 as total\n',
  };

  const allFresh = `${translate('en', 'cli.generate.fresh', { fresh: 5, all: 5 })}\n`;

  it('writes what is missing, is then content, and changes nothing a second time', () => {
    const folder = createRepository(files);
    expect(cli.run(folder, ['generate']).code).toBe(1);
    expect(runGit(folder, ['status', '--porcelain'])).toBe('');
    const first = cli.run(folder, ['generate', '--write']);
    expect(first).toMatchObject({ code: 0, stderr: '' });
    const written = runGit(folder, ['status', '--porcelain', '--untracked-files=all']);
    expect(written.trim().split('\n').sort(compareText)).toEqual([
      '?? exports/.dataengos/lock.json',
      '?? exports/.gitattributes',
      '?? exports/docs/README.md',
      '?? exports/docs/catalog.json',
      '?? implementation/dbt/models/marts/_orders__contract.yml',
    ]);
    expect(cli.run(folder, ['generate', '--check'])).toMatchObject({ code: 0, stdout: allFresh });
    commitFiles(folder, { files: readFilesOf(folder, written), message: 'generated' });
    expect(cli.run(folder, ['generate', '--write'])).toMatchObject({ code: 0, stdout: allFresh });
    expect(runGit(folder, ['status', '--porcelain'])).toBe('');
  });

  it('never overwrites what people edited', () => {
    const folder = createRepository(files);
    cli.run(folder, ['generate', '--write']);
    const path = join(folder, 'exports/docs/README.md');
    const edited = `${readFileSync(path, 'utf8')}by hand\n`;
    writeFileSync(path, edited);
    const run = cli.run(folder, ['generate', '--write']);
    expect(run.code).toBe(1);
    expect(run.stdout).toMatch(/^edited +exports\/docs\/README\.md:\d+$/m);
    expect(readFileSync(path, 'utf8')).toBe(edited);
  });

  it('deletes what no specification asks for any more', () => {
    const folder = createRepository(files);
    cli.run(folder, ['generate', '--write']);
    edit(folder, 'implementation/dbt/models/marts/orders.sql', undefined);
    cli.run(folder, ['generate', '--write']);
    expect(existsSync(join(folder, 'implementation/dbt/models/marts/_orders__contract.yml'))).toBe(false);
  });

  it('tells the states as JSON', () => {
    const run = cli.run(createRepository(files), ['generate', '--format', 'json']);
    const { artifacts }: { readonly artifacts: readonly { readonly status: string }[] } = JSON.parse(run.stdout);
    expect(artifacts.map(({ status }) => status)).toEqual(Array.from({ length: 5 }, () => 'missing'));
  });
});

describe('drift', () => {
  const header = 'table_catalog,table_schema,table_name,column_name,data_type,is_nullable,ordinal_position\n';
  const snapshot = (rows: readonly string[]): string => {
    const path = join(temporaryFolder('snapshot-'), 'columns.csv');
    writeFileSync(path, header + rows.map((row) => `db,public,orders,${row}\n`).join(''));
    return path;
  };

  it('passes where the warehouse holds what the contracts say', () => {
    const path = snapshot(['id,integer,NO,1', 'total,numeric,YES,2']);
    const run = cli.run(createRepository(goodFiles), ['drift', '--snapshot', path, '--format', 'json']);
    expect(reportOf(run.stdout).findings.filter(({ rule }) => rule !== 'drift/unchecked')).toEqual([]);
    expect(run.code).toBe(0);
  });

  it('fails where a column is missing', () => {
    const run = cli.run(createRepository(goodFiles), ['drift', '--snapshot', snapshot(['id,integer,NO,1'])]);
    expect(run.code).toBe(1);
    expect(run.stdout).toContain('drift/column-missing');
  });

  it('says what is wrong with a snapshot', () => {
    const folder = createRepository(goodFiles);
    expect(cli.run(folder, ['drift', '--snapshot', 'nowhere.csv'])).toMatchObject({ code: 2 });
    expect(cli.run(folder, ['drift', '--snapshot', 'README.md'])).toMatchObject({ code: 2 });
  });
});

describe('explain and rules', () => {
  it('tell every rule, in text and JSON', () => {
    const listed: readonly { readonly id: string }[] = JSON.parse(cli.run('/', ['rules', '--format', 'json']).stdout);
    expect(listed.map(({ id }) => id)).toEqual(rules.map(({ id }) => id));
    const text = cli.run('/', ['rules']).stdout.trimEnd().split('\n');
    expect(text.map((line) => line.split(' ', 1)[0])).toEqual(rules.map(({ id }) => id));
    const explained = cli.run('/', ['explain', 'contract/property-removed']).stdout;
    expect(explained).toContain('A published column must not disappear.');
    expect(JSON.parse(cli.run('/', ['explain', 'gate/owner-missing', '--format', 'json']).stdout)).toMatchObject({
      id: 'gate/owner-missing',
      severity: 'error',
    });
  });

  it('tell the rows of the compatibility table, in the language that is asked for', () => {
    const rule = cli.run('/', ['explain', 'contract/required-changed', '--lang', 'pt-BR']).stdout;
    expect(rule).toContain('## O que ela relata');
    expect(rule).toContain('- required-removed\n  Mudança: obrigatoriedade alterada (required.changed)');
    const row = cli.run('/', ['explain', 'required-removed']);
    expect(row).toMatchObject({ code: 0, stderr: '' });
    expect(row.stdout.split('\n').slice(0, 5)).toEqual([
      '# required-removed',
      '',
      '- Change: required changed (required.changed)',
      '- When: otherwise',
      '- Output: breaking; Input: dangerous; Raise: major / minor',
    ]);
    expect(JSON.parse(cli.run('/', ['explain', 'required-removed', '--format', 'json']).stdout)).toMatchObject({
      id: 'required-removed',
      change: 'required.changed',
    });
    const unknown = cli.run('/', ['explain', 'required-removd']);
    expect(unknown).toMatchObject({ code: 2, stdout: '' });
    expect(unknown.stderr).toContain('did you mean "required-removed"');
    const listed: readonly { readonly id: string; readonly rows: readonly string[] }[] = JSON.parse(
      cli.run('/', ['rules', '--format', 'json']).stdout,
    );
    expect(listed.find(({ id }) => id === 'contract/required-changed')?.rows).toContain('required-removed');
  });
});

describe('init and doctor', () => {
  it('init lists, then writes a starter that the gate passes, and keeps what is there', () => {
    const folder = createRepository({ 'README.md': '# Data\n' });
    expect(cli.run(folder, ['init']).stdout).toContain('missing .github/workflows/dataengos.yml');
    expect(readdirSync(folder).sort(compareText)).toEqual(['.git', 'README.md']);
    expect(cli.run(folder, ['init', '--write']).stdout).toContain('written .github/workflows/dataengos.yml');
    expect(cli.run(folder, ['check', '--scope', 'all'])).toMatchObject({ code: 0, stderr: '' });
    const workflow = join(folder, '.github/workflows/dataengos.yml');
    writeFileSync(workflow, '# mine\n');
    expect(cli.run(folder, ['init', '--write']).stdout).toContain('kept    .github/workflows/dataengos.yml');
    expect(readFileSync(workflow, 'utf8')).toBe('# mine\n');
  });

  it('doctor is content with what init wrote, and says what is missing elsewhere', () => {
    const folder = createRepository({ 'README.md': '# Data\n' });
    expect(cli.run(folder, ['doctor']).stdout).toContain('! no workflow uses dataengos/gatekeeper');
    cli.run(folder, ['init', '--write']);
    const run = cli.run(folder, ['doctor']);
    expect(run.code).toBe(0);
    expect(run.stdout).toContain('✓ .github/workflows/dataengos.yml uses the gate');
    edit(folder, 'specs/product-canvas/vision.md', undefined);
    edit(folder, 'specs/contracts/outputs/orders.yaml', 'id: [\n');
    edit(
      folder,
      'specs/contracts/outputs/typo.yaml',
      'apiVersion: v3.1.0\nkind: DataContract\nid: a\nversoin: 1.0.0\n',
    );
    const broken = cli.run(folder, ['doctor']);
    expect(broken.code).toBe(1);
    expect(broken.stdout).toMatch(/orders\.yaml:\d+ cannot be read;/);
    expect(broken.stdout).toMatch(/typo\.yaml:\d+ has mistakes;/);
  });
});

function readFilesOf(folder: string, status: string): { readonly [path: string]: string } {
  const paths = status
    .trim()
    .split('\n')
    .map((line) => line.slice(3));
  return Object.fromEntries(paths.map((path) => [path, readFileSync(join(folder, path), 'utf8')]));
}
