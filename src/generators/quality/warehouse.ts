import type { Contract, Server } from '../../model/contract.ts';

/** How one kind of warehouse writes what SQL leaves open. */
export interface Warehouse {
  /** The sign around names that are not plain. */
  readonly quote: '"' | '`';
  /** Whether a backslash inside a text is an escape. */
  readonly escapes: boolean;
  /** The type that any value can be cast to as a text. */
  readonly text: string;
  /** The type of timestamps, where it is not `TIMESTAMP`. */
  readonly timestamp?: string;
  /** The function of a text's length, where it is not `LENGTH`. */
  readonly length?: string;
  /** Whether its remainder is `%`, because it has no `MOD`. */
  readonly lacksMod?: true;
  /** Whether its regular expressions know look-around and back references. */
  readonly backtracks: boolean;
  /** Whether `column` matches a pattern somewhere; both are SQL already. */
  readonly matches?: (column: string, pattern: string) => string;
  /** The number of items of an array. */
  readonly items?: (column: string) => string;
  /** The moment so many days ago. */
  readonly daysAgo?: (days: number) => string;
}

const call = (name: string) => (column: string) => `${name}(${column})`;
const callWith = (name: string) => (column: string, pattern: string) => `${name}(${column}, ${pattern})`;
const operator = (sign: string) => (column: string, pattern: string) => `${column} ${sign} ${pattern}`;
const standardAgo = (days: number) => `CURRENT_TIMESTAMP - INTERVAL '${days} days'`;
const dayAgo = (days: number) => `CURRENT_TIMESTAMP - INTERVAL '${days}' DAY`;

const plain = { quote: '"', escapes: false, text: 'VARCHAR', backtracks: false } as const;
const trino: Warehouse = { ...plain, matches: callWith('REGEXP_LIKE'), items: call('CARDINALITY'), daysAgo: dayAgo };
const spark: Warehouse = {
  quote: '`',
  escapes: true,
  text: 'STRING',
  backtracks: true,
  matches: operator('RLIKE'),
  items: call('SIZE'),
  daysAgo: dayAgo,
};
const sqlServer: Warehouse = {
  ...plain,
  text: 'NVARCHAR(4000)',
  timestamp: 'DATETIME2',
  length: 'LEN',
  lacksMod: true,
  daysAgo: (days) => `DATEADD(day, -${days}, SYSUTCDATETIME())`,
};

const warehouses: ReadonlyMap<string, Warehouse> = new Map<string, Warehouse>([
  [
    'postgres',
    { ...plain, backtracks: true, matches: operator('~'), items: call('CARDINALITY'), daysAgo: standardAgo },
  ],
  [
    'redshift',
    { ...plain, escapes: true, matches: operator('~'), items: call('GET_ARRAY_LENGTH'), daysAgo: standardAgo },
  ],
  ['duckdb', { ...plain, matches: callWith('REGEXP_MATCHES'), items: call('LEN'), daysAgo: standardAgo }],
  [
    'snowflake',
    {
      ...plain,
      escapes: true,
      matches: (column, pattern) => `REGEXP_INSTR(${column}, ${pattern}) > 0`,
      items: call('ARRAY_SIZE'),
      daysAgo: standardAgo,
    },
  ],
  [
    'bigquery',
    {
      ...plain,
      quote: '`',
      escapes: true,
      text: 'STRING',
      matches: callWith('REGEXP_CONTAINS'),
      items: call('ARRAY_LENGTH'),
      daysAgo: (days) => `TIMESTAMP_SUB(CURRENT_TIMESTAMP(), INTERVAL ${days} DAY)`,
    },
  ],
  ['databricks', spark],
  ['spark', spark],
  [
    'mysql',
    {
      ...plain,
      quote: '`',
      escapes: true,
      text: 'CHAR',
      timestamp: 'DATETIME',
      matches: operator('REGEXP'),
      daysAgo: (days) => `NOW() - INTERVAL ${days} DAY`,
    },
  ],
  ['trino', trino],
  ['presto', trino],
  ['athena', trino],
  ['sqlserver', sqlServer],
  ['synapse', sqlServer],
  ['oracle', { ...plain, text: 'VARCHAR2(4000)', matches: callWith('REGEXP_LIKE'), daysAgo: dayAgo }],
]);

/** The server that data is checked on: the one for production, else the first. */
export function mainServer(contract: Contract): Server | undefined {
  return contract.servers.find((server) => /^prod/i.test(server.environment ?? '')) ?? contract.servers[0];
}

/** The type of the main server in one spelling (`postgresql` is `postgres`); undefined without a server. */
export function serverType(contract: Contract): string | undefined {
  return mainServer(contract)?.type.toLowerCase().replace('postgresql', 'postgres');
}

/** What is known of the warehouse of the main server; undefined where its SQL is not. */
export function warehouseOf(contract: Contract): Warehouse | undefined {
  const type = serverType(contract);
  return type === undefined ? undefined : warehouses.get(type);
}

const prefixKeys: { readonly [type: string]: readonly string[] } = {
  bigquery: ['project', 'dataset'],
  databricks: ['catalog', 'schema'],
  trino: ['catalog', 'schema'],
  presto: ['catalog', 'schema'],
  athena: ['catalog', 'schema'],
  duckdb: ['schema'],
  mysql: ['database'],
  oracle: ['schema'],
};

/** What stands in front of a table's name on a server: database and schema, as far as the server says them. */
export function prefixesOf(contract: Contract): readonly string[] {
  const fields = mainServer(contract)?.fields ?? {};
  return (prefixKeys[serverType(contract) ?? ''] ?? ['database', 'schema']).flatMap((key) => {
    const value = Object.hasOwn(fields, key) ? fields[key] : undefined;
    return typeof value === 'string' && value !== '' ? [value] : [];
  });
}
