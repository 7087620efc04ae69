import type { MacroRange } from '../jinja/rendition.ts';
import type { QueryText } from './query-text.ts';

/** What stands around a part of an expression, from the inside to the outside. */
export interface Path {
  readonly parent: Path | undefined;
  readonly call?: string;
  readonly isCondition: boolean;
  /** Whether it is written with parentheses, brackets, or `case … end`. */
  readonly isGroup: boolean;
  /** Whether it leaves of a moment only its day. */
  readonly isDay?: boolean;
  /** Names that stand for values of its own; in lower case. */
  readonly bound?: ReadonlySet<string>;
  /** How far it is known to reach in the SQL, where calls of macros matter. */
  extent?: Extent;
}

/** Offsets in UTF-16 units. */
interface Extent {
  readonly start: number;
  readonly end: number;
}

/** Calls beyond this are left out of a chain, the innermost first. */
export const maxCalls = 64;

/** Notes how far everything around a mention reaches, from what is in it and from the parentheses in the text. */
export function measure(path: Path | undefined, mention: Extent, text: QueryText): void {
  let { start, end } = mention;
  for (let each = path; each !== undefined; each = each.parent) {
    const group = each.isGroup ? groupAround(text, start, end) : undefined;
    start = Math.min(start, group?.start ?? start, each.extent?.start ?? start);
    end = Math.max(end, group?.end ?? end, each.extent?.end ?? end);
    each.extent = { start, end };
  }
}

function groupAround(text: QueryText, start: number, end: number): Extent | undefined {
  for (let group = text.groupAt(start); group !== undefined; group = group.parent)
    if (group.start <= start && group.end >= end && (group.start < start || group.end > end)) return group;
  return undefined;
}

/** The calls around a mention, the outermost first, and what its values do: each macro stands where its call wrote. */
export function chainOf(
  path: Path | undefined,
  macros: readonly MacroRange[],
): { readonly calls: readonly string[]; readonly role: 'value' | 'condition' } {
  const inward: string[] = [];
  let isCondition = false;
  let next = 0;
  for (let each = path; each !== undefined; each = each.parent) {
    for (let macro = macros[next]; macro !== undefined && !holds(macro, each.extent); macro = macros[next]) {
      inward.push(`macro:${macro.name}`);
      next += 1;
    }
    if (each.call !== undefined) inward.push(each.call);
    isCondition ||= each.isCondition;
  }
  for (const macro of macros.slice(next)) inward.push(`macro:${macro.name}`);
  return { calls: inward.toReversed().slice(0, maxCalls), role: isCondition ? 'condition' : 'value' };
}

function holds(macro: MacroRange, extent: Extent | undefined): boolean {
  return extent === undefined || (macro.start <= extent.start && macro.end >= extent.end);
}

/** A path with one more thing around it, inside of all that is. */
export function around(
  parent: Path | undefined,
  { call, isCondition = false, isGroup = true }: { call?: string; isCondition?: boolean; isGroup?: boolean },
): Path {
  return { parent, isCondition, isGroup, ...(call !== undefined && { call }) };
}

/** Whether a cast to a day stands around. */
export function isOfDay(path: Path | undefined): boolean {
  for (let each = path; each !== undefined; each = each.parent) if (each.isDay === true) return true;
  return false;
}

/** Whether a name stands for a value of its own: the parameter of a function that is an argument. */
export function isBound(path: Path | undefined, name: string): boolean {
  const lower = name.toLowerCase();
  for (let each = path; each !== undefined; each = each.parent) if (each.bound?.has(lower)) return true;
  return false;
}
