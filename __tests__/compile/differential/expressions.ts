import type { ColumnFamily } from '../../../src/model/columns.ts';
import type { Draw } from './draw.ts';
import { reference, type Scope } from './scope.ts';

/** What an expression is written with. */
export interface Writer {
  readonly draw: Draw;
  readonly scope: Scope;
  /** How deep it may still nest. */
  readonly depth: number;
}

type Maker = (writer: Writer) => string;

/** Families that the grammar makes values of by itself. */
export const families: readonly [ColumnFamily, ...ColumnFamily[]] = [
  'number',
  'number',
  'number',
  'string',
  'string',
  'string',
  'boolean',
  'date',
  'timestamp',
  'timestamp',
  'array',
  'struct',
  'json',
  'time',
  'interval',
  'uuid',
  'bytes',
];

/** An expression of a family: a column where the scope has one, else a constant, or something made of them. */
export function expression(writer: Writer, family: ColumnFamily): string {
  const { draw, scope, depth } = writer;
  if (depth <= 0 || draw.chance(60)) return atom(writer, family);
  const deeper = { draw, scope, depth: depth - 1 };
  const [first, ...others] = [...(family === 'array' ? [] : common(family)), ...(makers[family] ?? [])];
  return first === undefined ? atom(writer, family) : draw.pick([first, ...others])(deeper);
}

/** A condition. */
export function condition(writer: Writer): string {
  return writer.draw.pick(conditions)({ ...writer, depth: writer.depth - 1 });
}

function atom({ draw, scope }: Writer, family: ColumnFamily): string {
  const column = draw.chance(85) ? reference(draw, scope, family) : undefined;
  return column ?? draw.pick(literals[family]);
}

const literals: { readonly [family in ColumnFamily]: readonly [string, ...string[]] } = {
  number: ['1', '0', '2.5', '-7', '1e3', '10000000000'],
  string: ["'a'", "''", "'it''s'", "'2024'"],
  boolean: ['true', 'false'],
  date: ["date '2024-01-31'", "cast('2024-01-31' as date)", 'current_date'],
  timestamp: ["timestamp '2024-01-31 10:00:00'", 'current_timestamp', 'now()'],
  time: ["time '10:00:00'", "cast('10:00' as time)"],
  interval: ["interval '1 day'", 'interval 3 hour'],
  json: [`'{"a": 1}'::json`],
  array: ["['a', 'b']", "['a']"],
  struct: ["{'street': 'x', 'zip': '1'}", "struct_pack(street := 'x', zip := '1')"],
  bytes: ["'ab'::blob", "encode('ab')"],
  uuid: ['uuid()', 'gen_random_uuid()'],
  geography: ['null'],
};

/** Constructs that keep the type of what is in them. */
function common(family: ColumnFamily): readonly Maker[] {
  const one = (writer: Writer): string => expression(writer, family);
  return [
    (w) => `coalesce(${one(w)}, ${one(w)})`,
    (w) => `case when ${condition(w)} then ${one(w)} else ${one(w)} end`,
    (w) => `case when ${condition(w)} then ${one(w)} when ${condition(w)} then null end`,
    (w) => `(${one(w)})`,
    (w) => `nullif(${one(w)}, ${one(w)})`,
    (w) => `ifnull(${one(w)}, ${one(w)})`,
  ];
}

const number: Maker = (writer) => expression(writer, 'number');
const string: Maker = (writer) => expression(writer, 'string');
const date: Maker = (writer) => expression(writer, 'date');
const timestamp: Maker = (writer) => expression(writer, 'timestamp');

