import type { ColumnType } from '../../model/columns.ts';
import type { Json } from '../../model/contract.ts';

/** Types of DuckDB by the names that warehouses give theirs; those that depend on a length or scale are not among them. */
const types: { readonly [name: string]: string } = Object.fromEntries(
  Object.entries({
    BIGINT:
      'int integer bigint smallint tinyint byteint mediumint int2 int4 int8 int16 int32 int64 long short serial bigserial',
    DOUBLE: 'float float4 float8 float32 float64 double real doubleprecision decfloat',
    BOOLEAN: 'boolean bool bit logical',
    DATE: 'date date32',
    TIME: 'time timewithouttimezone',
    TIMESTAMP:
      'timestamp timestamp_ntz timestampntz datetime datetime2 smalldatetime timestampwithouttimezone timestamp_micros',
    TIMESTAMPTZ:
      'timestamptz timestamp_tz timestamp_ltz timestampltz timestampwithtimezone timestampwithlocaltimezone datetimeoffset',
    VARCHAR:
      'varchar string text char character nchar nvarchar nvarchar2 varchar2 charactervarying charvarying bpchar citext uuid uniqueidentifier',
    JSON: 'json jsonb variant object array super struct record map row',
    BLOB: 'binary varbinary bytes bytea blob',
  }).flatMap(([type, names]) => names.split(' ').map((name) => [name, type])),
);

const decimals = new Set(['number', 'numeric', 'decimal', 'dec', 'bignumeric', 'bigdecimal', 'money', 'smallmoney']);

const ofFamily: { readonly [family: string]: string } = {
  string: 'VARCHAR',
  boolean: 'BOOLEAN',
  date: 'DATE',
  timestamp: 'TIMESTAMP',
  time: 'TIME',
  json: 'JSON',
  array: 'JSON',
  struct: 'JSON',
  bytes: 'BLOB',
  uuid: 'VARCHAR',
};

/** Values of a column; whether texts among them are all there is, as in CSV. */
export interface ColumnValues {
  readonly values: readonly Json[];
  readonly isCsv: boolean;
}

/** A type of DuckDB that takes the values of a column; they decide where the type says too little. One of a closed set. */
export function duckDbType(type: ColumnType | undefined, { values, isCsv }: ColumnValues): string {
  const written = type?.text === undefined ? undefined : typeOfText(type.text, values);
  if (written !== undefined) return written;
  if (type?.family === 'number') return numberType(values, 'BIGINT') ?? 'DOUBLE';
  return (type === undefined ? undefined : ofFamily[type.family]) ?? typeOfValues(values, isCsv);
}

function typeOfText(text: string, values: readonly Json[]): string | undefined {
  const [, words = '', precision, scale = '0', rest = ''] =
    /^\s*([a-z_][a-z_0-9 ]*?)\s*(?:\(\s*(\d{1,4})\s*(?:,\s*(\d{1,3})\s*)?\))?\s*([a-z ]*)$/i.exec(text) ?? [];
  const name = `${words}${rest}`.toLowerCase().replaceAll(' ', '');
  if (!decimals.has(name)) return Object.hasOwn(types, name) ? types[name] : undefined;
  // Whole values of a decimal column are decimals: divided, they are not cut off.
  if (precision === undefined) return numberType(values, 'DECIMAL(38, 0)') ?? 'DECIMAL(38, 0)';
  const digits = Math.min(38, Math.max(1, Number(precision)));
  return `DECIMAL(${digits}, ${Math.min(digits, Number(scale))})`;
}

/** The type of values whose column nobody declares; that of nothing takes part in everything. */
function typeOfValues(values: readonly Json[], isCsv: boolean): string {
  const known = values.filter((value) => value !== null);
  if (known.length === 0) return '"NULL"';
  if (known.every((value) => typeof value === 'boolean')) return 'BOOLEAN';
  if (known.every((value) => typeof value === 'object')) return 'JSON';
  const texts = known.map(String);
  if (texts.every((text) => /^\d{4}-\d{2}-\d{2}$/.test(text))) return 'DATE';
  if (texts.every((text) => /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}/.test(text))) return 'TIMESTAMP';
  // A number with leading zeros is a code, and so is one that is written as a text where numbers can be written.
  const isCode =
    texts.some((text) => /^-?0\d/.test(text)) || (!isCsv && known.some((value) => typeof value === 'string'));
  return (isCode ? undefined : numberType(values, 'BIGINT')) ?? 'VARCHAR';
}

/** `whole`, or decimals with as many places as the values write; undefined where there are none, or others. */
function numberType(values: readonly Json[], whole: string): string | undefined {
  const texts = values.filter((value) => value !== null).map(String);
  if (texts.length === 0 || !texts.every((text) => /^-?\d{1,18}(?:\.\d{1,18})?$/.test(text))) return undefined;
  const places = Math.max(...texts.map((text) => text.split('.')[1]?.length ?? 0));
  return places === 0 ? whole : `DECIMAL(38, ${places})`;
}
