import { cronGaps } from '../../model/cron-gaps.ts';
import type { Duration } from '../../model/durations.ts';
import type { Location } from '../../model/location.ts';
import { compareAges, type ServicePromise, strictestOf } from '../../model/promises-of.ts';
import { ageOf, type ServiceTime } from '../../model/service-time.ts';
import { cadenceOf, type Clock, scheduleFor } from '../../model/sla-schedule.ts';
import type { RunSettings } from './schedule-settings.ts';

/** What starts a pipeline. */
export type Schedule =
  | { readonly kind: 'cron'; readonly expression: string; readonly timezone: string }
  /** Every so many seconds, however that falls on the clock. */
  | { readonly kind: 'timedelta'; readonly seconds: number; readonly timezone: string }
  /** When all of these pipelines have run. */
  | { readonly kind: 'asset'; readonly pipelines: readonly string[] }
  /** Faster than a batch pipeline can be. */
  | { readonly kind: 'stream' }
  /** A person. */
  | { readonly kind: 'none' };

/** A message of the namespace `schedule`, and the line that it is about. */
export interface Reason {
  readonly message: string;
  readonly values: { readonly [name: string]: string };
  readonly at?: Location;
}

/** How a pipeline is started, and why. */
export interface Decision {
  readonly schedule: Schedule;
  readonly reason: Reason;
  /** The longest time between two runs, in seconds; absent where nothing starts it by itself. */
  readonly gapSeconds?: number;
  /** What the schedule cannot keep, or what nothing says. */
  readonly doubts: readonly Reason[];
}

/** A pipeline that makes what this one reads. */
export interface Upstream {
  readonly name: string;
  readonly decision: Decision;
}

/** What decides about a schedule. */
export interface ScheduleRequest {
  /** What is promised for the products, see `bindingPromises`. */
  readonly promises: readonly ServicePromise[];
  readonly settings: RunSettings;
  readonly upstream: readonly Upstream[];
  /** Whether it reads anything that no pipeline of `upstream` makes. */
  readonly readsSources: boolean;
  /** `exact`: 45 minutes are 45 minutes; `even`: they are 30, so that runs fall on the same minutes of every hour. */
  readonly intervals: 'even' | 'exact';
}

/**
 * Tells what starts a pipeline: how often it is promised to run; else how old its data may be at most, which also bounds a slower
 * frequency. A pipeline that reads others starts after them where that keeps the promise: an event beats a clock.
 */
export function scheduleOf(request: ScheduleRequest): Decision {
  const lead = leadOf(request.promises);
  const time = lead === undefined ? undefined : timeOf(lead.promise);
  if (lead !== undefined && (time?.kind === 'stream' || isShort(time))) return streamed(lead);
  if (lead !== undefined && time?.kind === 'cron') return clocked(request, lead, time);
  const after = afterUpstream(request, lead, time);
  if (after !== undefined) return after;
  if (lead === undefined || time === undefined) return undecided();
  return clocked(request, lead, time);
}

/** The promise that decides. */
interface Lead {
  readonly promise: ServicePromise;
  readonly message: 'frequency' | 'age' | 'bounded';
  /** The other one, where both are given. */
  readonly bound?: ServicePromise;
}

function leadOf(promises: readonly ServicePromise[]): Lead | undefined {
  const frequency = strictestOf(promises.filter(({ metric }) => metric === 'frequency'));
  const bound = strictestOf(promises.filter(({ metric }) => metric === 'latency' || metric === 'freshness'));
  if (frequency === undefined) return bound && { promise: bound, message: 'age' };
  if (bound === undefined) return { promise: frequency, message: 'frequency' };
  // Who writes an expression means these times, and no others.
  const isSlower = frequency.time?.kind !== 'cron' && (compareAges(frequency, bound) ?? 0) > 0;
  return isSlower
    ? { promise: bound, message: 'bounded', bound: frequency }
    : { promise: frequency, message: 'frequency', bound };
}

function timeOf({ metric, time }: ServicePromise): ServiceTime | undefined {
  return time !== undefined && metric === 'frequency' ? cadenceOf(time) : time;
}

/** No clock of an orchestrator ticks more often than once a minute. */
function isShort(time: ServiceTime | undefined): boolean {
  return time?.kind === 'interval' && time.duration.months === 0 && time.duration.seconds < 60;
}

function streamed({ promise }: Lead): Decision {
  const reason = reasonOf('stream', promise);
  return { schedule: { kind: 'stream' }, reason, doubts: [reason] };
}

