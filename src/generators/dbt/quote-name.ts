import { isPlainName } from './test-call.ts';

/**
 * The SQL of a column's name (one that `isUsableName`): in lower case where case does not matter, and in the quotes of the
 * warehouse where it does, or where the name is a word of SQL or has other signs than letters, digits and underscores.
 */
export function quoteName(name: string, dialect = ''): string {
  const isWord = /^[A-Za-z_]\w*$/.test(name);
  const isReserved = reservedWords.has(name.toLowerCase()) || !isPlainName(name);
  if (isWord && !isReserved && !keepsCase(name, dialect)) return name.toLowerCase();
  if (backticks.has(dialect)) return `\`${name}\``;
  // Snowflake keeps names without quotes in capitals.
  return `"${dialect === 'snowflake' && isWord && !keepsCase(name, dialect) ? name.toUpperCase() : name}"`;
}

/** Whether a column of this name can only have been made with quotes around it. */
function keepsCase(name: string, dialect: string): boolean {
  if (dialect === 'postgres') return name !== name.toLowerCase();
  return dialect === 'snowflake' && name !== name.toLowerCase() && name !== name.toUpperCase();
}

const backticks: ReadonlySet<string> = new Set(['bigquery', 'databricks', 'spark', 'mysql', 'clickhouse', 'hive']);

/** Words that one of the warehouses does not take for the name of a column (their lists of reserved words). */
const reservedWords: ReadonlySet<string> = new Set(
  `all alter analyse analyze and any array as asc assert_rows_modified asymmetric at authorization between both by case cast
   check collate column connect constraint contains create cross cube current current_catalog current_date current_role
   current_time current_timestamp current_user default deferrable define delete desc describe distinct drop else end enum
   escape except exclude execute exists extract false fetch filter following for foreign freeze from full function grant
   group grouping groups hash having if ignore ilike in increment initially inner insert intersect interval into is isnull
   join lateral lead leading left like limit localtime localtimestamp lookup merge minus natural new no not notnull null
   nulls of offset old on only open or order outer over overlaps partition percent placing pivot preceding primary proto qualify
   range recursive references regexp respect returning revoke right rlike rollup row rows sample schema select session_user set
   show similar some start struct summarize symmetric table tablesample tag then to trailing treat trigger true
   unbounded union unique unnest unpivot update user using values variadic verbose view when whenever where window with
   within`
    .split(/\s+/)
    .filter((word) => word !== ''),
);
