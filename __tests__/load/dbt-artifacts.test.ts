import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { artifactColumns } from '../../src/engine/artifact-columns.ts';
import { loadArtifacts, maxArtifactBytes } from '../../src/load/dbt/load-artifacts.ts';
import { loadProject } from '../../src/load/load-project.ts';
import { createMemo } from '../../src/load/memo.ts';
import type { DbtProject } from '../../src/model/dbt.ts';
import { translate } from '../../src/model/messages.ts';
import type { Files } from '../../src/model/rule.ts';
import { memoryTree } from '../support/memory-tree.ts';

const bytes = (value: unknown): Uint8Array =>
  new TextEncoder().encode(typeof value === 'string' ? value : JSON.stringify(value));

const root = 'implementation/dbt';
const files = {
  [`${root}/dbt_project.yml`]: 'name: shop\n',
  [`${root}/models/stg_orders.sql`]: '\nselect * from {{ source("raw", "orders") }}\n\n',
  [`${root}/models/orders.sql`]: 'select {{ key("id") }}, * from {{ ref("stg_orders") }}\n',
  [`${root}/models/by_country.sql`]: 'select * from {{ ref("countries") }}\n',
  [`${root}/macros/key.sql`]: '{# keys #}\n{% macro key(x) %}md5({{ x }}){% endmacro %}\n',
  [`${root}/seeds/countries.csv`]: 'Code,name\nBR,Brasil\n',
} as const satisfies Files;

function projectOf(changed: Files = {}): DbtProject {
  const [project] = loadProject(memoryTree({ ...files, ...changed }, 'head'), createMemo()).dbt;
  if (project === undefined) throw new TypeError('no dbt project');
  return project;
}

const sum = (text: string): string => createHash('sha256').update(text.trim()).digest('hex');

interface NodeText {
  readonly type?: string;
  readonly name: string;
  readonly path?: string;
  readonly nodes?: readonly string[];
  readonly macros?: readonly string[];
  readonly more?: object;
}

/** A node as dbt 1.8 and later write it. */
function node({
  type = 'model',
  name,
  path = `models/${name}.sql`,
  nodes = [],
  macros = [],
  more = {},
}: NodeText): object {
  const text: string = Object.entries(files).find(([each]) => each === `${root}/${path}`)?.[1] ?? '';
  return {
    resource_type: type,
    name,
    package_name: 'shop',
    original_file_path: path,
    database: 'DB',
    schema: 'Main',
    alias: name,
    relation_name: `"DB"."Main"."${name}"`,
    checksum: { name: 'sha256', checksum: sum(text) },
    columns: {},
    depends_on: { nodes, macros },
    ...more,
  };
}

const source = {
  resource_type: 'source',
  name: 'orders',
  source_name: 'raw',
  package_name: 'shop',
  database: 'db',
  schema: 'raw',
  identifier: 'orders_v1',
  columns: { id: { name: 'id', data_type: 'integer' } },
};

const nodes = {
  'model.shop.stg_orders': node({ name: 'stg_orders', nodes: ['source.shop.raw.orders'] }),
  'model.shop.orders': node({
    name: 'orders',
    nodes: ['model.shop.stg_orders'],
    macros: ['macro.shop.key', 'macro.dbt.is_incremental'],
  }),
  'model.shop.by_country': node({ name: 'by_country', nodes: ['seed.shop.countries'] }),
  'seed.shop.countries': node({ type: 'seed', name: 'countries', path: 'seeds/countries.csv' }),
};

function manifest(change: object = {}, version = 12): Uint8Array {
  return bytes({
    metadata: {
      dbt_schema_version: `https://schemas.getdbt.com/dbt/manifest/v${version}.json`,
      project_name: 'shop',
      adapter_type: 'duckdb',
    },
    nodes,
    sources: { 'source.shop.raw.orders': source },
    macros: {
      'macro.shop.key': {
        package_name: 'shop',
        original_file_path: 'macros/key.sql',
        macro_sql: '{% macro key(x) %}md5({{ x }}){% endmacro %}',
      },
    },
    ...change,
  });
}

function table(name: string, columns: { readonly [name: string]: string }): object {
  const entries = Object.entries(columns).map(([key, type], at) => [key, { type, index: at + 1, name: key }]);
  // In an order that is not theirs.
  return { metadata: { database: 'db', schema: 'main', name }, columns: Object.fromEntries(entries.toReversed()) };
}

const catalogMetadata = {
  dbt_schema_version: 'https://schemas.getdbt.com/dbt/catalog/v1.json',
  dbt_version: '1.11.0',
  invocation_id: 'x',
};

