import { describe, expect, it } from 'vitest';
import type { Json } from '../../src/model/contract.ts';
import type { Fields } from './laws/documents.ts';
import { contract, told } from './told.ts';

const server = (name: string, fields: Fields = {}): Fields => ({
  server: name,
  type: 'postgres',
  environment: 'dev',
  host: 'h',
  port: 1,
  database: 'd',
  schema: name,
  ...fields,
});

function servers(base: readonly Fields[], head: readonly Fields[]): readonly string[] {
  return told(contract({ servers: base }), contract({ servers: head })).map((line) => line.replace('server.', ''));
}

describe('servers: which is which', () => {
  const [a, b] = [server('a'), server('b')];
  const rows: readonly (readonly [string, readonly Fields[], readonly Fields[], readonly string[]])[] = [
    ['the same in another order', [a, b], [b, a], []],
    ['one added, one removed', [a], [b], ['added (b): - => "b"', 'removed (a): "a" => -']],
    ['one of production added', [], [server('p', { environment: 'prod' })], ['added (p): - => "p" production']],
    ['one of no environment removed', [{ server: 'n', type: 'custom' }], [], ['removed (n): "n" => - production']],
    ['renamed', [a, b], [b, { ...a, server: 'c' }], ['renamed (c): "a" => "c"']],
    [
      'renamed with something else changed',
      [a],
      [{ ...a, server: 'c', port: 2 }],
      ['added (c): - => "c"', 'removed (a): "a" => -'],
    ],
    [
      'renamed under its id',
      [server('a', { id: 's' })],
      [server('c', { id: 's' })],
      ['renamed (c): "a" => "c"', 'location.changed (c.schema): "a" => "c"'],
    ],
    [
      'names that change hands',
      [a, b],
      [
        { ...a, server: 'b' },
        { ...b, server: 'a' },
      ],
      ['location.changed (b.schema): "b" => "a"', 'location.changed (a.schema): "a" => "b"'],
    ],
    [
      'one name twice, in another order',
      [a, { ...a, port: 2 }],
      [
        { ...a, port: 2 },
        { ...a, port: 3 },
      ],
      ['configuration.changed (a.port): 1 => 3'],
    ],
    ['another type', [a], [{ ...a, type: 'redshift' }], ['location.changed (a.type): "postgresql" => "redshift"']],
    [
      'another environment',
      [a],
      [{ ...a, environment: 'prod' }],
      ['environment.changed (a.environment): "dev" => "prod" raised production'],
    ],
    ['the environment in other spaces', [a], [{ ...a, environment: ' dev ' }], []],
  ];
  it.each(rows)('%s', (...[, base, head, expected]) => {
    expect(servers(base, head)).toEqual(expected);
  });
});

const custom = (fields: Fields): Fields => ({ server: 'm', type: 'custom', environment: 'dev', ...fields });

