import type { Comparison } from './comparison.ts';
import { type CronSchedule, parseCron } from '../../model/cron.ts';
import { compareDurations, type Duration, timesDuration } from '../../model/durations.ts';
import { parseServiceTime } from '../../model/service-time.ts';
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
  const time = parseServiceTime(macros.has(text) ? `@${text}` : text);
  if (time?.kind === 'interval') return { every: time.duration };
  const cron = time?.kind === 'cron' ? parseCron(time.expression) : undefined;
  return cron && { cron };
}

/** As a schedule, the macros of cron are also written without their sign. */
const macros = new Set(['hourly', 'daily', 'weekly', 'monthly', 'yearly', 'annually']);

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
