import { cpuUsage } from 'node:process';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadProject } from '../../src/load/load-project.ts';
import { createMemo } from '../../src/load/memo.ts';
import { translate } from '../../src/model/messages.ts';
import type { Problem, Project } from '../../src/model/project.ts';
import type { EntryKind, Tree } from '../../src/model/tree.ts';
import { type MemoryFiles, memoryTree } from '../support/memory-tree.ts';

const load = (files: MemoryFiles): Project => loadProject(memoryTree(files), createMemo());

function contract(id: string): string {
  return `apiVersion: v3.1.0\nkind: DataContract\nid: ${id}\nversion: 1.0.0\nstatus: active\nschema:\n  - name: t\n    properties:\n      - name: id\n        logicalType: string\n`;
}

/** `kind severity path:line:column message`, in English. */
function said(problems: readonly Problem[]): readonly string[] {
  return problems.map(({ kind, severity, at, message, values }) =>
    [kind, severity, `${at.path}:${at.line}:${at.column}`, translate('en', message, values)].filter(Boolean).join(' '),
  );
}

describe('loadProject', () => {
  it('an empty tree is an empty project', () => {
    expect(load({})).toEqual({
      layout: 'none',
      files: [],
      contracts: [],
      governance: {},
      dbt: [],
      problems: [],
      paths: new Set(),
      skipped: [],
    });
  });

  it.each([
    {
      layout: 'sources-data-products',
      input: 'specs/contracts/sources/stripe/charges.yaml',
      output: 'specs/contracts/data-products/finance/mrr.odcs.yaml',
      naming: 'specs/governance/naming.json',
      dbt: 'implementation/dbt_project',
    },
    {
      layout: 'inputs-outputs',
      input: 'specs/contracts/inputs/vendas.odcs.yaml',
      output: 'specs/contracts/outputs/vendas_por_estado.yaml',
      naming: 'specs/governance/naming-conventions.json',
      dbt: 'implementation/dbt',
    },
  ])('reads the layout $layout', ({ layout, input, output, naming, dbt }) => {
    const project = load({
      [input]: contract('in'),
      [output]: contract('out'),
      [naming]: '{"staging": "stg_"}',
      'specs/governance/classification.yaml': 'email: {pii: true}\n',
      [`${dbt}/dbt_project.yml`]: 'name: shop\n',
      [`${dbt}/models/staging/stg_a.sql`]: 'select 1',
      'README.md': '# x',
    });
    expect(project.layout).toBe(layout);
    expect(project.problems).toEqual([]);
    expect(project.contracts.map(({ path, id, direction }) => `${path} ${id} ${direction}`).sort()).toEqual(
      [`${input} in input`, `${output} out output`].sort(),
    );
    expect(project.governance.naming?.path).toBe(naming);
    expect(project.governance.classification?.terms.map(({ term }) => term)).toEqual(['email']);
    expect(project.dbt.map(({ root, models }) => [root, models.map(({ name }) => name)])).toEqual([[dbt, ['stg_a']]]);
    expect(project.files.map(({ role }) => role).sort()).toEqual([
      'classification',
      'contract',
      'contract',
      'dbt',
      'dbt',
      'naming',
    ]);
  });

  it('a mixed repository gets one warning, and everything is read', () => {
    const project = load({
      'specs/contracts/sources/a.yaml': contract('a'),
      'specs/contracts/outputs/b.yaml': contract('b'),
    });
    expect([project.layout, project.contracts.length]).toEqual(['mixed', 2]);
    expect(said(project.problems)).toEqual([
      'layout warning specs/contracts/outputs/b.yaml:1:1 contracts lie in the folders of two layouts: "specs/contracts/outputs/" (specs/contracts/outputs/b.yaml) and "specs/contracts/sources/" (specs/contracts/sources/a.yaml); keep one: move the contracts of the other',
    ]);
  });

  it('finds dbt projects anywhere below implementation/, and gives them their files', () => {
    const project = load({
      'implementation/warehouse/dbt_project.yml': 'name: shop\n',
      'implementation/warehouse/models/a.sql': 'select 1',
    });
    expect(project.dbt.map(({ root }) => root)).toEqual(['implementation/warehouse']);
    expect(project.files.map(({ role }) => role)).toEqual(['dbt', 'dbt']);
  });

  it('says where SQL lies in a dbt folder that is no project', () => {
    const project = load({
      'implementation/dbt/models/a.sql': 'select 1',
      'implementation/dbt/models/b.sql': 'select 2',
    });
    expect(said(project.problems)).toEqual([
      'code implementation/dbt/models/a.sql:1:1 "implementation/dbt" holds SQL but no dbt_project.yml, so none of it is a dbt model and nothing in it is checked; add dbt_project.yml or move the files',
    ]);
  });

  it('keeps what the tree skipped, and reports contracts among it', () => {
    const tree: Tree = {
      ...memoryTree({ 'specs/contracts/outputs/huge.yaml': contract('huge') }),
      skipped: [{ what: 'specs/contracts/outputs/huge.yaml', why: 'over 4 MiB' }],
      read: () => undefined,
    };
    const project = loadProject(tree, createMemo());
    expect(project.skipped).toEqual([{ what: 'specs/contracts/outputs/huge.yaml', why: 'over 4 MiB' }]);
    expect(said(project.problems)).toEqual([
      'unreadable specs/contracts/outputs/huge.yaml:1:1 "specs/contracts/outputs/huge.yaml" was not read, so it could not be checked; see what was skipped in the report',
    ]);
  });
});

