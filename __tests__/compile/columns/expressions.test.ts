import { beforeAll, describe, expect, test } from 'vitest';
import type { Engines } from '../../../src/compile/engines.ts';
import { columnEngines, describeColumns, describeGaps, describeProblems, resolveSql } from './resolve.ts';

let engines: Engines;
beforeAll(async () => {
  engines = await columnEngines();
});

interface Row {
  readonly dialect: string;
  readonly sql: string;
  /** Name, family with text, origins. */
  readonly columns: readonly string[];
  /** Gaps and problems. */
  readonly said: readonly string[];
}

describe('origins and types of expressions', () => {
  test.each<Row>([
    {
      dialect: 'redshift',
      sql: 'select id, item from w, w.items as item',
      columns: ['id number:my_number = w.id', 'item - = unnest(w.items)'],
      said: [],
    },
    {
      dialect: 'bigquery',
      sql: 'select id, item from w, w.items as item',
      columns: ['id number:my_number = w.id', 'item - = unnest(w.items)'],
      said: [],
    },
    {
      dialect: 'trino',
      sql: 'select id, item, n from w cross join unnest(items) with ordinality as x (item, n)',
      columns: ['id number:my_number = w.id', 'item - = unnest(w.items)', 'n number'],
      said: [],
    },
    {
      dialect: 'snowflake',
      sql: 'select sum(a) over (partition by b order by c) as x from t',
      columns: ['x number = over(sum(t.a)), over(t.b)?, over(t.c)?'],
      said: [],
    },
    {
      dialect: 'snowflake',
      sql: "select case when a > 1 then upper(b) else 'x' end as x from t",
      columns: ['x string = case(=(t.a))?, case(upper(t.b))'],
      said: [],
    },
    {
      dialect: 'snowflake',
      sql: "select case b when 'x' then a end as x from t",
      columns: ['x number = case(t.b)?, case(t.a)'],
      said: [],
    },
    {
      dialect: 'snowflake',
      sql: 'select a = 1 and b is null as x, not a in (1, id) as y from t',
      columns: ['x boolean = and(=(t.a))?, and(=(t.b))?', 'y boolean = not(=(t.a))?, not(=(t.id))?'],
      said: [],
    },
    {
      dialect: 'snowflake',
      sql: "select coalesce(nullif(trim(b), ''), b || '-' || id::varchar) as x from t",
      columns: ['x string = coalesce(nullif(trim(t.b))), coalesce(||(||(t.b))), coalesce(||(cast(t.id)))'],
      said: [],
    },
    {
      dialect: 'snowflake',
      sql: 'select (select max(u.d) from u where u.id = t.id) as x, exists (select 1 from u where u.b = t.b) as y, a in (select id from u) as z from t',
      columns: ['x timestamp = max(u.d)', 'y boolean', 'z boolean = =(t.a)?, =(u.id)?'],
      said: [],
    },
    {
      dialect: 'bigquery',
      sql: 'select to_json_string(t) as x from t',
      columns: ['x string = to_json_string(t.id), to_json_string(t.a), to_json_string(t.b), to_json_string(t.c)'],
      said: [],
    },
    {
      dialect: 'snowflake',
      sql: 'select object_construct(*) as x, count(*) as n from t',
      columns: [
        'x - = object_construct(t.id), object_construct(t.a), object_construct(t.b), object_construct(t.c)',
        'n number',
      ],
      said: [],
    },
    {
      dialect: 'duckdb',
      sql: 'select list_transform([a], x -> x + id) as l from t',
      columns: ['l - = list_transform(array(t.a)), list_transform(+(t.id))'],
      said: [],
    },
    {
      dialect: 'postgres',
      sql: "select b -> 'k' as x, b ->> 'k' as y, coalesce(b -> 'k', b) as z from t",
      columns: ['x - = ->(t.b)', 'y string = ->(t.b)', 'z - = coalesce(->(t.b)), coalesce(t.b)'],
      said: [],
    },
    {
      dialect: 'mysql',
      sql: "select json_unquote(b->'$.k') as x from t",
      columns: ['x - = json_unquote(->(t.b))'],
      said: [],
    },
    {
      dialect: 'snowflake',
      sql: "select iff(a > 1, b, 'x') as x, decode(a, 1, b) as y, nvl2(a, b, 'z') as z from t",
      columns: [
        'x string = iff(=(t.a))?, iff(t.b)',
        'y - = decode(t.a)?, decode(t.b)',
        'z string = nvl2(t.a)?, nvl2(t.b)',
      ],
      said: [],
    },
    {
      dialect: 'snowflake',
      sql: 'select date_trunc(month, c) as x, datediff(day, c, d) as y from t join u using (id)',
      columns: ['x date = date_trunc(t.c)', 'y number = datediff(u.d), datediff(t.c)'],
      said: [],
    },
    {
      dialect: 'databricks',
      sql: 'select date_add(day, 1, c) as x from t',
      columns: ['x - = date_add(t.c)'],
      said: [],
    },
    {
      dialect: 'bigquery',
      sql: 'select if(a > 1, b, null) as x, net.host(b) as h from t',
      columns: ['x string = if(=(t.a))?, if(t.b)', 'h - = net.host(t.b)'],
      said: [],
    },
    {
      dialect: 'duckdb',
      sql: 'select x.b, x.n from (select b, count(*) as n from t group by b) x',
      columns: ['b string:my_string = t.b', 'n number'],
      said: [],
    },
    {
      dialect: 'snowflake',
      sql: 'select a + 1 as n, a || b as s, c as d, current_timestamp as ts, current_date as dt, true as ok, null as nothing, parse_json(b) as j, b::number(10, 2) as m, try_cast(b as date) as td from t',
      columns: [
        'n number = +(t.a)',
        's string = ||(t.a), ||(t.b)',
        'd date:my_date = t.c',
        'ts timestamp',
        'dt date',
        'ok boolean',
        'nothing -',
        'j json = parse_json(t.b)',
        'm number:number(10, 2) = cast(t.b)',
        'td date:date = cast(t.b)',
      ],
      said: [],
    },
    {
      dialect: 'postgres',
      sql: "select a::varchar(10) as x, cast(a as timestamp with time zone) as y, c - c as days, c + interval '1 day' as next, extract(year from c) as yr, array[1] as arr from t",
      columns: [
        'x string:varchar(10) = cast(t.a)',
        'y timestamp:timestamp with time zone = cast(t.a)',
        'days number = -(t.c)',
        'next timestamp = +(t.c)',
        'yr number = extract(t.c)',
        'arr array',
      ],
      said: [],
    },
    {
      dialect: 'bigquery',
      sql: 'select cast(a as numeric) as n, safe_cast(b as int64) as i, date_trunc(c, month) as m, timestamp_trunc(current_timestamp(), day) as ts, count(distinct b) as k, string_agg(b) as s, avg(a) as av, max(c) as mx, md5(b) as h from t group by 1',
      columns: [
        'n number:numeric = cast(t.a)',
        'i number:int64 = cast(t.b)',
        'm date = date_trunc(t.c)',
        'ts timestamp',
        'k number = count(t.b)?',
        's string = string_agg(t.b)',
        'av number = avg(t.a)',
        'mx date = max(t.c)',
        'h bytes = md5(t.b)',
      ],
      said: [],
    },
    {
      dialect: 'snowflake',
      sql: "select case when a > 1 then 1 end as x, case when a > 1 then 1 else 'x' end as y, coalesce(null, b) as z, md5(b) as h from t",
      columns: ['x number = case(=(t.a))?', 'y - = case(=(t.a))?', 'z string = coalesce(t.b)', 'h string = md5(t.b)'],
      said: [],
    },
    {
      dialect: 'spark',
      sql: "select sum(a) as x, row_number() over (order by a) as rn, lag(c) over (order by a) as prev, date_add(c, 1) as d, concat(b, 'x') as s, concat(b, b) as q from t group by 1",
      columns: [
        'x number = sum(t.a)',
        'rn number = over(t.a)?',
        'prev date = over(lag(t.c)), over(t.a)?',
        'd date = date_add(t.c)',
        's string = concat(t.b)',
        'q string = concat(t.b)',
      ],
      said: [],
    },
  ])('$dialect: $sql', ({ dialect, sql, columns, said }) => {
    const resolved = resolveSql(engines, [dialect, sql]);
    expect(describeColumns(resolved)).toEqual(columns);
    expect([...describeGaps(resolved), ...describeProblems(resolved)]).toEqual(said);
  });
});

