import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { compareTypeTexts, compatibleWithLogical } from '../../src/diff/types/compare-types.ts';
import { parseType } from '../../src/diff/types/parse-type.ts';
import { typeTables } from '../../src/generated/types.ts';
import { logicalTypes } from '../../src/model/contract.ts';

/**
 * How the types of every warehouse are read, and how they stand to each other. `npx vitest run __tests__/golden/types.test.ts -u`
 * writes the files anew.
 */
const parameters = [
  '',
  '(1)',
  '(10)',
  '(10, 2)',
  '(38, 0)',
  '(max)',
  ' (6)',
  '()',
  '(a)',
  '(1, 2, 3)',
  '[]',
  '[3]',
  '[][]',
  ' array',
];

const written = [
  'array<int>',
  'array<varchar(10)>',
  'array<array<date>>',
  'array(number(10, 2))',
  'array()',
  'int[]',
  'list<int>',
  'map<string, int>',
  'map(varchar, array(number))',
  'map<string>',
  'struct<a int, b string>',
  'struct<a: int, b: struct<c: date>>',
  'struct(a integer, b varchar)',
  'row(a int)',
  'struct<`a b` int>',
  'struct<"a" int not null comment x>',
  'struct<a int, a string>',
  'struct<>',
  'object(a number, b varchar not null)',
  'timestamp with time zone',
  'timestamp without time zone',
  'timestamp(3) with time zone',
  'timestamp with local time zone',
  'time with time zone',
  'time (3) without time zone',
  'double precision',
  'character varying(20)',
  'char varying(20)',
  'national character varying(5)',
  'bit varying(5)',
  'bit(5)',
  'interval year to month',
  'interval day to second(3)',
  'interval day',
  'interval',
  'vector(float, 256)',
  'vector(int, 3)',
  'vector(256)',
  'float(24)',
  'float(25)',
  'range<date>',
  'unsigned big int',
  'bigint unsigned',
  'decimal(10,2)[]',
  'geography(point, 4326)',
  'geometry(4326)',
  '"char"',
  'NUMBER( 10 , 2 )',
  'numeric(10,-2)',
  'varchar(10) collate "de"',
  'int array[4]',
  '(int)',
  'int)',
  'int(',
  '',
  'a'.repeat(20_001),
  `${'array<'.repeat(30)}int${'>'.repeat(30)}`,
  `${'array<'.repeat(31)}int${'>'.repeat(31)}`,
];

describe.each(Object.keys(typeTables))('%s', (warehouse) => {
  it('reads every type', async () => {
    const names = Object.keys(typeTables[warehouse] ?? {});
    const texts = [
      ...names,
      ...names.filter((name) => !/[^a-z]/.test(name)).flatMap((name) => parameters.map((each) => name + each)),
      ...written,
    ];
    const lines = [...new Set(texts)].map((text) => `${text.slice(0, 60)}: ${shown(parseType(warehouse, text))}`);
    await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot(fileOf(`${warehouse}-reading`));
  });

  it('compares every pair', async () => {
    const lines = compared.map(
      (before) => `${before}: ${compared.map((after) => signOf(warehouse, before, after)).join('')}`,
    );
    await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot(fileOf(`${warehouse}-comparing`));
  });

  it('holds logical types', async () => {
    const lines = compared.map((text) => {
      const type = parseType(warehouse, text);
      const held = logicalTypes.filter((logical) => type && compatibleWithLogical(logical, type) === true);
      const open = logicalTypes.filter((logical) => type && compatibleWithLogical(logical, type) === undefined);
      return `${text}: ${type === undefined ? 'not read' : held.join(' ')}${open.map((logical) => ` ${logical}?`).join('')}`;
    });
    await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot(fileOf(`${warehouse}-holding`));
  });
});

function fileOf(name: string): string {
  return join(import.meta.dirname, 'types', `${name}.txt`);
}

function shown(type: object | undefined): string {
  const text = JSON.stringify(type, (_, value) => (value === Infinity ? 'Infinity' : value)) ?? 'not read';
  return text.replaceAll('"', '');
}

const compared = [
  'tinyint',
  'smallint',
  'int',
  'bigint',
  'hugeint',
  'uinteger',
  'ubigint',
  'int64',
  'number',
  'number(5)',
  'number(10, 2)',
  'number(12, 4)',
  'numeric',
  'numeric(10, 2)',
  'decimal(9, 0)',
  'decimal(10, 2)',
  'decimal(11, 2)',
  'decimal(18, 2)',
  'decimal(19, 0)',
  'decimal(20, 4)',
  'bignumeric',
  'real',
  'float',
  'float64',
  'double',
  'boolean',
  'text',
  'string',
  'varchar',
  'varchar(10)',
  'varchar(20)',
  'char(5)',
  'char(10)',
  'uuid',
  'date',
  'time',
  'time(3)',
  'timetz',
  'datetime',
  'timestamp',
  'timestamp(3)',
  'timestamptz',
  'timestamp_ntz',
  'timestamp_ltz',
  'timestamp_tz',
  'bytea',
  'binary',
  'binary(8)',
  'json',
  'jsonb',
  'variant',
  'object',
  'interval',
  'interval year',
  'interval day',
  'array',
  'array<int>',
  'array<bigint>',
  'array<string>',
  'int[]',
  'bigint[]',
  'map<string, int>',
  'map<string, bigint>',
  'struct<a int>',
  'struct<a bigint>',
  'struct<a int, b int>',
  'struct<b int>',
  'struct<a bigint, b int>',
  'struct<a timestamp, b decimal(10, 2)>',
  'struct<a timestamptz, b decimal(12, 4)>',
  'struct<a timestamptz, b decimal(10, 2)>',
  'vector(float, 256)',
  'vector(float, 128)',
  'vector(int, 256)',
  'inet',
  'box',
  'geography',
  'geometry',
  'range<date>',
  'range<timestamp>',
  'mystery',
];

const signs: { readonly [relation: string]: string } = {
  same: '=',
  widened: '<',
  narrowed: '>',
  grown: '+',
  shrunk: '-',
  rescaled: '%',
  zone: 'z',
  precision: 'p',
  different: '#',
  unknown: '?',
};

/** `=` same, `<` widened, `>` narrowed, `+` grown, `-` shrunk, `%` rescaled, `z` zone, `p` precision, `#` different, `?` unknown. */
function signOf(warehouse: string, before: string, after: string): string {
  return signs[compareTypeTexts(warehouse, before, after)] ?? '!';
}
