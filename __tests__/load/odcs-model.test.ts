import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { loadContract } from '../../src/load/odcs/load-contract.ts';
import { serverTypes } from '../../src/load/odcs/servers.ts';
import { readYaml } from '../../src/load/yaml.ts';
import { apiVersions, type Contract, type Direction } from '../../src/model/contract.ts';

function load(text: string, direction: Direction = 'output') {
  return loadContract(readYaml('c.yaml', new TextEncoder().encode(text)), direction);
}

/** A contract without its places and its version: what it says. */
function meaning(contract: Contract | undefined): unknown {
  const dropped = new Set(['at', 'insertion', 'keys', 'apiVersion']);
  return JSON.parse(JSON.stringify(contract, (key, value: unknown) => (dropped.has(key) ? undefined : value)));
}

const inVersion30 = `apiVersion: v3.0.2
kind: DataContract
id: orders
version: 1.2.0
status: active
schema:
  - name: orders
    quality:
      - type: library
        rule: duplicateCount
        mustBe: 0
    properties:
      - name: amount
        logicalType: number
        logicalTypeOptions: {minimum: 0, exclusiveMinimum: true, maximum: 9, exclusiveMaximum: false}
        required: true
        quality:
          - rule: validValues
            validValues: [1, 2]
            mustBe: 0
      - name: tags
        logicalType: array
        items: {logicalType: string}
servers:
  - {server: prod, type: postgres, host: h, port: 5432, database: d, schema: s}
team:
  - username: ana
    role: owner
slaProperties:
  - {property: latency, value: 4, unit: h, column: orders.amount}
`;

const inVersion31 = `apiVersion: v3.1.0
kind: DataContract
id: orders
version: 1.2.0
status: active
schema:
  - name: orders
    quality:
      - metric: duplicateValues
        mustBe: 0
    properties:
      - name: amount
        logicalType: number
        logicalTypeOptions: {exclusiveMinimum: 0, maximum: 9}
        required: true
        unique: false
        primaryKeyPosition: -1
        quality:
          - metric: invalidValues
            arguments: {validValues: [1, 2]}
            mustBe: 0
      - name: tags
        logicalType: array
        items: {logicalType: string}
servers:
  - {server: prod, type: postgresql, host: h, port: 5432, database: d, schema: s}
team:
  members:
    - username: ana
      role: owner
slaProperties:
  - {property: latency, value: 4, unit: h, element: orders.amount}
`;

const inVersion32 = inVersion31
  .replace('v3.1.0', 'v3.2.0')
  .replace('port: 5432', 'port: "5432"')
  .replace('unique: false', 'semanticType: column');

