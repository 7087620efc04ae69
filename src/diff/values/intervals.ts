/** The numbers between two ends; an open end is not among them. Infinite ends are open. */
export interface Interval {
  readonly low: number;
  readonly lowOpen: boolean;
  readonly high: number;
  readonly highOpen: boolean;
}

/** All numbers from `low` to `high`, both included where they are finite. */
export function closed(low: number, high: number): Interval {
  return { low, lowOpen: low === -Infinity, high, highOpen: high === Infinity };
}

/** What two intervals share; undefined where that is nothing. */
export function intersect(a: Interval, b: Interval): Interval | undefined {
  const { low, lowOpen } = a.low > b.low || (a.low === b.low && a.lowOpen) ? a : b;
  const { high, highOpen } = a.high < b.high || (a.high === b.high && a.highOpen) ? a : b;
  return low > high || (low === high && (lowOpen || highOpen)) ? undefined : { low, lowOpen, high, highOpen };
}

/** The whole numbers of an interval, as an interval with closed finite ends; undefined where it holds none. */
export function wholeNumbers(interval: Interval): Interval | undefined {
  const low = interval.lowOpen ? Math.floor(interval.low) + 1 : Math.ceil(interval.low);
  const high = interval.highOpen ? Math.ceil(interval.high) - 1 : Math.floor(interval.high);
  return low > high ? undefined : closed(low, high);
}

/** Whether every number of `inner` is in `outer`; each is a list of intervals that do not touch one another. */
export function isWithin(inner: readonly Interval[], outer: readonly Interval[]): boolean {
  return inner.every((part) => outer.some((whole) => holds(whole, part)));
}

function holds(whole: Interval, part: Interval): boolean {
  const low = whole.low < part.low || (whole.low === part.low && (!whole.lowOpen || part.lowOpen));
  const high = whole.high > part.high || (whole.high === part.high && (!whole.highOpen || part.highOpen));
  return low && high;
}
