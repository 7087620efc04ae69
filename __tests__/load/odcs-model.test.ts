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
    expect(amount?.quality.map(({ at, ...rest }) => ({ ...rest, line: at.line }))).toEqual([
      {
        type: 'library',
        metric: 'invalidValues',
        operator: { name: 'mustBe', value: 0 },
        arguments: { validValues: [1, 2] },
        line: 19,
      },
    ]);
    expect(tags?.properties.map((property) => [property.name, property.logicalType?.value])).toEqual([
      ['[]', 'string'],
    ]);
    expect(contract?.servers.map(({ at: _at, ...rest }) => rest)).toEqual([
      { server: 'prod', type: 'postgresql', fields: { host: 'h', port: 5432, database: 'd', schema: 's' } },
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
    expect(x?.relationships.map((relationship) => relationship.to)).toEqual(['d.x', 'c.x']);
    expect(y?.relationships.map((relationship) => relationship.to)).toEqual(['c.y']);
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