describe('the canonical contract', () => {
  it.each([
    ['3.0.2', inVersion30],
    ['3.1.0', inVersion31],
    ['3.2.0', inVersion32],
  ])('says the same in the spelling of %s', (_version, text) => {
    const loaded = load(text);
    expect(loaded.problems).toEqual([]);
    expect(meaning(loaded.contract)).toEqual(meaning(load(inVersion31).contract));
  });

  it('holds what the file says, each with its place', () => {
    const { contract } = load(inVersion31);
    const [orders] = contract?.schema ?? [];
    const [amount, tags] = orders?.properties ?? [];
    expect(contract?.version).toEqual({
      value: '1.2.0',
      at: { path: 'c.yaml', line: 4, column: 10, endLine: 4, endColumn: 15 },
    });
    expect(contract?.keys.get('team')).toEqual({ path: 'c.yaml', line: 27, column: 1, endLine: 27, endColumn: 5 });
    expect(amount?.required).toEqual({
      value: true,
      at: { path: 'c.yaml', line: 15, column: 19, endLine: 15, endColumn: 23 },
    });
    expect(amount?.primaryKey).toEqual({ value: false, at: amount?.at });
    expect(amount?.logicalTypeOptions).toEqual({ exclusiveMinimum: 0, maximum: 9 });
    expect(amount?.quality.map(({ at, keys: _keys, ...rest }) => ({ ...rest, line: at.line }))).toEqual([
      {
        type: 'library',
        metric: 'invalidValues',
        operator: { name: 'mustBe', value: 0 },
        arguments: { validValues: [1, 2] },
        tags: [],
        line: 19,
      },
    ]);
    expect(tags?.properties.map((property) => [property.name, property.logicalType?.value])).toEqual([
      ['[]', 'string'],
    ]);
    expect(contract?.servers.map(({ at: _at, keys: _keys, ...rest }) => rest)).toEqual([
      {
        server: 'prod',
        type: 'postgresql',
        fields: { host: 'h', port: 5432, database: 'd', schema: 's' },
        roles: [],
        customProperties: [],
      },
    ]);
  });

  it('reads keys and values of a map, the values of an enum, and both levels of relationships', () => {
    const text = `apiVersion: v3.2.0
kind: DataContract
id: a
version: 1.0.0
schema:
  - name: o
    relationships:
      - {from: [o.x, o.y], to: [c.x, c.y]}
    properties:
      - name: x
        logicalType: map
        map: {key: {logicalType: string}, value: {logicalType: integer}}
        relationships: [{to: d.x}]
      - name: y
        enum: [{value: 1, label: one}, {value: b}]
`;
    const { contract, problems } = load(text);
    const [x, y] = contract?.schema[0]?.properties ?? [];
    expect(problems).toEqual([]);
    expect(x?.properties.map((property) => property.name)).toEqual(['{key}', '{value}']);
    expect(x?.relationships.map(({ to, ofObject }) => [to, ofObject])).toEqual([
      ['d.x', false],
      ['c.x', true],
    ]);
    expect(y?.relationships.map(({ to, ofObject }) => [to, ofObject])).toEqual([['c.y', true]]);
    expect(y?.enum).toEqual([1, 'b']);
  });

  it.each([
    ['input', 'output', 'input'],
    ['output', 'input', 'output'],
    ['sideways', 'input', 'input'],
  ] as const)('with dataengos.direction %s in a folder of %s is %s', (stated, folder, expected) => {
    const text = `${inVersion31}customProperties:\n  - {property: dataengos.direction, value: ${stated}}\n`;
    expect(load(text, folder).contract?.direction).toBe(expected);
  });

  it.each([
    ['consumer', 'input', 'output', 'consumer'],
    ['producer', 'output', 'input', 'producer'],
    ['full', 'input', 'input', 'full'],
    ['full', 'output', 'output', 'full'],
    ['input', 'output', 'input', undefined],
    ['sideways', 'output', 'output', undefined],
  ] as const)('with dataengos.direction %s in a folder of %s is %s and protects %s', (stated, folder, ...expected) => {
    const text = `${inVersion31}customProperties:\n  - {property: dataengos.direction, value: ${stated}}\n`;
    const { contract } = load(text, folder);
    expect([contract?.direction, contract?.mode]).toEqual(expected);
  });

  it('is made of the parts that can be understood', () => {
    const { contract, problems } = load(
      'apiVersion: v3.1.0\nkind: DataContract\nid: a\nschema:\n  - name: o\n    properties: [5, {name: x, logicalType: text}, {}]\n  - 7\nteam: none\n',
    );
    expect(problems.map((problem) => problem.key)).toEqual([
      '/version#required',
      '/status#required',
      '/schema/o/properties[0]#type',
      '/schema/o/properties/x/logicalType#enum',
      '/schema/o/properties/[2]/name#required',
      '/schema[1]#type',
      '/team#type',
    ]);
    expect(contract?.schema.map((object) => [object.name, object.properties.map((property) => property.name)])).toEqual(
      [['o', ['x']]],
    );
    expect(contract?.version.value).toBe('');
    expect(contract?.team).toEqual([]);
  });

  it.each([
    ['no id', 'apiVersion: v3.1.0\nkind: DataContract\n', false],
    ['version 2', 'apiVersion: v2.2.2\nkind: DataContract\nid: a\n', false],
    ['another kind', 'apiVersion: v3.1.0\nkind: Pod\nid: a\n', false],
    ['a slip in its version', 'apiVersion: 3.1.0\nkind: DataContract\nid: a\n', true],
  ])('of a file with %s', (_name, text, isModelled) => {
    const loaded = load(text);
    expect(loaded.contract !== undefined).toBe(isModelled);
    expect(loaded.problems.length).toBeGreaterThan(0);
  });

  it('has keys that are only keys', () => {
    const { contract } = load(inVersion31.replace('maximum: 9', '__proto__: {polluted: 1}'));
    expect(Object.keys(contract?.schema[0]?.properties[0]?.logicalTypeOptions ?? {})).toContain('__proto__');
    expect(Reflect.get({}, 'polluted')).toBeUndefined();
  });
});

