import { type Contract, physicalNameOf, type SchemaObject, type Server } from '../../model/contract.ts';
import type { DbtProject } from '../../model/dbt.ts';
import { tableNameOf } from '../match-models.ts';

/** Where the warehouse has a table, as far as its contract says. */
export interface SourcePlace {
  readonly database?: string;
  readonly schema?: string;
  /** The table's own name. */
  readonly identifier: string;
}

/** The place that a qualified physical name (`db.schema.table`) says, else the server. */
export function placeOf(object: SchemaObject, server: Server | undefined): SourcePlace {
  const identifier = tableNameOf(object);
  const given = physicalNameOf(object);
  const parts = /^(?:[\w$-]+\.){1,2}[\w$-]+$/.test(given) ? given.split('.') : [];
  const [schema, database] = parts.slice(0, -1).toReversed();
  const said = server === undefined ? {} : placeOfServer(server);
  const place = { database: database ?? said.database, schema: schema ?? said.schema };
  return {
    ...(place.database !== undefined && { database: place.database }),
    ...(place.schema !== undefined && { schema: place.schema }),
    identifier,
  };
}

/**
 * The server that a contract has for a dbt project: of the project's warehouse, in `environment`; else in production; else the first.
 * Undefined where all are of other systems: where the data lands then, the contract does not say.
 */
export function serverFor(contract: Contract, { dialect }: DbtProject, environment: string): Server | undefined {
  const fitting = contract.servers.filter((server) => dialect === undefined || typeOf(server) === dialect);
  const wanted = environment === '' ? /^prod/i : undefined;
  const isMeant = ({ environment: own = '', server }: Server): boolean =>
    wanted === undefined ? own === environment || server === environment : wanted.test(own);
  return fitting.find(isMeant) ?? fitting[0];
}

function typeOf({ type }: Server): string {
  return type === 'postgresql' ? 'postgres' : type;
}

/** What the servers of ODCS call a database and a schema. A DuckDB server's database is the path of a file, which dbt names itself. */
function placeOfServer(server: Server): Omit<SourcePlace, 'identifier'> {
  const text = (key: string): string | undefined => {
    const value = Object.hasOwn(server.fields, key) ? server.fields[key] : undefined;
    return typeof value === 'string' && value.trim() !== '' ? value : undefined;
  };
  const database = text('project') ?? text('catalog') ?? text('database');
  const schema =
    text('schema') ?? text('dataset') ?? (databaseIsSchema.has(server.type) ? text('database') : undefined);
  const hasDatabase = database !== undefined && server.type !== 'duckdb' && !databaseIsSchema.has(server.type);
  return { ...(hasDatabase && { database }), ...(schema !== undefined && { schema }) };
}

const databaseIsSchema: ReadonlySet<string> = new Set(['mysql', 'clickhouse', 'glue', 'hive', 'impala']);
