/** Names of grantees that mean everybody, in the warehouses and clouds that the gate knows, in lower case. */
const everybody = new Set([
  // PostgreSQL, Redshift, Snowflake, BigQuery's project groups, Databricks ("account users"), Lake Formation.
  'public',
  'allusers',
  'allauthenticatedusers',
  'specialgroup:allauthenticatedusers',
  'account users',
  'iam_allowed_principals',
]);

/** Whether a grantee is everybody: `PUBLIC`, `allUsers`, `account users`. */
export function isEverybody(grantee: string): boolean {
  return everybody.has(
    grantee
      .trim()
      .replaceAll(/^["'`]|["'`]$/g, '')
      .toLowerCase(),
  );
}