describe('names of entries without an alias', () => {
  test.each<Row>([
    {
      dialect: 'postgres',
      sql: 'select count(*) filter (where a > 1) as x, count(b) as y, sum(a) as z from t',
      columns: ['x number = count(=(t.a))?', 'y number = count(t.b)?', 'z number = sum(t.a)'],
      said: [],
    },
    {
      dialect: 'redshift',
      sql: "select count(*), max(a), a::int, a + 1, 'x', b from t group by 3, 4, 5, 6",
      columns: [
        'count number',
        'max number = max(t.a)',
        'a number:int = cast(t.a)',
        '?column? number = +(t.a)',
        '?column? string',
        'b string:my_string = t.b',
      ],
      said: ['duplicate-column ?column? @1:41'],
    },
    {
      dialect: 'postgres',
      sql: "select count(*), max(a), 1, case when true then b else c end, coalesce(b, 'x'), now(), (select d from u), exists (select 1), 'x'::text, sum(a) over () from t",
      columns: [
        'count number',
        'max number = max(t.a)',
        '?column? number',
        'c - = case(t.b), case(t.c)',
        'coalesce string = coalesce(t.b)',
        'now timestamp',
        'd timestamp = u.d',
        'exists boolean',
        'text string:text',
        'sum number = over(sum(t.a))',
      ],
      said: [],
    },
    {
      dialect: 'duckdb',
      sql: 'select count(*), sum(a) from t',
      columns: ['count_star() number', 'sum(a) number = sum(t.a)'],
      said: [],
    },
    {
      dialect: 'duckdb',
      sql: 'select sum(a + 1) from t',
      columns: [],
      said: ['construct no name @1:8'],
    },
    {
      dialect: 'snowflake',
      sql: 'select count(*), sum(a) from t',
      columns: ['COUNT(*) number', 'SUM(A) number = sum(t.a)'],
      said: [],
    },
    {
      dialect: 'spark',
      sql: 'select count(*), sum(a), (b), a + 1 from t',
      columns: ['count(1) number', 'sum(a) number = sum(t.a)', 'b string:my_string = t.b'],
      said: ['construct no name @1:31'],
    },
    {
      dialect: 'bigquery',
      sql: 'select count(*) from t',
      columns: [],
      said: ['construct no name @1:8'],
    },
  ])('$dialect: $sql', ({ dialect, sql, columns, said }) => {
    const resolved = resolveSql(engines, [dialect, sql]);
    expect(describeColumns(resolved)).toEqual(columns);
    expect([...describeGaps(resolved), ...describeProblems(resolved)]).toEqual(said);
  });
});
