import { describe, expect, it } from 'vitest';
import { loadProject } from '../../src/load/load-project.ts';
import { createMemo } from '../../src/load/memo.ts';
import type { DbtProject } from '../../src/model/dbt.ts';
import { translate } from '../../src/model/messages.ts';
import { type MemoryFiles, memoryTree } from '../support/memory-tree.ts';

/** Loads files below `implementation/dbt/`, with a `dbt_project.yml` unless one is given. */
function load(files: MemoryFiles, dialect?: string) {
  const all: MemoryFiles = { 'dbt_project.yml': 'name: shop\nprofile: shop\n', ...files };
  const tree = memoryTree(
    Object.fromEntries(Object.entries(all).map(([path, text]) => [`implementation/dbt/${path}`, text])),
  );
  const project = loadProject(tree, createMemo(), dialect === undefined ? {} : { dialect });
  const said = project.problems.map(
    ({ kind, at, message, values }) =>
      `${kind} ${at.path.replace('implementation/dbt/', '')}:${at.line}:${at.column} ${translate('en', message, values)}`,
  );
  const [dbt] = project.dbt;
  if (dbt === undefined) throw new Error('no dbt project was found');
  return { dbt, said, skipped: project.skipped };
}

/** `name layer path` of each model. */
function models(dbt: DbtProject): readonly string[] {
  return dbt.models.map(({ name, layer, path }) => `${name} ${layer} ${path.replace('implementation/dbt/', '')}`);
}

/** What `dbt_project.yml` gives a model of `marts/sales`. */
function folderConfigOf(project: string) {
  const files = { 'dbt_project.yml': `name: shop\n${project}`, 'models/marts/sales/fct_a.sql': 'select 1' };
  return load(files).dbt.models[0]?.folderConfig;
}

/** What a properties file gives `fct_a`. */
function propertiesOf(yaml: string) {
  return load({ 'models/marts/fct_a.sql': 'select 1', 'models/schema.yml': yaml }).dbt.models[0]?.properties;
}

