import { describe, expect, it } from 'vitest';
import type { Artifact, ArtifactState } from '../../src/model/artifact.ts';
import type { Contract } from '../../src/model/contract.ts';
import type { Tree } from '../../src/model/tree.ts';
import { compareArtifacts } from '../../src/generators/ownership/compare.ts';
import { generateArtifacts } from '../../src/generators/generate.ts';
import { hashBytes, lockPath } from '../../src/generators/ownership/lock.ts';
import { dbtProject, model, orders, ordersPath, project, shop } from './shop.ts';

const yamlPath = 'implementation/dbt/models/marts/_lines__contract.yml';
const catalogPath = 'exports/docs/catalog.json';
const enabled = { all: false, catalog: true, 'dbt-properties': true };
const generated = generateArtifacts(shop, { enabled }).artifacts;

describe('compareArtifacts', () => {
  it('finds everything fresh that was just written', () => {
    const states = compareArtifacts(generated, treeOf(filesOf(generated)));
    expect(states.length).toBe(generated.length);
    expect(states.filter((state) => state.status !== 'fresh')).toEqual([]);
  });

  it('finds everything missing in an empty tree', () => {
    expect(new Set(compareArtifacts(generated, treeOf({})).map((state) => state.status))).toEqual(new Set(['missing']));
  });

  it('finds files of older specifications stale, with the first line that differs', () => {
    const older: Contract = { ...orders, version: { ...orders.version, value: '1.1.0' } };
    const before = generateArtifacts(project([older], shop.dbt), { enabled }).artifacts;
    const states = compareArtifacts(generated, treeOf(filesOf(before)));
    expect(states.filter((state) => state.status !== 'fresh').map((state) => `${state.path} ${state.status}`)).toEqual([
      'exports/.dataengos/lock.json stale',
      'exports/docs/README.md stale',
      'implementation/dbt/models/marts/_lines__contract.yml stale',
      'implementation/dbt/models/marts/_orders__contract.yml stale',
    ]);
    expect(stateOf(states, yamlPath)).toEqual({
      path: yamlPath,
      status: 'stale',
      generator: 'dbt-properties',
      ownership: 'owned',
      sources: [ordersPath],
      content: generated.find(({ path }) => path === yamlPath)?.content,
      firstDifference: 12,
      found: '        contract_version: 1.1.0',
      expected: '        contract_version: 1.2.0',
      replacement: { startLine: 12, endLine: 13, text: '        contract_version: 1.2.0\n' },
    });
  });

  it('finds hand edits, carriage returns among them', () => {
    const files = filesOf(generated);
    const edited = { ...files, [yamlPath]: (files[yamlPath] ?? '').replace('name: lines', 'name: rows') };
    expect(pick(stateOf(compareArtifacts(generated, treeOf(edited)), yamlPath))).toEqual([
      'edited',
      4,
      '  - name: rows',
      '  - name: lines',
    ]);
    const windows = { ...files, [yamlPath]: (files[yamlPath] ?? '').replaceAll('\n', '\r\n') };
    const state = stateOf(compareArtifacts(generated, treeOf(windows)), yamlPath);
    expect([state?.status, state?.firstDifference, state?.found?.endsWith('instead.\\r')]).toEqual(['edited', 1, true]);
    const marked = { ...files, [yamlPath]: `\uFEFF${files[yamlPath] ?? ''}` };
    const withMark = stateOf(compareArtifacts(generated, treeOf(marked)), yamlPath);
    expect([withMark?.status, withMark?.firstDifference, withMark?.found?.startsWith('\\ufeff#')]).toEqual([
      'edited',
      1,
      true,
    ]);
  });

  it('without a lock goes by the header', () => {
    const { [lockPath]: _lock, ...files } = filesOf(generated);
    const tree = treeOf({ ...files, [yamlPath]: `${files[yamlPath] ?? ''}\n`, [catalogPath]: '{}' });
    const states = compareArtifacts(generated, tree);
    expect(stateOf(states, yamlPath)?.status).toBe('stale');
    expect(stateOf(states, catalogPath)?.status).toBe('edited');
    expect(stateOf(states, lockPath)?.status).toBe('missing');
  });

  it('finds what no specification asks for any more, and only that', () => {
    const fewer = generateArtifacts(project([orders], [dbtProject([model('orders')])]), { enabled }).artifacts;
    const states = compareArtifacts(fewer, treeOf(filesOf(generated)));
    expect(states.filter((state) => state.status === 'orphaned').map((state) => state.path)).toEqual([yamlPath]);
    const edited = { ...filesOf(generated), [yamlPath]: `${filesOf(generated)[yamlPath] ?? ''}# mine\n` };
    expect(stateOf(compareArtifacts(fewer, treeOf(edited)), yamlPath)?.status).toBe('edited');
    const { [yamlPath]: _gone, ...deleted } = filesOf(generated);
    expect(stateOf(compareArtifacts(fewer, treeOf(deleted)), yamlPath)).toBeUndefined();
  });

  it('does not believe a lock that names a file of somebody else', () => {
    const files = filesOf(generated);
    const bodySha256 = hashBytes(new TextEncoder().encode('print(1)\n'));
    const entry = { generator: 'dbt-properties', ownership: 'owned', specs: [], bodySha256 };
    const lock = JSON.stringify({ format: 1, files: { 'src/app.py': entry } });
    const states = compareArtifacts(generated, treeOf({ ...files, [lockPath]: lock, 'src/app.py': 'print(1)\n' }));
    expect(stateOf(states, 'src/app.py')).toBeUndefined();
    expect(
      compareArtifacts(generated, treeOf({ ...files, [lockPath]: '{"files": {"__proto__": 1, "a": null}}' })).length,
    ).toBe(generated.length);
    const noLock = compareArtifacts(generated, treeOf({ ...files, [lockPath]: 'broken' }));
    expect(stateOf(noLock, lockPath)?.status).toBe('edited');
  });

  it('judges nothing that was made from a contract that cannot be read', () => {
    const broken = generateArtifacts(
      {
        ...shop,
        contracts: [],
        problems: [
          {
            kind: 'syntax',
            at: { path: ordersPath, line: 1, column: 1 },
            key: 'k',
            message: 'problems.binary',
            values: {},
          },
        ],
      },
      { enabled },
    );
    expect(compareArtifacts(broken.artifacts, treeOf(filesOf(generated)), { unread: broken.unread })).toEqual([]);
  });

  it('takes a symlink in the place of an artifact for an edit', () => {
    const tree = treeOf(filesOf(generated));
    const linked: Tree = { ...tree, read: (path) => (path === yamlPath ? undefined : tree.read(path)) };
    expect(stateOf(compareArtifacts(generated, linked), yamlPath)?.status).toBe('edited');
  });
});

function filesOf(artifacts: readonly Artifact[]): { readonly [path: string]: string } {
  return Object.fromEntries(artifacts.map((artifact) => [artifact.path, artifact.content]));
}

function treeOf(files: { readonly [path: string]: string }): Tree {
  return {
    ref: 'head',
    entries: Object.keys(files)
      .toSorted()
      .map((path) => ({ path, oid: path, kind: 'file' })),
    skipped: [],
    read: (path) => (Object.hasOwn(files, path) ? new TextEncoder().encode(files[path]) : undefined),
  };
}

function stateOf(states: readonly ArtifactState[], path: string): ArtifactState | undefined {
  return states.find((state) => state.path === path);
}

function pick(state: ArtifactState | undefined): readonly unknown[] {
  return [state?.status, state?.firstDifference, state?.found, state?.expected];
}