/** The same with every place as `line:column` of its start. */
function placed(value: unknown): unknown {
  if (value instanceof Map) return placed(Object.fromEntries(value));
  if (Array.isArray(value)) return value.map(placed);
  if (typeof value !== 'object' || value === null) return value;
  if ('line' in value && 'column' in value) return `${String(value.line)}:${String(value.column)}`;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, placed(each)]));
}

const head = 'apiVersion: v3.2.0\nkind: DataContract\nid: a\nversion: 1.0.0\n';

describe('what a contract says besides its schema', () => {
  it('is read with the places of roles and servers and service levels', () => {
    const { contract, problems } = load(`${head}tenant: acme
contractCreatedTs: "2026-01-02T03:04:05Z"
description: {purpose: p, usage: u, limitations: l}
context: {instructions: read me}
roles:
  - {id: r1, role: reader, access: read, description: d, firstLevelApprovers: ana, secondLevelApprovers: bia}
support:
  - {id: s1, channel: help, url: "https://x.org", tool: slack, scope: issues, description: d, invitationUrl: "https://y.org"}
price: {priceAmount: 9.5, priceCurrency: BRL, priceUnit: month}
authoritativeDefinitions:
  - {id: d1, type: glossary, url: "https://z.org"}
servers:
  - {id: v1, server: prod, type: local, path: x, format: csv, environment: prod, description: d, roles: [{role: admin}], customProperties: [{property: p, value: 1}]}
slaProperties:
  - {id: l1, property: latency, value: 4, valueExt: 5, unit: h, element: o.x, driver: regulatory, description: d, schedule: 0 1, scheduler: cron, customProperties: [{property: q, value: 2}]}
`);
    expect(problems).toEqual([]);
    const { tenant, contractCreatedTs, purpose, usage, limitations, context, roles, support } = contract ?? {};
    expect([tenant, contractCreatedTs, purpose, usage, limitations, context]).toEqual([
      'acme',
      '2026-01-02T03:04:05Z',
      'p',
      'u',
      'l',
      { instructions: 'read me' },
    ]);
    expect(placed(roles)).toEqual([
      {
        id: 'r1',
        role: 'reader',
        access: 'read',
        description: 'd',
        firstLevelApprovers: 'ana',
        secondLevelApprovers: 'bia',
        at: '10:5',
        keys: {
          id: '10:10',
          role: '10:20',
          access: '10:36',
          description: '10:55',
          firstLevelApprovers: '10:79',
          secondLevelApprovers: '10:106',
        },
      },
    ]);
    expect(placed(support)).toEqual([
      {
        id: 's1',
        channel: 'help',
        fields: {
          url: 'https://x.org',
          tool: 'slack',
          scope: 'issues',
          description: 'd',
          invitationUrl: 'https://y.org',
        },
        at: '12:5',
      },
    ]);
    expect(placed(contract?.price)).toEqual({ amount: 9.5, currency: 'BRL', unit: 'month', at: '13:8' });
    expect(placed(contract?.authoritativeDefinitions)).toEqual([
      { id: 'd1', type: 'glossary', url: 'https://z.org', at: '15:5' },
    ]);
    expect(placed(contract?.servers)).toEqual([
      {
        id: 'v1',
        server: 'prod',
        type: 'local',
        environment: 'prod',
        description: 'd',
        fields: { path: 'x', format: 'csv' },
        roles: [{ role: 'admin', at: '17:106', keys: { role: '17:113' } }],
        customProperties: [{ property: 'p', value: 1, at: '17:141' }],
        at: '17:5',
        keys: {
          id: '17:10',
          server: '17:22',
          type: '17:34',
          path: '17:47',
          format: '17:58',
          environment: '17:76',
          description: '17:95',
          roles: '17:105',
          customProperties: '17:140',
        },
      },
    ]);
    const [latency] = contract?.slaProperties ?? [];
    const { at: _at, keys, customProperties, ...said } = latency ?? {};
    expect(said).toEqual({
      id: 'l1',
      property: 'latency',
      value: 4,
      valueExt: 5,
      unit: 'h',
      element: 'o.x',
      driver: 'regulatory',
      description: 'd',
      schedule: '0 1',
      scheduler: 'cron',
    });
    expect(customProperties?.map(({ property, value }) => [property, value])).toEqual([['q', 2]]);
    expect(keys?.get('value')).toEqual({ path: 'c.yaml', line: 19, column: 40, endLine: 19, endColumn: 41 });
  });

  it('has canonical keys in the spelling of 3.0', () => {
    const { contract } = load(`apiVersion: v3.0.0
kind: DataContract
id: a
version: 1.0.0
status: active
description: why it is there
servers:
  - {server: q, type: athena, schema: s, staging_dir: "s3://b"}
slaProperties:
  - {property: latency, value: 4, column: o.x}
schema:
  - name: o
    quality:
      - {rule: validValues, validValues: [1], mustBe: 0}
`);
    expect([contract?.purpose, contract?.usage]).toEqual(['why it is there', undefined]);
    expect(placed(contract?.servers[0]?.keys)).toEqual({
      server: '8:14',
      type: '8:23',
      schema: '8:39',
      stagingDir: '8:55',
    });
    expect(placed(contract?.slaProperties[0]?.keys)).toEqual({ property: '10:16', value: '10:32', element: '10:43' });
    expect(placed(contract?.schema[0]?.quality)).toEqual([
      {
        type: 'library',
        metric: 'invalidValues',
        operator: { name: 'mustBe', value: 0 },
        arguments: { validValues: [1] },
        tags: [],
        at: '14:9',
        keys: { metric: '14:16', arguments: '14:42', mustBe: '14:55' },
      },
    ]);
  });

  it('takes a context that is a text, and leaves out what is of a wrong kind', () => {
    expect(load(`${head}context: read me\n`).contract?.context).toBe('read me');
    const wrong = load(`${head}context: [1]
tenant: 5
description: 7
roles: [{access: read}, 3]
support: {channel: x}
price: {priceAmount: nine, priceUnit: 2}
authoritativeDefinitions: [{type: x}, {url: "https://x.org"}]
schema:
  - name: o
    context: 3
    synonyms: [a, {locale: pt}]
    deprecated: maybe
    relationships: [{from: o.x}, {to: o.x}, 7]
    properties:
      - {name: x, examples: 5, partitionKeyPosition: -1, partitioned: 1, semanticType: 3, enum: 4, transformLogic: []}
`).contract;
    const { tenant, purpose, context, roles, support, price, authoritativeDefinitions } = wrong ?? {};
    expect([tenant, purpose, context, roles, support, authoritativeDefinitions]).toEqual([
      undefined,
      undefined,
      undefined,
      [],
      [],
      [],
    ]);
    expect(placed(price)).toEqual({ at: '10:8' });
    const [o] = wrong?.schema ?? [];
    expect([o?.context, o?.synonyms, placed(o?.deprecated), o?.relationships]).toEqual([
      undefined,
      [],
      { value: false, at: '13:5' },
      [],
    ]);
    const [x] = o?.properties ?? [];
    expect([
      x?.examples,
      x?.partitionKeyPosition,
      x?.partitioned.value,
      x?.semanticType,
      x?.enum,
      x?.enumValues,
    ]).toEqual([[], undefined, false, undefined, undefined, undefined]);
    expect(x?.transformLogic).toBeUndefined();
  });
});

