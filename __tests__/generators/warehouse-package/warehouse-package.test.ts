import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { generateArtifacts } from '../../../src/generators/generate.ts';
import { loadProject } from '../../../src/load/load-project.ts';
import { createMemo } from '../../../src/load/memo.ts';
import type { MemoryFiles } from '../../support/memory-tree.ts';
import { contractFile, exampleFiles, manifestOf, packOf, treeOf } from './pack.ts';

const root = 'implementation/dbt_project';
const contracts = 'specs/contracts/outputs';

/** A dbt project with one model of a contract. */
const shop: MemoryFiles = {
  [`${contracts}/orders.yaml`]: contractFile('orders', { version: '1.2.0' }),
  [`${root}/dbt_project.yml`]: 'name: shop\nprofile: till\n',
  [`${root}/models/orders.sql`]: 'select 1 as id  \r\n',
};

function versionOf(files: MemoryFiles): string {
  return manifestOf(packOf('warehouse-package', treeOf(files))).version;
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

describe('the warehouse package', () => {
  it('has the files of the project, cleaned, a manifest and a page', () => {
    const { files, notes } = packOf('warehouse-package', treeOf(shop));
    const listed = [
      { path: 'dbt_project.yml', bytes: 25, sha256: sha256('name: shop\nprofile: till\n') },
      { path: 'models/orders.sql', bytes: 15, sha256: sha256('select 1 as id\n') },
    ];
    const digest = sha256(listed.map((file) => `${file.sha256}  ${file.path}\n`).join(''));
    expect(files).toEqual({
      'dbt_project.yml': 'name: shop\nprofile: till\n',
      'models/orders.sql': 'select 1 as id\n',
      'MANIFEST.json': expect.any(String) as unknown,
      'README.md': expect.any(String) as unknown,
    });
    expect(JSON.parse(files['MANIFEST.json'] ?? '')).toEqual({
      format: 1,
      name: 'shop',
      version: `1.2.0+${digest.slice(0, 12)}`,
      digest,
      contracts: [{ id: 'orders', version: '1.2.0' }],
      files: listed,
    });
    expect(notes).toEqual([]);
  });

  it('says on its page how it is deployed, and what it promises', async () => {
    const more = {
      ...shop,
      [`${root}/profiles.yml`]: 'till: { target: prod, outputs: { prod: { type: snowflake } } }\n',
      [`${root}/packages.yml`]: 'packages: [{ package: dbt-labs/dbt_utils, version: 1.3.0 }]\n',
    };
    const { files } = packOf('warehouse-package', treeOf(more));
    await expect(files['README.md'] ?? '').toMatchFileSnapshot('golden/README.md');
  });

  it('is the same twice, and whatever the order of the files', () => {
    const reversed = Object.fromEntries(Object.entries(shop).toReversed());
    expect(packOf('warehouse-package', treeOf(reversed))).toEqual(packOf('warehouse-package', treeOf(shop)));
  });

  it('has another digest for another byte, and the same for another profile', () => {
    const before = versionOf(shop);
    expect(versionOf({ ...shop, [`${root}/models/orders.sql`]: 'select 2 as id\n' })).not.toBe(before);
    expect(versionOf({ ...shop, [`${root}/logs/dbt.log`]: 'x' })).toBe(before);
  });

  it.each([
    ['profiles.yml', false],
    ['target/manifest.json', false],
    ['logs/dbt.log', false],
    ['dbt_packages/dbt_utils/dbt_project.yml', false],
    ['.user.yml', false],
    ['.gitignore', false],
    ['.env', false],
    ['.vscode/settings.json', false],
    ['dev.duckdb', false],
    ['dev.duckdb.wal', false],
    ['Manifest.json', false],
    ['readme.md', false],
    ['models/__pycache__/a.pyc', false],
    ['.sqlfluff', true],
    ['models/README.md', true],
    ['models/target/a.sql', true],
    ['seeds/manifest.json', true],
    ['package-lock.yml', true],
    ['models/models.md', true],
    ['seeds/env/a.csv', true],
  ])('of %s: %s', (path, isIn) => {
    const { files, notes } = packOf('warehouse-package', treeOf({ ...shop, [`${root}/${path}`]: 'a: 1\n' }));
    const isOwn = files[path] === 'a: 1\n';
    expect([isOwn, notes]).toEqual([isIn, []]);
  });

  it('leaves out what is no text, and what is a link, and says so', () => {
    const binary = new Uint8Array([0x50, 0x41, 0x52, 0x31, 0xff, 0xfe, 0x00]);
    const tree = treeOf({ ...shop, [`${root}/seeds/a.parquet`]: binary }, [`${root}/models/link.sql`]);
    const { files, notes } = packOf('warehouse-package', tree);
    expect(Object.keys(files)).not.toContain('seeds/a.parquet');
    expect(Object.keys(files)).not.toContain('models/link.sql');
    expect(notes).toEqual([
      `${root}/models/link.sql:1 "${root}/models/link.sql" is not in the package: it is a symlink, a submodule, or larger than the limits in dataengos.yaml allow; put the file itself there`,
      `${root}/seeds/a.parquet:1 "${root}/seeds/a.parquet" is not in the package: it is no text in UTF-8, and generated files are; keep binary data outside of git, or say it as CSV`,
    ]);
    expect(JSON.parse(files['MANIFEST.json'] ?? '')).toMatchObject({
      leftOut: [
        { path: 'models/link.sql', why: 'unread' },
        { path: 'seeds/a.parquet', why: 'binary' },
      ],
    });
    expect(files['README.md']).toContain('- `seeds/a.parquet`: no text in UTF-8');
  });

  const draft = (text: string, status = 'draft', more: MemoryFiles = {}): MemoryFiles => ({
    ...shop,
    [`${contracts}/plans.yaml`]: contractFile('plans', { status }),
    [`${root}/models/plans.sql`]: text,
    [`${root}/models/_plans__contract.yml`]: 'models: []\n',
    ...more,
  });

  it.each<[string, MemoryFiles, boolean]>([
    ['an empty model of a draft', draft(''), false],
    [
      'one with comments and its configuration only',
      draft('-- later\n{{ config(materialized="table") }}\n{# x #}\n'),
      false,
    ],
    ['one with SQL', draft('select 1 as id\n'), true],
    ['one with a macro', draft('{{ my_model() }}\n'), true],
    ['an empty model of an active contract', draft('', 'active'), true],
    [
      'one that an exposure reads',
      draft('', 'draft', {
        [`${root}/models/exposures.yml`]: 'exposures: [{ name: a, depends_on: [ref("plans")] }]\n',
      }),
      true,
    ],
    [
      'one whose name is part of another that is read',
      draft('', 'draft', { [`${root}/models/b.sql`]: "select * from {{ ref('plans2') }}\n" }),
      false,
    ],
    [
      'one that another model reads',
      draft('', 'draft', { [`${root}/models/b.sql`]: "select * from {{ ref('plans') }}\n" }),
      true,
    ],
  ])('and %s', (_, files, isIn) => {
    const pack = packOf('warehouse-package', treeOf(files));
    const note = `${root}/models/plans.sql:1 model "plans" is not in the package: it holds no SQL yet, and its contract is a draft`;
    const found = ['models/plans.sql', 'models/_plans__contract.yml'].map((path) => path in pack.files);
    expect([found, pack.notes]).toEqual([[isIn, isIn], isIn ? [] : [note]]);
  });

  it.each<[string, readonly string[], string]>([
    ['the highest of several', ['1.9.0', '1.10.0'], '1.10.0'],
    ['a release rather than its candidate', ['2.0.0-rc.1', '2.0.0'], '2.0.0'],
    ['the later of two candidates', ['2.0.0-rc.9', '2.0.0-rc.10'], '2.0.0-rc.10'],
    ['without "v" and build metadata', ['v1.2.3+build.7'], '1.2.3'],
    ['what is no semver does not count', ['next', '0.1.0'], '0.1.0'],
    ['0.0.0 where none is semver', ['next'], '0.0.0'],
  ])('has as version %s', (_, versions, wanted) => {
    const files = Object.fromEntries(
      versions.flatMap((version, at): readonly (readonly [string, string])[] => [
        [`${contracts}/c${at}.yaml`, contractFile(`c${at}`, { version })],
        [`${root}/models/c${at}.sql`, 'select 1 as id\n'],
      ]),
    );
    const pack = packOf('warehouse-package', treeOf({ [`${root}/dbt_project.yml`]: 'name: shop\n', ...files }));
    const { version } = manifestOf(pack);
    expect(version.split('+')[0]).toBe(wanted);
  });

  it('says what it would read outside of its own folder', () => {
    const files = {
      ...shop,
      [`${root}/dbt_project.yml`]:
        'name: shop\nmodel-paths: [models, ../shared, models/../../up]\nmacro-paths: ["a/../b"]\n',
      [`${root}/packages.yml`]: 'packages: [{ local: ../lib }, { local: inner }, { local: /abs }]\n',
    };
    const { notes, files: packed } = packOf('warehouse-package', treeOf(files));
    expect(notes.map((note) => /^(\S+):1 .* reads "([^"]+)"/.exec(note)?.slice(1).join(' '))).toEqual([
      `${root}/dbt_project.yml ../shared`,
      `${root}/dbt_project.yml models/../../up`,
      `${root}/packages.yml ../lib`,
      `${root}/packages.yml /abs`,
    ]);
    expect(packed['README.md']).toContain('`../lib`');
  });

  it('has a folder for each of several projects, and none of the files of a project inside another', () => {
    const inner = `${root}/integration`;
    const files = {
      ...shop,
      [`${inner}/dbt_project.yml`]: 'name: checks\n',
      [`${inner}/models/a.sql`]: 'select 1 as a\n',
      'implementation/dbt/dbt_project.yml': 'name: shop\n',
      'implementation/dbt/models/b.sql': 'select 1 as b\n',
    };
    const { files: packed } = packOf('warehouse-package', treeOf(files));
    const paths = Object.keys(packed).filter((path) => path.endsWith('.sql'));
    expect(paths.map((path) => path.replace(/-[0-9a-f]{8}\//, '-#/'))).toEqual([
      'checks/models/a.sql',
      'implementation-dbt-#/models/b.sql',
      'implementation-dbt_project-#/models/orders.sql',
    ]);
  });

  it('has generated files as they will be, and files with keys of ours with those keys', () => {
    const project = loadProject(treeOf(shop), createMemo());
    const { artifacts } = generateArtifacts(project, { enabled: { all: true }, tree: treeOf(shop) });
    const written = new Map(artifacts.map(({ path, content }) => [path, content]));
    const packed = artifacts.filter(
      ({ generator, path }) => generator === 'warehouse-package' && path.endsWith('.yml'),
    );
    expect(packed.map(({ path }) => path)).toContain('exports/warehouse-package/models/_orders__contract.yml');
    for (const { path, content } of packed) {
      const from = path.replace('exports/warehouse-package', root);
      if (!from.endsWith('dbt_project.yml')) expect([path, content]).toEqual([path, written.get(from)]);
    }
    // Written once, a second generation finds nothing to do.
    const after = Object.fromEntries([...Object.entries(shop), ...written]);
    const settings = packed.find(({ path }) => path.endsWith('dbt_project.yml'))?.content ?? '';
    expect(settings).toContain('require_generic_test_arguments_property');
    const tree = treeOf({ ...after, [`${root}/dbt_project.yml`]: settings });
    const again = generateArtifacts(loadProject(tree, createMemo()), { enabled: { all: true }, tree });
    const second = again.artifacts.filter(({ generator }) => generator === 'warehouse-package');
    expect(second.map(({ path, content }) => [path, content === written.get(path)])).toEqual(
      second.map(({ path }) => [path, true]),
    );
  });

  it('escapes what the repository calls its things', () => {
    const files = {
      ...shop,
      [`${contracts}/orders.yaml`]: contractFile('orders').replace('username: ana', 'username: "<script>|`x`"'),
      [`${root}/dbt_project.yml`]: 'name: "shop"\nprofile: "a`` b\\n## c"\n',
    };
    const { files: packed } = packOf('warehouse-package', treeOf(files));
    const page = packed['README.md'] ?? '';
    expect(page).toContain('named ``` a`` b ## c ```');
    expect(page).toContain('| &lt;script>\\|\\`x\\` |');
    expect(page).not.toMatch(/<script>|^## c/m);
  });

  it.each(['revenue', 'vendas'] as const)('of %s is whole', (name) => {
    const pack = packOf('warehouse-package', treeOf(exampleFiles(name)));
    const { files, notes } = pack;
    expect(notes).toEqual([]);
    expect(Object.keys(files).filter((path) => /profiles|\.git/.test(path))).toEqual([]);
    const manifest = manifestOf(pack);
    expect([...manifest.files.map(({ path }) => path), 'MANIFEST.json', 'README.md'].toSorted()).toEqual(
      Object.keys(files).toSorted(),
    );
  });
});
