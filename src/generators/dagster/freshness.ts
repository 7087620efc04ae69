import { ageOf } from '../../model/service-time.ts';
import type { Pipeline } from '../schedule/schedule-pipelines.ts';
import type { RunSettings } from '../schedule/schedule-settings.ts';

/** When Dagster takes the tables of a pipeline for old; seconds. */
export interface FreshnessWindow {
  readonly fail: number;
  /** Less than `fail`. */
  readonly warn?: number;
}

/**
 * The window that the service levels leave: what is promised, but no less than the schedule and one run need, which is always
 * reached. The shorter of the two warns. Undefined where nothing is said of the age of the data, and for streams.
 */
export function freshnessOf({ promises, decision }: Pipeline, settings: RunSettings): FreshnessWindow | undefined {
  const ages = promises.flatMap(({ metric, time }) => {
    const age = (metric === 'latency' || metric === 'freshness') && time !== undefined ? ageOf(time) : undefined;
    return age === undefined ? [] : [age.seconds + age.months * monthSeconds];
  });
  const promised = Math.min(...ages);
  // Dagster takes no shorter one.
  if (!Number.isFinite(promised) || promised < 60) return undefined;
  const needed = decision.gapSeconds === undefined ? promised : decision.gapSeconds + settings.timeoutSeconds;
  const [warn, fail] = [Math.min(promised, needed), Math.max(promised, needed)];
  return warn < fail ? { fail, warn } : { fail };
}

const monthSeconds = 31 * 86_400;
