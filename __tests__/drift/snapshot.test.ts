import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readCsv } from '../../src/load/snapshot/read-csv.ts';
import { readSnapshot } from '../../src/load/snapshot/read-snapshot.ts';
import { translate } from '../../src/model/messages.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const problemsOf = (text: string): readonly string[] =>
  readSnapshot('dump', bytes(text)).problems.map((problem) => `${problem.at.line} ${problem.message}`);

describe('readCsv', () => {
  it.each([
    [
      'a,b\n1,2\n',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    [
      'a,b\r\n1,2',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    ['"a ""x""","b,\nc"\n', [['a "x"', 'b,\nc']]],
    [
      'a,\n,b\n',
      [
        ['a', ''],
        ['', 'b'],
      ],
    ],
    ['a\n\n\nb\n', [['a'], ['b']]],
    ['""\n"",""\n', [['', '']]],
    ['a\rb,c', [['a\rb', 'c']]],
    ['', []],
  ])('%j', (text, expected) => {
    const file = readCsv(text);
    expect(file.error ?? file.records.map((record) => record.fields)).toEqual(expected);
  });

  it.each([
    ['a,b"c\n', 'stray-quote', 1],
    ['x\n"a" ,b\n', 'text-after-quote', 2],
    ['x\ny,"a\nb', 'open-quote', 2],
    ['"a\nb"c', 'text-after-quote', 2],
  ])('refuses %j', (text, error, line) => {
    expect(readCsv(text)).toEqual({ error, line });
  });

  it('counts lines through quoted line breaks', () => {
    const file = readCsv('h\n"a\nb\nc",d\ne,f\n');
    expect(file.error ?? file.records.map((record) => record.line)).toEqual([1, 2, 5]);
  });

  it('reads back whatever is written by the rules', () => {
    const field = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r', 'é', ' ') });
    fc.assert(
      fc.property(fc.array(fc.array(field, { minLength: 2, maxLength: 4 })), (rows) => {
        const text = rows.map((row) => row.map((value) => `"${value.replaceAll('"', '""')}"`).join(',')).join('\r\n');
        const file = readCsv(text);
        expect(file.error ?? file.records.map((record) => record.fields)).toEqual(rows);
      }),
    );
  });
});

describe('readSnapshot', () => {
  it('refuses hostile size in little time', () => {
    const started = performance.now();
    expect(problemsOf('a,'.repeat(1_000_000))).toEqual(['1 drift.columns-absent']);
    expect(problemsOf(`"${'""'.repeat(1_000_000)}`)).toEqual(['1 drift.csv-open-quote']);
    expect(problemsOf(`table_name,column_name,data_type\n${',,\n'.repeat(100_000)}`).length).toBe(100);
    expect(performance.now() - started).toBeLessThan(10_000);
  });

  it('reads a PostgreSQL dump, in ordinal order, without the system schemas', () => {
    const text = [
      'DATA_TYPE,Table_Catalog,table_schema,table_name,column_name,ordinal_position,is_nullable,character_maximum_length,numeric_precision,numeric_scale,datetime_precision,udt_name',
      'character varying,shop,public,orders,email,2,YES,320,,,,varchar',
      'integer,shop,public,orders,id,1,NO,,32,0,,int4',
      'numeric,shop,public,orders,total,3,YES,,10,2,,numeric',
      'timestamp without time zone,shop,public,orders,at,4,YES,,,,6,timestamp',
      'ARRAY,shop,public,orders,tags,5,YES,,,,,_text',
      'USER-DEFINED,shop,public,orders,mood,6,YES,,,,,mood',
      'oid,shop,pg_catalog,pg_class,oid,1,NO,,,,,oid',
      '',
    ].join('\n');
    expect(readSnapshot('dump.csv', bytes(`\uFEFF${text}`))).toEqual({
      problems: [],
      snapshot: {
        path: 'dump.csv',
        format: 'information-schema',
        tables: [
          {
            database: 'shop',
            schema: 'public',
            name: 'orders',
            columns: [
              { name: 'id', type: 'integer', nullable: false },
              { name: 'email', type: 'character varying(320)', nullable: true },
              { name: 'total', type: 'numeric(10,2)', nullable: true },
              { name: 'at', type: 'timestamp(6) without time zone', nullable: true },
              { name: 'tags', type: 'text[]', nullable: true },
              { name: 'mood', type: 'mood', nullable: true },
            ],
          },
        ],
      },
    });
  });

  const row = {
    TABLE_NAME: 'T',
    COLUMN_NAME: 'C',
    DATA_TYPE: 'NUMBER',
    NUMERIC_PRECISION: 38,
    NUMERIC_SCALE: 0,
    IS_NULLABLE: 'YES',
  };
  const table = { name: 'T', columns: [{ name: 'C', type: 'NUMBER(38,0)', nullable: true }] };
  it.each([
    ['a list', [row]],
    ['rows', { rows: [row] }],
    ['columns', { columns: [row] }],
    ['data', { data: [row] }],
  ])('reads JSON: %s', (_name, value) => {
    expect(readSnapshot('d.json', bytes(JSON.stringify(value))).snapshot?.tables).toEqual([table]);
  });

  it('says nothing about nullability where the dump does not', () => {
    const text = 'table_name,column_name,data_type\nt,c,STRUCT<a INT64>\n'.replace(
      'STRUCT<a INT64>',
      '"STRUCT<a INT64, b STRING>"',
    );
    expect(readSnapshot('d', bytes(text)).snapshot?.tables).toEqual([
      { name: 't', columns: [{ name: 'c', type: 'STRUCT<a INT64, b STRING>' }] },
    ]);
  });

  const header = 'table_name,column_name,data_type,ordinal_position';
  it.each([
    ['', '1 drift.empty'],
    [`${header}\n`, '1 drift.empty'],
    ['table_name;column_name;data_type\nt;c;int\n', '1 drift.columns-absent'],
    [`${header}\nt,c,int\n`, '2 drift.csv-ragged'],
    [`${header}\nt,c,int,1\n,c,int,2\n`, '3 drift.cell-empty'],
    [`${header}\nt,c,int,first\n`, '2 drift.ordinal'],
    [`${header}\nt,c,int,1\nt,c,int,2\n`, '3 drift.column-twice'],
    [`${header}\nt,"c,int,1\n`, '2 drift.csv-open-quote'],
    ['[{"table_name": "t",\n}]', '2 drift.json'],
    ['{"tables": []}', '1 drift.json-shape'],
    ['[1]', '1 drift.json-row'],
    ['[]', '1 drift.empty'],
    ['a\0b', '1 drift.not-text'],
    ['{"metadata": {}, "nodes": {}, "sources": {}}', '1 drift.catalog-generated'],
  ])('refuses %j', (text, expected) => {
    expect(problemsOf(text)).toEqual([expected]);
    expect(readSnapshot('dump', bytes(text)).snapshot).toBeUndefined();
  });

  it('is not moved by keys of the prototype, nor by depth', () => {
    expect(problemsOf('[{"__proto__": {"table_name": "t"}, "constructor": 1}]')).toEqual(['1 drift.columns-absent']);
    expect(problemsOf('['.repeat(100_000))).toEqual(['1 drift.json']);
    expect(problemsOf(`${'['.repeat(100_000)}${']'.repeat(100_000)}`)).toEqual(['1 drift.json-row']);
  });

  it('reads the catalog.json of dbt', () => {
    const catalog = {
      metadata: {
        dbt_schema_version: 'https://schemas.getdbt.com/dbt/catalog/v1.json',
        dbt_version: '1.12.0',
        invocation_id: 'x',
      },
      nodes: {
        'model.shop.orders': {
          metadata: { type: 'TABLE', schema: 'main', name: 'orders', database: 'shop' },
          columns: { b: { type: 'VARCHAR', index: 2, name: 'b' }, a: { type: 'INTEGER', index: 1, name: 'a' } },
          stats: {},
        },
      },
      sources: {},
    };
    const columns = [
      { name: 'a', type: 'INTEGER' },
      { name: 'b', type: 'VARCHAR' },
    ];
    expect(readSnapshot('catalog.json', bytes(JSON.stringify(catalog))).snapshot).toEqual({
      path: 'catalog.json',
      format: 'dbt-catalog',
      tables: [{ database: 'shop', schema: 'main', name: 'orders', columns }],
    });
    expect(
      problemsOf(
        JSON.stringify({
          ...catalog,
          metadata: { ...catalog.metadata, dbt_schema_version: 'https://x/catalog/v2.json' },
        }),
      ),
    ).toEqual(['1 drift.catalog-version']);
    expect(problemsOf(JSON.stringify({ ...catalog, sources: { 'source.x': { metadata: {}, columns: {} } } }))).toEqual([
      '1 drift.catalog-node',
    ]);
  });

  it('has both languages for every problem', () => {
    const problem = readSnapshot('d', bytes(`${header}\nt,c,int,first\n`)).problems[0];
    expect(translate('en', problem?.message ?? '', problem?.values)).toBe(
      'row 2 of the snapshot has the ordinal_position "first"; it must be a whole number',
    );
    expect(translate('pt-BR', problem?.message ?? '', problem?.values)).toBe(
      'a linha 2 do retrato do warehouse tem ordinal_position "first"; deve ser um número inteiro',
    );
  });
});
