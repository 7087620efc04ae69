import type { ApiVersion } from '../../model/contract.ts';
import { type MapNode, textOf, valueOf } from '../document.ts';
import type { Place } from './elements.ts';
import { type Field, type FieldType, judgeFields } from './fields.ts';
import { addTooNew, type Reading } from './mistakes.ts';
import { isAtLeast, isOpen } from './version-gates.ts';

/** What a type of server needs and takes (ODCS 3.2.0, "Infrastructure & servers"). */
export interface ServerType {
  readonly since: ApiVersion;
  readonly required: readonly string[];
  readonly optional: readonly string[];
  /** Fields that differ from what their key usually is, or that came or went with a version. */
  readonly special?: readonly Field[];
}

/** Keys of every server, whatever its type. */
const commonServerKeys = ['customProperties', 'description', 'environment', 'id', 'roles', 'server', 'type'] as const;

const always = {};
const before31 = { until: 'v3.1.0' } as const;
const since31 = { since: 'v3.1.0' } as const;
const since32 = { since: 'v3.2.0' } as const;

const usualTypes: { readonly [key: string]: FieldType } = {
  catalogUrl: 'uri',
  endpointUrl: 'uri',
  location: 'uri',
  port: 'port',
};
const encoding: Field = { key: 'encoding', type: 'string', ...since32 };

/** Format and delimiter of files: closed sets before 3.1.0. */
const fileFields: readonly Field[] = [
  encoding,
  { key: 'delimiter', type: 'string', ...since31 },
  { key: 'delimiter', type: 'string', values: ['new_line', 'array'], ...before31 },
];
const fileFormats: Field = { key: 'format', type: 'string', values: ['parquet', 'delta', 'json', 'csv'], ...before31 };

/** `keys`: the required keys, then `|` and the optional ones. */
function server(since: ApiVersion, keys: string, special: readonly Field[] = []): ServerType {
  const [required = '', optional = ''] = keys.split('|');
  return { since, required: words(required), optional: words(optional), special };
}

function words(text: string): readonly string[] {
  return text.split(' ').filter((word) => word !== '');
}

/** The 44 types of servers. */
export const serverTypes: { readonly [type: string]: ServerType } = {
  api: server('v3.0.0', 'location'),
  athena: server('v3.0.0', 'schema | catalog regionName', [
    { key: 'staging_dir', type: 'any', until: 'v3.0.2', required: always },
    { key: 'stagingDir', type: 'uri', required: { since: 'v3.0.2', until: 'v3.2.0' } },
    { key: 'workgroup', type: 'string', ...since32 },
  ]),
  azure: server('v3.0.0', 'location', [
    ...fileFields,
    { ...fileFormats, required: always },
    { key: 'format', type: 'string', ...since31, required: always },
  ]),
  bigquery: server('v3.0.0', 'project dataset'),
  btrieve: server('v3.2.0', 'host database | port'),
  clickhouse: server('v3.0.0', 'host port database'),
  cloudsql: server('v3.0.0', 'host port database schema'),
  custom: server(
    'v3.0.0',
    '| account catalog database dataset delimiter endpointUrl format host location path port project region regionName schema serviceName stagingDir warehouse',
    [encoding, { key: 'stream', type: 'string', ...since31 }],
  ),
  databricks: server('v3.0.0', 'catalog schema | host'),
  db2: server('v3.0.0', 'host port database | schema'),
  denodo: server('v3.0.0', 'host port | database'),
  dremio: server('v3.0.0', 'host port | schema'),
  duckdb: server('v3.0.0', 'database', [
    { key: 'schema', type: 'integer', ...before31 },
    { key: 'schema', type: 'string', ...since31 },
  ]),
  exasol: server('v3.2.0', 'host | port schema'),
  fastobjects: server('v3.2.0', 'database | host port'),
  glue: server('v3.0.0', 'account database | location format', [encoding]),
  hana: server('v3.2.0', 'host | port database schema'),
  hive: server('v3.1.0', 'host database | port'),
  iceberg: server('v3.2.0', 'catalog catalogUrl | namespace warehouse'),
  impala: server('v3.1.0', 'host database | port'),
  informix: server('v3.0.0', 'host database | port'),
  ingres: server('v3.2.0', 'database host | port'),
  kafka: server('v3.0.0', 'host | format', [encoding]),
  kinesis: server('v3.0.0', '| region format', [encoding]),
  local: server('v3.0.0', 'path format', [encoding]),
  mysql: server('v3.0.0', 'host port database'),
  oracle: server('v3.0.0', 'host port serviceName'),
  poet: server('v3.2.0', 'database | host port'),
  postgres: server('v3.0.0', 'host port database schema'),
  postgresql: server('v3.0.0', 'host port database schema'),
  presto: server('v3.0.0', 'host | catalog schema'),
  pubsub: server('v3.0.0', 'project'),
  redshift: server('v3.0.0', 'database schema | host region account'),
  s3: server('v3.0.0', 'location | endpointUrl', [
    ...fileFields,
    fileFormats,
    { key: 'format', type: 'string', ...since31 },
  ]),
  sftp: server('v3.0.0', '', [
    { key: 'location', type: 'uri', prefix: 'sftp://', required: always },
    ...fileFields,
    fileFormats,
    { key: 'format', type: 'string', ...since31 },
  ]),
  snowflake: server('v3.0.0', 'account database schema | host port warehouse'),
  sqlserver: server('v3.0.0', 'host database schema | port'),
  synapse: server('v3.0.0', 'host port database'),
  teradata: server('v3.2.0', 'host | port database'),
  trino: server('v3.0.0', 'host port catalog schema'),
  vectorwise: server('v3.2.0', 'database host | port'),
  versant: server('v3.2.0', 'database | host port'),
  vertica: server('v3.0.0', 'host port database schema'),
  zen: server('v3.1.0', 'host database | port'),
};

