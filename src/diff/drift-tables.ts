import { type Contract, physicalNameOf, type SchemaObject, type Server } from '../model/contract.ts';
import type { SnapshotTable, WarehouseSnapshot } from '../model/snapshot.ts';
import { warehouseOf } from './types/parse-type.ts';

/** What the snapshot has for a schema object. `warehouse` is a type table's name (`generic` where no server tells). */
export type TableMatch =
  | { readonly kind: 'one'; readonly table: SnapshotTable; readonly warehouse: string }
  | { readonly kind: 'several'; readonly candidates: readonly string[] }
  | { readonly kind: 'none'; readonly elsewhere: readonly string[] };

/** Where a server keeps its tables; a part that is not given matches anything. */
interface Place {
  readonly warehouse: string;
  readonly database?: string;
  readonly schema?: string;
}

/**
 * Finds the table of a schema object: `database.schema` of the contract's servers (or of a qualified `physicalName`) and the physical
 * name, with upper and lower case as the warehouse treats them. The exact spelling wins where two tables fold alike.
 */
export function findTable(contract: Contract, object: SchemaObject, snapshot: WarehouseSnapshot): TableMatch {
  const parts = splitName(physicalNameOf(object));
  const name = parts.at(-1) ?? '';
  const places = placesOf(contract.servers).map((place) => qualified(place, parts));
  const found = new Map<SnapshotTable, string>();
  for (const place of places) {
    for (const table of exactFirst(
      snapshot.tables.filter((each) => isAt(each, name, place)),
      name,
    )) {
      if (!found.has(table)) found.set(table, place.warehouse);
    }
  }
  const [first] = found;
  if (first !== undefined && found.size === 1) return { kind: 'one', table: first[0], warehouse: first[1] };
  if (first !== undefined) return { kind: 'several', candidates: [...found.keys()].map(tableName) };
  const lower = name.toLowerCase();
  return {
    kind: 'none',
    elsewhere: snapshot.tables.filter((table) => table.name.toLowerCase() === lower).map(tableName),
  };
}

/** `database.schema.name`, as far as the snapshot tells. */
export function tableName(table: SnapshotTable): string {
  return [table.database, table.schema, table.name].filter((part) => part !== undefined).join('.');
}

/** A column's name as a snapshot has it, bare, and as the warehouse compares it: without case, in all that are read here. */
export function foldColumn(warehouse: string, name: string): string {
  return warehouse === 'snowflake' ? name.toUpperCase() : name.toLowerCase();
}

/** BigQuery alone tells apart tables and datasets that only differ in case. */
function foldTable(warehouse: string, name: string): string {
  return warehouse === 'bigquery' ? name : foldColumn(warehouse, name);
}

function isAt(table: SnapshotTable, name: string, place: Place): boolean {
  const same = (wanted: string | undefined, found: string | undefined) =>
    wanted === undefined ||
    found === undefined ||
    foldTable(place.warehouse, wanted) === foldTable(place.warehouse, found);
  return same(name, table.name) && same(place.schema, table.schema) && same(place.database, table.database);
}

function exactFirst(tables: readonly SnapshotTable[], name: string): readonly SnapshotTable[] {
  const exact = tables.filter((table) => table.name === name);
  return exact.length > 0 ? exact : tables;
}

/** The servers' places; one that matches anything where the contract has no database server. */
function placesOf(servers: readonly Server[]): readonly Place[] {
  const places = servers.map((server) => {
    const database = textField(server, ['database', 'catalog', 'project']);
    const schema = textField(server, ['schema', 'dataset']);
    return {
      warehouse: warehouseOf(server.type),
      ...(database === undefined ? {} : { database }),
      ...(schema === undefined ? {} : { schema }),
    };
  });
  const known = places.filter(
    ({ warehouse, database, schema }) => warehouse !== 'generic' || (database ?? schema) !== undefined,
  );
  return known.length > 0 ? known : [{ warehouse: 'generic' }];
}

function textField(server: Server, names: readonly string[]): string | undefined {
  const values = names.map((name) => (Object.hasOwn(server.fields, name) ? server.fields[name] : undefined));
  return values.flatMap((value) => (typeof value === 'string' && value !== '' ? [value] : []))[0];
}

/** `db.schema.table`, with the quotes of any warehouse. */
function splitName(name: string): readonly string[] {
  return name.split('.').map((part) => part.trim().replaceAll(/^["`[]|["`\]]$/g, ''));
}

function qualified(place: Place, parts: readonly string[]): Place {
  const schema = parts.at(-2) ?? place.schema;
  const database = parts.at(-3) ?? place.database;
  return {
    warehouse: place.warehouse,
    ...(schema === undefined ? {} : { schema }),
    ...(database === undefined ? {} : { database }),
  };
}