describe('a dbt project', () => {
  it('is read whole', () => {
    const { dbt, said } = load({
      'dbt_project.yml': 'name: shop\nprofile: shop\nvars: {start: 2024-01-01, shop: {start: 2025-01-01, own: 1}}\n',
      'models/staging/stripe/stg_charges.sql': 'select 1 as id',
      'models/staging/stripe/_stripe.yml': [
        'version: 2',
        'sources:',
        '  - name: stripe',
        '    tables:',
        '      - {name: charges, identifier: CHARGE}',
        'models:',
        '  - name: stg_charges',
        '    description: Charges',
        '    config: {meta: {owner: ana}, materialized: view}',
        '    columns:',
        '      - {name: id, description: Key, data_type: int}',
        'groups:',
        '  - {name: finance, owner: {email: f@example.com}}',
      ].join('\n'),
      'models/top.py': 'def model(dbt, session): ...',
      'macros/mask.sql': '{% macro mask(x) %}{{ x }}{% endmacro %}',
      'seeds/countries.csv': 'a,b\n',
      'snapshots/s.sql': '{% snapshot orders_snapshot %}select 1{% endsnapshot %}',
      'snapshots/s.yml':
        'snapshots:\n  - {name: by_yaml, relation: ref("x")}\n  - {name: orders_snapshot, description: d}\n',
      'packages.yml':
        'packages:\n  - {package: dbt-labs/dbt_utils, version: 1.3.0}\n  - {git: "https://example.com/org/dbt-audit.git"}\n',
      'dependencies.yml': 'projects:\n  - name: platform\n',
      'profiles.yml': 'shop:\n  target: dev\n  outputs: {dev: {type: duckdb}, prod: {type: snowflake}}\n',
    });
    const yaml = 'implementation/dbt/models/staging/stripe/_stripe.yml';
    const at = (line: number, column: number, endColumn: number) => ({
      path: yaml,
      line,
      column,
      endLine: line,
      endColumn,
    });
    expect(said).toEqual([]);
    expect({
      ...dbt,
      models: dbt.models.map(({ oid: _oid, ...model }) => model),
      macros: dbt.macros.map(({ oid: _oid, ...macro }) => macro),
    }).toEqual({
      root: 'implementation/dbt',
      name: 'shop',
      at: { path: 'implementation/dbt/dbt_project.yml', line: 1, column: 7, endLine: 1, endColumn: 11 },
      models: [
        {
          name: 'stg_charges',
          path: 'implementation/dbt/models/staging/stripe/stg_charges.sql',
          language: 'sql',
          text: 'select 1 as id',
          layer: 'staging',
          properties: {
            name: 'stg_charges',
            description: { value: 'Charges', at: at(8, 18, 25) },
            columns: [
              { name: 'id', description: { value: 'Key', at: at(11, 33, 36) }, dataType: 'int', at: at(11, 16, 18) },
            ],
            config: { meta: { owner: 'ana' }, materialized: 'view' },
            meta: { owner: 'ana' },
            configAt: new Map([
              ['meta', at(9, 20, 32)],
              ['materialized', at(9, 48, 52)],
            ]),
            at: at(7, 11, 22),
          },
          folderConfig: {},
        },
        {
          name: 'top',
          path: 'implementation/dbt/models/top.py',
          language: 'python',
          text: 'def model(dbt, session): ...',
          folderConfig: {},
        },
      ],
      sources: [{ source: 'stripe', table: 'charges', identifier: 'CHARGE', at: at(5, 16, 23) }],
      seeds: ['countries'],
      seedColumns: new Map([['countries', ['a', 'b']]]),
      snapshots: ['by_yaml', 'orders_snapshot'],
      macros: [
        {
          package: 'shop',
          path: 'implementation/dbt/macros/mask.sql',
          text: '{% macro mask(x) %}{{ x }}{% endmacro %}',
        },
      ],
      groups: [{ name: 'finance', owner: { email: 'f@example.com' }, at: at(13, 12, 19) }],
      orphanProperties: [],
      vars: { start: '2025-01-01', own: 1 },
      packages: ['dbt_audit', 'dbt_utils', 'platform'],
      dialect: 'duckdb',
      dialectFrom: 'implementation/dbt/profiles.yml',
    });
  });

  it('keeps its files where the current or deprecated keys of paths say', () => {
    const { dbt } = load({
      'dbt_project.yml': 'name: shop\nsource-paths: [./transform/]\ndata-paths: csv\nmacro-paths: [lib, ../outside]\n',
      'transform/marts/fct_a.sql': 'select 1',
      'models/ignored.sql': 'select 1',
      'csv/x.csv': '',
      'lib/m.sql': '',
    });
    expect([models(dbt), dbt.seeds, dbt.macros.map(({ path }) => path)]).toEqual([
      ['fct_a marts transform/marts/fct_a.sql'],
      ['x'],
      ['implementation/dbt/lib/m.sql'],
    ]);
  });

  it('takes variables from vars.yml too', () => {
    const { dbt } = load({ 'vars.yml': 'vars: {a: 1, shop: {b: 2}}\n', 'dbt_project.yml': 'name: shop\n' });
    expect(dbt.vars).toEqual({ a: 1, b: 2 });
  });

  it('sees the macros of installed packages under their own name', () => {
    const { dbt } = load({
      'dbt_packages/utils/dbt_project.yml': 'name: dbt_utils\nmacro-paths: [lib]\n',
      'dbt_packages/utils/lib/star.sql': 'star',
      'dbt_packages/nameless/macros/x.sql': 'x',
      'dbt_packages/utils/models/not_ours.sql': 'select 1',
    });
    expect(dbt.macros.map((macro) => `${macro.package} ${macro.text}`)).toEqual(['nameless x', 'dbt_utils star']);
    expect(dbt.models).toEqual([]);
  });

  it('without a name is called after its folder', () => {
    const { dbt, said } = load({ 'dbt_project.yml': 'profile: x\n' });
    expect(dbt.name).toBe('dbt');
    expect(said).toEqual([
      'code dbt_project.yml:1:1 dbt_project.yml has no "name", without which dbt does not start; add it',
    ]);
  });
});