describe('what a contract says of its schema', () => {
  it('is read whole', () => {
    const { contract, problems } = load(`${head}schema:
  - name: o
    businessName: Orders
    dataGranularityDescription: one per order
    synonyms: [{synonym: pedidos}, {synonym: sales}]
    context: {instructions: i}
    deprecated: true
    relationships:
      - {id: k, from: [o.x, o.y], to: [c.x, c.y]}
      - {from: o.x, to: d.x}
    authoritativeDefinitions: [{type: t, url: "https://x.org"}]
    properties:
      - name: x
        id: x1
        logicalType: integer
        logicalTypeOptions: {minimum: 1, exclusiveMaximum: 9}
        physicalType: int
        businessName: X
        synonyms: [{synonym: ex}]
        deprecated: true
        partitioned: true
        partitionKeyPosition: 2
        encryptedName: x_enc
        criticalDataElement: true
        transformLogic: a + b
        transformSourceObjects: [s.a, s.b]
        transformDescription: sum
        examples: [1, null, {k: v}]
        enum: [{value: 1, id: e1, label: one, description: d}, {value: 2}]
        semanticType: measure
        relationships: [{id: own, to: e.x}]
        authoritativeDefinitions: [{id: d1, type: t, url: "https://y.org"}]
        quality:
          - {metric: nullValues, mustBe: 0, businessImpact: b, method: m, schedule: s, scheduler: cron, tags: [q]}
`);
    expect(problems).toEqual([]);
    const [o] = contract?.schema ?? [];
    const { properties = [], ...object } = o ?? {};
    expect(placed(object)).toEqual({
      name: 'o',
      businessName: 'Orders',
      dataGranularityDescription: { value: 'one per order', at: '8:33' },
      synonyms: ['pedidos', 'sales'],
      context: { instructions: 'i' },
      deprecated: { value: true, at: '11:17' },
      quality: [],
      relationships: [
        { id: 'k', from: ['o.x', 'o.y'], to: ['c.x', 'c.y'], at: '13:9' },
        { from: ['o.x'], to: ['d.x'], at: '14:9' },
      ],
      authoritativeDefinitions: [{ type: 't', url: 'https://x.org', at: '15:32' }],
      tags: [],
      customProperties: [],
      at: '6:5',
    });
    const off = { value: false, at: '17:9' };
    expect(placed(properties)).toEqual([
      {
        id: 'x1',
        name: 'x',
        logicalType: { value: 'integer', at: '19:22' },
        logicalTypeOptions: { minimum: 1, exclusiveMaximum: 9 },
        optionPlaces: { minimum: '20:39', exclusiveMaximum: '20:60' },
        physicalType: { value: 'int', at: '21:23' },
        businessName: { value: 'X', at: '22:23' },
        synonyms: ['ex'],
        deprecated: { value: true, at: '24:21' },
        required: off,
        unique: off,
        primaryKey: off,
        partitioned: { value: true, at: '25:22' },
        partitionKeyPosition: 2,
        encryptedName: { value: 'x_enc', at: '27:24' },
        criticalDataElement: { value: true, at: '28:30' },
        transformLogic: { value: 'a + b', at: '29:25' },
        transformSourceObjects: ['s.a', 's.b'],
        transformDescription: { value: 'sum', at: '31:31' },
        examples: [1, null, { k: 'v' }],
        enum: [1, 2],
        enumValues: [
          { value: 1, id: 'e1', label: 'one', description: 'd', at: '33:16' },
          { value: 2, at: '33:64' },
        ],
        semanticType: { value: 'measure', at: '34:23' },
        properties: [],
        quality: [
          {
            type: 'library',
            metric: 'nullValues',
            operator: { name: 'mustBe', value: 0 },
            arguments: {},
            businessImpact: 'b',
            method: 'm',
            schedule: 's',
            scheduler: 'cron',
            tags: ['q'],
            at: '38:13',
            keys: {
              metric: '38:22',
              mustBe: '38:42',
              businessImpact: '38:61',
              method: '38:72',
              schedule: '38:85',
              scheduler: '38:99',
              tags: '38:111',
            },
          },
        ],
        relationships: [
          { id: 'own', to: 'e.x', ofObject: false, at: '35:25' },
          { id: 'k', to: 'c.x', ofObject: true, at: '13:9' },
          { to: 'd.x', ofObject: true, at: '14:9' },
        ],
        authoritativeDefinitions: [{ id: 'd1', type: 't', url: 'https://y.org', at: '36:36' }],
        tags: [],
        customProperties: [],
        insertion: { at: '17:16', prefix: '\n        ' },
        at: '17:9',
      },
    ]);
  });

  it.each([
    ['a switch', '{maximum: 9, exclusiveMaximum: true}', { exclusiveMaximum: 49 }],
    ['a switch that is off', '{maximum: 9, exclusiveMaximum: false}', { maximum: 49 }],
    ['a value', '{exclusiveMaximum: 9}', { exclusiveMaximum: 58 }],
    ['no option', '{}', undefined],
  ])('has the place of a bound that is written as %s', (_name, options, columns) => {
    const [x] =
      load(`${head}schema:\n  - name: o\n    properties:\n      - {name: x, logicalTypeOptions: ${options}}`).contract
        ?.schema[0]?.properties ?? [];
    const places = x?.optionPlaces && [...x.optionPlaces].map(([key, at]) => [key, at.line === 8 ? at.column : 0]);
    expect(places && Object.fromEntries(places)).toEqual(columns);
  });

  it('shares what is empty', () => {
    const [orders] =
      load(`${head}schema:\n  - name: o\n    properties: [{name: x}, {name: y}]\n`).contract?.schema ?? [];
    const [x, y] = orders?.properties ?? [];
    expect(x).toBeDefined();
    for (const key of ['synonyms', 'examples', 'quality', 'relationships', 'tags', 'properties'] as const)
      expect(x?.[key]).toBe(y?.[key]);
    expect(x?.logicalTypeOptions).toBe(y?.logicalTypeOptions);
    expect(x?.deprecated).toBe(x?.required);
  });
});

