import type { NodeSqlParserBuild } from './node-sql-parser.ts';

/** What judges the SQL of one warehouse. */
export interface SqlDialect {
  /** Name in messages and in token rules; `generic` where the warehouse is unknown. */
  readonly name: string;
  /** Dialects of polyglot, the best guess first. */
  readonly polyglot: readonly string[];
  /** Builds of node-sql-parser for a second opinion; the nearest relative where the dialect has none of its own. */
  readonly nodeSqlParser: readonly NodeSqlParserBuild[];
  /** PostgreSQL's own grammar decides alone. */
  readonly strictPostgres?: true;
}

const known: readonly SqlDialect[] = [
  { name: 'snowflake', polyglot: ['snowflake'], nodeSqlParser: ['snowflake'] },
  { name: 'bigquery', polyglot: ['bigquery'], nodeSqlParser: ['bigquery'] },
  { name: 'postgres', polyglot: ['postgresql'], nodeSqlParser: ['postgresql'], strictPostgres: true },
  { name: 'redshift', polyglot: ['redshift'], nodeSqlParser: ['redshift'] },
  { name: 'databricks', polyglot: ['databricks', 'spark'], nodeSqlParser: ['hive'] },
  { name: 'spark', polyglot: ['spark', 'databricks'], nodeSqlParser: ['hive'] },
  { name: 'duckdb', polyglot: ['duckdb'], nodeSqlParser: ['postgresql'] },
  { name: 'trino', polyglot: ['trino'], nodeSqlParser: ['trino'] },
  { name: 'athena', polyglot: ['athena', 'trino'], nodeSqlParser: ['athena', 'trino'] },
  { name: 'tsql', polyglot: ['tsql', 'fabric'], nodeSqlParser: ['transactsql'] },
  { name: 'clickhouse', polyglot: ['clickhouse'], nodeSqlParser: ['mysql'] },
  { name: 'mysql', polyglot: ['mysql'], nodeSqlParser: ['mysql'] },
];

/** Judge of last resort: a text fails only where every dialect refuses it. */
const generic: SqlDialect = {
  name: 'generic',
  polyglot: [
    'generic',
    'snowflake',
    'bigquery',
    'postgresql',
    'databricks',
    'duckdb',
    'redshift',
    'tsql',
    'trino',
    'mysql',
    'oracle',
    'hive',
    'sqlite',
    'teradata',
  ],
  nodeSqlParser: ['postgresql', 'snowflake', 'bigquery', 'hive', 'transactsql', 'mysql'],
};

/** Adapter types of dbt, and other spellings, that speak one of the known dialects. */
const aliases: { readonly [name: string]: string } = {
  postgresql: 'postgres',
  alloydb: 'postgres',
  sqlserver: 'tsql',
  synapse: 'tsql',
  fabric: 'tsql',
  sparksql: 'spark',
  presto: 'trino',
  starburst: 'trino',
  motherduck: 'duckdb',
  mariadb: 'mysql',
};

/** The judges of a dbt adapter type; the generic ones where the name is missing or unknown. */
export function sqlDialect(name: string | undefined): SqlDialect {
  const lower = name?.toLowerCase() ?? '';
  const canonical = Object.hasOwn(aliases, lower) ? aliases[lower] : lower;
  return known.find((dialect) => dialect.name === canonical) ?? generic;
}
