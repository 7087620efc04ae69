import { describe, expect, it } from 'vitest';
import { createMemo } from '../../../src/load/memo.ts';
import { loadProject } from '../../../src/load/load-project.ts';
import type { Json } from '../../../src/model/contract.ts';
import type { DbtModel } from '../../../src/model/dbt.ts';
import type { CompiledModel } from '../../../src/model/facts.ts';
import { fileStart } from '../../../src/model/location.ts';
import { offeredFormats, settingOf } from '../../../src/rules/offered-formats.ts';
import { productsOf } from '../../../src/model/products-of.ts';
import { memoryTree } from '../../support/memory-tree.ts';

const contract = 'specs/contracts/data-products/x.yaml';
const orders = 'implementation/dbt/models/marts/fct_orders.sql';
const refunds = 'implementation/dbt/models/marts/fct_refunds.sql';

interface Offering {
  /** `name[: physicalType]`; the first one is on line 7 of the contract. */
  readonly tables?: readonly string[];
  /** Flow mappings. */
  readonly servers?: readonly string[];
  /** What models are materialized as, by path. */
  readonly built?: { readonly [path: string]: Json };
}

function compiled(path: string, config: { readonly [key: string]: Json }): CompiledModel {
  const read = { refs: [], sources: [], unresolved: [] } as const;
  return { model: path, path, render: 'rendered', config, ...read, parse: 'parsed' };
}

/** `format file:line` of what the one contract of a repository offers. */
function offered({ tables = ['orders'], servers = [], built = {} }: Offering): readonly string[] {
  const objects = tables.map((table) => {
    const [name = '', type] = table.split(': ');
    return `  - name: ${name}\n${type === undefined ? '' : `    physicalType: ${type}\n`}`;
  });
  const list = servers.map((server, index) => `  - { server: s${index}, ${server} }\n`);
  const text = `apiVersion: v3.1.0\nkind: DataContract\nid: x\nversion: 1.0.0\nstatus: active\nschema:\n${objects.join('')}${list.length === 0 ? '' : `servers:\n${list.join('')}`}`;
  const tree = memoryTree({
    'implementation/dbt/dbt_project.yml': 'name: shop\n',
    [contract]: text,
    ...Object.fromEntries(Object.keys(built).map((path) => [path, 'select 1 as id\n'])),
  });
  const [product] = productsOf(loadProject(tree, createMemo()));
  if (product === undefined) throw new Error('no product');
  const facts = Object.entries(built).map(([path, materialized]) => compiled(path, { materialized }));
  return offeredFormats(product, facts).map(({ format, at }) => `${format} ${at.path.split('/').at(-1)}:${at.line}`);
}

describe('the formats of a contract', () => {
  it.each<[offering: Offering, ...formats: string[]]>([
    [{ tables: ['orders: TABLE'] }, 'table x.yaml:7'],
    [{ tables: ['orders: materialized view'] }, 'table x.yaml:7'],
    [{ tables: ['orders: View', 'bus: topic'] }, 'view x.yaml:7', 'topic x.yaml:9'],
    [{ tables: ['orders: directory'] }],
    [{}],
    // One table leaves it open: nothing is known, however much is said of the others.
    [{ tables: ['orders: table', 'refunds'] }],
    [{ built: { [orders]: 'incremental' } }, 'table fct_orders.sql:1'],
    [{ built: { [orders]: 'view' } }, 'view fct_orders.sql:1'],
    [{ built: { [orders]: 'dynamic_table', [refunds]: 'view' } }, 'table fct_orders.sql:1'],
    [{ built: { [orders]: 'ephemeral' } }],
    [{ built: { [orders]: ['view'] } }],
    [{ built: { [refunds]: 'view' } }],
    [{ tables: ['orders: view'], built: { [orders]: 'table' } }, 'view x.yaml:7'],
    [
      { tables: ['orders', 'refunds: view'], built: { [orders]: 'table', [refunds]: 'table' } },
      'table fct_orders.sql:1',
      'view x.yaml:8',
    ],
    [{ servers: ['type: kafka, host: "bus:9092", format: json'] }, 'topic x.yaml:9'],
    [{ servers: ['type: api, location: "https://example.com"'] }, 'api x.yaml:9'],
    [{ servers: ['type: s3, location: "s3://a/*.csv", format: csv'] }, 'csv x.yaml:9'],
    [{ servers: ['type: s3, location: "s3://a/*.orc", format: orc'] }],
    [{ servers: ['type: s3, location: "s3://a"'] }],
    // Tables leave it open, and one of the servers too.
    [
      {
        servers: ['type: api, location: "https://example.com"', 'type: snowflake, account: a, database: b, schema: c'],
      },
    ],
    [
      {
        tables: ['orders: table'],
        servers: ['type: snowflake, account: a, database: b, schema: c', 'type: api, location: "https://example.com"'],
      },
      'table x.yaml:7',
      'api x.yaml:11',
    ],
  ])('number %#: %j', (offering, ...formats) => {
    expect(offered(offering)).toEqual(formats);
  });

  it('are none of a mart without contract', () => {
    const model = { name: 'fct_a', path: orders, oid: '', language: 'sql', text: '', folderConfig: {} } as const;
    const product = { name: 'fct_a', names: ['fct_a'], keys: new Set(['a']), telling: [['a']], models: [model] };
    expect(offeredFormats(product, [compiled(orders, { materialized: 'view' })])).toEqual([]);
  });
});

describe('a setting of a model', () => {
  const model: DbtModel = {
    name: 'fct_orders',
    path: orders,
    oid: '',
    language: 'sql',
    text: '',
    properties: {
      name: 'fct_orders',
      columns: [],
      config: { schema: 'of properties', tags: 'of properties' },
      meta: {},
      at: fileStart('models.yml'),
    },
    folderConfig: { schema: 'of folder', tags: 'of folder', access: 'of folder' },
  };

  it.each([
    ['tags', 'of model'],
    ['schema', 'of properties'],
    ['access', 'of folder'],
    ['group', undefined],
  ])('%s is %s', (key, expected) => {
    const facts = [
      compiled(refunds, { tags: 'of another', group: 'of another' }),
      compiled(orders, { tags: 'of model' }),
    ];
    expect(settingOf(model, facts, key)).toBe(expected);
  });

  it('is read where the model was not compiled, and where it has no properties', () => {
    const { properties: _, ...plain } = model;
    expect([settingOf(model, [], 'tags'), settingOf(plain, [], 'tags')]).toEqual(['of properties', 'of folder']);
  });
});
