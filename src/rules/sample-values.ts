import type { Json, Property } from '../model/contract.ts';

/**
 * Whether a value of a file can be one of the property's logical type. Files write dates, numbers and booleans in many
 * ways: only what is surely none is refused. Texts of CSV count as what they spell; a property without type takes all.
 */
export function fitsType({ logicalType }: Pick<Property, 'logicalType'>, value: Json): boolean {
  switch (logicalType?.value) {
    case undefined:
    case 'map':
      return true;
    case 'string':
      return typeof value === 'string';
    case 'integer':
      return typeof value === 'number' ? Number.isInteger(value) : isText(value, /^[+-]?\d{1,40}(?:[.,]0{1,40})?$/);
    case 'number':
      return (
        typeof value === 'number' ||
        isText(value, /^[+-]?(?:\d{1,40}(?:[.,]\d{0,40})*|[.,]\d{1,40})(?:e[+-]?\d{1,4})?$/i)
      );
    case 'boolean':
      return (
        typeof value === 'boolean' ||
        isText(
          typeof value === 'number' ? String(value) : value,
          /^(?:0|1|f|false|falso|n|n[aã]o|no|s|sim|t|true|verdadeiro|y|yes)$/i,
        )
      );
    case 'date':
    case 'timestamp':
      return typeof value === 'number' || (isText(value, /\d/) && isPossibleDate(value));
    case 'time':
      return typeof value === 'number' || isText(value, /\d/);
    case 'object':
      return typeof value === 'string' || (typeof value === 'object' && !Array.isArray(value));
    case 'array':
    case 'vector':
      return typeof value === 'string' || Array.isArray(value);
    default:
      return true;
  }
}

function isText(value: Json, pattern: RegExp): value is string {
  return typeof value === 'string' && value.length <= 1_000 && pattern.test(value.trim());
}

/** A text that begins like an ISO 8601 date must be a day of the calendar. */
function isPossibleDate(text: string): boolean {
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})(?!\d)/.exec(text.trim()) ?? [];
  if (year === undefined) return true;
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  return date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day);
}
