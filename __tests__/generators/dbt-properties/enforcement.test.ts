import { describe, expect, it } from 'vitest';
import { property, server, contract, object } from '../../drift/contracts.ts';
import { dbtProject, model, project } from '../shop.ts';
import { generateProperties } from './generate.ts';
import { at, entryIn, level, only } from './only.ts';
import { sales } from './projects.ts';

const typed = property('id', { type: 'INTEGER', logical: 'integer', required: true });

describe('an enforced contract', () => {
  it.each([
    ['a view', {}, { enforced: true }, undefined],
    ['a table', { text: "{{ config(materialized='table') }} select 1" }, { enforced: true }, undefined],
    ['a table in a mapping', { text: '{{ config({"materialized": "table"}) }}' }, { enforced: true }, undefined],
    [
      'a view with such a column',
      { text: "select 1 as x where materialized = 'ephemeral'" },
      { enforced: true },
      undefined,
    ],
    ['a table of its folder', { folderConfig: { materialized: 'table' } }, { enforced: true }, undefined],
    [
      'an incremental model',
      { text: '{{ config(materialized = "incremental") }}' },
      { enforced: true },
      'append_new_columns',
    ],
    [
      'one that fails on changes',
      { text: "{{ config(materialized='incremental', on_schema_change='fail') }}" },
      { enforced: true },
      undefined,
    ],
  ] as const)('is that of %s', (...[, parts, enforced, change]) => {
    const { entry, messages } = only([typed], { model: parts });
    expect([entry.config['contract'], entry.config['on_schema_change'], messages]).toEqual([enforced, change, []]);
  });

  it.each([
    ['a Python model', { language: 'python' }, 'python'],
    ['an ephemeral model', { folderConfig: { materialized: 'ephemeral' } }, 'materialized'],
    ['a materialized view', { text: "{{ config(materialized='materialized_view') }}" }, 'materialized'],
    ['what a template decides', { text: "{{ config(materialized=var('x')) }}" }, 'materialized'],
    [
      'one that ignores changes',
      { text: "{{ config(materialized='incremental', on_schema_change='ignore') }}" },
      'schema-change',
    ],
  ] as const)('is not that of %s', (_name, parts, reason) => {
    const { entry, notes } = only([typed], { model: parts });
    expect([
      entry.config['contract'],
      entry['constraints'],
      notes.map(({ message, severity }) => [message, severity]),
    ]).toEqual([undefined, undefined, [[`dbt-properties.not-enforced-${reason}`, 'info']]]);
  });

  it('needs the type of every column, of the warehouse of dbt', () => {
    expect(only([typed, property('x')]).messages).toEqual(['dbt-properties.not-enforced-types']);
    expect(only([property('x', { type: 'int); drop table y --' })]).messages).toEqual([
      'dbt-properties.not-enforced-types',
    ]);
    expect(only([typed], { contract: { servers: [server('snowflake')] } }).messages).toEqual([
      'dbt-properties.not-enforced-types',
    ]);
    expect(only([property('x', { required: true })])).toMatchObject({
      messages: [],
      entry: { config: { access: 'public' } },
    });
  });

  it('can be switched off', () => {
    const { entry, messages } = only([typed, property('x')], { given: { options: { contracts: 'off' } } });
    expect([entry.config['contract'], messages]).toEqual([undefined, []]);
  });

  it('is not public where nobody can read it', () => {
    const { entry } = only([property('x')], { model: { folderConfig: { materialized: 'ephemeral' } } });
    expect(entry.config['access']).toBe(undefined);
  });
});

describe('constraints', () => {
  const table = { text: "{{ config(materialized='table') }}" };
  const columns = [
    property('b', {
      type: 'INTEGER',
      logical: 'integer',
      primaryKey: true,
      primaryKeyPosition: 2,
      logicalTypeOptions: { minimum: 0, exclusiveMaximum: 9 },
    }),
    property('a', { type: 'INTEGER', logical: 'integer', primaryKey: true, primaryKeyPosition: 1 }),
    property('c', { type: 'INTEGER', logical: 'integer', required: true }),
  ];
  const filled = { type: 'not_null' };
  const checks = [
    { type: 'check', expression: 'b >= 0' },
    { type: 'check', expression: 'b < 9' },
  ];

  it.each([
    ['duckdb', [{ type: 'primary_key', columns: ['a', 'b'] }], [filled, ...checks]],
    ['postgres', [{ type: 'primary_key', columns: ['a', 'b'] }], [filled, ...checks]],
    ['snowflake', [{ type: 'primary_key', columns: ['a', 'b'], warn_unenforced: false }], [filled]],
    ['bigquery', [{ type: 'primary_key', columns: ['a', 'b'], warn_unenforced: false }], [filled]],
    ['databricks', [{ type: 'primary_key', columns: ['a', 'b'], warn_unenforced: false }], [filled, ...checks]],
    ['trino', undefined, [filled]],
    ['clickhouse', undefined, undefined],
  ])('are those of %s', (dialect, ofTable, ofColumn) => {
    const { entry } = only(columns, { model: table, dbt: { dialect }, contract: { servers: [server(dialect)] } });
    expect(entry['constraints']).toEqual(ofTable);
    expect(entry.columns[0]?.['constraints']).toEqual(ofColumn);
    expect(entry.columns[0]?.['data_tests']).toEqual(expect.arrayContaining(['not_null']));
  });

  it('are never those of a view', () => {
    const { entry } = only(columns);
    expect([entry['constraints'], entry.columns.map((column) => column['constraints'])]).toEqual([
      undefined,
      [undefined, undefined, undefined],
    ]);
  });

  it('refer to the primary key of another table, and to nothing else', () => {
    const made = generateProperties(project([sales], [dbtProject([model('sales', table), model('customers', table)])]));
    expect(entryIn(made.artifacts, 'sales')['constraints']).toEqual([
      { type: 'primary_key', columns: ['id'] },
      { type: 'foreign_key', columns: ['customer_id'], to: "ref('customers')", to_columns: ['id'] },
    ]);
    const cycle = model('customers', { text: "{{ config(materialized='table') }} select * from {{ ref('Sales') }}" });
    const behind = generateProperties(project([sales], [dbtProject([model('sales', table), cycle])]));
    expect(entryIn(behind.artifacts, 'sales')['constraints']).toEqual([{ type: 'primary_key', columns: ['id'] }]);
    const view = generateProperties(project([sales], [dbtProject([model('sales', table), model('customers')])]));
    expect(entryIn(view.artifacts, 'sales')['constraints']).toEqual([{ type: 'primary_key', columns: ['id'] }]);
  });
});

describe('the last day', () => {
  it.each([
    ['of the object', { customProperties: [{ property: 'sunset', value: '2027-03-31', at }] }, {}, '2027-03-31'],
    ['of the contract', {}, { customProperties: [{ property: 'sunset', value: '2028-01-31', at }] }, '2028-01-31'],
    [
      'of support',
      {},
      { slaProperties: [level('endOfLife', '2030-01-01'), level('endOfSupport', '2029-01-01T00:00:00Z')] },
      '2029-01-01',
    ],
    ['of nothing', {}, { slaProperties: [level('availability', '2029-01-01')] }, undefined],
  ])('is that %s', (...[, ofObject, ofContract, day]) => {
    const made = generateProperties(
      project(
        [contract({ schema: [object('orders', [typed], ofObject)], ...ofContract })],
        [dbtProject([model('orders')])],
      ),
    );
    expect(entryIn(made.artifacts, 'orders')['deprecation_date']).toBe(day);
  });
});
