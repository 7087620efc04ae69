import * as fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import {
  compareServiceLevels,
  isEndDate,
  isRegulatory,
  serviceLevelText,
} from '../../../src/diff/values/service-levels.ts';
import type { SlaProperty } from '../../../src/model/contract.ts';
import { serviceLevelOf } from '../../../src/model/service-levels.ts';
import { mirror, sla } from './build.ts';

describe('serviceLevelOf', () => {
  test.each([
    ['latency', 'latency'],
    ['Latency', 'latency'],
    ['ly', 'latency'],
    ['data_freshness', 'freshness'],
    ['time-to-detect', 'timeToDetect'],
    ['Time To Repair', 'timeToRepair'],
    ['EndOfSupport', 'endOfSupport'],
    ['end_of_life', 'endOfLife'],
    ['error rates', 'errorRate'],
    ['retenção', 'retention'],
    ['tempo de reparo', 'timeToRepair'],
    ['colour', undefined],
    ['constructor', undefined],
  ])('%s', (word, expected) => expect(serviceLevelOf(word)).toBe(expected));
});

describe('compareServiceLevels', () => {
  test.each<[string, SlaProperty, SlaProperty, string]>([
    ['a day in hours', sla('latency', 24, 'h'), sla('latency', 1, 'd'), 'same'],
    ['a day in words', sla('latency', 1, 'day'), sla('latency', '24 hours'), 'same'],
    ['a duration', sla('latency', 'PT24H'), sla('latency', 1, 'd'), 'same'],
    ['milliseconds', sla('latency', '500ms'), sla('latency', 0.5, 's'), 'same'],
    ['a number in quotes', sla('latency', '4', 'd'), sla('latency', 4, 'd'), 'same'],
    ['the name that is preferred', sla('freshness', 24, 'h'), sla('latency', 1, 'd'), 'same'],
    ['faster', sla('latency', 24, 'h'), sla('latency', 12, 'h'), 'tightened'],
    ['slower', sla('latency', 4, 'h'), sla('latency', 1, 'd'), 'loosened'],
    ['a sign says what is meant anyway', sla('latency', '< 5 min'), sla('latency', 300, 's'), 'same'],
    ['at most, in words', sla('latency', 'up to 5 min'), sla('latency', 'até 4 min'), 'tightened'],
    ['a sign that promises nothing', sla('latency', '> 5 min'), sla('latency', '> 4 min'), 'unknown'],
    ['at least', sla('availability', '>= 99%'), sla('availability', '>= 99.9%'), 'tightened'],
    ['percent inside and outside', sla('availability', '95%', '%'), sla('availability', 95, 'percent'), 'same'],
    ['percent not said', sla('availability', 99.9), sla('availability', '99.9%'), 'same'],
    ['a decimal comma', sla('availability', '99,9%'), sla('availability', '99.9%'), 'same'],
    ['a share is no percent', sla('availability', 0.99), sla('availability', 99), 'unknown'],
    ['fewer nines', sla('availability', '99.9%'), sla('availability', '99.5%'), 'loosened'],
    ['more errors', sla('errorRate', 1, '%'), sla('errorRate', 2, '%'), 'loosened'],
    ['kept longer', sla('retention', 3, 'y'), sla('retention', 5, 'y'), 'tightened'],
    ['a year in months', sla('retention', 'P1Y'), sla('retention', 12, 'months'), 'same'],
    ['a year is not 365 days', sla('retention', 1, 'y'), sla('retention', 365, 'd'), 'unknown'],
    ['a year is more than 300 days', sla('retention', 1, 'y'), sla('retention', 300, 'd'), 'loosened'],
    ['13 months are more than a year of days', sla('retention', 366, 'd'), sla('retention', 13, 'mo'), 'tightened'],
    ['m is minutes or months', sla('latency', 5, 'm'), sla('latency', 5, 'min'), 'unknown'],
    ['m both times', sla('latency', 5, 'm'), sla('latency', 6, 'm'), 'loosened'],
    ['more often', sla('frequency', 1, 'd'), sla('frequency', 12, 'h'), 'tightened'],
    ['times a day', sla('frequency', '2 times per day'), sla('frequency', 12, 'h'), 'same'],
    ['a word', sla('frequency', 'daily'), sla('frequency', 1, 'd'), 'same'],
    ['a bare frequency', sla('frequency', 1), sla('frequency', 2), 'unknown'],
    [
      'the further value repeats the value',
      sla('frequency', 1, { unit: 'd', valueExt: 1 }),
      sla('frequency', 24, 'h'),
      'same',
    ],
    [
      'the further value alone',
      sla('retention', 3, { unit: 'y', valueExt: 5 }),
      sla('retention', 3, { unit: 'y', valueExt: 6 }),
      'unknown',
    ],
    [
      'both values',
      sla('retention', 3, { unit: 'y', valueExt: 5 }),
      sla('retention', 4, { unit: 'y', valueExt: 6 }),
      'tightened',
    ],
    ['bare numbers', sla('retention', 3), sla('retention', 4), 'tightened'],
    ['a rate', sla('throughput', '1000 rows/s'), sla('throughput', 60_000, 'rows per minute'), 'same'],
    ['a higher rate', sla('throughput', '1000 rows/s'), sla('throughput', '2000 rows/s'), 'tightened'],
    ['bytes are no bits', sla('throughput', 5, 'MB/s'), sla('throughput', 6, 'Mb/s'), 'unknown'],
    [
      'an earlier end',
      sla('endOfSupport', '2032-05-12T09:30:10-08:00'),
      sla('endOfSupport', '2031-05-12T09:30:10-08:00'),
      'loosened',
    ],
    [
      'the same instant',
      sla('endOfLife', '2032-05-12T17:30:10Z'),
      sla('endOfLife', '2032-05-12T09:30:10-08:00'),
      'same',
    ],
    ['a clock near an instant', sla('endOfLife', '2032-05-12'), sla('endOfLife', '2032-05-12T09:30:10Z'), 'unknown'],
    [
      'a clock far from an instant',
      sla('endOfLife', '2031-05-12'),
      sla('endOfLife', '2032-05-12T09:30:10-08:00'),
      'tightened',
    ],
    ['later to start', sla('generalAvailability', '2025-01-01'), sla('generalAvailability', '2025-02-01'), 'loosened'],
    [
      'later in the day',
      sla('timeOfAvailability', '08:00-08:00'),
      sla('timeOfAvailability', '09:00-08:00'),
      'loosened',
    ],
    ['the same time elsewhere', sla('timeOfAvailability', '08:00-08:00'), sla('timeOfAvailability', '16:00Z'), 'same'],
    [
      'a clock of twelve hours',
      sla('timeOfAvailability', 'by 6 AM UTC'),
      sla('timeOfAvailability', '06:00 UTC'),
      'same',
    ],
    ['half a day apart', sla('timeOfAvailability', '00:00+12:00'), sla('timeOfAvailability', '00:00-12:00'), 'unknown'],
    ['a time without an offset', sla('timeOfAvailability', '08:00'), sla('timeOfAvailability', '08:00Z'), 'unknown'],
    [
      'hours of a day, not an offset',
      sla('timeOfAvailability', '09:00-17:00'),
      sla('timeOfAvailability', '10:00-17:00'),
      'unknown',
    ],
    ['a range', sla('latency', '5 - 10 min'), sla('latency', '6 - 10 min'), 'unknown'],
    ['a number in the words', sla('latency', '3 of 5 days'), sla('latency', '4 of 6 days'), 'unknown'],
    ['free text', sla('latency', 'fast'), sla('latency', 'faster'), 'unknown'],
    ['the same free text', sla('latency', 'fast'), sla('latency', 'fast'), 'same'],
    ['units that contradict', sla('latency', '24h', 'd'), sla('latency', 24, 'h'), 'unknown'],
    ['a comma that may be a thousand', sla('latency', '1,000', 's'), sla('latency', 1000, 's'), 'unknown'],
    ['nothing', sla('latency', null, 'd'), sla('latency', null, 'd'), 'same'],
    ['something for nothing', sla('latency', null, 'd'), sla('latency', 1, 'd'), 'unknown'],
    ['an unknown level, equal', sla('warmth', 24, 'h'), sla('warmth', 1, 'd'), 'same'],
    ['an unknown level, other', sla('warmth', 1, 'h'), sla('warmth', 2, 'h'), 'unknown'],
    ['two levels', sla('latency', 1, 'h'), sla('retention', 1, 'h'), 'unknown'],
    ['two unknown levels', sla('warmth', 1, 'h'), sla('colour', 1, 'h'), 'unknown'],
  ])('%s', (_name, ...[before, after, expected]) => {
    expect(compareServiceLevels(before, after)).toBe(expected);
    expect(compareServiceLevels(after, before)).toBe(mirror(compareServiceLevels(before, after)));
  });

  it('is reflexive and mirrored', () => {
    const name = fc.constantFrom('latency', 'retention', 'frequency', 'availability', 'endOfLife', 'other');
    const value = fc.oneof(
      fc.integer({ min: 0, max: 400 }),
      fc.constantFrom('99.9%', 'P1M', '< 5 min', '2025-01-01', '08:00Z', 'x', null),
    );
    const unit = fc.constantFrom('h', 'd', 'mo', 'y', '%', '', 'rows/s', 'per day');
    const level = fc.tuple(name, value, unit).map((parts) => sla(...parts));
    fc.assert(
      fc.property(level, level, (a, b) => {
        expect(compareServiceLevels(a, a)).toBe('same');
        expect(compareServiceLevels(b, a)).toBe(mirror(compareServiceLevels(a, b)));
      }),
      { numRuns: 1000 },
    );
  });
});

describe('what else a service level says', () => {
  test.each([
    [sla('latency', 24, 'h'), '24 h'],
    [sla('availability', '95%', '%'), '95%'],
    [sla('latency', '500ms'), '500ms'],
    [sla('frequency', 1, { unit: 'd', valueExt: 1 }), '1 d'],
    [sla('retention', 3, { unit: 'y', valueExt: 5 }), '3 - 5 y'],
    [sla('latency', null, 'd'), 'null d'],
  ])('%#: is written in short', (given, expected) => expect(serviceLevelText(given)).toBe(expected));

  it('knows the ends', () => {
    expect(['end_of_support', 'EOL', 'retention'].map(isEndDate)).toEqual([true, true, false]);
  });

  it('knows what regulation asks for', () => {
    const drivers = ['regulatory', 'Regulatório', 'analytics', undefined];
    expect(drivers.map((driver) => isRegulatory(sla('latency', 1, driver === undefined ? {} : { driver })))).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });
});
