import { describe, expect, it } from 'vitest';
import { placeHolding, placeOf } from '../../scripts/compare/places.ts';

describe('the place of a subject', () => {
  it.each([
    ['shop/eu', ''],
    ['shop/eu/sales', 'schema.sales'],
    ['shop/eu/sales.total', 'schema.sales.properties.total'],
    ['shop/eu/sales.lines.[].price', 'schema.sales.properties.lines.items.properties.price'],
    ['shop/eu/raw\\.sales.total', 'schema.raw.sales.properties.total'],
  ])('%s is "%s"', (subject, place) => {
    expect(placeOf(subject, ['older', 'shop/eu'])).toBe(place);
  });
});

describe('the place that holds a path', () => {
  const places = ['', 'schema.sales', 'schema.sales.properties.total'];

  it.each([
    ['schema.sales.properties.total.required', 'schema.sales.properties.total'],
    ['schema.sales.properties.total_net.required', 'schema.sales'],
    ['schema.sales.quality.0', 'schema.sales'],
    ['schema.orders.properties.total', undefined],
    ['slaProperties.latency.value', ''],
  ])('%s is in "%s"', (path, place) => {
    expect(placeHolding(path, places)).toBe(place);
  });
});
