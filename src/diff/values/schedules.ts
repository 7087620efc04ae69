import type { Comparison } from './comparison.ts';
import { type CronSchedule, parseCron } from '../../model/cron.ts';
import {
  compareDurations,
  durationUnit,
  type Duration,
  parseIsoDuration,
  timesDuration,
} from '../../model/durations.ts';
import { intervalWords } from './quantities.ts';
import { sameJson } from '../same.ts';
import { foldCase } from '../../model/words.ts';

/** When something runs, as a quality rule or a service level says it. */
export interface Schedule {
  readonly schedule?: string;
  readonly scheduler?: string;
}

/**
 * Compares how often two schedules run; `tightened` runs more often, also than not at all. Runs as often at other times, or by
 * another scheduler, are `unknown`.
 */
export function compareSchedules(before: Schedule | undefined, after: Schedule | undefined): Comparison {
  const [base, head] = [scheduleText(before), scheduleText(after)];
  const sameScheduler = schedulerName(before) === schedulerName(after);
  if (base === head) return sameScheduler ? 'same' : 'unknown';
  if (base === '') return 'tightened';
  if (head === '') return 'loosened';
  return compareTimings(timingOf(base), timingOf(head), sameScheduler);
}

type Timing = { readonly cron: CronSchedule } | { readonly every: Duration };

function scheduleText(schedule: Schedule | undefined): string {
  return foldCase(schedule?.schedule ?? '');
}

/** Cron is what a schedule without a scheduler is written for. */
function schedulerName(schedule: Schedule | undefined): string {
  return foldCase(schedule?.scheduler ?? '') || 'cron';
}

function timingOf(text: string): Timing | undefined {
  const cron = parseCron(macros.get(text) ?? text);
  if (cron !== undefined) return { cron };
  const every = parseIsoDuration(text) ?? intervalWords.get(text) ?? writtenInterval(text);
  return every === undefined || every.months + every.seconds === 0 ? undefined : { every };
}

const macros = new Map([
  ...['@hourly', 'hourly'].map((word) => [word, '0 * * * *'] as const),
  ...['@daily', '@midnight', 'daily'].map((word) => [word, '0 0 * * *'] as const),
  ...['@weekly', 'weekly'].map((word) => [word, '0 0 * * 0'] as const),
  ...['@monthly', 'monthly'].map((word) => [word, '0 0 1 * *'] as const),
  ...['@yearly', '@annually', 'yearly', 'annually'].map((word) => [word, '0 0 1 1 *'] as const),
]);

/** `every 15 minutes`, `@every 1h`, `rate(5 minutes)`, `a cada 2 horas`. */
function writtenInterval(text: string): Duration | undefined {
  const [, count = '1', unit] =
    /^(?:@?every|a cada) (?:(\d{1,6}) ?)?([a-z]+)$/.exec(text) ?? /^rate\((\d{1,6}) ([a-z]+)\)$/.exec(text) ?? [];
  const duration = unit === undefined ? undefined : durationUnit(unit);
  return duration && timesDuration(duration, Number(count));
}

function compareTimings(base: Timing | undefined, head: Timing | undefined, sameScheduler: boolean): Comparison {
  if (base === undefined || head === undefined) return 'unknown';
  const order = compareFrequencies(base, head);
  if (order === undefined) return 'unknown';
  if (order !== 0) return order < 0 ? 'tightened' : 'loosened';
  return sameScheduler && sameJson(timingKey(base), timingKey(head)) ? 'same' : 'unknown';
}

/** Negative where `head` runs more often. */
function compareFrequencies(base: Timing, head: Timing): number | undefined {
  if ('cron' in base && 'cron' in head) return base.cron.runs - head.cron.runs;
  return compareDurations(meanInterval(head), meanInterval(base));
}

function meanInterval(timing: Timing): Duration {
  if ('every' in timing) return timing.every;
  const { runs, periodDays } = timing.cron;
  return timesDuration({ months: 0, seconds: periodDays * 86_400 }, 1 / runs);
}

function timingKey(timing: Timing) {
  return 'cron' in timing ? timing.cron.key : { months: timing.every.months, seconds: timing.every.seconds };
}