function catalog(change: object = {}): Uint8Array {
  return bytes({
    metadata: catalogMetadata,
    nodes: {
      'model.shop.stg_orders': table('stg_orders', { id: 'INTEGER', total: 'DECIMAL(12,2)' }),
      'model.shop.orders': table('orders', { md5: 'VARCHAR', id: 'INTEGER' }),
      'model.shop.by_country': table('by_country', { code: 'VARCHAR', name: 'VARCHAR' }),
      'seed.shop.countries': table('countries', { code: 'VARCHAR', name: 'VARCHAR' }),
    },
    sources: { 'source.shop.raw.orders': table('orders_v1', { id: 'INTEGER', total: 'DOUBLE', odd: 'thing' }) },
    ...change,
  });
}

type Written = readonly Uint8Array[];

function columnsIn(written: Written, project = projectOf()): ReturnType<typeof artifactColumns> {
  const given = written.map((each, at) => ({ path: `target/${at}.json`, bytes: each }));
  const { artifacts, skipped } = loadArtifacts(given);
  expect(skipped).toEqual([]);
  return artifactColumns(artifacts, project);
}

const ref = (name: string) => ({ kind: 'ref', name }) as const;
const rawOrders = { kind: 'source', name: 'raw.orders' } as const;

/** Whether the columns of four models and seeds are all, where some files have changed. */
const wholeOf = (changed: Files): readonly boolean[] => {
  const columnsOf = columnsIn([manifest(), catalog()], projectOf(changed));
  return ['stg_orders', 'orders', 'by_country', 'countries'].map((name) => columnsOf(ref(name))?.isWhole === true);
};

/** Columns of a model whose node says more. */
const columnsWith = (more: object): unknown =>
  columnsIn([manifest({ nodes: { ...nodes, 'model.shop.stg_orders': node({ name: 'stg_orders', more }) } })])(
    ref('stg_orders'),
  );

/** One version of a model. */
const versioned = (version: number) => ({
  ...node({ name: 'orders', path: `models/orders_v${version}.sql` }),
  version,
  latest_version: 2,
  columns: { [`v${version}`]: {} },
});

/** A model of a package, whose column is called like the package. */
const of = (owner: string, name: string) => ({ ...node({ name }), package_name: owner, columns: { [owner]: {} } });

const otherSum = { checksum: { name: 'sha256', checksum: 'another' } };

/** A file that only says what it is. */
const schema = (text: string): object => ({ metadata: { dbt_schema_version: text } });

describe('columns of a catalog', () => {
  it('are all of a source, with their types as far as they are known', () => {
    const whole = {
      columns: [
        { name: 'id', type: { family: 'number', text: 'INTEGER' } },
        { name: 'total', type: { family: 'number', text: 'DOUBLE' } },
        { name: 'odd' },
      ],
      isWhole: true,
    };
    expect(columnsIn([manifest(), catalog()])(rawOrders)).toEqual(whole);
    // Without a manifest the dialect of the project tells what types mean; here nothing does.
    expect(columnsIn([catalog()])(rawOrders)?.isWhole).toBe(true);
    expect(columnsIn([catalog()])({ kind: 'source', name: 'raw.unknown' })).toBeUndefined();
  });

  it('are found by the name of the table, but never by the last part alone', () => {
    const columnsOf = columnsIn([manifest(), catalog()]);
    const named = (name: string) => columnsOf({ kind: 'table', name })?.columns.map((column) => column.name);
    expect(named('DB.Main.orders')).toEqual(['md5', 'id']);
    expect(named('main.orders_v1')).toEqual(['id', 'total', 'odd']);
    expect(named('orders')).toBeUndefined();
  });

  it.each<readonly [string, Files, readonly boolean[]]>([
    ['nothing', {}, [true, true, true, true]],
    [
      'blanks around a file',
      { [`${root}/models/orders.sql`]: `\n\n${files[`${root}/models/orders.sql`]}` },
      [true, true, true, true],
    ],
    ['a model', { [`${root}/models/orders.sql`]: 'select 1 as id\n' }, [true, false, true, true]],
    ['what a model reads', { [`${root}/models/stg_orders.sql`]: 'select 1 as id\n' }, [false, false, true, true]],
    ['a macro', { [`${root}/macros/key.sql`]: '{% macro key(x) %}{{ x }}{% endmacro %}\n' }, [true, false, true, true]],
    ['the header of a seed', { [`${root}/seeds/countries.csv`]: 'code\nBR\n' }, [true, true, false, false]],
  ])('of models are all unless %s has changed', (_, changed, expected) => {
    expect(wholeOf(changed)).toEqual(expected);
  });

  // dbt 1.12 takes the sum of the text with all blanks made one, which a comment's end does not survive.
  it.each([
    ['the template as it is', { raw_code: 'select * from {{ source("raw", "orders") }}', ...otherSum }, true],
    ['another template', { raw_code: 'select * from {{ source("raw", "others") }}' }, false],
    ['a word in its place', { raw_code: '--placeholder--' }, true],
    ['a word in its place, and another sum', { raw_code: '--placeholder--', ...otherSum }, false],
  ])('of a model whose manifest has %s', (_, more, isWhole) => {
    const changed = { ...nodes, 'model.shop.stg_orders': node({ name: 'stg_orders', more }) };
    expect(columnsIn([manifest({ nodes: changed }), catalog()])(ref('stg_orders'))?.isWhole === true).toBe(isWhole);
  });

  it('of models are never all without a manifest, and of a circle neither', () => {
    expect(columnsIn([catalog()])(ref('orders'))?.isWhole).toBe(false);
    const circle = {
      ...nodes,
      'model.shop.stg_orders': node({ name: 'stg_orders', nodes: ['model.shop.orders'] }),
    };
    expect(columnsIn([manifest({ nodes: circle }), catalog()])(ref('orders'))?.isWhole).toBe(false);
  });

  it('of a warehouse that shouts are written as people do, unless they are quoted', () => {
    const shouting = table('orders', { ORDER_ID: 'NUMBER(38,0)', 'Order Total': 'FLOAT' });
    const metadata = {
      dbt_schema_version: 'https://schemas.getdbt.com/dbt/manifest/v12.json',
      project_name: 'shop',
      adapter_type: 'snowflake',
    };
    const columnsOf = columnsIn([manifest({ metadata }), catalog({ nodes: { 'model.shop.orders': shouting } })]);
    expect(columnsOf(ref('orders'))?.columns).toEqual([
      { name: 'order_id', type: { family: 'number', text: 'NUMBER(38,0)' } },
      { name: 'Order Total', type: { family: 'number', text: 'FLOAT' } },
    ]);
  });
});