const makers: { readonly [family in ColumnFamily]?: readonly Maker[] } = {
  number: [
    (w) => `${number(w)} + ${number(w)}`,
    (w) => `(${number(w)} - ${number(w)}) * ${number(w)}`,
    (w) => `${number(w)} / ${number(w)}`,
    (w) => `(${number(w)}) % 7`,
    (w) => `-(${number(w)})`,
    (w) => `abs(${number(w)})`,
    (w) => `round(${number(w)}, 2)`,
    (w) => `floor(${number(w)})`,
    (w) => `greatest(${number(w)}, ${number(w)})`,
    (w) => `length(${string(w)})`,
    (w) => `cast(${string(w)} as integer)`,
    (w) => `try_cast(${string(w)} as double)`,
    (w) => `(${number(w)})::decimal(18, 2)`,
    (w) => `date_diff('day', ${date(w)}, ${date(w)})`,
    (w) => `${date(w)} - ${date(w)}`,
    (w) => `extract(year from ${timestamp(w)})`,
    (w) => `year(${date(w)})`,
    (w) => `date_part('month', ${timestamp(w)})`,
    (w) => `len(${expression(w, 'array')})`,
    (w) => `position('a' in ${string(w)})`,
    (w) => `(select max(p.price) from src__shop.products p where p.price > ${number(w)})`,
    () => '(select count(*) from src__web.events)',
    (w) => `if(${condition(w)}, ${number(w)}, ${number(w)})`,
  ],
  string: [
    (w) => `${string(w)} || ${string(w)}`,
    (w) => `upper(${string(w)})`,
    (w) => `lower(trim(${string(w)}))`,
    (w) => `concat(${string(w)}, '-', ${number(w)})`,
    (w) => `substring(${string(w)}, 1, 3)`,
    (w) => `substring(${string(w)} from 2 for 3)`,
    (w) => `replace(${string(w)}, 'a', 'b')`,
    (w) => `left(${string(w)}, 2)`,
    (w) => `cast(${number(w)} as varchar)`,
    (w) => `(${date(w)})::varchar`,
    (w) => `md5(${string(w)})`,
    (w) => `(${expression(w, 'array')})[1]::varchar`,
    (w) => `array_to_string(${expression(w, 'array')}, ',')`,
    (w) => `split_part(${string(w)}, ',', 1)`,
    (w) => `strftime(${timestamp(w)}, '%Y-%m')`,
    (w) => `regexp_replace(${string(w)}, '[0-9]+', '')`,
    (w) => `(${expression(w, 'json')} ->> '$.a')`,
    (w) => `(${expression(w, 'struct')}).zip`,
    (w) => `case ${string(w)} when 'a' then 'b' else ${string(w)} end`,
    (w) => `(select min(c.name) from src__shop.customers c where c.customer_id = ${number(w)})`,
  ],
  boolean: [(w) => `(${condition(w)})`, (w) => `not (${condition(w)})`, (w) => `cast(${number(w)} as boolean)`],
  date: [
    (w) => `cast(${timestamp(w)} as date)`,
    (w) => `(${timestamp(w)})::date`,
    (w) => `${date(w)} + 7`,
    (w) => `last_day(${date(w)})`,
    () => 'make_date(2024, 1, 1)',
    (w) => `try_cast(${string(w)} as date)`,
    (w) => `greatest(${date(w)}, ${date(w)})`,
  ],
  timestamp: [
    (w) => `cast(${date(w)} as timestamp)`,
    (w) => `date_trunc('hour', ${timestamp(w)})`,
    (w) => `${timestamp(w)} + interval '1 day'`,
    (w) => `${date(w)} + interval '1 month'`,
    (w) => `date_trunc('month', ${date(w)})`,
    (w) => `try_cast(${string(w)} as timestamp)`,
  ],
  time: [(w) => `cast(${timestamp(w)} as time)`],
  interval: [() => "interval '2 hours'", () => "age(timestamp '2024-01-01', timestamp '2023-01-01')"],
  array: [(w) => `string_split(${string(w)}, ',')`, (w) => `[${string(w)}, ${string(w)}]`],
  struct: [(w) => `{'street': ${string(w)}, 'zip': ${string(w)}}`],
  json: [(w) => `(${expression(w, 'json')} -> 'a')`, (w) => `to_json(${number(w)})`],
  bytes: [(w) => `encode(${string(w)})`],
};

const conditions: readonly [Maker, ...Maker[]] = [
  (w) => `${number(w)} ${w.draw.pick(['=', '<>', '<', '>=', '!='])} ${number(w)}`,
  (w) => `${string(w)} = ${string(w)}`,
  (w) => `${date(w)} between ${date(w)} and ${date(w)}`,
  (w) => `${string(w)} in ('a', 'b', ${string(w)})`,
  (w) => `${string(w)} like 'a%'`,
  (w) => `${string(w)} not ilike '%z'`,
  (w) => `${expression(w, w.draw.pick(families))} is null`,
  (w) => `${number(w)} is not distinct from ${number(w)}`,
  (w) => `${condition(w)} and ${condition(w)}`,
  (w) => `(${condition(w)} or ${condition(w)})`,
  (w) => `not ${expression(w, 'boolean')}`,
  (w) => expression(w, 'boolean'),
  (w) => `${number(w)} in (select e.customer_id from src__web.events as e)`,
  (w) => `exists (select 1 from ref__.stg_payments pay where pay.amount > ${number(w)})`,
  (w) => `${number(w)} > (select avg(price) from src__shop.products)`,
  (w) => `${string(w)} = any (select title from src__shop.products)`,
];