const word = fc.stringMatching(/^[a-z][a-z0-9_]{0,8}$/);

/** Options that fit a logical type, in the spelling of 3.1.0 and later. */
const options: { readonly [type: string]: fc.Arbitrary<object> } = {
  string: fc.record({ minLength: fc.nat(), maxLength: fc.nat(), format: word }, { requiredKeys: [] }),
  integer: fc.record(
    { minimum: fc.integer(), exclusiveMaximum: fc.integer(), multipleOf: fc.integer({ min: 1, max: 9 }) },
    { requiredKeys: [] },
  ),
  number: fc.record({ maximum: fc.integer(), format: fc.constantFrom('f32', 'f64') }, { requiredKeys: [] }),
  date: fc.record({ minimum: word, exclusiveMinimum: word }, { requiredKeys: [] }),
  boolean: fc.record({ anything: word }, { requiredKeys: [] }),
};

const property = fc.constantFrom('string', 'integer', 'number', 'date', 'boolean').chain((logicalType) =>
  fc
    .record(
      {
        name: word,
        logicalType: fc.constant(logicalType),
        logicalTypeOptions: options[logicalType] ?? fc.constant({}),
        physicalType: word,
        required: fc.boolean(),
        unique: fc.boolean(),
        primaryKey: fc.boolean(),
        description: fc.string(),
        tags: fc.array(fc.string(), { maxLength: 3 }),
        quality: fc.array(
          fc.record({ metric: fc.constantFrom('nullValues', 'rowCount'), mustBeLessThan: fc.integer() }),
          { maxLength: 2 },
        ),
      },
      { requiredKeys: ['name'] },
    )
    .map(({ logicalTypeOptions, ...rest }) =>
      rest.logicalType === undefined || logicalTypeOptions === undefined ? rest : { ...rest, logicalTypeOptions },
    ),
);

