import { fail } from './stop.ts';

/** Bounds of one rendering. Real models use less than a hundredth of each. */
export interface Limits {
  /** Expressions and statements evaluated. */
  readonly maxSteps: number;
  /** Macros inside macros. */
  readonly maxDepth: number;
}

export const defaultLimits: Limits = { maxSteps: 10_000_000, maxDepth: 100 };

/** Longest text and largest list that a template may build, in UTF-16 units or items. */
const maxSize = 1_000_000;

/** @throws RenderStop where something larger than {@link maxSize} would be built */
export function checkSize(size: number): void {
  if (!(size <= maxSize)) fail('too-large', { max: maxSize });
}

/**
 * Bounds one walk over a value: shared parts are visited once for each place they stand in, so a small value can be
 * endless to print. The visits left are its state.
 */
export class WalkBudget {
  private left = 200_000;

  /** Counts one visit at `depth`. @throws RenderStop where the value is too deep or too large */
  visit(depth: number): void {
    this.left -= 1;
    if (depth > maxValueDepth) fail('recursion', { max: maxValueDepth });
    if (this.left < 0) fail('too-large', { max: maxSize });
  }
}

/** Deepest list in list that can be printed, compared or written as JSON. */
const maxValueDepth = 100;
