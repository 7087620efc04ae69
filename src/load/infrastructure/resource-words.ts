/** How the types of the providers of data platforms begin. */
const providers =
  /^(?:airbyte|aws|awscc|azuread|azurerm|clickhouse|confluent|databricks|dbtcloud|fivetran|google|helm|kafka|kubernetes|mongodbatlas|mssql|mysql|oci|postgresql|redshift|snowflake|trino|vault)_[a-z0-9_]+$/;

/** Whether a text is the type of a Terraform resource: `aws_s3_bucket`. */
export function isTerraformType(text: string): boolean {
  return providers.test(text);
}

/** Kinds of resources as people write them, in English and Portuguese, in the singular. */
const words = new Set([
  'banco de dados',
  'bucket',
  'cluster',
  'database',
  'dataset',
  'esquema',
  'fila',
  'queue',
  'role',
  'schema',
  'topic',
  'tópico',
  'warehouse',
]);

/** Whether a text is a kind of resource in people's words: `bucket`, `Buckets`. */
export function isResourceWord(text: string): boolean {
  const word = text.trim().toLowerCase();
  return words.has(word) || words.has(word.replace(/s$/, '')) || word === 'bancos de dados';
}
