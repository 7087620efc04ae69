/** The part of `@polyglot-sql/sdk/manual` used here; its own types do not resolve under `module: nodenext`. */
interface PolyglotSdk {
  transpile(sql: string, read: string, write: string): { readonly success: boolean; readonly sql?: readonly string[] };
}

let sdk: PolyglotSdk | undefined;

/** Loads the translator. The gate's own parser must be loaded before: both are one module. */
export async function init(): Promise<void> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- see PolyglotSdk
  sdk = (await import('@polyglot-sql/sdk/manual')) as unknown as PolyglotSdk;
}

/** A query in DuckDB's words; undefined where it cannot be translated. */
export function transpile(sql: string, dialect: string): string | undefined {
  try {
    const result = sdk?.transpile(sql, dialect, 'duckdb');
    const text = result?.success === true ? result.sql?.[0] : undefined;
    return text === undefined ? undefined : mended(text);
  } catch {
    return undefined;
  }
}

/** What polyglot writes that DuckDB does not read, and what it leaves as it is; none of it concerns the names of columns. */
function mended(sql: string): string {
  return sql
    .replaceAll(/\bINTERVAL (-\d+) (\w+)/g, "INTERVAL '$1' $2")
    .replaceAll(/\bINTERVAL (\w+(?:\.\w+)*) (DAY|MONTH|YEAR|HOUR|MINUTE|SECOND|WEEK|QUARTER)\b/g, 'to_days($1)')
    .replaceAll(/\b(CURRENT_(?:TIMESTAMP|DATE|TIME))\(\)/gi, '$1')
    .replaceAll(/\b(?:AS|::)\s*(?:ARRAY|OBJECT|VARIANT)\)/g, 'AS JSON)');
}
