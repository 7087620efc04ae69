import { identifierOf, nodeOf } from './tree.ts';

const units = new Set(
  (
    'year years yyyy yy y yr quarter quarters qtr q month months mm mon week weeks isoweek iso_week isoyear wk w day days dd d ' +
    'dayofweek dayofyear weekday dow doy hour hours hh hr minute minutes mi min second seconds ss s sec millisecond milliseconds ' +
    'ms microsecond microseconds us nanosecond nanoseconds ns epoch epoch_second epoch_millisecond decade century millennium ' +
    'timezone timezone_hour timezone_minute date time monday tuesday wednesday thursday friday saturday sunday'
  ).split(' '),
);

/** Functions that take a unit of time first, and those that take it last. */
const unitFirst =
  /^(?:date_?add|date_?diff|date_?sub|date_?part|date_?name|date_?trunc|date_?bucket|time_?add|time_?diff|timestamp_?add|timestamp_?diff|datetime_?trunc|datepart)$/;
const unitLast =
  /^(?:trunc|last_day|next_day|previous_day|round|floor|ceil|(?:date|datetime|time|timestamp)_(?:trunc|diff)|date_?trunc|date_?diff|generate_(?:date|timestamp)_array)$/;

/** Indexes of the arguments that are a unit of time, and not the column that they look like. */
export function unitsAmong(name: string, args: readonly unknown[]): ReadonlySet<number> {
  const found = new Set<number>();
  if (args.length < 2) return found;
  if (unitFirst.test(name) && isUnit(args[0])) found.add(0);
  else if (unitLast.test(name) && isUnit(args.at(-1))) found.add(args.length - 1);
  if (/^(?:try_)?convert$/.test(name) && nodeOf(args[0])?.kind === 'column') found.add(0);
  return found;
}

function isUnit(value: unknown): boolean {
  const node = nodeOf(value);
  if (node?.kind !== 'column' || node.body['table'] !== null) return false;
  const name = identifierOf(node.body['name']);
  return name !== undefined && !name.isQuoted && units.has(name.name.toLowerCase());
}
