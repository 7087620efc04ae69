import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { catalogGenerator } from '../../../src/generators/catalog/catalog.ts';
import { contextGenerator } from '../../../src/generators/context/context.ts';
import { docsGenerator } from '../../../src/generators/docs/docs.ts';
import type { SupportItem } from '../../../src/model/contract.ts';
import type { Project } from '../../../src/model/project.ts';
import { fileStart } from '../../../src/model/location.ts';
import { contract, object, property, rule } from '../../drift/contracts.ts';
import { askMermaid } from '../../load/mermaid/mermaid-oracle.ts';
import { cpuTimeOf } from '../../support/cpu-time.ts';
import { dbtProject, model, project, shop } from '../shop.ts';
import { exampleContext, exampleNames, exampleProject, pagesOf } from './example-projects.ts';
import { hostileProject, hostileTexts } from './hostile.ts';
import { odpsMistakes } from './odps-keys.ts';

const catalogPath = 'exports/docs/dataengos-catalog.json';
const at = fileStart('specs/contracts/outputs/orders.yaml');
const schema = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../../schemas/dataengos-catalog.schema.json'), 'utf8'),
);
const fitsSchema = new Ajv2020({ strict: true, strictTypes: false, allErrors: true }).compile(schema);

function contentOf(each: Project, path: string): string {
  return pagesOf(each).get(path)?.content ?? '';
}

const projects: readonly (readonly [string, Project])[] = [
  ...exampleNames.map((name) => [name, exampleProject(name).project] as const),
  ['shop', shop],
  ['hostile', hostileProject],
];

describe('every project', () => {
  it.each(projects)('%s: the catalogue fits its published schema', (_, each) => {
    const catalog: unknown = JSON.parse(contentOf(each, catalogPath));
    fitsSchema(catalog);
    expect(fitsSchema.errors ?? []).toEqual([]);
  });

  it.each(projects)('%s: twice the same bytes, whatever the order of contracts', (_, each) => {
    const first = pagesOf(each);
    expect(pagesOf({ ...each, contracts: each.contracts.toReversed() })).toEqual(first);
    for (const { path, content } of first.values()) {
      expect(content.endsWith('\n') && !content.includes('\r'), path).toBe(true);
    }
  });

  it.each(projects)('%s: ODPS files have keys of version 1.0.0 only', (_, each) => {
    const files = [...pagesOf(each).values()].filter(({ path }) => path.endsWith('.odps.yaml'));
    expect(files.length).toBeGreaterThan(0);
    for (const { path, content } of files) {
      expect(odpsMistakes(parse(content, { version: '1.1' })), path).toEqual([]);
    }
  });

  it.each(projects)('%s: Mermaid reads every picture', async (_, each) => {
    const pages = [...pagesOf(each).values()].filter(({ path }) => path.includes('/products/'));
    const pictures = pages.flatMap(({ content }) =>
      [...content.matchAll(/^```mermaid\n([\s\S]*?)\n```$/gm)].map((match) => match[1] ?? ''),
    );
    expect(pictures.length).toBeGreaterThan(0);
    for (const picture of pictures) {
      const graph = await askMermaid(picture);
      expect(typeof graph, JSON.stringify(graph)).toBe('object');
      const edges = picture.split('\n').filter((line) => / --> /.test(line));
      expect(typeof graph === 'string' ? [] : graph.edges).toHaveLength(edges.length);
    }
  });

  it.each(exampleNames)('%s: generates without a note', (name) => {
    const { project: example, files } = exampleProject(name);
    expect(docsGenerator.generate(example, exampleContext(files)).notes).toEqual([]);
  });
});

/** A contract made through so many models. */
const chain = (length: number): Project =>
  project(
    [contract({ schema: [object('m0', [])] })],
    [dbtProject(Array.from({ length }, (_, index) => model(`m${index}`, { text: `{{ ref('m${index + 1}') }}` })))],
  );

