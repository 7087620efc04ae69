import * as fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { parseCron } from '../../../src/model/cron.ts';
import { compareSchedules } from '../../../src/diff/values/schedules.ts';
import { mirror } from './build.ts';

describe('parseCron', () => {
  const days = 10_227;
  test.each<[string, string, number | undefined]>([
    ['daily', '0 20 * * *', days],
    ['every quarter of an hour', '*/15 * * * *', days * 96],
    ['workdays', '0 6 * * 1-5', (days * 5) / 7],
    ['workdays by name', '0 6 * * MON-FRI', (days * 5) / 7],
    ['Sunday twice', '0 6 * * 0,7', days / 7],
    ['the first of the month', '0 0 1 * *', 28 * 12],
    ['leap days', '0 0 29 2 *', 7],
    ['the first and Mondays', '0 0 1 * 1', days / 7 + 28 * 12 - 48],
    ['twice in the year', '0 0 1 1,7 *', 56],
    ['from a minute on', '10/20 * * * *', days * 24 * 3],
    ['never', '0 0 31 2 *', undefined],
    ['six fields', '0 0 8 * * ?', undefined],
    ['out of range', '60 * * * *', undefined],
    ['a step of zero', '*/0 * * * *', undefined],
    ['the last day', '0 0 L * *', undefined],
    ['a step on days with weekdays', '0 0 */2 * 1', undefined],
    ['all days without a star', '0 0 1-31 * 1', undefined],
  ])('%s', (_name, text, runs) => expect(parseCron(text)?.runs).toBe(runs));
});

describe('compareSchedules', () => {
  test.each<[string, string | undefined, string | undefined, string]>([
    ['none', undefined, undefined, 'same'],
    ['added', undefined, '0 0 * * *', 'tightened'],
    ['removed', 'daily', undefined, 'loosened'],
    ['more often', '0 20 * * *', '0 */6 * * *', 'tightened'],
    ['less often', '0 20 * * *', '0 20 * * 1-5', 'loosened'],
    ['other spelling', '0  20 * * mon-fri', '0 20 * * 1,2,3,4,5', 'same'],
    ['a macro', '@daily', '0 0 * * *', 'same'],
    ['a word', 'weekly', '@daily', 'tightened'],
    ['at another time', '0 20 * * *', '0 8 * * *', 'unknown'],
    ['an interval', 'every 15 minutes', 'rate(30 minutes)', 'loosened'],
    ['an interval in other words', 'every 60 minutes', 'PT1H', 'same'],
    ['an interval against cron', 'every 2 days', '0 0 * * *', 'tightened'],
    ['as often as cron', 'PT1H', '0 * * * *', 'unknown'],
    ['words without a meaning', 'sometimes', '0 0 * * *', 'unknown'],
  ])('%s', (_name, ...[before, after, expected]) => {
    const [base, head] = [before, after].map((schedule) => (schedule === undefined ? {} : { schedule }));
    expect(compareSchedules(base, head)).toBe(expected);
    expect(compareSchedules(head, base)).toBe(mirror(compareSchedules(base, head)));
  });

  it('knows another scheduler', () => {
    const daily = { schedule: '0 0 * * *' };
    expect(compareSchedules(daily, { ...daily, scheduler: 'Cron' })).toBe('same');
    expect(compareSchedules(daily, { ...daily, scheduler: 'airflow' })).toBe('unknown');
    expect(compareSchedules(daily, { schedule: '@daily', scheduler: 'airflow' })).toBe('unknown');
    expect(compareSchedules(daily, { schedule: '0 * * * *', scheduler: 'airflow' })).toBe('tightened');
  });

  it('is reflexive, mirrored and counts as a calendar does', () => {
    const days = fc.uniqueArray(fc.integer({ min: 0, max: 6 }), { minLength: 1 });
    const dates = fc.uniqueArray(fc.integer({ min: 1, max: 31 }), { minLength: 1, maxLength: 4 });
    const cron = fc.record({ days, dates, months: fc.uniqueArray(fc.integer({ min: 1, max: 12 }), { minLength: 1 }) });
    fc.assert(
      fc.property(cron, ({ days: week, dates: month, months }) => {
        fc.pre(week.length < 7);
        const text = `0 0 ${month.join()} ${months.join()} ${week.join()}`;
        let runs = 0;
        for (let day = 0; day < 10_227; day += 1) {
          const date = new Date(Date.UTC(2001, 0, 1 + day));
          if (!months.includes(date.getUTCMonth() + 1)) continue;
          if (week.includes(date.getUTCDay()) || month.includes(date.getUTCDate())) runs += 1;
        }
        expect(parseCron(text)?.runs).toBe(runs);
        expect(compareSchedules({ schedule: text }, { schedule: text })).toBe('same');
      }),
      { numRuns: 30 },
    );
  });
});
