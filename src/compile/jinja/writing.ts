import type { MacroRange } from './rendition.ts';
import type { StopReason } from './stop.ts';

/** What is known of a text that a macro wrote, as long as the template passes it on unchanged. */
export interface Writing {
  /** Calls of macros that wrote parts of it, with offsets in the text; outer ones before those inside them. */
  readonly macros: readonly MacroRange[];
  /** Why a part of it is not known: a marker stands in its place, so the text may be printed and nothing else. */
  readonly unknown?: StopReason;
}

/** What is known of the result of a call of macro `name`: all of it is the macro's, and `inside` wrote parts of that. */
export function writtenBy(name: string, size: number, inside: Writing | undefined): Writing {
  const whole = size === 0 ? [] : [{ name, start: 0, end: size }];
  return { ...inside, macros: [...whole, ...(inside?.macros ?? [])] };
}

/** The same parts, as offsets of a text in which this one starts at `offset`. */
export function shiftRanges(ranges: readonly MacroRange[], offset: number): readonly MacroRange[] {
  if (offset === 0) return ranges;
  return ranges.map(({ name, start, end }) => ({ name, start: start + offset, end: end + offset }));
}