const server = fc
  .constantFrom(
    ...Object.keys(serverTypes).filter(
      (type) => serverTypes[type]?.since !== 'v3.2.0' && !['athena', 'azure', 'duckdb', 'sftp'].includes(type),
    ),
  )
  .map((type) => ({
    server: type,
    type,
    ...Object.fromEntries(
      (serverTypes[type]?.required ?? []).map((key) => [
        key,
        key === 'port' ? 1234 : key === 'location' ? 'https://example.org/x' : key,
      ]),
    ),
  }));

const contract = fc.record(
  {
    apiVersion: fc.constantFrom('v3.1.0', 'v3.2.0'),
    kind: fc.constant('DataContract'),
    id: word,
    version: fc.constant('1.0.0'),
    status: word,
    schema: fc.array(
      fc.record(
        { name: word, description: fc.string(), properties: fc.array(property, { maxLength: 4 }) },
        { requiredKeys: ['name'] },
      ),
      { maxLength: 3 },
    ),
    servers: fc.array(server, { maxLength: 3 }),
    team: fc.record({ name: word, members: fc.array(fc.record({ username: word }), { maxLength: 2 }) }),
    slaProperties: fc.array(
      fc.record({ property: word, value: fc.oneof(fc.integer(), word, fc.boolean(), fc.constant(null)) }),
      { maxLength: 2 },
    ),
    customProperties: fc.array(fc.record({ property: word, value: fc.jsonValue() }), { maxLength: 2 }),
  },
  { requiredKeys: ['apiVersion', 'kind', 'id', 'version', 'status'] },
);

