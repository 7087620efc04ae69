import type { Json } from '../model/contract.ts';

/** A value that can be put in order with others of the same form. */
export interface Comparable {
  /** `number`, or the shape of a date or time with its digits as 9. */
  readonly form: string;
  readonly value: number | string;
}

/** A number, or a date or time of ISO 8601 as far as texts of one shape are in order; undefined for anything else. */
export function comparable(value: Json | undefined): Comparable | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? { form: 'number', value } : undefined;
  if (typeof value !== 'string' || !isoShape.test(value)) return undefined;
  return { form: value.replaceAll(/\d/g, '9'), value };
}

/** Without an offset: two of them would have to be added first. */
const isoShape =
  /^(?:\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?Z?)?|\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?)$/;
