import { describe, expect, it } from 'vitest';
import { freshnessOf } from '../../../src/generators/dbt/freshness.ts';
import type { Contract, Json, Property, SlaProperty } from '../../../src/model/contract.ts';
import { fileStart } from '../../../src/model/location.ts';
import { contract, object, property } from '../../drift/contracts.ts';

const arrived = property('arrived', { physicalName: 'ARRIVED_AT', logical: 'timestamp' });

describe('the freshness of a source', () => {
  const ages: readonly (readonly [Json, string | undefined, string, string])[] = [
    [6, 'h', '270 minute', '6 hour'],
    [1, 'd', '18 hour', '1 day'],
    [4, 'd', '3 day', '4 day'],
    [90, 'min', '68 minute', '90 minute'],
    [1, 'h', '45 minute', '1 hour'],
    ['0.5', 'h', '23 minute', '30 minute'],
    [5, 'm', '4 minute', '5 minute'],
    ['PT1H30M', undefined, '68 minute', '90 minute'],
    ['P1DT12H', undefined, '27 hour', '36 hour'],
    ['< 15 min', undefined, '12 minute', '15 minute'],
    ['D-1', undefined, '18 hour', '1 day'],
    ['D-2', undefined, '36 hour', '2 day'],
    ['daily', undefined, '18 hour', '1 day'],
    ['0 6 * * *', undefined, '18 hour', '1 day'],
    [1, 'month', '558 hour', '31 day'],
    [90, 's', '2 minute', '2 minute'],
  ];
  it.each(ages)('of %j %s warns after %s and fails after %s', (...[value, unit, warn, error]) => {
    const { config } = found([sla({ value, ...(unit === undefined ? {} : { unit }) })]) ?? {};
    expect(config).toEqual({
      loaded_at_field: 'arrived_at',
      freshness: { warn_after: count(warn), error_after: count(error) },
    });
  });

  it.each([
    ['real-time', undefined],
    [30, 's'],
    ['soon', undefined],
    [true, undefined],
    ['>= 6 h', undefined],
  ] as const)('of %j %s is not said, and the reason is', (value, unit) => {
    const { config, refusal } = found([sla({ value, ...(unit === undefined ? {} : { unit }) })]) ?? {};
    expect([config, refusal?.message]).toEqual([undefined, 'freshness-not-a-time']);
  });

  it('is that of the latency, else of the freshness, whichever way it is spelt, else there is none', () => {
    const limits = (slas: readonly SlaProperty[]): unknown => found(slas)?.config?.['freshness'];
    const day = { error_after: { count: 1, period: 'day' } };
    expect(
      limits([sla({ property: 'freshness', value: 2, unit: 'd' }), sla({ property: 'Latência', value: 1, unit: 'd' })]),
    ).toMatchObject(day);
    expect(
      limits([sla({ property: 'fr', value: 2, unit: 'd' }), sla({ property: 'frescor', value: 1, unit: 'd' })]),
    ).toMatchObject(day);
    expect(found([sla({ property: 'frequency' }), sla({ property: 'retention' })])).toBeUndefined();
  });

  it('is that of the object and column that the element names', () => {
    expect(fieldOfElement('orders.arrived')).toBe('arrived_at');
    expect(fieldOfElement('ORD.ARRIVED_AT')).toBe('arrived_at');
    expect(fieldOfElement('shop.orders.arrived')).toBe('arrived_at');
    expect(fieldOfElement('arrived')).toBe('arrived_at');
    expect(fieldOfElement('arrived', 'lines')).toBe('cast(arrived as timestamp)');
    expect(fieldOfElement('orders.arrived, lines.arrived', 'lines')).toBe('cast(arrived as timestamp)');
    expect(fieldOfElement('orders.arrived', 'lines')).toBeUndefined();
    expect(fieldOfElement('orders.gone')).toBe('freshness-without-element');
    expect(fieldOfElement('orders')).toBe('freshness-without-element');
    expect(fieldOfElement('orders', 'lines')).toBeUndefined();
    expect(fieldOfElement(undefined)).toBe('freshness-without-element');
  });

  it('needs a column that holds a time', () => {
    expect(fieldOfColumn(property('c', { logical: 'string' }))).toBe('cast(c as timestamp)');
    expect(fieldOfColumn(property('c', { logical: 'timestamp', type: 'varchar(30)' }))).toBe('cast(c as timestamp)');
    expect(fieldOfColumn(property('c', { logical: 'integer' }))).toBe('freshness-not-a-timestamp');
    expect(fieldOfColumn(property('c', { physicalName: 'row "x"' }))).toBe('freshness-not-a-timestamp');
    expect(fieldOfColumn(property('c', { physicalName: 'loaded at' }))).toBe('"loaded at"');
    expect(fieldOfColumn(property('c', { physicalName: 'loaded at' }), 'bigquery')).toBe('`loaded at`');
    expect(fieldOfColumn(property('c', { physicalName: 'Order' }), 'snowflake')).toBe('"Order"');
    expect(fieldOfColumn(property('c', { physicalName: 'ORDER' }), 'snowflake')).toBe('"ORDER"');
    expect(fieldOfColumn(property('c', { physicalName: 'LoadedAt' }), 'postgres')).toBe('"LoadedAt"');
    expect(fieldOfColumn(property('c', { physicalName: 'LOADED_AT' }), 'snowflake')).toBe('loaded_at');
  });

  it.each(['snowflake', 'bigquery', 'databricks'])(
    'needs no column on %s, whose adapter knows when a table changed',
    (dialect) => {
      const { element: _, ...unsaid } = sla({});
      expect(found([unsaid], {}, { dialect })?.config).toEqual({
        freshness: { warn_after: count('270 minute'), error_after: count('6 hour') },
      });
    },
  );
});