describe('servers: what of one changed', () => {
  const rows: readonly (readonly [string, Json | undefined, Json | undefined, readonly string[]])[] = [
    ...[
      'account',
      'catalog',
      'database',
      'dataset',
      'endpointUrl',
      'host',
      'location',
      'path',
      'project',
      'schema',
      'serviceName',
      'stream',
    ].map(
      (key) =>
        [
          key,
          'https://x.example',
          'https://y.example',
          [`location.changed (m.${key}): "https://x.example" => "https://y.example"`],
        ] as const,
    ),
    ...['delimiter', 'encoding', 'format'].map(
      (key) => [key, 'x', 'y', [`format.changed (m.${key}): "x" => "y"`]] as const,
    ),
    ...['region', 'regionName', 'stagingDir', 'warehouse'].map(
      (key) => [key, 'x', 'y', [`configuration.changed (m.${key}): "x" => "y"`]] as const,
    ),
    ['port', 1, undefined, ['configuration.changed (m.port): 1 => -']],
    ['port', undefined, 1, ['configuration.changed (m.port): - => 1']],
    ['host', '${A}', '${B}', ['location.changed (m.host): "${A}" => "${B}" placeholder']],
    ['host', '${A}', 'b', ['location.changed (m.host): "${A}" => "b"']],
    ['host', 'a', '${B}', ['location.changed (m.host): "a" => "${B}"']],
    ['description', 'a  b', 'a b', []],
    ['description', 'a', 'b', ['changed (m.description): "a" => "b"']],
    ['id', 'a', undefined, ['changed (m.id): "a" => -']],
    ['environment', 'uat', 'PROD', ['environment.changed (m.environment): "uat" => "PROD" raised production']],
    ['environment', 'prod', undefined, ['environment.changed (m.environment): "prod" => "dev" lowered production']],
    [
      'customProperties',
      [{ property: 'x', value: 1 }],
      [
        { property: 'x', value: 2 },
        { property: 'y', value: 1 },
      ],
      ['customProperty.changed (m.x): 1 => 2', 'customProperty.added (m.y): - => 1'],
    ],
    [
      'customProperties',
      [],
      [
        { property: 'deprecated', value: true },
        { property: 'replacedBy', value: 'n' },
      ],
      ['deprecated.changed (m): false => true'],
    ],
    [
      'customProperties',
      [{ property: 'deprecated', value: true }],
      [
        { property: 'deprecated', value: true },
        { property: 'replacedBy', value: 'n' },
      ],
      ['customProperty.added (m.replacedBy): - => "n"'],
    ],
  ];
  it.each(rows)('%s', (...[key, before, after, expected]) => {
    const side = (value: Json | undefined): Fields => custom(value === undefined ? {} : { [key]: value });
    expect(servers([side(before)], [side(after)])).toEqual(expected);
  });

  it('all at once, in production, and in the words of its new name', () => {
    const base = server('a', {
      id: 's',
      environment: 'prod',
      description: 'd',
      roles: [{ role: 'r', access: 'read' }],
      customProperties: [{ property: 'x', value: 1 }],
    });
    const head = { ...server('b', { id: 's', type: 'custom', environment: 'dev', format: 'csv', roles: [] }), port: 2 };
    expect(servers([base], [head])).toEqual([
      'renamed (b): "a" => "b" production',
      'location.changed (b.type): "postgresql" => "custom" production',
      'configuration.changed (b.port): 1 => 2 production',
      'location.changed (b.schema): "a" => "b" production',
      'format.changed (b.format): - => "csv" production',
      'environment.changed (b.environment): "prod" => "dev" lowered production',
      'changed (b.description): "d" => - production',
      'role.removed (b.r): "r" => -',
      'customProperty.removed (b.x): 1 => -',
    ]);
  });
});

const role = (name: string, fields: Fields = {}): Fields => ({ role: name, ...fields });

describe('roles: who may do what', () => {
  const rows: readonly (readonly [string, readonly Fields[], readonly Fields[], readonly string[]])[] = [
    ['the same in another order', [role('a'), role('b')], [role('b'), role('a')], []],
    ['one for another', [role('a')], [role('b')], ['added (b): - => "b"', 'removed (a): "a" => -']],
    [
      'another name under its id',
      [role('a', { id: 'r', access: 'read' })],
      [role('b', { id: 'r', access: 'write' })],
      ['removed (a): "a" => -', 'added (b): - => "b"', 'access.changed (b): "read" => "write" loosened'],
    ],
    [
      'more access',
      [role('a', { access: 'read' })],
      [role('a', { access: 'write' })],
      ['access.changed (a): "read" => "write" loosened'],
    ],
    [
      'less access',
      [role('a', { access: 'write' })],
      [role('a', { access: 'read' })],
      ['access.changed (a): "write" => "read" tightened'],
    ],
    [
      'access said for the first time',
      [role('a')],
      [role('a', { access: 'read' })],
      ['access.changed (a): - => "read" unknown'],
    ],
    [
      'access in two entries, in another order',
      [role('a', { access: 'read' }), role('a', { access: 'write' })],
      [role('a', { access: 'write' }), role('a', { access: 'admin' })],
      ['access.changed (a): "read" => "admin" loosened'],
    ],
    [
      'two entries of one access',
      [role('a', { description: 'x' }), role('a', { description: 'y' })],
      [role('a', { description: 'y' }), role('a', { description: 'z' })],
      ['changed (a): "x" => "z"'],
    ],
    [
      'the first of its words',
      [role('a', { description: 'x', firstLevelApprovers: 'x', secondLevelApprovers: 'x' })],
      [role('a', { description: ' x', firstLevelApprovers: 'y', secondLevelApprovers: 'y' })],
      ['changed (a): "x" => "y"'],
    ],
    ['the last of its words', [role('a', { secondLevelApprovers: 'x' })], [role('a')], ['changed (a): "x" => -']],
  ];
  it.each(rows)('%s', (...[, base, head, expected]) => {
    expect(told(contract({ roles: base }), contract({ roles: head })).map((line) => line.replace('role.', ''))).toEqual(
      expected,
    );
  });
});
