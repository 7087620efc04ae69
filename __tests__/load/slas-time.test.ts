import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cronGaps } from '../../src/model/cron-gaps.ts';
import { ageOf, leadingServiceTime, parseServiceTime, parseSignedTime } from '../../src/model/service-time.ts';
import { scheduleFor } from '../../src/model/sla-schedule.ts';
import { parsePercent } from '../../src/model/slas.ts';

const seconds = (count: number) => ({ kind: 'interval', duration: { months: 0, seconds: count } });
const months = (count: number) => ({ kind: 'interval', duration: { months: count, seconds: 0 } });
const offset = (days: number) => ({ kind: 'day-offset', days });
const cron = (expression: string) => ({ kind: 'cron', expression });
const stream = { kind: 'stream' };

describe('parseServiceTime', () => {
  it.each([
    ['5m', seconds(300)],
    ['15min', seconds(900)],
    ['< 5 min', seconds(300)],
    ['≤ 5 min', seconds(300)],
    ['até 2 horas', seconds(7200)],
    ['up to 1 day', seconds(86_400)],
    ['6h', seconds(21_600)],
    ['1,5 h', seconds(5400)],
    ['1h30m', seconds(5400)],
    ['1 hour and 30 minutes', seconds(5400)],
    ['1h e 30min', seconds(5400)],
    ['PT1H30M', seconds(5400)],
    ['P1D', seconds(86_400)],
    ['P1M', months(1)],
    ['24 hours', seconds(86_400)],
    ['1 dia', seconds(86_400)],
    ['2 semanas', seconds(1_209_600)],
    ['daily', seconds(86_400)],
    ['diário', seconds(86_400)],
    ['every 15 minutes', seconds(900)],
    ['a cada 2 horas', seconds(7200)],
    ['every hour', seconds(3600)],
    ['@every 1h', seconds(3600)],
    ['rate(5 minutes)', seconds(300)],
    ['4x per day', seconds(21_600)],
    ['2 vezes por dia', seconds(43_200)],
    ['D-1', offset(1)],
    ['d - 2', offset(2)],
    ['D+1', offset(1)],
    ['D-0', offset(0)],
    ['D−1', offset(1)],
    ['previous day', offset(1)],
    ['real-time', stream],
    ['Real time', stream],
    ['streaming', stream],
    ['NRT', stream],
    ['near real-time', stream],
    ['tempo real', stream],
    ['Contínuo', stream],
    ['*/15 * * * *', cron('*/15 * * * *')],
    ['0 5 * * MON-FRI', cron('0 5 * * mon-fri')],
    ['@daily', cron('0 0 * * *')],
  ])('%s', (text, expected) => expect(parseServiceTime(text)).toEqual(expected));

  it.each([
    '6hh',
    'soon',
    '',
    '5',
    'D-x',
    '0 h',
    '61 * * * *',
    '* * * * * *',
    '> 5 min',
    '1,500 h',
    '1.2.3 h',
    'P',
    'every now and then',
    `${'9'.repeat(300)} h`,
  ])('"%s" is no time', (text) => expect(parseServiceTime(text)).toBeUndefined());

  it('keeps the sign, which decides whether a limit is a promise', () => {
    expect(parseSignedTime('pelo menos 5 anos')).toEqual({ time: months(60), sign: 'lower' });
  });

  it('reads a number of minutes alike in every spelling', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100_000 }), (count) => {
        for (const text of [`${count}m`, `${count} min`, `< ${count} minutos`, `PT${count}M`, `every ${count} minutes`])
          expect(parseServiceTime(text)).toEqual(seconds(count * 60));
      }),
    );
  });

  it('takes no time to speak of for hostile texts', () => {
    for (const text of ['1h'.repeat(99), '1 '.repeat(99), 'a '.repeat(99), `every ${'every '.repeat(30)}`])
      expect(() => parseServiceTime(text)).not.toThrow();
  });
});

it.each([
  ['D-1, every morning', offset(1)],
  ['6h (business days)', seconds(21_600)],
  ['D-1. The CFO agreed', offset(1)],
  ['5 min – 10 min', seconds(300)],
])('a sentence begins with a time: %s', (text, expected) => expect(leadingServiceTime(text)).toEqual(expected));

it.each([
  ['99.9%', 99.9],
  ['99,95 %', 99.95],
  ['>= 99 percent', 99],
  ['0.999', 99.9],
  ['1', 100],
  ['0.5%', 0.5],
  ['100', 100],
  ['101%', undefined],
  ['0', undefined],
  ['< 99%', undefined],
  ['three nines', undefined],
])('availability %s', (text, expected) => expect(parsePercent(text)).toBe(expected));

describe('cronGaps', () => {
  const hours = 3600;
  it.each([
    ['*/15 * * * *', 0.25 * hours, 0.25 * hours, false],
    ['0 * * * *', hours, hours, false],
    ['*/45 * * * *', 0.25 * hours, 0.75 * hours, false],
    ['0 8-18 * * *', hours, 14 * hours, false],
    ['0 5 * * *', 24 * hours, 24 * hours, false],
    ['0 5 * * 1-5', 24 * hours, 72 * hours, true],
    ['0 0 * * 0', 168 * hours, 168 * hours, false],
    ['0 0 1 * *', 28 * 24 * hours, 31 * 24 * hours, false],
    ['0 0 29 2 *', 1461 * 24 * hours, 1461 * 24 * hours, false],
    ['0 0 1 * 1', 24 * hours, 7 * 24 * hours, false],
  ])('%s', (expression, ...expected) => {
    const [shortest, longest, onWeekdays] = expected;
    expect(cronGaps(expression)).toEqual({ shortest, longest, onWeekdays });
  });

  it('knows no gaps of what is no expression', () => expect(cronGaps('soon')).toBeUndefined());
});

describe('scheduleFor', () => {
  it.each([
    ['15 min', '*/15 * * * *'],
    ['45 min', '*/30 * * * *'],
    ['7 min', '*/6 * * * *'],
    ['1 min', '* * * * *'],
    ['1h', '0 * * * *'],
    ['90 min', '0 * * * *'],
    ['5h', '0 */4 * * *'],
    ['23h', '0 */12 * * *'],
    ['D-1', '0 2 * * *'],
    ['D-2', '0 2 * * *'],
    ['P1W', '0 2 * * 1'],
    ['P1M', '0 2 1 * *'],
    ['P3M', '0 2 1 */3 *'],
    ['P1Y', '0 2 1 1 *'],
    ['30 7 * * *', '30 7 * * *'],
    ['real-time', undefined],
    ['30 s', undefined],
  ])('%s', (text, expected) => {
    const time = parseServiceTime(text);
    expect(time && scheduleFor(time)).toBe(expected);
  });

  it('starts daily runs when it is told', () => {
    expect(scheduleFor({ kind: 'day-offset', days: 1 }, { hour: 5, minute: 30 })).toBe('30 5 * * *');
  });

  it('never leaves a longer gap than the promise allows', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 30 * 24 * 60 }), (minutes) => {
        const time = { kind: 'interval', duration: { months: 0, seconds: minutes * 60 } } as const;
        const gaps = cronGaps(scheduleFor(time) ?? '');
        expect(gaps?.longest).toBeLessThanOrEqual(ageOf(time)?.seconds ?? 0);
      }),
    );
  });
});
