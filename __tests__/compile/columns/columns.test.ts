import { beforeAll, describe, expect, test } from 'vitest';
import type { Engines } from '../../../src/compile/engines.ts';
import type { Rendition } from '../../../src/compile/jinja/rendition.ts';
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

/** What the marker calls in the texts stand for. */
const markers: Rendition['markers'] = [
  { kind: 'unknown', macro: 'my.mystery', at: { path: 'm.sql', line: 9, column: 9 } },
  {
    kind: 'star',
    macro: 'dbt_utils.star',
    of: { kind: 'table', name: 't' },
    except: ['b'],
    qualifier: '',
    prefix: 'p_',
    suffix: '_s',
    at: { path: 'm.sql', line: 8, column: 8 },
  },
  {
    kind: 'star',
    macro: 'dbt_utils.star',
    of: { kind: 'ref', name: 'open' },
    except: ['b'],
    qualifier: '',
    prefix: '',
    suffix: '',
    at: { path: 'm.sql', line: 8, column: 8 },
  },
];

describe('columns of a query', () => {
  test.each<Row>([
    {
      dialect: 'snowflake',
      sql: 'select a, b as "B c", t.c from t',
      columns: ['a number:my_number = t.a', 'B c string:my_string = t.b', 'c date:my_date = t.c'],
      said: [],
    },
    {
      dialect: 'snowflake',
      sql: 'with q (x, y) as (select a, b from t) select * from q',
      columns: ['x number:my_number = t.a', 'y string:my_string = t.b'],
      said: [],
    },
    {
      dialect: 'snowflake',
      sql: 'select * from (select id, upper(b) as b from t) s',
      columns: ['id number:my_number = t.id', 'b string = upper(t.b)'],
      said: [],
    },
    {
      dialect: 'snowflake',
      sql: 'select * exclude (a, b) rename (c as day) from t',
      columns: ['id number:my_number = t.id', 'day date:my_date = t.c'],
      said: [],
    },
    {
      dialect: 'snowflake',
      sql: 'select t.* exclude a, u.d from t join u using (id)',
      columns: [
        'id number:my_number = t.id',
        'b string:my_string = t.b',
        'c date:my_date = t.c',
        'd timestamp:my_timestamp = u.d',
      ],
      said: [],
    },
    {
      dialect: 'bigquery',
      sql: 'select * except (a), 1 as one from t',
      columns: ['id number:my_number = t.id', 'b string:my_string = t.b', 'c date:my_date = t.c', 'one number'],
      said: [],
    },
    {
      dialect: 'bigquery',
      sql: 'select * replace (lower(b) as b) from t',
      columns: [
        'id number:my_number = t.id',
        'a number:my_number = t.a',
        'b string = lower(t.b)',
        'c date:my_date = t.c',
      ],
      said: [],
    },
    {
      dialect: 'duckdb',
      sql: 'select * exclude (a) replace (id + 1 as id) from t',
      columns: ['id number = +(t.id)', 'b string:my_string = t.b', 'c date:my_date = t.c'],
      said: [],
    },
    {
      dialect: 'databricks',
      sql: 'select * except (a) from t',
      columns: ['id number:my_number = t.id', 'b string:my_string = t.b', 'c date:my_date = t.c'],
      said: [],
    },
    {
      dialect: 'snowflake',
      sql: 'select * from t join u using (id)',
      columns: [
        'id number:my_number = t.id',
        'a number:my_number = t.a',
        'b string:my_string = t.b',
        'c date:my_date = t.c',
        'b string:my_string = u.b',
        'd timestamp:my_timestamp = u.d',
      ],
      said: ['duplicate-column b @1:8'],
    },
    {
      dialect: 'duckdb',
      sql: 'select * from t join u using (b)',
      columns: [
        'id number:my_number = t.id',
        'a number:my_number = t.a',
        'b string:my_string = t.b',
        'c date:my_date = t.c',
        'id number:my_number = u.id',
        'd timestamp:my_timestamp = u.d',
      ],
      said: ['duplicate-column id @1:8'],
    },
    {
      dialect: 'postgres',
      sql: 'select * from t join u using (b)',
      columns: [
        'b string:my_string = t.b',
        'id number:my_number = t.id',
        'a number:my_number = t.a',
        'c date:my_date = t.c',
        'id number:my_number = u.id',
        'd timestamp:my_timestamp = u.d',
      ],
      said: ['duplicate-column id @1:8'],
    },
    {
      dialect: 'snowflake',
      sql: 'select * from t full join u using (id)',
      columns: [
        'id number:my_number = coalesce(t.id), coalesce(u.id)',
        'a number:my_number = t.a',
        'b string:my_string = t.b',
        'c date:my_date = t.c',
        'b string:my_string = u.b',
        'd timestamp:my_timestamp = u.d',
      ],
      said: ['duplicate-column b @1:8'],
    },
    {
      dialect: 'postgres',
      sql: 'select * from t natural join u',
      columns: [
        'id number:my_number = t.id',
        'b string:my_string = t.b',
        'a number:my_number = t.a',
        'c date:my_date = t.c',
        'd timestamp:my_timestamp = u.d',
      ],
      said: [],
    },
    {
      dialect: 'spark',
      sql: 'select * from t left semi join u on t.id = u.id',
      columns: [
        'id number:my_number = t.id',
        'a number:my_number = t.a',
        'b string:my_string = t.b',
        'c date:my_date = t.c',
      ],
      said: [],
    },
    {
      dialect: 'snowflake',
      sql: 'select a, b from t union all select id, d from u',
      columns: ['a number:my_number = t.a, u.id', 'b - = t.b, u.d'],
      said: [],
    },
    {
      dialect: 'duckdb',
      sql: 'select a from t union by name select d from u',
      columns: ['a number:my_number = t.a', 'd timestamp:my_timestamp = u.d'],
      said: [],
    },
    {
      dialect: 'snowflake',
      sql: 'select a from t except select id from u',
      columns: ['a number:my_number = t.a'],
      said: [],
    },
    {
      dialect: 'snowflake',
      sql: 'select a from t intersect select id from u',
      columns: ['a number:my_number = t.a, u.id'],
      said: [],
    },
    {
      dialect: 'postgres',
      sql: "select * from (values (1, 'x'), (2, null)) as v (n, s)",
      columns: ['n number', 's string'],
      said: [],
    },
    {
      dialect: 'snowflake',
      sql: "select column1, column2 from values (1, 'x')",
      columns: ['column1 number', 'column2 string'],
      said: [],
    },
    {
      dialect: 'postgres',
      sql: 'with recursive r as (select id, a from t union all select a, id from r) select * from r',
      columns: ['id number:my_number = t.id, t.a', 'a number:my_number = t.a, t.id'],
      said: [],
    },
    {
      dialect: 'snowflake',
      sql: 'select f.value:name::string as name, f.index, seq from w, lateral flatten(input => w.items) f',
      columns: ['name string:string = cast(:(flatten(w.items)))', 'index number', 'seq number'],
      said: [],
    },
    {
      dialect: 'snowflake',
      sql: "select * from table(flatten(input => parse_json('[1]')))",
      columns: ['seq number', 'key string', 'path string', 'index number', 'value json', 'this json'],
      said: [],
    },
    {
      dialect: 'bigquery',
      sql: 'select item, o from w, unnest(w.items) as item with offset as o',
      columns: ['item - = unnest(w.items)', 'o number'],
      said: [],
    },
    {
      dialect: 'bigquery',
      sql: 'select item.price as price from w, unnest(items) as item',
      columns: ['price - = unnest(w.items)'],
      said: [],
    },
    {
      dialect: 'spark',
      sql: 'select id, item from w lateral view explode(items) x as item',
      columns: ['id number:my_number = w.id', 'item - = explode(w.items)'],
      said: [],
    },
    {
      dialect: 'spark',
      sql: 'select id, posexplode(items) as (pos, item) from w',
      columns: ['id number:my_number = w.id', 'pos - = posexplode(w.items)', 'item - = posexplode(w.items)'],
      said: [],
    },
    {
      dialect: 'trino',
      sql: 'select id, item, n from w cross join unnest(items) with ordinality as x (item, n)',
      columns: ['id number:my_number = w.id', 'item - = unnest(w.items)', 'n number'],
      said: [],
    },
    {
      dialect: 'postgres',
      sql: 'select n from generate_series(1, 3) as g (n)',
      columns: ['n number'],
      said: [],
    },
    {
      dialect: 'postgres',
      sql: 'select g from generate_series(1, 3) g',
      columns: ['g number'],
      said: [],
    },
    {
      dialect: 'duckdb',
      sql: 'select * from generate_series(1, 3)',
      columns: ['generate_series number'],
      said: [],
    },
    {
      dialect: 'redshift',
      sql: 'select id, item from w, w.items as item',
      columns: ['id number:my_number = w.id', 'item - = unnest(w.items)'],
      said: [],
    },
    {
      dialect: 'snowflake',
      sql: "select * from t pivot (sum(a) for b in ('x', 'y')) as p",
      columns: ['id number:my_number = t.id', 'c date:my_date = t.c', "'x' number = sum(t.a)", "'y' number = sum(t.a)"],
      said: [],
    },
    {
      dialect: 'bigquery',
      sql: "select * from t pivot (sum(a) as s for b in ('x', 'y' as z))",
      columns: ['id number:my_number = t.id', 'c date:my_date = t.c', 's_x number = sum(t.a)', 's_z number = sum(t.a)'],
      said: [],
    },
    {
      dialect: 'snowflake',
      sql: 'select * from t unpivot (amount for kind in (a, id))',
      columns: [
        'b string:my_string = t.b',
        'c date:my_date = t.c',
        'kind string',
        'amount number:my_number = unpivot(t.a), unpivot(t.id)',
      ],
      said: [],
    },
    {
      dialect: 'bigquery',
      sql: 'select * from t unpivot (amount for kind in (a, id))',
      columns: [
        'b string:my_string = t.b',
        'c date:my_date = t.c',
        'amount number:my_number = unpivot(t.a), unpivot(t.id)',
        'kind string',
      ],
      said: [],
    },
    {
      dialect: 'snowflake',
      sql: 'select id from t qualify row_number() over (partition by b order by c desc) = 1',
      columns: ['id number:my_number = t.id'],
      said: [],
    },
    {
      dialect: 'snowflake',
      sql: 'select a as x, x + 1 as y, y * 2 as z from t',
      columns: ['x number:my_number = t.a', 'y number = +(t.a)', 'z number = *(+(t.a))'],
      said: [],
    },
    {
      dialect: 'bigquery',
      sql: 'select s.x.y from src__raw.events',
      columns: ['y - = raw.events.s'],
      said: [],
    },
    {
      dialect: 'bigquery',
      sql: 'select a, s.x.y from t, (select 1 as s) s',
      columns: ['a number:my_number = t.a', 'y -'],
      said: [],
    },
    {
      dialect: 'bigquery',
      sql: 'select as struct a, b from t',
      columns: ['a number:my_number = t.a', 'b string:my_string = t.b'],
      said: [],
    },
    {
      dialect: 'bigquery',
      sql: 'select array(select as struct id, d from u where u.b = t.b) as list from t',
      columns: ['list array = array(u.id), array(u.d)'],
      said: [],
    },
    {
      dialect: 'postgres',
      sql: 'select l.n from t, lateral (select t.a + 1 as n) l',
      columns: ['n number = +(t.a)'],
      said: [],
    },
    {
      dialect: 'tsql',
      sql: 'select x = a, [b] from t cross apply (select t.a as z) q',
      columns: ['x number:my_number = t.a', 'b string:my_string = t.b'],
      said: [],
    },
    {
      dialect: 'tsql',
      sql: 'select top 3 q.z from t cross apply (select t.a as z) q',
      columns: ['z number:my_number = t.a'],
      said: [],
    },
    {
      dialect: 'snowflake',
      sql: 'select dataengos__unknown(0) as x, a from t',
      columns: ['x - = ?', 'a number:my_number = t.a'],
      said: [],
    },
    {
      dialect: 'snowflake',
      sql: 'select dataengos__unknown(0), a from t',
      columns: ['a number:my_number = t.a'],
      said: ['unknown-macro my.mystery @9:9'],
    },
    {
      dialect: 'snowflake',
      sql: 'select * from dataengos__unknown(0)',
      columns: [],
      said: ['unknown-macro my.mystery @9:9'],
    },
    {
      dialect: 'snowflake',
      sql: 'select dataengos__star(1), c from t',
      columns: [
        'p_id_s number:my_number = t.id',
        'p_a_s number:my_number = t.a',
        'p_c_s date:my_date = t.c',
        'c date:my_date = t.c',
      ],
      said: [],
    },
    {
      dialect: 'snowflake',
      sql: 'select dataengos__star(2) from ref__.open',
      columns: [],
      said: ['open-relation open @8:8'],
    },
    {
      dialect: 'snowflake',
      sql: 'select * from src__raw.open',
      columns: [],
      said: ['open-relation raw.open @1:8'],
    },
    {
      dialect: 'snowflake',
      sql: 'select x from (select * from src__raw.open)',
      columns: ['x - = raw.open.x'],
      said: [],
    },
    {
      dialect: 'snowflake',
      sql: 'select o.x, t.a from src__raw.open o join t on o.id = t.id',
      columns: ['x - = raw.open.x', 'a number:my_number = t.a'],
      said: [],
    },
    {
      dialect: 'duckdb',
      sql: "select columns('a.*') from t",
      columns: [],
      said: ['construct columns @1:8'],
    },
    {
      dialect: 'snowflake',
      sql: 'select * exclude (z) from ref__.open',
      columns: [],
      said: ['open-relation open @1:8'],
    },
    {
      dialect: 'snowflake',
      sql: 'select x from (select a as x from t union all select * from ref__.open)',
      columns: ['x - = ?'],
      said: [],
    },
    {
      dialect: 'spark',
      sql: 'select a from t cross join (select id as i from u) union all select id from u',
      columns: ['a number:my_number = t.a, u.id'],
      said: [],
    },
    {
      dialect: 'duckdb',
      sql: 'select a from t where a > (select max(id) from u) union all select id from u',
      columns: ['a number:my_number = t.a, u.id'],
      said: [],
    },
    {
      dialect: 'snowflake',
      sql: 'select a, b from t where a > (select 1) union all select id, b from u',
      columns: [],
      said: ['construct set operation @1:1'],
    },
    {
      dialect: 'snowflake',
      sql: 'select a, b from t where a in (select 1) union all select id, b from u',
      columns: ['a number:my_number = t.a, u.id', 'b string:my_string = t.b, u.b'],
      said: [],
    },
    {
      dialect: 'snowflake',
      sql: 'select x from ((select 1 as x) union all (select 2)) as s',
      columns: ['x number'],
      said: [],
    },
  ])('$dialect: $sql', ({ dialect, sql, columns, said }) => {
    const resolved = resolveSql(engines, [dialect, sql], { markers });
    expect(describeColumns(resolved)).toEqual(columns);
    expect([...describeGaps(resolved), ...describeProblems(resolved)]).toEqual(said);
  });
});