describe('any contract of the right shape', () => {
  it('passes, and all its properties are in the model', () => {
    fc.assert(
      fc.property(contract, (data) => {
        const loaded = load(stringify(data));
        expect(loaded.problems).toEqual([]);
        const names = (data.schema ?? []).map((object) => (object.properties ?? []).map((each) => each.name));
        expect(loaded.contract?.schema.map((object) => object.properties.map((each) => each.name))).toEqual(names);
      }),
      { numRuns: 150, seed: 1 },
    );
  });

  it('means the same as YAML and as JSON', () => {
    fc.assert(
      fc.property(contract, (data) => {
        expect(meaning(load(JSON.stringify(data)).contract)).toEqual(meaning(load(stringify(data)).contract));
      }),
      { numRuns: 50, seed: 2 },
    );
  });

  it('has exactly one problem when one key is misspelt', () => {
    fc.assert(
      fc.property(contract, fc.constantFrom('schema', 'servers', 'status', 'version'), (data, key) => {
        if (!(key in data)) return;
        const slip = Object.fromEntries(
          Object.entries(data).map(([name, value]) => [name === key ? `${key}x` : name, value]),
        );
        expect(load(stringify(slip)).problems.map((problem) => problem.key)).toEqual([`/${key}x#unknown`]);
      }),
      { numRuns: 50, seed: 3 },
    );
  });

  it('needs a newer apiVersion only for what is new', () => {
    for (const version of apiVersions) {
      const text = `apiVersion: ${version}\nkind: DataContract\nid: a\nversion: 1.0.0\nstatus: active\nschema:\n  - name: o\n    properties:\n      - {name: x, deprecated: true, id: y, relationships: [{to: c.x}]}\n`;
      const newest = load(text).problems.map((problem) => problem.values['since']);
      expect(newest).toEqual(
        version === 'v3.2.0' ? [] : version === 'v3.1.0' ? ['v3.2.0'] : ['v3.2.0', 'v3.1.0', 'v3.1.0'],
      );
    }
  });
});