/** The field by which the age is told, or why there is none, for a service level of two objects. */
function fieldOfElement(element: string | undefined, name = 'orders'): unknown {
  const schema = [
    object('orders', [arrived], { physicalName: 'ORD' }),
    object('lines', [property('arrived', { logical: 'date' })]),
  ];
  const { element: _, ...rest } = sla({});
  const { config, refusal } =
    found([{ ...rest, ...(element === undefined ? {} : { element }) }], { schema }, { name }) ?? {};
  return config?.['loaded_at_field'] ?? refusal?.message;
}

/** The same for one column. */
function fieldOfColumn(column: Property, dialect = 'duckdb'): unknown {
  const { config, refusal } =
    found([sla({ element: 'orders.c' })], { schema: [object('orders', [column])] }, { dialect }) ?? {};
  return config?.['loaded_at_field'] ?? refusal?.message;
}

function found(
  slaProperties: readonly SlaProperty[],
  parts: Partial<Contract> = {},
  { name = 'orders', dialect = 'duckdb' }: { readonly name?: string; readonly dialect?: string } = {},
): ReturnType<typeof freshnessOf> {
  const made = contract({ schema: [object('orders', [arrived])], slaProperties, ...parts });
  const [first] = made.schema.filter((each) => each.name === name);
  return first && freshnessOf(made, first, dialect);
}

function sla(parts: Partial<SlaProperty>): SlaProperty {
  return {
    property: 'latency',
    value: 6,
    element: 'orders.arrived',
    customProperties: [],
    at: fileStart('x'),
    keys: new Map(),
    ...unitOf(parts),
    ...parts,
  };
}

/** Six alone would be no time. */
function unitOf({ value, unit }: Partial<SlaProperty>): Partial<SlaProperty> {
  return value === undefined && unit === undefined ? { unit: 'h' } : {};
}

function count(text: string): { readonly count: number; readonly period: string } {
  const [number = '', period = ''] = text.split(' ');
  return { count: Number(number), period };
}