describe('files that do not parse', () => {
  it('below implementation/ are problems of code, in every language that is read here', () => {
    const project = load({
      'implementation/dbt/dbt_project.yml': 'name: shop\n',
      'implementation/dbt/models/bad.yml': 'models: [\n',
      'implementation/dbt/models/twice.yml': 'version: 2\nversion: 2\n',
      'implementation/dbt/models/binary.sql': new Uint8Array([0, 1, 2]),
      'implementation/airflow/dag.yaml': 'a: "\n',
      'implementation/airflow/manifests.yaml': 'a: 1\n---\nb: 2\n',
      'implementation/airflow/settings.json': '{"a": 1,}',
      'implementation/dbt/target/manifest.json': '{',
      'implementation/airflow/ok.json': '{"a": [1, true]}\n',
    });
    const places = project.problems.map(({ kind, severity, at, key }) => [
      kind,
      severity,
      at.path.slice(15),
      at.line,
      key,
    ]);
    expect(places).toEqual([
      ['code', undefined, 'airflow/dag.yaml', 2, 'yaml-syntax'],
      ['code', undefined, 'airflow/settings.json', 1, 'json-syntax'],
      ['code', undefined, 'dbt/models/bad.yml', 2, 'yaml-syntax'],
      ['code', undefined, 'dbt/models/binary.sql', 1, 'binary'],
      ['code', 'warning', 'dbt/models/twice.yml', 2, 'duplicate-key'],
    ]);
  });

  it('a contract that is no YAML is one problem, at the place of the parser', () => {
    const project = load({ 'specs/contracts/outputs/a.yaml': 'id: a\nschema: [\n' });
    expect(project.problems.map(({ kind, at, key }) => [kind, at.line, key])).toEqual([['syntax', 3, 'yaml-syntax']]);
  });

  it('below specs/ are problems of specs, also where nothing reads them yet', () => {
    const project = load({
      'specs/product-canvas/slas.yaml': 'a: [\n',
      'specs/governance/tagging.json': "{'a': 1}",
      'specs/sample-data/rows.json': '[',
      'specs/sample-data/rows.parquet': new Uint8Array([0, 255]),
    });
    expect(project.problems.map(({ kind, at, key }) => [kind, at.path, key])).toEqual([
      ['syntax', 'specs/governance/tagging.json', 'json-syntax'],
      ['syntax', 'specs/product-canvas/slas.yaml', 'yaml-syntax'],
      ['syntax', 'specs/sample-data/rows.json', 'json-ends'],
    ]);
  });
});

/** Processor time since then: a busy machine does not make the code slow. */
function millisecondsSince(started: NodeJS.CpuUsage): number {
  const { user, system } = cpuUsage(started);
  return (user + system) / 1000;
}