describe('a product', () => {
  const finance = project(
    [
      contract({
        id: 'a',
        path: 'a.yaml',
        dataProduct: 'revenue',
        version: { value: '1.0.0', at },
        status: { value: 'draft', at },
      }),
      contract({
        id: 'b',
        path: 'b.yaml',
        dataProduct: 'revenue',
        version: { value: '2.0.0', at },
        status: { value: 'active', at },
      }),
      contract({ id: 'c', path: 'c.yaml', name: 'Alone' }),
      contract({ id: 'd', path: 'd.yaml', direction: 'input' }),
    ],
    [],
  );

  it('is one dataProduct, or one output contract', () => {
    const { products } = JSON.parse(contentOf(finance, catalogPath));
    expect(products).toEqual([
      { id: 'c', name: 'Alone', version: '1.0.0', outputs: ['c'], inputs: [], consumers: [] },
      { id: 'revenue', name: 'revenue', status: 'active', outputs: ['a', 'b'], inputs: [], consumers: [] },
    ]);
  });

  it('that people describe keeps their file, and gets a page', () => {
    const port = (id: string, inputs: readonly string[]) => ({ name: id, contractId: id, inputContracts: inputs, at });
    const described = {
      path: 'specs/products/revenue.odps.yaml',
      id: 'rev-1',
      name: 'revenue',
      status: 'active',
      inputPorts: [],
      outputPorts: [port('a', ['d'])],
      team: [],
      at,
    };
    const pages = pagesOf({ ...finance, products: [described] });
    expect([...pages.keys()].filter((path) => /rev-1|revenue/.test(path))).toEqual(['exports/docs/products/rev-1.md']);
    const [, product] = JSON.parse(pages.get(catalogPath)?.content ?? '').products;
    expect(product).toMatchObject({ id: 'rev-1', outputs: ['a', 'b'], inputs: ['d'], path: described.path });
    expect(pages.get('exports/docs/products/rev-1.md')?.sources).toEqual([
      'a.yaml',
      'b.yaml',
      'd.yaml',
      described.path,
    ]);
  });

  it('has the consumers that a canvas names with it, else those of the domain', () => {
    const { products } = JSON.parse(contentOf(exampleProject('revenue').project, catalogPath));
    const scopes = products.map(
      (each: { readonly id: string; readonly consumers: readonly { readonly scope: string }[] }) => [
        each.id,
        each.consumers.map(({ scope }) => scope),
      ],
    );
    expect(scopes).toEqual([
      ['campaign-performance', ['domain', 'domain', 'domain']],
      ['churn-report', ['domain', 'domain', 'domain']],
      ['mrr-report', ['product']],
    ]);
  });

  it('has an ODPS file with the ports of its contracts', () => {
    expect(parse(contentOf(exampleProject('revenue').project, 'exports/docs/mrr-report.odps.yaml'))).toEqual({
      apiVersion: 'v1.0.0',
      kind: 'DataProduct',
      id: 'mrr-report',
      name: 'Monthly recurring revenue',
      version: '1.4.0',
      status: 'active',
      domain: 'finance',
      description: { purpose: 'Recurring revenue per month and currency for the executive dashboard.' },
      inputPorts: [{ name: 'stripe-charges', version: '1.2.0', contractId: 'stripe-charges' }],
      outputPorts: [
        {
          name: 'mrr-report',
          description: 'Recurring revenue per month and currency for the executive dashboard.',
          version: '1.4.0',
          contractId: 'mrr-report',
          inputContracts: [{ id: 'stripe-charges', version: '1.2.0' }],
        },
      ],
      team: {
        name: 'Finance data',
        members: [
          { username: 'marina.alves', role: 'technical owner' },
          { username: 'lucia.campos', role: 'business owner' },
        ],
      },
    });
  });

  it('leaves out channels without a link, and says so', () => {
    const support: readonly SupportItem[] = [
      { channel: '#data', fields: {}, at },
      { channel: 'mail', fields: { url: 'mailto:data@example.com', tool: 'email' }, at },
      { channel: 'odd', fields: { url: 'see the wiki' }, at },
    ];
    const each = project([contract({ support })], []);
    const { notes } = docsGenerator.generate(each, exampleContext());
    expect(notes.map(({ message, values, subject }) => [subject, message, values['channel']])).toEqual([
      ['orders', 'docs.channel-without-link', '#data'],
      ['orders', 'docs.channel-without-link', 'odd'],
    ]);
    expect(parse(contentOf(each, 'exports/docs/orders.odps.yaml')).support).toEqual([
      { channel: 'mail', url: 'mailto:data@example.com', tool: 'email' },
    ]);
  });

  it('draws at most 150 edges, and a table beyond', () => {
    expect(contentOf(chain(150), 'exports/docs/products/orders.md')).toContain('```mermaid\n');
    const page = contentOf(chain(152), 'exports/docs/products/orders.md');
    expect(page).not.toContain('mermaid');
    expect(page.match(/^\| m\d+ \| m\d+ \|$/gm)).toHaveLength(151);
  });
});

