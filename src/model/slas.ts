import type { Located, Location } from './location.ts';
import { serviceLevelOf } from './service-levels.ts';
import { type ServiceTime, splitSign } from './service-time.ts';
import { foldCase, foldWord } from './words.ts';

/** What is promised: `latency` and `freshness` are ages of data, `frequency` how often it is built, `availability` a share of the time. */
export type SlaMetric =
  | 'latency'
  | 'freshness'
  | 'frequency'
  | 'availability'
  | 'retention'
  | 'time-of-availability'
  | 'other';

/** One promise of `slas.yaml`. */
export interface SlaPromise {
  /** Name of the product that it is about; undefined for all products of the file's folder. */
  readonly product?: string;
  readonly metric: SlaMetric;
  /** The key as written. */
  readonly name: string;
  readonly written: Located<string>;
  /** Of a metric of time. */
  readonly time?: ServiceTime;
  /** Of `availability`: 0 to 100. */
  readonly percent?: number;
}

/** A `slas.yaml` below `specs/product-canvas/`. */
export interface SlaFile {
  readonly path: string;
  readonly promises: readonly SlaPromise[];
  readonly at: Location;
}

const schedules = new Set('schedule cadence refresh cadencia agendamento periodicidade'.split(' '));

/** What a key of `slas.yaml`, a label of a canvas or a property of `slaProperties` measures, whichever way it is written. */
export function slaMetricOf(name: string): SlaMetric {
  if (schedules.has(foldWord(name))) return 'frequency';
  switch (serviceLevelOf(name)) {
    case 'latency':
      return 'latency';
    case 'freshness':
      return 'freshness';
    case 'frequency':
    case 'interval':
      return 'frequency';
    case 'availability':
      return 'availability';
    case 'retention':
      return 'retention';
    case 'timeOfAvailability':
      return 'time-of-availability';
    default:
      return 'other';
  }
}

/** A share of the time from 0 to 100: `99.9%`, `99,9 %` and the share 0.999 are the same. Undefined for `< 99%` and what is no share. */
export function parsePercent(text: string): number | undefined {
  const { sign, text: rest } = splitSign(text.trim());
  const [, digits, percent] = /^(\d{1,3}(?:[.,]\d{1,9})?)(?: ?(%|percent|pct|por cento))?$/.exec(foldCase(rest)) ?? [];
  if (digits === undefined || sign === 'upper') return undefined;
  const number = Number(digits.replace(',', '.'));
  const value = percent === undefined && number <= 1 ? Number((number * 100).toPrecision(12)) : number;
  return value > 0 && value <= 100 ? value : undefined;
}
