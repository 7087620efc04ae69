import { describe, expect, it } from 'vitest';
import { diffContracts } from '../../src/diff/diff-contracts.ts';
import { isProduction, warehouseOf } from '../../src/diff/warehouse.ts';
import type { Contract } from '../../src/model/contract.ts';
import { fileStart } from '../../src/model/location.ts';
import { contract as modelOf, server } from '../drift/contracts.ts';
import type { Fields } from './laws/documents.ts';
import { column, contract, told } from './told.ts';

const at = fileStart('orders.yaml');
const located = (value: string): { readonly value: string; readonly at: typeof at } => ({ value, at });

/** Whole changes of two contracts, without places. */
function changes(base: Partial<Contract>, head: Partial<Contract>): readonly unknown[] {
  const pair = { base: modelOf(base), head: modelOf(head) };
  return diffContracts(pair, { tags: [], customProperties: [] }).map(
    ({ at: _at, baseAt: _baseAt, ...change }) => change,
  );
}

describe('what every change of a contract repeats', () => {
  const named = {
    kind: 'name.changed',
    subject: 'orders',
    contract: 'orders',
    direction: 'output',
    before: 'a',
    after: 'b',
  };
  const rows: readonly (readonly [string, Partial<Contract>, object])[] = [
    ['nothing more', {}, {}],
    ['who is protected', { mode: 'full' }, { mode: 'full' }],
    ['a draft', { status: located('draft') }, { stability: 'draft' }],
    ['a proposal', { status: located('proposed') }, { stability: 'draft' }],
    ['a contract that is over', { status: located('retired') }, { stability: 'retired' }],
    ['one in force', { status: located('active') }, {}],
    ['one that is announced to go', { status: located('deprecated') }, {}],
    [
      'all',
      { mode: 'producer', direction: 'input', status: located('draft') },
      { mode: 'producer', direction: 'input', stability: 'draft' },
    ],
  ];
  it.each(rows)('%s', (...[, parts, expected]) => {
    expect(changes({ ...parts, name: 'a' }, { ...parts, name: 'b' })).toEqual([{ ...named, ...expected }]);
  });

  it('is what base says, where the two differ', () => {
    const [first, ...others] = changes(
      { mode: 'full', name: 'a' },
      { direction: 'input', status: located('draft'), name: 'a' },
    );
    expect(first).toEqual({
      kind: 'direction.changed',
      subject: 'orders',
      contract: 'orders',
      direction: 'output',
      mode: 'full',
      before: 'full',
      after: 'input',
    });
    expect(others).toEqual([
      {
        kind: 'status.changed',
        subject: 'orders',
        contract: 'orders',
        direction: 'output',
        mode: 'full',
        after: 'draft',
      },
    ]);
  });
});

describe('what a contract is', () => {
  const rows: readonly (readonly [string, Fields, Fields, readonly string[]])[] = [
    [
      'a newer version of the standard',
      { apiVersion: 'v3.1.0' },
      { apiVersion: 'v3.2.0' },
      ['apiVersion.changed: "v3.1.0" => "v3.2.0" raised'],
    ],
    [
      'an older version of the standard',
      { apiVersion: 'v3.1.0' },
      { apiVersion: 'v3.0.2' },
      ['apiVersion.changed: "v3.1.0" => "v3.0.2" lowered'],
    ],
    [
      'in force, in another word',
      { status: 'active' },
      { status: 'live' },
      ['status.changed: "active" => "live" same-force'],
    ],
    ['in force, as without a word', { status: 'active' }, {}, ['status.changed: "active" => - same-force']],
    ['a draft comes into force', { status: 'draft' }, { status: 'active' }, ['status.changed: "draft" => "active"']],
    ['announced to go', {}, { status: 'deprecated' }, ['status.changed: - => "deprecated"']],
    ['another tenant', { tenant: 'a' }, { tenant: 'b' }, ['tenant.changed: "a" => "b"']],
    [
      'another tenant on the same server',
      { tenant: 'a', servers: [{ server: 's', type: 'custom', host: 'h' }] },
      { tenant: 'b', servers: [{ server: 't', type: 'custom', host: 'h' }] },
      ['tenant.changed: "a" => "b" same-server', 'server.renamed (t): "s" => "t" production'],
    ],
    [
      'another tenant on another server',
      { tenant: 'a', servers: [{ server: 's', type: 'custom', host: 'h' }] },
      { tenant: 'b', servers: [{ server: 's', type: 'custom', host: 'i' }] },
      ['tenant.changed: "a" => "b"', 'server.location.changed (s.host): "h" => "i" production'],
    ],
    [
      'another domain on the same server',
      { domain: 'a', servers: [{ server: 's', type: 'custom', host: 'h' }] },
      { domain: 'b', servers: [{ server: 's', type: 'custom', host: 'h' }] },
      ['domain.changed: "a" => "b"'],
    ],
    [
      'other words',
      { description: { purpose: 'a', usage: 'b', limitations: 'c' }, dataProduct: 'd' },
      { description: { purpose: 'x', usage: ' b\n', limitations: 'z' } },
      ['dataProduct.changed: "d" => -', 'purpose.changed: "a" => "x"', 'limitations.changed: "c" => "z"'],
    ],
    [
      'other advice',
      { context: { instructions: 'a' } },
      { context: { instructions: 'b' } },
      ['context.changed: {"instructions":"a"} => {"instructions":"b"}'],
    ],
    [
      'everything at once',
      { version: '1.0.0', name: 'a', domain: 'a' },
      {
        version: '2.0.0',
        name: 'b',
        tags: ['x'],
        support: [{ channel: 'c' }],
        roles: [{ role: 'r' }],
        slaProperties: [{ property: 'mood', value: 1 }],
        schema: [{ name: 't' }],
        servers: [{ server: 's', type: 'custom' }],
      },
      [
        'version.changed: "1.0.0" => "2.0.0"',
        'name.changed: "a" => "b"',
        'domain.changed: "a" => -',
        'tag.added (x): - => "x"',
        'support.added (c): - => "c"',
        'server.added (s): - => "s" production',
        'role.added (r): - => "r"',
        'sla.added (mood): - => "1"',
        'object.added t: - => t',
      ],
    ],
  ];
  it.each(rows)('%s', (...[, base, head, expected]) => {
    expect(told(contract(base), contract(head))).toEqual(expected);
  });
});