/** What a contract says → where the catalogue says it. */
const rows: readonly (readonly [string, Parameters<typeof contract>[0], object])[] = [
  ['description', { purpose: 'p', usage: 'u', limitations: 'l' }, { purpose: 'p', usage: 'u', limitations: 'l' }],
  ['domain and tenant', { domain: 'd', tenant: 't', dataProduct: 'p' }, { domain: 'd', tenant: 't', dataProduct: 'p' }],
  [
    'team',
    { teamName: 'T', team: [{ username: 'ana', role: 'Owner', at }] },
    { owner: 'ana', team: { name: 'T', members: [{ username: 'ana', role: 'Owner' }] } },
  ],
  ['tags', { tags: ['b', 'a'] }, { tags: ['b', 'a'] }],
  [
    'service levels',
    {
      slaProperties: [
        {
          property: 'retention',
          value: 3,
          valueExt: 5,
          unit: 'y',
          element: 'o.c',
          customProperties: [],
          at,
          keys: new Map(),
        },
      ],
    },
    { serviceLevels: [{ property: 'retention', value: '3 – 5 y', element: 'o.c', path: at.path, line: 1 }] },
  ],
  [
    'roles',
    { roles: [{ role: 'reader', access: 'read', at, keys: new Map() }] },
    { roles: [{ role: 'reader', access: 'read' }] },
  ],
  [
    'support',
    { support: [{ channel: 'c', fields: { url: 'u', tool: 't' }, at }] },
    { support: [{ url: 'u', tool: 't', channel: 'c' }] },
  ],
  [
    'links',
    { authoritativeDefinitions: [{ type: 'canonical', url: 'https://x', at }] },
    { links: [{ type: 'canonical', url: 'https://x' }] },
  ],
];

