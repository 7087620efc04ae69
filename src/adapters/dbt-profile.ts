/** Name of the profile that {@link profileFor} writes. */
export const profileName = 'dataengos';

const person = { user: 'nobody', password: 'none' };
const place = { database: 'none', schema: 'none' };
const server = { host: 'localhost', port: 1 };

/** What an adapter wants to be told before it reads a project; nothing of it leads anywhere. */
const outputs: { readonly [adapter: string]: { readonly [key: string]: string | number } } = {
  athena: { s3_staging_dir: 's3://none/', region_name: 'us-east-1', ...place },
  bigquery: { method: 'oauth', project: 'none', dataset: 'none' },
  clickhouse: { ...server, ...person, schema: 'none' },
  databricks: { host: 'localhost', http_path: '/none', token: 'none', schema: 'none' },
  duckdb: { path: ':memory:' },
  postgres: { ...server, ...person, dbname: 'none', schema: 'none' },
  redshift: { ...server, ...person, dbname: 'none', schema: 'none' },
  snowflake: { account: 'none', ...person, ...place, warehouse: 'none' },
  spark: { method: 'thrift', host: 'localhost', schema: 'none' },
  trino: { ...server, method: 'none', user: 'nobody', ...place },
};

/** A `profiles.yml` (JSON, which YAML holds) without any credentials; undefined for an adapter whose profile is not known. */
export function profileFor(adapter: string): string | undefined {
  if (!Object.hasOwn(outputs, adapter)) return undefined;
  const output = { type: adapter, threads: 1, ...outputs[adapter] };
  return JSON.stringify({ [profileName]: { target: 'dev', outputs: { dev: output } } });
}
