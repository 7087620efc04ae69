import { expect, test } from 'vitest';
import { checkFiles } from '../support/check-files.ts';

const path = 'specs/contracts/outputs/orders.yaml';

function contract(rest: object): { readonly [path: string]: string } {
  const columns = { schema: [{ name: 'orders', properties: [{ name: 'total', logicalType: 'number' }] }] };
  const head = { apiVersion: 'v3.2.0', kind: 'DataContract', id: 'orders', version: '1.0.0', status: 'active' };
  // JSON is YAML.
  return { [path]: JSON.stringify({ ...head, ...columns, ...rest }) };
}

test('service levels carry their name, and changes their row, element and plain values', async () => {
  const { changes } = await checkFiles({
    base: contract({
      slaProperties: [
        { property: 'Latency', value: 4, unit: 'h' },
        { property: 'punctuality', value: 99, unit: '%' },
      ],
    }),
    head: contract({ slaProperties: [{ property: 'Latency', value: 24, unit: 'h' }] }),
  });
  expect(changes).toEqual([
    {
      kind: 'sla.latency.changed',
      subject: 'orders',
      contract: 'orders',
      direction: 'output',
      class: 'dangerous',
      bump: 'minor',
      row: 'service-level-loosened',
      element: 'Latency',
      before: '4 h',
      after: '24 h',
      path,
      line: 1,
    },
    {
      kind: 'sla.other.removed',
      subject: 'orders',
      contract: 'orders',
      direction: 'output',
      class: 'dangerous',
      bump: 'minor',
      row: 'service-level-removed',
      element: 'punctuality',
      before: '99 %',
      after: null,
      path,
      line: 1,
    },
  ]);
});

test('lists stay lists; whole elements are told by their name', async () => {
  const properties = [{ name: 'total', logicalType: 'number', transformSourceObjects: ['a', 'b'] }];
  const { changes } = await checkFiles({
    base: contract({}),
    head: contract({ schema: [{ name: 'orders', properties }, { name: 'lines' }] }),
  });
  expect(changes.map(({ kind, before, after }) => ({ kind, before, after }))).toEqual([
    { kind: 'transformSourceObjects.changed', before: null, after: ['a', 'b'] },
    { kind: 'object.added', before: null, after: 'lines' },
  ]);
});

test('a guess carries its certainty, and a change of type the migration of its warehouse', async () => {
  const servers = [{ server: 'prod', type: 'snowflake', account: 'a', database: 'shop', schema: 'sales' }];
  const schema = (property: object): object => ({ servers, schema: [{ name: 'orders', properties: [property] }] });
  const total = {
    description: 'Gross total of the order in EUR.',
    logicalType: 'number',
    physicalType: 'NUMBER(10,2)',
  };
  const { changes } = await checkFiles({
    base: contract(schema({ name: 'gross_total', ...total })),
    head: contract(schema({ name: 'gross_total_eur', ...total })),
  });
  expect(changes.map(({ kind, certainty }) => ({ kind, isGuess: certainty !== undefined && certainty < 100 }))).toEqual(
    [{ kind: 'property.physicalName.changed', isGuess: true }],
  );
  const retyped = await checkFiles({
    base: contract(schema({ name: 'total', ...total })),
    head: contract(schema({ name: 'total', ...total, physicalType: 'VARCHAR' })),
    request: { lang: 'pt-BR' },
  });
  expect(retyped.changes.map(({ kind, migration }) => ({ kind, warehouse: migration?.warehouse }))).toEqual([
    { kind: 'physicalType.changed', warehouse: 'snowflake' },
  ]);
  expect(retyped.changes[0]?.migration?.text).toMatch(/^O Snowflake|coluna/);
});