function undecided(): Decision {
  const reason = { message: 'schedule.none', values: {} };
  return { schedule: { kind: 'none' }, reason, doubts: [reason] };
}

function afterUpstream(
  { upstream, readsSources }: ScheduleRequest,
  lead: Lead | undefined,
  time: ServiceTime | undefined,
): Decision | undefined {
  const gaps = upstream.map(({ decision }) => decision.gapSeconds);
  // What a person starts would never start this one by itself.
  if (upstream.length === 0 || gaps.includes(undefined)) return undefined;
  const gapSeconds = Math.max(...gaps.map((gap) => gap ?? 0));
  const age = time && ageOf(time);
  const isEnough = age === undefined || gapSeconds <= secondsOf(age);
  if (!isEnough && readsSources) return undefined;
  const pipelines = upstream.map(({ name }) => name);
  const names = pipelines.map((name) => `"${name}"`).join(', ');
  return {
    schedule: { kind: 'asset', pipelines },
    reason: { message: 'schedule.assets', values: { pipelines: names } },
    gapSeconds,
    doubts: isEnough || lead === undefined ? [] : [reasonOf('upstream-too-slow', lead.promise, { pipelines: names })],
  };
}

function clocked(request: ScheduleRequest, lead: Lead, time: ServiceTime): Decision {
  const { clock, timezone, at } = clockOf(request);
  const age = ageOf(time);
  const expression = scheduleFor(time, clock) ?? '* * * * *';
  const seconds = time.kind === 'interval' && time.duration.months === 0 ? time.duration.seconds : 0;
  const gapSeconds = cronGaps(expression)?.longest;
  const isExact = request.intervals === 'exact' && seconds > 0 && seconds !== gapSeconds;
  const schedule: Schedule = isExact
    ? { kind: 'timedelta', seconds, timezone }
    : { kind: 'cron', expression, timezone };
  const gap = isExact ? seconds : (gapSeconds ?? (age && secondsOf(age)));
  const message = time.kind === 'cron' ? 'cron' : lead.message;
  return {
    schedule,
    reason: reasonOf(message, lead.promise, {
      other: lead.bound?.written ?? '',
      otherName: lead.bound?.name ?? '',
      clock: at === undefined ? '' : clockText(clock, timezone),
    }),
    ...(gap === undefined ? {} : { gapSeconds: gap }),
    doubts: time.kind === 'cron' ? cronDoubts(lead, gapSeconds) : [],
  };
}

/** An expression is taken as it is written; where it breaks a promise, that is said. */
function cronDoubts({ promise, bound }: Lead, gapSeconds: number | undefined): readonly Reason[] {
  const age = bound?.time && ageOf(bound.time);
  if (bound === undefined || age === undefined || gapSeconds === undefined || gapSeconds <= secondsOf(age)) return [];
  return [reasonOf('cron-too-slow', promise, { other: bound.written, otherName: bound.name })];
}

/** A month is as long as the longest. */
function secondsOf({ months, seconds }: Duration): number {
  return seconds + (Math.floor(months / 12) * 366 + (months % 12) * 31) * 86_400;
}

function reasonOf(message: string, promise: ServicePromise, more: Reason['values'] = {}): Reason {
  const { name, written, at } = promise;
  return { message: `schedule.${message}`, values: { name, written, file: at.path, ...more }, at };
}

interface StartTime {
  readonly clock: Clock;
  readonly timezone: string;
  /** Where a service level says it. */
  readonly at?: Location;
}

/** Runs start so long before the promised time as one may take; without a promise, when the governance says. */
function clockOf({ promises, settings }: ScheduleRequest): StartTime {
  const promised = origins.flatMap((origin) =>
    promises.filter((each) => each.origin === origin && each.clock !== undefined),
  )[0];
  const { clock } = promised ?? {};
  if (promised === undefined || clock === undefined) return { clock: settings.dailyAt, timezone: settings.timezone };
  const minutes = clock.hour * 60 + clock.minute - (clock.offsetMinutes ?? 0) - Math.ceil(settings.timeoutSeconds / 60);
  const inDay = ((minutes % dayMinutes) + dayMinutes) % dayMinutes;
  return {
    clock: { hour: Math.floor(inDay / 60), minute: inDay % 60 },
    timezone: clock.offsetMinutes === undefined ? settings.timezone : 'UTC',
    at: promised.at,
  };
}

const dayMinutes = 24 * 60;

/** The contract is what readers hold. */
const origins = ['contract', 'slas', 'canvas'] as const;

function clockText({ hour, minute }: Clock, timezone: string): string {
  return `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')} ${timezone}`;
}