describe('folder configuration', () => {
  it.each([
    [
      'with +',
      'models:\n  +tags: a\n  shop:\n    marts:\n      +materialized: table\n      sales: {+tags: [b]}\n',
      { tags: ['a', 'b'], materialized: 'table' },
    ],
    [
      'without +',
      'models:\n  shop:\n    materialized: view\n    marts: {materialized: table}\n',
      { materialized: 'table' },
    ],
    ['of one model', 'models:\n  shop:\n    marts:\n      sales:\n        fct_a: {+alias: x}\n', { alias: 'x' }],
    [
      'with meta, which is merged',
      'models:\n  shop:\n    +meta: {owner: ana, a: 1}\n    marts:\n      +meta: {a: 2}\n',
      { meta: { owner: 'ana', a: 2 } },
    ],
    ['of another package', 'models:\n  other: {+materialized: table}\n', {}],
    ['of another folder', 'models:\n  shop:\n    staging: {+materialized: view}\n', {}],
    [
      'with a template, which stays text',
      'models:\n  shop: {+schema: "{{ var(\'s\') }}"}\n',
      { schema: "{{ var('s') }}" },
    ],
    ['with a mapping without +, which is a folder', 'models:\n  shop:\n    persist_docs: {relation: true}\n', {}],
  ])('%s', (_, project, config) => {
    expect(folderConfigOf(project)).toEqual(config);
  });
});

describe('model properties', () => {
  it.each([
    ['config.meta', 'models:\n  - {name: fct_a, config: {meta: {owner: ana}}}'],
    ['meta at the top', 'models:\n  - {name: fct_a, meta: {owner: ana}, data_tests: [unique]}'],
    [
      'both, where config wins',
      'models:\n  - {name: fct_a, meta: {owner: bob}, config: {meta: {owner: ana}}, tests: [unique]}',
    ],
  ])('reads the owner from %s', (_, yaml) => {
    expect(propertiesOf(yaml)?.meta).toEqual({ owner: 'ana' });
  });

  it.each(['models:\n  - {name: fct_a, group: finance}', 'models:\n  - {name: fct_a, config: {group: finance}}'])(
    'reads the group of %j',
    (yaml) => {
      expect(propertiesOf(yaml)?.group).toBe('finance');
    },
  );

  it('without a file are orphans', () => {
    const { dbt } = load({ 'models/schema.yaml': 'models:\n  - name: fct_gone\n' });
    expect(dbt.orphanProperties.map(({ name, at }) => `${name} ${at.line}:${at.column}`)).toEqual(['fct_gone 2:11']);
  });

  it('may be written once per model', () => {
    const { said } = load({
      'models/fct_a.sql': 'select 1',
      'models/a.yml': 'models:\n  - name: fct_a\n',
      'models/b.yml': 'models:\n  - name: fct_a\n  - description: nameless\nsources: none\n',
    });
    expect(said).toEqual([
      'code models/b.yml:2:11 model "fct_a" is already described in implementation/dbt/models/a.yml, line 2; dbt allows one entry per model: merge the two',
      'code models/b.yml:3:5 an entry of "models" has no "name", so dbt cannot tell what it describes; add it',
      'code models/b.yml:4:10 "sources" must be a list of entries that each have a "name"',
    ]);
  });

  it('of a version add to those of the model; the latest keeps the plain name', () => {
    const { dbt } = load({
      'models/dim_c_v1.sql': 'select 1',
      'models/dim_c_v2.sql': 'select 2',
      'models/newest.sql': 'select 3',
      'models/schema.yml': [
        'models:',
        '  - name: dim_c',
        '    latest_version: 2',
        '    description: all',
        '    columns: [{name: a}, {name: b}]',
        '    versions:',
        '      - {v: 1, columns: [{include: all, exclude: [b]}, {name: c}]}',
        '      - {v: 2, description: two}',
        '      - {v: 3, defined_in: newest}',
      ].join('\n'),
    });
    const told = dbt.models.map(({ name, path, properties }) => ({
      file: path.split('/').at(-1),
      name,
      description: properties?.description?.value,
      columns: properties?.columns.map((column) => column.name).join(),
    }));
    expect(told).toEqual([
      { file: 'dim_c_v1.sql', name: 'dim_c_v1', description: 'all', columns: 'a,c' },
      { file: 'dim_c_v2.sql', name: 'dim_c', description: 'two', columns: 'a,b' },
      { file: 'newest.sql', name: 'dim_c_v3', description: 'all', columns: 'a,b' },
    ]);
    expect(dbt.orphanProperties).toEqual([]);
  });

  it('of the latest version may describe a file without a suffix', () => {
    const { dbt } = load({
      'models/dim_c.sql': 'select 10',
      'models/dim_c_v9.sql': 'select 9',
      'models/schema.yml': 'models:\n  - name: dim_c\n    versions: [{v: 9}, {v: 10}]\n',
    });
    expect(dbt.models.map(({ name, properties }) => [name, properties?.at.column])).toEqual([
      ['dim_c', 28],
      ['dim_c_v9', 20],
    ]);
  });
});

