import { fail } from './stop.ts';
import { numberOf, type Value } from './values.ts';

/** Days of 350 years: how far a date spine of ours reaches at most. */
const longestSpine = 2 ** 17;

/** `dbt_utils.generate_series`: a query of the whole numbers from 1 to `bound`. @throws RenderStop where it is no number above 0 */
export function generateSeries(bound: Value | undefined): string {
  const count = bound === undefined ? undefined : (numberOf(bound) ?? Number(bound));
  if (count === undefined || !(count > 0 && count <= longestSpine)) return fail('bad-argument', { type: 'no number' });
  return `with p as (
    select 0 as generated_number union all select 1
), unioned as (
    ${powersOfTwo(count)}
)
select * from unioned where generated_number <= ${count} order by generated_number`;
}

/** The numbers from 1 to at least `count`: one column is one bit. */
function powersOfTwo(count: number): string {
  const bits = Array.from({ length: Math.max(1, Math.ceil(Math.log2(count))) }, (_none, bit) => bit);
  const sum = bits.map((bit) => `p${bit}.generated_number * ${2 ** bit}`).join(' + ');
  return `select ${sum} + 1 as generated_number from ${bits.map((bit) => `p as p${bit}`).join(' cross join ')}`;
}

interface Spine {
  readonly part: string;
  /** SQL of the first date, and of the one after the last. */
  readonly start: string;
  readonly end: string;
}

/** `dbt_utils.date_spine`: a query of one row for each date; dbt asks the warehouse how many there are, ours counts on. */
export function dateSpine({ part, start, end }: Spine, add: (amount: string, from: string) => string): string {
  const column = `date_${part}`;
  return `with rawdata as (
    ${generateSeries(longestSpine)}
), all_periods as (
    select ${add('(row_number() over (order by 1) - 1)', start)} as ${column} from rawdata
)
select * from all_periods where ${column} < ${end}`;
}
