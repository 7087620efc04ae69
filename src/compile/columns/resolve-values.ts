import type { ValuesNode } from './plan.ts';
import { type Column, mergeFunctions, mergeOrigins, Relation } from './relation.ts';
import { type Resolving, resolveExpression } from './resolve-expression.ts';
import { commonType } from './resolve-type.ts';

/** The columns of `values`. */
export function resolveValues({ rows }: ValuesNode, resolving: Resolving): Relation {
  const width = rows[0]?.length ?? 0;
  const read = rows.map((row) => row.map((value) => resolveExpression(value, resolving)));
  const { dialect } = resolving.session;
  return new Relation(
    Array.from({ length: width }, (_, at): Column => {
      const cells = read.map((row) => row[at]);
      const type = commonType(cells.map((cell) => (cell?.isNull === true ? 'null' : cell?.type)));
      const origins = mergeOrigins([[], ...cells.map((cell) => cell?.origins)]);
      return {
        kind: 'column',
        name: valuesName(dialect, at),
        isQuoted: false,
        origins,
        functions: mergeFunctions(cells.map((cell) => cell?.functions)),
        type: type === 'null' ? undefined : type,
      };
    }),
  );
}

function valuesName(dialect: string, at: number): string {
  if (dialect === 'postgres' || dialect === 'redshift' || dialect === 'snowflake') return `column${at + 1}`;
  if (dialect === 'duckdb' || dialect === 'trino') return dialect === 'duckdb' ? `col${at}` : `_col${at}`;
  return dialect === 'spark' || dialect === 'databricks' ? `col${at + 1}` : '';
}