describe('disabled models', () => {
  const skipped = [{ what: 'implementation/dbt/models/old/a.sql', why: 'skipped.disabled-model' }];

  it.each<[string, MemoryFiles]>([
    [
      'their folder',
      { 'dbt_project.yml': 'name: shop\nmodels: {shop: {old: {+enabled: false}}}\n', 'models/old/a.sql': 'select 1' },
    ],
    [
      'their properties',
      { 'models/old/a.sql': 'select 1', 'models/x.yml': 'models: [{name: a, config: {enabled: false}}]' },
    ],
    ['themselves', { 'models/old/a.sql': "{# note #}\n{{ config(materialized='view', enabled=false) }}\nselect 1" }],
  ])('are left out by %s, and said', (_, files) => {
    expect(load(files).skipped).toEqual(skipped);
    expect(load(files).dbt.models).toEqual([]);
  });

  it.each<[string, MemoryFiles]>([
    ['a comment', { 'models/a.sql': '{# {{ config(enabled=false) }} #} select 1' }],
    ['a branch', { 'models/a.sql': '{% if false %}{{ config(enabled=false) }}{% endif %} select 1' }],
    [
      'a template',
      { 'models/a.sql': 'select 1', 'dbt_project.yml': 'name: shop\nmodels: {shop: {+enabled: "{{ var(\'x\') }}"}}' },
    ],
    ['another macro', { 'models/a.sql': '{{ audit(enabled=false) }} select 1' }],
    [
      'the folder, where the file says otherwise',
      { 'models/a.sql': '{{ config(enabled=true) }}', 'dbt_project.yml': 'name: shop\nmodels: {+enabled: false}' },
    ],
  ])('are not hidden by %s', (_, files) => {
    expect(models(load(files).dbt)).toEqual(['a undefined models/a.sql']);
  });
});

describe('names', () => {
  it('of two models must differ', () => {
    expect(load({ 'models/a/x.sql': 'select 1', 'models/b/x.sql': 'select 2' }).said).toEqual([
      'code models/b/x.sql:1:1 model "x" already exists at implementation/dbt/models/a/x.sql; dbt finds models by name alone: rename one',
    ]);
  });
});

