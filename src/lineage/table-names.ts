import { type Contract, type Json, physicalNameOf, type SchemaObject } from '../model/contract.ts';

/** How code outside the contract may call a schema object; all in lower case. */
export interface TableNames {
  /** The table's own name: the last part of the physical name. */
  readonly table: string;
  /** The object's names in the contract. */
  readonly logical: ReadonlySet<string>;
  /** Schemas (datasets) and databases (projects, catalogs) it may be in; empty where nothing says so. */
  readonly schemas: ReadonlySet<string>;
  readonly databases: ReadonlySet<string>;
}

/** The names of a schema object. Its place comes from a physical name with a path, else from the contract's servers. */
export function tableNames(contract: Contract, object: SchemaObject): TableNames {
  const { table, schema, database } = splitName(physicalNameOf(object));
  return {
    table,
    logical: new Set([object.name.toLowerCase()]),
    schemas: schema === undefined ? serverFields(contract, ['schema', 'dataset']) : new Set([schema]),
    databases:
      database === undefined ? serverFields(contract, ['database', 'project', 'catalog']) : new Set([database]),
  };
}

/** A name with up to two parts of path before it, in lower case and without quotes. */
export interface QualifiedName {
  readonly table: string;
  readonly schema?: string;
  readonly database?: string;
}

/** Splits `database.schema.table`. */
export function splitName(name: string): QualifiedName {
  const [table = '', schema, database] = name
    .toLowerCase()
    .replaceAll(/["`[\]]/g, '')
    .split('.')
    .toReversed();
  return {
    table,
    ...(isKnown(schema) ? { schema } : {}),
    ...(isKnown(database) ? { database } : {}),
  };
}

/** Whether nothing that both sides say contradicts that they mean the same place. */
export function mayBeAt(names: TableNames, place: { readonly schema?: string; readonly database?: string }): boolean {
  return agrees(names.schemas, place.schema) && agrees(names.databases, place.database);
}

function agrees(known: ReadonlySet<string>, said: string | undefined): boolean {
  return known.size === 0 || !isKnown(said) || known.has(said.toLowerCase());
}

/** A template or variable says nothing here. */
function isKnown(name: string | undefined): name is string {
  return name !== undefined && name !== '' && !name.includes('{') && !name.includes('$');
}

function serverFields(contract: Contract, keys: readonly string[]): ReadonlySet<string> {
  const values = contract.servers.map(({ fields }) => keys.map((key) => textOf(fields[key])).find(isKnown));
  // A server that does not say may be anywhere.
  return values.every(isKnown) ? new Set(values.map((value) => value.toLowerCase())) : new Set();
}

function textOf(value: Json | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
