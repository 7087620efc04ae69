import type { ColumnFamily } from '../../../src/model/columns.ts';
import { condition, expression, type Writer } from './expressions.ts';

/** An aggregate over the rows of a group, or a calculation with some, and what it gives. */
export function aggregate(writer: Writer): { readonly text: string; readonly family: ColumnFamily } {
  const { draw } = writer;
  const family = draw.pick(['number', 'string', 'date', 'timestamp'] as const);
  const value = expression(writer, family);
  const number = expression(writer, 'number');
  const filter = draw.chance(10) ? ` filter (where ${condition(writer)})` : '';
  return draw.pick([
    { text: `count(*)${filter}`, family: 'number' },
    { text: `count(distinct ${value})`, family: 'number' },
    { text: `sum(${number})${filter}`, family: 'number' },
    { text: `avg(${number})`, family: 'number' },
    { text: `${draw.pick(['min', 'max', 'any_value', 'first'])}(${value})${filter}`, family },
    { text: `sum(case when ${condition(writer)} then 1 else 0 end)`, family: 'number' },
    { text: `sum(${number}) / nullif(count(*), 0)`, family: 'number' },
    { text: `coalesce(sum(${number}), 0)`, family: 'number' },
    { text: `count(*) > 1`, family: 'boolean' },
    { text: `bool_or(${condition(writer)})`, family: 'boolean' },
    { text: `string_agg(${expression(writer, 'string')}, ',')`, family: 'string' },
    { text: `array_agg(${value} order by ${value})`, family: 'array' },
    { text: `list(${value})`, family: 'array' },
    { text: `max_by(${value}, ${number})`, family },
    { text: `median(${number})`, family: 'number' },
    { text: `stddev(${number})`, family: 'number' },
  ]);
}

/** A calculation over a window; `named` is the name of a window of the SELECT, where it has one. */
export function windowed(
  writer: Writer,
  named: string | undefined,
): { readonly text: string; readonly family: ColumnFamily } {
  const { draw } = writer;
  const family = draw.pick(['number', 'string', 'date', 'timestamp', 'boolean'] as const);
  const value = expression(writer, family);
  const over = named !== undefined && draw.chance(50) ? ` over ${named}` : ` over (${windowOf(writer)})`;
  return draw.pick([
    { text: `row_number()${over}`, family: 'number' },
    { text: `rank()${over}`, family: 'number' },
    { text: `dense_rank()${over}`, family: 'number' },
    { text: `ntile(4)${over}`, family: 'number' },
    { text: `percent_rank()${over}`, family: 'number' },
    { text: `sum(${expression(writer, 'number')})${over}`, family: 'number' },
    { text: `count(*)${over}`, family: 'number' },
    { text: `avg(${expression(writer, 'number')})${over}`, family: 'number' },
    { text: `lag(${value})${over}`, family },
    { text: `lead(${value}, 1)${over}`, family },
    { text: `first_value(${value})${over}`, family },
    { text: `last_value(${value} ignore nulls)${over}`, family },
    { text: `max(${value})${over}`, family },
  ]);
}

/** What stands between the parentheses of a window. */
export function windowOf(writer: Writer): string {
  const { draw } = writer;
  const flat = { ...writer, depth: 0 };
  const partition = draw.chance(75) ? `partition by ${expression(flat, draw.pick(['number', 'string']))}` : '';
  const order = `order by ${expression(flat, draw.pick(['timestamp', 'number']))}${draw.pick(['', ' desc', ' nulls last'])}`;
  const frame = draw.chance(15) ? 'rows between unbounded preceding and current row' : '';
  return [partition, order, frame].filter((part) => part !== '').join(' ');
}