describe('the catalogue says what a contract says of', () => {
  it.each(rows)('%s', (_, parts, expected) => {
    const { contracts } = JSON.parse(contentOf(project([contract(parts)], []), catalogPath));
    expect(contracts[0]).toMatchObject(expected);
  });

  it('columns', () => {
    const nested = property('zip', { logical: 'string' });
    const column = property('c', {
      physicalName: 'C1',
      type: 'varchar(3)',
      logical: 'string',
      required: true,
      unique: true,
      primaryKey: true,
      classification: 'secret',
      description: 'd',
      enum: ['a', 1],
      logicalTypeOptions: { minLength: 1, format: 'email' },
      tags: ['pii'],
      properties: [nested],
      relationships: [{ to: 'o.c', ofObject: false, at }],
      quality: [
        rule({
          metric: 'nullValues',
          operator: { name: 'mustBeBetween', value: [0, 2] },
          unit: 'percent',
          severity: 'error',
        }),
      ],
    });
    const { contracts } = JSON.parse(
      contentOf(project([contract({ schema: [object('o', [column])] })], []), catalogPath),
    );
    expect(contracts[0].objects).toEqual([
      {
        name: 'o',
        relation: 'contract:orders/o',
        tags: [],
        quality: [],
        columns: [
          {
            name: 'c',
            physicalName: 'C1',
            type: 'varchar(3)',
            logicalType: 'string',
            description: 'd',
            classification: 'secret',
            required: true,
            unique: true,
            primaryKey: true,
            enum: ['a', 1],
            options: { format: 'email', minLength: 1 },
            tags: ['pii'],
            quality: [{ type: 'library', demand: 'nullValues ∈ [0, 2] percent', severity: 'error' }],
            references: ['o.c'],
          },
          { name: 'c.zip', logicalType: 'string', tags: [], quality: [], references: [] },
        ],
      },
    ]);
  });

  it('servers, but nothing that may be a credential', () => {
    const fields = { host: 'h', port: 5432, password: 'hunter2', accessToken: 'hunter2' };
    const servers = [{ server: 's', type: 'postgres', fields, roles: [], customProperties: [], at, keys: new Map() }];
    const text = contentOf(project([contract({ servers })], []), catalogPath);
    expect(JSON.parse(text).contracts[0].servers).toEqual([
      { server: 's', type: 'postgres', fields: { host: 'h', port: '5432' } },
    ]);
    expect(text).not.toContain('hunter2');
  });

  it('two files of one id by their versions', () => {
    const two = ['1.0.0', '2.0.0'].map((value) => contract({ path: `orders-${value}.yaml`, version: { value, at } }));
    const { contracts } = JSON.parse(contentOf(project(two, []), catalogPath));
    expect(
      contracts.map(({ key, otherVersions }: { readonly key: string; readonly otherVersions: unknown }) => [
        key,
        otherVersions,
      ]),
    ).toEqual([
      ['orders@1.0.0', ['orders@2.0.0']],
      ['orders@2.0.0', ['orders@1.0.0']],
    ]);
  });
});

describe('hostile texts', () => {
  it('stay on their line of a page and open nothing', () => {
    for (const { path, content } of pagesOf(hostileProject).values()) {
      if (!path.endsWith('.md')) continue;
      const lines = content.split('\n');
      expect(
        lines.filter((line) => /<(?!!--|br>)/.test(line.replaceAll(/\\./g, '')) && !line.startsWith('<!-- Generated')),
        path,
      ).toEqual([]);
      expect(content.match(/<!--/g), path).toHaveLength(1);
      expect(content.match(/-->\n/g), path).toHaveLength(1);
    }
  });

  it('are whole in the ODPS file', () => {
    const names = [...pagesOf(hostileProject).values()]
      .filter(({ path }) => path.endsWith('.odps.yaml'))
      .map(({ content }) => parse(content, { version: '1.1' }).name);
    expect(names).toHaveLength(hostileTexts.length);
    expect(names).toEqual(expect.arrayContaining(['<script>alert(1)</script>', '__proto__', 'constructor']));
  });
});

describe('a thousand contracts', () => {
  it('take catalogue, pages and index less than three seconds', () => {
    const models = Array.from({ length: 1000 }, (_, index) =>
      model(`table_${index}`, { text: `{{ ref('table_${index + 1}') }}` }),
    );
    const contracts = Array.from({ length: 1000 }, (_, index) =>
      contract({
        id: `contract-${index}`,
        path: `specs/contracts/outputs/c${index}.yaml`,
        schema: [
          object(
            `table_${index}`,
            Array.from({ length: 10 }, (_each, column) => property(`column_${column}`)),
          ),
        ],
      }),
    );
    const many = project(contracts, [
      dbtProject(models.map((each, index) => (index % 10 === 9 ? { ...each, text: '' } : each))),
    ]);
    const context = exampleContext(Object.fromEntries(contracts.map(({ path }) => [path, 'id: x\n'.repeat(200)])));
    const time = cpuTimeOf(() => {
      for (const generator of [catalogGenerator, docsGenerator, contextGenerator]) generator.generate(many, context);
    });
    expect(time).toBeLessThan(3000);
  });
});
