import type { CustomProperty, Json } from './contract.ts';
import type { Located, Location } from './location.ts';

/** An element that can be marked as deprecated: by the key of ODCS 3.2.0, before that by a tag or custom property. */
export interface Deprecable {
  readonly deprecated?: Located<boolean>;
  readonly tags?: readonly string[];
  readonly customProperties: readonly CustomProperty[];
  readonly at: Location;
}

/** What an element says about its own end. Dates are ISO 8601 days (`2026-06-30`). */
export interface Deprecation {
  readonly deprecated: boolean;
  readonly at: Location;
  /** Since when, where it says so. */
  readonly since?: string;
  /** The last day on which it must be there. */
  readonly sunset?: string;
  readonly sunsetAt?: Location;
  /** Name of what takes its place. */
  readonly replacement?: string;
}

const marks = new Set(['deprecated', 'deprecatedsince', 'sunset', 'replacedby']);

/** Whether a tag or custom property is one of those by which something is deprecated. */
export function isDeprecationMark(name: string): boolean {
  return marks.has(fold(name));
}

/** Whether a tag says that something is deprecated; the other marks need a value, which a tag has not. */
export function isDeprecationTag(name: string): boolean {
  return fold(name) === 'deprecated';
}

/** Reads every spelling: `deprecated: true`, the tag `deprecated`, and the custom properties deprecated, deprecatedSince, sunset, replacedBy. */
export function deprecationOf(element: Deprecable): Deprecation {
  const custom = new Map(
    element.customProperties
      .filter(({ property }) => isDeprecationMark(property))
      .map((each): [string, CustomProperty] => [fold(each.property), each]),
  );
  const flag = custom.get('deprecated');
  const since = dayOf(custom.get('deprecatedsince')?.value) ?? dayOf(flag?.value);
  const sunset = custom.get('sunset');
  const until = dayOf(sunset?.value);
  const replacement = custom.get('replacedby')?.value;
  const tagged = element.tags?.some((tag) => isDeprecationTag(tag)) ?? false;
  return {
    deprecated:
      element.deprecated?.value === true || tagged || isOn(flag?.value) || since !== undefined || until !== undefined,
    at: element.deprecated?.value === true ? element.deprecated.at : (flag?.at ?? sunset?.at ?? element.at),
    ...(since === undefined ? {} : { since }),
    ...(until === undefined || sunset === undefined ? {} : { sunset: until, sunsetAt: sunset.at }),
    ...(typeof replacement === 'string' ? { replacement } : {}),
  };
}

function fold(name: string): string {
  return name.toLowerCase().replaceAll(/[_-]/g, '');
}

function isOn(value: Json | undefined): boolean {
  return value !== undefined && value !== null && value !== false && value !== 'false' && value !== '';
}

/** Whether a value only says yes or no, or nothing. */
export function isSwitch(value: Json | undefined): boolean {
  return !isOn(value) || value === true || value === 'true';
}

/** The day of an ISO 8601 date or date and time; undefined for anything else. */
export function dayOf(value: Json | undefined): string | undefined {
  if (typeof value !== 'string') return undefined;
  const day = /^(\d{4}-\d{2}-\d{2})(?:$|[T ])/.exec(value)?.[1];
  return day === undefined || Number.isNaN(Date.parse(day)) ? undefined : day;
}