describe('the dialect', () => {
  it.each([
    ['default target', 'shop: {outputs: {default: {type: trino}, x: {type: spark}}}', undefined, 'trino'],
    [
      'outputs that agree',
      'shop: {target: "{{ env_var(\'T\') }}", outputs: {a: {type: spark}, b: {type: spark}}}',
      undefined,
      'spark',
    ],
    [
      'the configuration where outputs differ',
      'shop: {target: x, outputs: {a: {type: spark}, b: {type: trino}}}',
      'duckdb',
      'duckdb',
    ],
    [
      'the configuration where the profile is another one',
      'other: {outputs: {default: {type: trino}}}',
      'duckdb',
      'duckdb',
    ],
    ['nothing', '{}', undefined, undefined],
  ])('is told by %s', (...[, profiles, configured, dialect]) => {
    expect(load({ 'profiles.yml': profiles }, configured).dbt.dialect).toBe(dialect);
  });
});

describe('where configuration is written', () => {
  it('is known of folders, the nearest level first', () => {
    const { dbt } = load({
      'dbt_project.yml':
        'name: shop\nmodels:\n  +materialized: view\n  shop:\n    +tags: a\n    marts:\n      +materialized: table\n',
      'models/marts/fct_a.sql': 'select 1',
    });
    const places = [...(dbt.models[0]?.folderConfigAt ?? [])].map(
      ([key, { line, column }]) => `${key} ${line}:${column}`,
    );
    expect(places).toEqual(['materialized 7:22', 'tags 5:12']);
  });

  it('is known of properties, in both spellings, and of versions', () => {
    const yaml =
      'models:\n  - name: fct_a\n    meta: {owner: ana}\n    config: {materialized: view}\n    versions:\n      - v: 1\n        config: {materialized: table}\n';
    const { dbt } = load({ 'models/fct_a_v1.sql': 'select 1', 'models/schema.yml': yaml });
    const places = [...(dbt.models[0]?.properties?.configAt ?? [])].map(([key, { line }]) => `${key} ${line}`);
    expect(places).toEqual(['meta 3', 'materialized 7']);
  });
});

it('names the tests of models and columns, in both spellings', () => {
  const properties = propertiesOf(
    'models:\n  - name: fct_a\n    data_tests:\n      - dbt_utils.unique_combination_of_columns: {arguments: {combination_of_columns: [a]}}\n    columns:\n      - name: a\n        tests: [unique, {name: own, accepted_values: {values: [1]}}, {test_name: not_null}]\n      - name: b\n',
  );
  expect(properties?.tests).toEqual(['dbt_utils.unique_combination_of_columns']);
  expect(properties?.columns.map(({ name, tests }) => [name, tests])).toEqual([
    ['a', ['unique', 'accepted_values', 'not_null']],
    ['b', undefined],
  ]);
});

it('finds keys that dbt has renamed or moved', () => {
  const { dbt } = load({
    'dbt_project.yml': 'name: shop\nsource-paths: [models]\ndata-paths: [seeds]\nseed-paths: [seeds]\n',
    'models/fct_a.sql': 'select 1',
    'models/schema.yml': [
      'models:',
      '  - name: fct_a',
      '    tags: [a]',
      '    tests: [x]',
      '    config: {meta: {}}',
      '    columns:',
      '      - {name: id, tests: [unique], data_tests: [not_null], meta: {}}',
      'sources:',
      '  - name: s',
      '    meta: {}',
      '    tables:',
      '      - {name: t, freshness: {}, columns: [{name: c, tests: []}]}',
    ].join('\n'),
  });
  const keys = (dbt.deprecated ?? []).map(
    ({ key, instead, at, isRename }) => `${at.line}:${at.column} ${key} → ${instead}${isRename ? '' : ' by hand'}`,
  );
  expect(keys).toEqual([
    '2:1 source-paths → model-paths',
    '3:1 data-paths → seed-paths by hand',
    '3:5 tags → config.tags by hand',
    '4:5 tests → data_tests',
    '7:20 tests → data_tests by hand',
    '10:5 meta → config.meta by hand',
    '12:19 freshness → config.freshness by hand',
    '12:54 tests → data_tests',
  ]);
});