/** So many files of the same content. */
function many(count: number, path: (index: number) => string, content = 'x'): MemoryFiles {
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [path(index), content]));
}

describe('hostile input', () => {
  const good = { 'specs/contracts/outputs/zz_good.yaml': contract('good') };
  const wide = `apiVersion: v3.1.0\nkind: DataContract\nid: wide\nversion: 1.0.0\nstatus: active\nschema:\n  - name: t\n    properties:\n${Array.from({ length: 5000 }, (_, i) => `      - {name: c${i}, logicalType: string}\n`).join('')}`;
  const bomb = [
    'a0: &a0 [x, x]',
    ...Array.from({ length: 40 }, (_, i) => `a${i + 1}: &a${i + 1} [*a${i}, *a${i}]`),
  ].join('\n');
  const keys = Array.from({ length: 40_000 }, (_, i) => `k${i}: ${i}\n`).join('');

  it.each<[string, string | Uint8Array, boolean]>([
    ['broken YAML', 'id: [\n', true],
    ['an empty file', '', true],
    ['1 MiB of nested lists', '['.repeat(1024 * 1024), true],
    ['an alias bomb', bomb, true],
    ['binary bytes', new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0, 1, 255]), true],
    ['a contract of 5,000 columns', wide, false],
    ['40,000 keys in one mapping', keys, true],
  ])('%s is judged within two seconds, and the other files too', (_, content, isProblem) => {
    const started = cpuUsage();
    const project = load({ ...good, 'specs/contracts/outputs/bad.yaml': content });
    expect(millisecondsSince(started)).toBeLessThan(2000);
    expect(project.problems.some(({ at, severity }) => at.path.endsWith('bad.yaml') && severity !== 'warning')).toBe(
      isProblem,
    );
    expect(project.contracts.map(({ id }) => id)).toContain('good');
  });

  it.each(['specs/governance/naming.json', 'specs/governance/classification.yaml', 'implementation/dbt/models/x.yml'])(
    '1 MiB of nested lists as %s is one problem',
    (path) => {
      expect(load({ ...good, [path]: '['.repeat(1024 * 1024) }).problems.map(({ at, key }) => [at.path, key])).toEqual([
        [path, 'too-deep'],
      ]);
    },
  );

  it('symlinks, submodules and hostile names are problems; nothing behind them is read', () => {
    const tree = memoryTree({
      ...good,
      'specs/contracts/outputs/a\nb.yaml': contract('newline'),
      'specs/contracts/outputs/link.yaml': '../../../etc/passwd',
      'implementation/dbt': 'commit',
    });
    const kinds: { readonly [path: string]: EntryKind } = {
      'specs/contracts/outputs/link.yaml': 'symlink',
      'implementation/dbt': 'submodule',
    };
    const entries = tree.entries.map((entry) => ({ ...entry, kind: kinds[entry.path] ?? entry.kind }));
    const project = loadProject({ ...tree, entries }, createMemo());
    expect(project.contracts.map(({ id }) => id)).toEqual(['good']);
    expect(project.problems.map(({ kind, key, at }) => [kind, key, at.path])).toEqual([
      // A submodule's own path has no slash after "implementation/", yet it stands where a folder is expected.
      ['unreadable', 'submodule', 'implementation/dbt'],
      ['unreadable', 'hostile-name', 'specs/contracts/outputs/a\nb.yaml'],
      ['unreadable', 'symlink', 'specs/contracts/outputs/link.yaml'],
    ]);
  });

  it('never throws, whatever bytes lie in the places that are read', () => {
    const path = fc.constantFrom(
      'specs/contracts/outputs/a.yaml',
      'specs/governance/naming.json',
      'specs/governance/classification.yaml',
      'implementation/dbt/dbt_project.yml',
      'implementation/dbt/models/a.yml',
      'implementation/dbt/profiles.yml',
      'implementation/dbt/packages.yml',
    );
    const word = fc.constantFrom(
      'models',
      'name',
      'versions',
      'columns',
      'layers',
      'terms',
      'levels',
      'vars',
      'outputs',
      'packages',
      '__proto__',
      'email -> x',
    );
    const value = fc.letrec((tie) => ({
      any: fc.oneof(
        { maxDepth: 4 },
        fc.constantFrom(null, true, 0, '', 'x', '->'),
        fc.array(tie('any'), { maxLength: 3 }),
        fc.dictionary(word, tie('any'), { maxKeys: 4 }),
      ),
    })).any;
    const files = fc.dictionary(
      path,
      value.map((each) => JSON.stringify(each)),
      { maxKeys: 4 },
    );
    fc.assert(
      fc.property(files, (each) => {
        const all = {
          'implementation/dbt/dbt_project.yml': '{"name": "x"}',
          'implementation/dbt/models/a.sql': 'select 1',
          ...each,
        };
        const project = load(all);
        expect(project.problems).toEqual(load(all).problems);
      }),
      { numRuns: 300 },
    );
  });

  it.each<[string, MemoryFiles, number]>([
    ['20,000 unknown files of one folder', many(20_000, (i) => `specs/contract/d${i % 100}/f${i}.yaml`), 1],
    ['5,000 unknown folders', many(5_000, (i) => `specs/x${i}/f.yaml`), 5_000],
    ['paths 2,000 folders deep', many(1000, (i) => `specs/pipelines/${'a/'.repeat(2000)}${i}.foo`), 1000],
    [
      'paths 2,000 folders deep where any file is welcome',
      many(50, (i) => `specs/infrastructure/${'a/'.repeat(2000)}${i}.foo`),
      50,
    ],
    ['5,000 dbt projects', many(5_000, (i) => `implementation/p${i}/dbt_project.yml`, 'name: x\n'), 0],
    [
      '5,000 packages',
      {
        ...many(5_000, (i) => `implementation/dbt/dbt_packages/p${i}/macros/m.sql`),
        'implementation/dbt/dbt_project.yml': 'name: x\n',
      },
      0,
    ],
    ['40,000 terms that say nothing', { 'specs/governance/classification.yaml': '- x\n'.repeat(40_000) }, 40_000],
    [
      '40,000 unknown keys',
      {
        'specs/governance/naming.json': `{"layers": {}${Array.from({ length: 40_000 }, (_, i) => `, "k${i}": 1`).join('')}}`,
      },
      40_000,
    ],
  ])('%s take no longer than two seconds', (_, files, count) => {
    const tree = memoryTree(files);
    const started = cpuUsage();
    expect(loadProject(tree, createMemo()).problems).toHaveLength(count);
    expect(millisecondsSince(started)).toBeLessThan(2000);
  });
});