describe('columns of a manifest', () => {
  it('are those that properties files describe, and all only where dbt enforces them', () => {
    const described = {
      columns: { id: { name: 'id', data_type: 'integer' }, note: { name: 'note', data_type: null } },
    };
    const enforced = { ...described, config: { contract: { enforced: true } } };
    const columns = [{ name: 'id', type: { family: 'number', text: 'integer' } }, { name: 'note' }];
    expect(columnsWith(described)).toEqual({ columns, isWhole: false });
    expect(columnsWith(enforced)).toEqual({ columns, isWhole: true });
    expect(columnsWith({})).toBeUndefined();
  });

  it('of versions are found by the version, and the latest without it', () => {
    const both = { 'model.shop.orders.v1': versioned(1), 'model.shop.orders.v2': versioned(2) };
    const columnsOf = columnsIn([manifest({ nodes: both })]);
    const named = (name: string) => columnsOf(ref(name))?.columns;
    expect([named('orders'), named('orders.v1'), named('orders_v2')]).toEqual([
      [{ name: 'v2' }],
      [{ name: 'v1' }],
      [{ name: 'v2' }],
    ]);
  });

  it('of packages are found unless the project has the name, and not where two packages have it', () => {
    const all = {
      'model.a.orders': of('a', 'orders'),
      'model.shop.orders': of('shop', 'orders'),
      'model.a.both': of('a', 'both'),
      'model.b.both': of('b', 'both'),
      'model.a.one': of('a', 'one'),
    };
    const columnsOf = columnsIn([manifest({ nodes: all })]);
    expect(columnsOf(ref('orders'))?.columns).toEqual([{ name: 'shop' }]);
    expect(columnsOf(ref('both'))).toBeUndefined();
    expect(columnsOf(ref('one'))?.columns).toEqual([{ name: 'a' }]);
  });

  it('of another project are not used', () => {
    const metadata = { dbt_schema_version: 'https://schemas.getdbt.com/dbt/manifest/v12.json', project_name: 'other' };
    expect(columnsIn([manifest({ metadata })])(rawOrders)).toBeUndefined();
  });

  it('are read as old dbt wrote them', () => {
    const metadata = { dbt_schema_version: 'https://schemas.getdbt.com/dbt/manifest/v4.json' };
    const old = { ...nodes['model.shop.orders'], raw_sql: 'select 1\n' };
    const written = manifest({ metadata, nodes: { ...nodes, 'model.shop.orders': old } });
    expect(columnsIn([written])(rawOrders)?.columns.map(({ name }) => name)).toEqual(['id']);
    const { artifacts } = loadArtifacts([{ path: 'm', bytes: written }]);
    expect(artifacts.manifests[0]?.nodes.get('model.shop.orders')?.raw).toBe('select 1');
  });
});