/** Types with two names. */
const typeAliases: { readonly [type: string]: string } = {
  btrieve: 'zen',
  poet: 'fastobjects',
  postgres: 'postgresql',
};

/** The one name of a server type that has two: `postgres` is `postgresql`. */
export function canonicalServerType(type: string): string {
  return Object.hasOwn(typeAliases, type) ? (typeAliases[type] ?? type) : type;
}

/** The types that a version of the standard knows, in code point order. */
export function serverTypesOf(version: ApiVersion): readonly string[] {
  return Object.keys(serverTypes).filter((type) => isAtLeast(version, serverTypes[type]?.since ?? version));
}

/** Judges the keys of a server by its type. The type itself, where it is unknown, is judged by the schema. */
export function judgeServer(reading: Reading, place: Place): void {
  const typeNode = valueOf(place.node, 'type');
  const type = textOf(typeNode);
  if (type === undefined || typeNode === undefined || !Object.hasOwn(serverTypes, type)) return;
  const known = serverTypes[type];
  if (known === undefined) return;
  if (!isAtLeast(reading.version, known.since)) {
    addTooNew(reading, { place, key: 'type', at: typeNode.at, what: type, since: known.since });
    return;
  }
  judgeFields(reading, {
    place,
    node: place.node,
    fields: fieldsOf(type, known),
    others: commonServerKeys,
    open: isOpen('server', reading.version),
  });
}

const fieldsByType = new Map<string, readonly Field[]>();

function fieldsOf(type: string, known: ServerType): readonly Field[] {
  const ready = fieldsByType.get(type);
  if (ready !== undefined) return ready;
  const fields = [
    ...known.required.map((key): Field => ({ key, type: usualTypes[key] ?? 'string', required: always })),
    ...known.optional.map((key): Field => ({ key, type: usualTypes[key] ?? 'string' })),
    ...(known.special ?? []),
  ];
  fieldsByType.set(type, fields);
  return fields;
}

/** The keys of a server that its type brings, as an entry list of the mapping. */
export function typeEntries(node: MapNode): MapNode['entries'] {
  const common: readonly string[] = commonServerKeys;
  return node.entries.filter((entry) => !common.includes(entry.key));
}