describe('the memo', () => {
  it('lets both sides share what they have in common', () => {
    const base = { 'specs/contracts/outputs/a.yaml': contract('a'), 'specs/contracts/outputs/b.yaml': contract('b') };
    const memo = createMemo();
    const first = loadProject(memoryTree(base), memo);
    const second = loadProject(memoryTree({ ...base, 'specs/contracts/outputs/b.yaml': contract('changed') }), memo);
    expect(second.contracts[0]).toBe(first.contracts[0]);
    expect(second.contracts.map(({ id }) => id)).toEqual(['a', 'changed']);
  });

  it('does not take equal bytes at two paths for one file: locations carry the path', () => {
    const same = contract('same');
    const project = load({ 'specs/contracts/outputs/a.yaml': same, 'specs/contracts/outputs/b.yaml': same });
    expect(project.contracts.map(({ path, at }) => [path, at.path])).toEqual([
      ['specs/contracts/outputs/a.yaml', 'specs/contracts/outputs/a.yaml'],
      ['specs/contracts/outputs/b.yaml', 'specs/contracts/outputs/b.yaml'],
    ]);
  });

  it('computes once per kind and key, also where the value is undefined', () => {
    const memo = createMemo();
    let calls = 0;
    const compute = (): undefined => void calls++;
    memo.once('a', '1', compute);
    memo.once('a', '1', compute);
    memo.once('a', '2', compute);
    memo.once('b', '1', compute);
    expect(calls).toBe(3);
  });
});
