import { describe, expect, test } from 'vitest';
import { dayNs, dayText, type Moment, parseMoment } from '../../../src/diff/values/moments.ts';

const second = 1_000_000_000n;
const hour = 3600n * second;

describe('parseMoment', () => {
  test.each<[string, Moment['kind'], bigint]>([
    ['1970-01-02', 'local', dayNs],
    ['1970-01-01T01:00', 'local', hour],
    ['1970-01-01t01:00', 'local', hour],
    ['1970-01-01 01:00:00.5', 'local', hour + second / 2n],
    ['1970-01-01T00:00:00,000000001', 'local', 1n],
    ['1970-01-01T00:01:02', 'local', 62n * second],
    ['1970-01-01T00:00:00Z', 'instant', 0n],
    ['1970-01-01T00:00 UTC', 'instant', 0n],
    ['1970-01-01T03:00+03:00', 'instant', 0n],
    ['1970-01-01T03:30+0330', 'instant', 0n],
    ['1970-01-01T00:00-03', 'instant', 3n * hour],
    ['1970-01-01T00:00-12:00', 'instant', 12n * hour],
    ['1970-01-01T14:00+14:00', 'instant', 0n],
    ['8:30', 'time', 8n * hour + 1800n * second],
    ['00:00:59', 'time', 59n * second],
    ['00:59', 'time', 3540n * second],
    ['24:00', 'time', dayNs],
    ['08:00Z', 'zonedTime', 8n * hour],
    ['08:00-01:30', 'zonedTime', 9n * hour + 1800n * second],
    ['08:00GMT', 'zonedTime', 8n * hour],
  ])('%s', (text, kind, value) => {
    expect(parseMoment(text)).toEqual({ kind, value });
  });

  test.each([
    '',
    'Z',
    '+03:00',
    '1970-01-01Z',
    '1970-02-30',
    '1970-13-01',
    '25:00',
    '24:01',
    '24:00:00.1',
    '08:60',
    '08:00:60',
    '8',
    '08:00:00.0000000001',
    '08:00+14:01',
    '08:00-12:01',
    '1970-01-01T',
    '1970-01-01T08',
    'on 1970-01-01',
    '1970-01-01x08:00',
  ])('is none: "%s"', (text) => {
    expect(parseMoment(text)).toBeUndefined();
  });
});

describe('dayText', () => {
  test.each<[bigint, string]>([
    [0n, '1970-01-01'],
    [dayNs - 1n, '1970-01-01'],
    [365n * dayNs, '1971-01-01'],
  ])('%s', (value, text) => {
    expect(dayText(value)).toBe(text);
  });
});
