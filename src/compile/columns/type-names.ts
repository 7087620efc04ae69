import { columnFamilies, type ColumnFamily } from '../../model/columns.ts';
import { isTree, listOf, textAt, type Tree } from './tree.ts';

const names: { readonly [family in ColumnFamily]?: string } = {
  number:
    'int integer bigint smallint tinyint mediumint byteint int1 int2 int4 int8 int16 int32 int64 int128 int256 uint uint8 uint16 ' +
    'uint32 uint64 uint128 uint256 utinyint usmallint uinteger ubigint hugeint uhugeint big_int small_int tiny_int number numeric ' +
    'decimal dec bignumeric bigdecimal big_numeric fixed float float4 float8 float32 float64 float16 bfloat16 double doubleprecision ' +
    'double_precision real decfloat money smallmoney long short byte serial bigserial decimal32 decimal64 decimal128',
  string:
    'varchar var_char varchar2 nvarchar nvarchar2 n_var_char char n_char nchar character charactervarying character_varying text ' +
    'string bpchar clob nclob ntext longtext mediumtext tinytext name citext fixedstring fixed_string sysname',
  boolean: 'boolean bool',
  date: 'date date32',
  timestamp:
    'timestamp timestamptz timestamp_tz timestampntz timestamp_ntz timestampltz timestamp_ltz datetime datetime2 datetime64 ' +
    'datetimeoffset smalldatetime timestampwithtimezone timestampwithouttimezone timestamp_s timestamp_ms timestamp_ns timestamp_us',
  time: 'time timetz time_tz timewithtimezone timewithouttimezone',
  interval: 'interval',
  json: 'json jsonb json_b variant super object',
  array: 'array list',
  struct: 'struct row record map',
  bytes: 'binary varbinary var_binary bytes bytea blob longblob mediumblob image rowversion',
  uuid: 'uuid uniqueidentifier',
  geography: 'geography geometry',
};

const familyOfName = new Map<string, ColumnFamily>(
  columnFamilies.flatMap((family) =>
    (names[family] ?? '').split(' ').map((name): [string, ColumnFamily] => [name, family]),
  ),
);

/** The family of a type as SQL writes it (`numeric(10, 2)`, `timestamp with time zone`, `int[]`); undefined where it is none of ours. */
export function familyOfTypeName(text: string): ColumnFamily | undefined {
  const name = text.toLowerCase().trim();
  if (name.endsWith(']') || name.endsWith(' array')) return 'array';
  const head = /^[a-z_][\w ]*/.exec(name)?.[0] ?? '';
  return familyOfName.get(head.replaceAll(' ', '')) ?? familyOfName.get(head.split(' ')[0] ?? '');
}

/** The family of a type in polyglot's syntax tree. */
export function familyOfDataType(value: unknown): ColumnFamily | undefined {
  if (!isTree(value)) return undefined;
  const type = textAt(value, 'data_type') ?? '';
  if (type === 'custom') return familyOfTypeName(textAt(value, 'name') ?? '');
  if (type === 'nullable' || type === 'low_cardinality') return familyOfDataType(innerType(value));
  return familyOfName.get(type) ?? familyOfName.get(type.replaceAll('_', ''));
}

function innerType(value: Tree): unknown {
  return value['inner'] ?? value['element_type'] ?? listOf(value['expressions'])[0];
}