describe('files that cannot be used', () => {
  const generated = { ...catalogMetadata, dbt_version: undefined };
  it.each<readonly [string, unknown, string]>([
    ['no JSON', '{"metadata":', 'not-json'],
    ['a list', '[]', 'not-json'],
    ['bytes', '\u0000\ufffd', 'not-json'],
    ['something else', {}, 'unknown'],
    ['metadata that is a list', { metadata: [] }, 'unknown'],
    ['a manifest of version 3', schema('https://schemas.getdbt.com/dbt/manifest/v3.json'), 'manifest-version'],
    ['a manifest of version 13', schema('https://schemas.getdbt.com/dbt/manifest/v13.json'), 'manifest-version'],
    ['run results', schema('https://schemas.getdbt.com/dbt/run-results/v6.json'), 'unknown'],
    ['a catalog of our own', { metadata: generated, nodes: {}, sources: {} }, 'catalog-generated'],
  ])('%s is said', (_, value, why) => {
    const { artifacts, skipped } = loadArtifacts([{ path: 'x.json', bytes: bytes(value) }]);
    expect(artifacts).toEqual({ manifests: [], catalogs: [] });
    expect(skipped.map((each) => [each.what, each.why])).toEqual([['x.json', `dbt-artifacts.${why}`]]);
    for (const lang of ['en', 'pt-BR'] as const) {
      const told = translate(lang, `dbt-artifacts.${why}`, skipped[0]?.values ?? {});
      expect(told).not.toMatch(/^dbt-artifacts|\{\w+\}/);
    }
  });

  it('one that is too large is not read', () => {
    const large = { path: 'x.json', bytes: new Uint8Array(maxArtifactBytes + 1) };
    expect(loadArtifacts([large]).skipped.map(({ why }) => why)).toEqual(['dbt-artifacts.too-large']);
  });

  it('a table with a column that has no place is passed over, and so is what is no node', () => {
    const broken = { metadata: {}, columns: { a: { index: 1, name: 'a' }, b: { name: 'b' } } };
    const read = columnsIn([
      manifest({ nodes: { x: null, y: [], z: { resource_type: 'model' }, t: { resource_type: 'test', name: 'x' } } }),
      catalog({ nodes: {}, sources: { 'source.shop.raw.orders': broken } }),
    ]);
    expect(read(rawOrders)).toEqual({
      columns: [{ name: 'id', type: { family: 'number', text: 'integer' } }],
      isWhole: false,
    });
  });

  it('names like those that every object has are names', () => {
    const evil = '{"__proto__": {"index": 1, "type": "INTEGER", "name": "__proto__"}, "constructor": {"index": 2}}';
    const text = `{"metadata": ${JSON.stringify(catalogMetadata)}, "nodes": {"model.shop.orders": {"metadata": {}, "columns": ${evil}}}, "sources": {}}`;
    expect(columnsIn([bytes(text)])(ref('orders'))?.columns).toEqual([
      { name: '__proto__', type: { family: 'number', text: 'INTEGER' } },
      { name: 'constructor' },
    ]);
    expect(columnsIn([bytes(text)])(ref('toString'))).toBeUndefined();
    expect(Reflect.has({}, 'index')).toBe(false);
  });

  it('whatever JSON is given, reading it ends without an exception', () => {
    const known = fc.constantFrom(
      'https://schemas.getdbt.com/dbt/manifest/v12.json',
      'https://schemas.getdbt.com/dbt/catalog/v1.json',
    );
    const metadata = fc.record({ dbt_schema_version: known, dbt_version: fc.string(), invocation_id: fc.string() });
    const item = fc.oneof(
      fc.jsonValue(),
      fc.record({
        resource_type: fc.constantFrom('model', 'source', 'seed'),
        name: fc.jsonValue(),
        package_name: fc.jsonValue(),
        columns: fc.jsonValue(),
        depends_on: fc.jsonValue(),
        checksum: fc.jsonValue(),
      }),
    );
    const parts = fc.oneof(fc.jsonValue(), fc.dictionary(fc.string(), item));
    fc.assert(
      fc.property(fc.record({ metadata, nodes: parts, sources: parts, macros: parts }), (value) => {
        const { artifacts } = loadArtifacts([{ path: 'x.json', bytes: bytes(value) }]);
        expect(artifacts.manifests.length + artifacts.catalogs.length).toBeLessThanOrEqual(1);
        artifactColumns(artifacts, projectOf())(ref('orders'));
      }),
    );
  });
});

test('a chain of 20,000 models is followed', () => {
  const chain = Array.from({ length: 20_000 }, (_, at) => {
    const parents = at === 0 ? [] : [`model.shop.m${at - 1}`];
    return [`model.shop.m${at}`, node({ name: `m${at}`, nodes: parents })];
  });
  const written = catalog({ nodes: { 'model.shop.m19999': table('m19999', { id: 'INTEGER' }) } });
  expect(columnsIn([manifest({ nodes: Object.fromEntries(chain) }), written])(ref('m19999'))?.isWhole).toBe(false);
});
