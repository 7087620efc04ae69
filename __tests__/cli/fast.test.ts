import { cpSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { createRepository, temporaryFolder } from '../support/git-repo.ts';
import { buildCli, type Cli, cliIn } from './program.ts';
import { contractPath, goodContract } from './repository.ts';

let cli: Cli;
beforeAll(async () => {
  cli = await buildCli();
});

/** A folder that is no git repository. */
function folderOf(files: { readonly [path: string]: string }): string {
  const folder = temporaryFolder('fast-');
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

interface Found {
  readonly verdict: string;
  readonly findings: readonly { readonly rule: string; readonly path: string; readonly line: number }[];
  readonly skipped: readonly { readonly what: string; readonly why: string }[];
  readonly gates: { readonly [gate: string]: string };
}

/** Runs without git on the path: nothing of it may be needed. */
function fast(folder: string, args: readonly string[]): { readonly code: number; readonly found: Found } {
  const run = cli.run(folder, ['check', '--fast', '--format', 'json', ...args], { PATH: '/nowhere' });
  expect(run.stderr).toBe('');
  const found: Found = JSON.parse(run.stdout);
  return { code: run.code, found };
}

function places({ findings }: Found): readonly string[] {
  return findings.map(({ rule, path, line }) => `${rule} ${path}:${line}`);
}

const broken = goodContract.replace('logicalType: integer', 'logicalType: Integer');
const files = {
  [contractPath]: broken,
  'specs/contracts/outputs/good.yaml': goodContract.replace('id: orders', 'id: good'),
  'specs/governance/naming.json': '{ "layers": \n',
  'implementation/dbt/models/schema.yml': 'version: 2\n models: []\n',
};

describe('check --fast', () => {
  it('judges everything below specs/ and implementation/ where nothing is named, without git', () => {
    const { code, found } = fast(folderOf(files), []);
    expect(code).toBe(1);
    expect(places(found)).toEqual([
      expect.stringMatching(/^gate\/compile-failed implementation\/dbt\/models\/schema\.yml:\d+$/),
      `spec/invalid-document ${contractPath}:14`,
      expect.stringMatching(/^spec\/invalid-document specs\/governance\/naming\.json:\d+$/),
    ]);
    expect(found.verdict).toBe('fail');
  });

  it('judges only the files and folders that are named', () => {
    const folder = folderOf(files);
    expect(places(fast(folder, [contractPath]).found)).toEqual([`spec/invalid-document ${contractPath}:14`]);
    expect(fast(folder, ['specs/contracts/outputs/good.yaml'])).toMatchObject({ code: 0, found: { findings: [] } });
    expect(places(fast(folder, ['specs/contracts']).found)).toEqual([`spec/invalid-document ${contractPath}:14`]);
    expect(fast(folder, [join(folder, contractPath)]).found.findings).toHaveLength(1);
  });

  it('takes the configuration of the working directory', () => {
    const folder = folderOf({ ...files, 'dataengos.yaml': 'rules: { spec/invalid-document: warning }\n' });
    expect(fast(folder, [contractPath])).toMatchObject({ code: 0, found: { findings: [{ severity: 'warning' }] } });
    expect(fast(folder, [contractPath, '--fail-on', 'warning']).code).toBe(1);
  });

  it('says what it did not look at, and passes no gate that it did not run', () => {
    const { found } = fast(folderOf(files), ['specs/contracts/outputs/good.yaml']);
    expect(found.skipped.map(({ what }) => what)).toEqual(['check --fast']);
    expect(found.gates).toMatchObject({ lint: 'pass', compile: 'skipped', breaking: 'skipped', owner: 'skipped' });
  });

  it('knows of which dbt project a file is', () => {
    const folder = folderOf({
      'implementation/shop/dbt_project.yml': 'name: shop\n',
      'implementation/shop/models/schema.yml': 'version: 2\nmodels: 1\n',
    });
    const { found } = fast(folder, ['implementation/shop/models/schema.yml']);
    expect(places(found)).toEqual(['gate/compile-failed implementation/shop/models/schema.yml:2']);
  });

  it('says where it was run in the wrong folder, or given files of no meaning', () => {
    const folder = folderOf({ ...files, 'README.md': '# Data\n' });
    const nowhere = fast(folderOf({}), []).found;
    expect(nowhere.skipped.map(({ why }) => why)).toContainEqual(expect.stringContaining('nothing is below specs/'));
    const elsewhere = fast(folder, ['README.md', contractPath]).found;
    expect(elsewhere.skipped[1]?.why).toMatch(/not judged: 1 \(README\.md\)$/);
  });

  it('leaves to the full check what needs other files', () => {
    const twin = goodContract.replace('description: Key.', "description: Key., relationships: [{ to: 'clients.id' }]");
    const folder = folderOf({ [contractPath]: twin, 'specs/contracts/outputs/twin.yaml': twin });
    expect(fast(folder, [])).toMatchObject({ code: 0, found: { findings: [] } });
  });

  it('never follows a symbolic link', () => {
    const folder = folderOf(files);
    const outside = folderOf({ 'secret.yaml': 'id: [\n' });
    symlinkSync(join(outside, 'secret.yaml'), join(folder, 'specs/contracts/outputs/link.yaml'));
    const { found } = fast(folder, ['specs/contracts/outputs/link.yaml']);
    expect(JSON.stringify(found)).not.toContain('valid YAML');
  });

  it('prints SARIF and text', () => {
    const folder = folderOf(files);
    const sarif: { readonly runs: readonly { readonly results: readonly { readonly ruleId: string }[] }[] } =
      JSON.parse(cli.run(folder, ['check', '--fast', '--format', 'sarif', contractPath]).stdout);
    expect(sarif.runs[0]?.results.map(({ ruleId }) => ruleId)).toEqual(['spec/invalid-document']);
    expect(cli.run(folder, ['check', '--fast', contractPath]).stdout).toMatch(/did you mean\s+"integer"/);
  });

  it.each([
    [['nowhere.yaml'], 'dataengos: "nowhere.yaml" is not there; paths are relative to the working directory\n'],
    [['../x.yaml'], 'dataengos: "../x.yaml" is outside of the working directory\n'],
    [['--base', 'main'], expect.stringContaining('"--fast" looks at files and not at their history')],
  ])('refuses %j', (args, stderr) => {
    expect(cli.run(folderOf(files), ['check', '--fast', ...args])).toEqual({ code: 2, stdout: '', stderr });
  });

  it('needs no parser of SQL, Python or Terraform, which the full check does', () => {
    const project = {
      'implementation/dbt/dbt_project.yml': 'name: shop\n',
      'implementation/dbt/models/a.sql': 'select 1\n',
    };
    const folder = createRepository(project);
    const dist = join(temporaryFolder('bare-'), 'dist');
    cpSync(cli.folder, dist, { recursive: true });
    for (const name of readdirSync(dist).filter((each) => each.includes('.wasm'))) rmSync(join(dist, name));
    for (const name of readdirSync(join(dist, 'chunks')).filter((each) => !/^(?:chunk|check|cli)-/.test(each)))
      rmSync(join(dist, 'chunks', name));
    expect(cliIn(dist).run(folder, ['check', '--fast'])).toMatchObject({ code: 0, stderr: '' });
    expect(cliIn(dist).run(folder, ['check'])).not.toMatchObject({ stderr: '' });
  });
});
