import { type Opinion, excerpt } from './opinion.ts';

/** One dialect build of node-sql-parser, loaded. */
export interface NodeSqlParser {
  /** Abstains after `timeLimitMs`: refusal of nested subqueries takes time exponential in their depth. */
  judge(sql: string, timeLimitMs: number): Opinion;
}

/** Runs `work` and gives up after `timeLimitMs`: undefined where the limit was reached. Errors of `work` pass through. */
export type RunLimited = <T>(work: () => T, timeLimitMs: number) => T | undefined;

const builds = {
  athena: () => import('node-sql-parser/build/athena.js'),
  bigquery: () => import('node-sql-parser/build/bigquery.js'),
  hive: () => import('node-sql-parser/build/hive.js'),
  mysql: () => import('node-sql-parser/build/mysql.js'),
  postgresql: () => import('node-sql-parser/build/postgresql.js'),
  redshift: () => import('node-sql-parser/build/redshift.js'),
  snowflake: () => import('node-sql-parser/build/snowflake.js'),
  transactsql: () => import('node-sql-parser/build/transactsql.js'),
  trino: () => import('node-sql-parser/build/trino.js'),
};

/** A dialect that node-sql-parser is built for. */
export type NodeSqlParserBuild = keyof typeof builds;

/** Loads one dialect build. Only that dialect's code is read. */
export async function loadNodeSqlParser(build: NodeSqlParserBuild, runLimited: RunLimited): Promise<NodeSqlParser> {
  const { default: library } = await builds[build]();
  const parser = new library.Parser();
  return {
    judge(sql, timeLimitMs) {
      try {
        const tree: unknown = runLimited(() => parser.astify(sql), timeLimitMs);
        return tree === undefined ? { kind: 'abstains', reason: 'no answer in time' } : judgeTree(tree, sql);
      } catch (error) {
        return refusal(error, sql);
      }
    },
  };
}

/** A query, alone. Set operations and parentheses are of type `select` too. */
function judgeTree(tree: unknown, sql: string): Opinion {
  const statements: readonly unknown[] = Array.isArray(tree) ? tree : [tree];
  const [only, second] = statements;
  if (second !== undefined)
    return { kind: 'rejects', key: 'compile.several-statements', values: { near: '' }, offset: 0 };
  const isQuery = only !== null && typeof only === 'object' && 'type' in only && only.type === 'select';
  return isQuery
    ? { kind: 'accepts' }
    : { kind: 'rejects', key: 'compile.not-a-query', values: { near: excerpt(sql) }, offset: 0 };
}

/** Only the grammar's own SyntaxError is a refusal: the library has bugs that throw TypeError or ReferenceError. */
function refusal(error: unknown, sql: string): Opinion {
  if (!(error instanceof Error) || error.name !== 'SyntaxError') return { kind: 'abstains', reason: String(error) };
  const offset = offsetOf(error);
  return { kind: 'rejects', key: 'compile.sql-unexpected', values: { near: excerpt(sql.slice(offset)) }, offset };
}

function offsetOf(error: Error): number {
  const location: unknown = 'location' in error ? error.location : undefined;
  const start: unknown =
    location !== null && typeof location === 'object' && 'start' in location ? location.start : undefined;
  const offset: unknown = start !== null && typeof start === 'object' && 'offset' in start ? start.offset : undefined;
  return typeof offset === 'number' ? offset : 0;
}