const placed = (type: string, environment?: string): ReturnType<typeof server> => ({
  ...server(type),
  ...(environment === undefined ? {} : { environment }),
});

describe('the warehouse of a contract', () => {
  const rows: readonly (readonly [string, readonly ReturnType<typeof server>[], string | undefined])[] = [
    ['none', [], undefined],
    ['the only one', [placed('duckdb', 'dev')], 'duckdb'],
    ['the first one', [placed('duckdb', 'dev'), placed('postgres', 'uat')], 'duckdb'],
    ['the one of production', [placed('duckdb', 'dev'), placed('postgres', 'prod')], 'postgres'],
    ['the one of no environment', [placed('duckdb', 'dev'), placed('postgres')], 'postgres'],
    ['the one of an empty environment', [placed('duckdb', 'dev'), placed('postgres', ' ')], 'postgres'],
    [
      'the one that says production before the one that says none',
      [placed('duckdb'), placed('postgres', 'prod')],
      'postgres',
    ],
    ['the first one of production', [placed('duckdb', 'live'), placed('postgres', 'prod')], 'duckdb'],
  ];
  it.each(rows)('is %s', (...[, servers, expected]) => {
    expect(warehouseOf(modelOf({ servers }))).toBe(expected);
  });

  it.each([
    [' Production', true],
    ['prd-eu', true],
    ['live', true],
    ['', true],
    ['nonprod', false],
    ['alive', false],
    ['dev', false],
  ])('is one of production or not: %s', (environment, expected) => {
    expect(isProduction(placed('duckdb', environment))).toBe(expected);
  });
});

const set = (...values: readonly Fields[]): Fields => column({ enum: values });

describe('closed sets of values', () => {
  const rows: readonly (readonly [string, Fields, Fields, readonly string[]])[] = [
    ['the same in another order', set({ value: 'a' }, { value: 'b' }), set({ value: 'b' }, { value: 'a' }), []],
    [
      'one comes, one goes',
      set({ value: 'a' }, { value: 1 }),
      set({ value: 'a' }, { value: 2 }),
      ['enum.value.added t.a (2): - => 2', 'enum.value.removed t.a (1): 1 => -'],
    ],
    [
      'a number instead of its text',
      set({ value: 1 }),
      set({ value: '1' }),
      ['enum.value.added t.a (1): - => "1"', 'enum.value.removed t.a (1): 1 => -'],
    ],
    [
      'another value under its id',
      set({ value: 'a', id: 'x' }, { value: 'b', id: 'y' }),
      set({ value: 'c', id: 'x' }, { value: 'd' }),
      [
        'enum.value.renamed t.a (a): "a" => "c"',
        'enum.value.added t.a (d): - => "d"',
        'enum.value.removed t.a (b): "b" => -',
      ],
    ],
    [
      'another label',
      set({ value: 'a', label: 'A', description: 'x' }),
      set({ value: 'a', label: 'B', description: 'x' }),
      ['enum.value.changed t.a (a): "A" => "B"'],
    ],
    [
      'another description',
      set({ value: 'a', description: 'x' }),
      set({ value: 'a', description: 'y' }),
      ['enum.value.changed t.a (a): "x" => "y"'],
    ],
    [
      'another description beside a label',
      set({ value: 2, label: 'A', description: 'x' }),
      set({ value: 2, label: 'A', description: 'y' }),
      ['enum.value.changed t.a (2): "x" => "y"'],
    ],
    ['spaces in a label', set({ value: 'a', label: 'A b' }), set({ value: 'a', label: ' A  b' }), []],
    ['no values any more', set({ value: 'a' }), column({}), ['enum.removed t.a: ["a"] => -']],
    ['first values', column({}), set({ value: 'a' }), ['enum.added t.a: - => ["a"]']],
  ];
  it.each(rows)('%s', (...[, base, head, expected]) => {
    expect(told(base, head)).toEqual(expected);
  });
});
