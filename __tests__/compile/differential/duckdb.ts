import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import type { ColumnFamily } from '../../../src/model/columns.ts';
import { tables } from './tables.ts';

/** What DuckDB says of a query: the columns in order, or why it refuses it. */
export type Described =
  | { readonly kind: 'columns'; readonly columns: readonly { readonly name: string; readonly type: string }[] }
  | { readonly kind: 'refused'; readonly message: string };

/** DuckDB in memory with empty views of the tables under contract; it can reach no file and load no extension. */
export async function openOracle(): Promise<DuckDBConnection> {
  const instance = await DuckDBInstance.create(':memory:', {
    enable_external_access: 'false',
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    lock_configuration: 'true',
    threads: '1',
  });
  const connection = await instance.connect();
  for (const { name, columns } of tables) {
    const list = columns.map((column) => `cast(null as ${column.type}) as "${column.name}"`);
    await connection.run(`create schema if not exists ${name.replace(/\..*$/, '')}`);
    await connection.run(`create view ${name} as select ${list.join(', ')}`);
  }
  return connection;
}

export async function describeQuery(connection: DuckDBConnection, sql: string): Promise<Described> {
  try {
    const rows = (await connection.runAndReadAll(`describe ${sql}`)).getRows();
    return { kind: 'columns', columns: rows.map(([name, type]) => ({ name: String(name), type: String(type) })) };
  } catch (error) {
    return { kind: 'refused', message: error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error) };
  }
}

/** The family of a type as DuckDB prints it; undefined for one that has none. */
export function familyOf(type: string): ColumnFamily | undefined {
  if (type.endsWith(']')) return 'array';
  const word = type.replace(/\(.*$/, '').toUpperCase();
  return familyByWord.get(word);
}

const familyByWord: ReadonlyMap<string, ColumnFamily> = new Map([
  ...'TINYINT SMALLINT INTEGER BIGINT HUGEINT UTINYINT USMALLINT UINTEGER UBIGINT UHUGEINT DECIMAL FLOAT DOUBLE'
    .split(' ')
    .map((word) => [word, 'number'] as const),
  ['VARCHAR', 'string'],
  ['BOOLEAN', 'boolean'],
  ['DATE', 'date'],
  ['TIMESTAMP', 'timestamp'],
  ['TIMESTAMP WITH TIME ZONE', 'timestamp'],
  ['TIME', 'time'],
  ['TIME WITH TIME ZONE', 'time'],
  ['INTERVAL', 'interval'],
  ['JSON', 'json'],
  ['STRUCT', 'struct'],
  ['BLOB', 'bytes'],
  ['UUID', 'uuid'],
]);
