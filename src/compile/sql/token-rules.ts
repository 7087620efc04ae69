import type { SqlFailure } from './opinion.ts';
import { utf16Offset } from './opinion.ts';
import type { SqlToken } from './polyglot.ts';

/** One shape that polyglot accepts and warehouses refuse. `find` answers with the token to point at. */
interface TokenRule {
  readonly key: string;
  /** Dialects whose grammar allows the shape. `generic` stands for all of them at once. */
  readonly allowedIn: readonly string[];
  find(tokens: readonly SqlToken[]): SqlToken | undefined;
}

/** What can follow the condition of a join, but never its `on`. */
const afterCondition = new Set(
  'WHERE GROUP ORDER HAVING QUALIFY LIMIT UNION INTERSECT EXCEPT JOIN INNER CROSS ON ) ;'.split(' '),
);

const bodyStarts = new Set(['SELECT', 'WITH', 'VALUES']);

const rules: readonly TokenRule[] = [
  {
    key: 'compile.double-comma',
    allowedIn: [],
    find: (tokens) => tokens.find((_, at) => word(tokens, at) === ',' && word(tokens, at + 1) === ','),
  },
  {
    key: 'compile.double-and',
    allowedIn: [],
    find: (tokens) =>
      tokens.find((_, at) => word(tokens, at - 1) === 'AND' && word(tokens, at) === 'AND' && isFree(tokens, at - 1)),
  },
  {
    key: 'compile.dangling-on',
    allowedIn: [],
    find: (tokens) =>
      tokens.find((_, at) => word(tokens, at) === 'ON' && isFree(tokens, at) && endsCondition(tokens, at + 1)),
  },
  {
    key: 'compile.unbalanced-parenthesis',
    allowedIn: [],
    find: findUnbalanced,
  },
  {
    // DuckDB allows it in lists, ClickHouse in tuples of one.
    key: 'compile.comma-before-parenthesis',
    allowedIn: ['duckdb', 'clickhouse', 'generic'],
    find: (tokens) => tokens.find((_, at) => word(tokens, at) === ',' && word(tokens, at + 1) === ')'),
  },
  {
    // PostgreSQL has tables without columns.
    key: 'compile.select-nothing',
    allowedIn: ['postgres', 'generic'],
    find: (tokens) =>
      tokens.find(
        (_, at) => word(tokens, at) === 'FROM' && word(tokens, at - 1) === 'SELECT' && isFree(tokens, at - 1),
      ),
  },
  {
    key: 'compile.cte-without-as',
    allowedIn: ['spark', 'databricks', 'clickhouse', 'generic'],
    find: findCteWithoutAs,
  },
  {
    // Snowflake, BigQuery, Databricks and DuckDB allow it, and production models use it.
    key: 'compile.comma-before-from',
    allowedIn: [
      'snowflake',
      'bigquery',
      'databricks',
      'spark',
      'duckdb',
      'trino',
      'athena',
      'tsql',
      'clickhouse',
      'mysql',
      'generic',
    ],
    find: (tokens) => tokens.find((_, at) => word(tokens, at) === ',' && word(tokens, at + 1) === 'FROM'),
  },
];

/** The first shape in `tokens` that polyglot lets pass although `dialect` refuses it. */
export function findFalseAcceptance(sql: string, tokens: readonly SqlToken[], dialect: string): SqlFailure | undefined {
  for (const rule of rules) {
    const found = rule.allowedIn.includes(dialect) ? undefined : rule.find(tokens);
    if (found !== undefined)
      return { key: rule.key, values: { near: found.text }, offset: utf16Offset(sql, found.start) };
  }
  return undefined;
}

/** The keyword or sign at an index, in upper case; empty for names, texts, quoted things and beyond the ends. */
function word(tokens: readonly SqlToken[], at: number): string {
  const token = tokens[at];
  return token === undefined || /STRING|QUOTED|VAR|PARAMETER|COMMENT/.test(token.type) ? '' : token.text.toUpperCase();
}

/** Not the name of a field (`t.on`) or an alias (`1 as on`), which some warehouses allow to be keywords. */
function isFree(tokens: readonly SqlToken[], at: number): boolean {
  const before = word(tokens, at - 1);
  return before !== '.' && before !== 'AS' && word(tokens, at + 1) !== '.';
}

function endsCondition(tokens: readonly SqlToken[], at: number): boolean {
  if (tokens[at] === undefined) return true;
  const next = word(tokens, at + 1);
  return afterCondition.has(word(tokens, at)) && next !== '.' && next !== '(';
}

/** polyglot's ClickHouse dialect stops reading where it does not understand, and calls that success. */
function findUnbalanced(tokens: readonly SqlToken[]): SqlToken | undefined {
  const open: SqlToken[] = [];
  for (const [at, token] of tokens.entries()) {
    const sign = word(tokens, at);
    if (sign === '(') open.push(token);
    else if (sign === ')' && open.pop() === undefined) return token;
  }
  return open[0];
}

/** `with a (select …)`: looks at every list of CTEs, which starts the text or a parenthesis. */
function findCteWithoutAs(tokens: readonly SqlToken[]): SqlToken | undefined {
  for (let at = 0; at < tokens.length; at += 1) {
    if (word(tokens, at) !== 'WITH' || (at > 0 && word(tokens, at - 1) !== '(')) continue;
    const found = walkCtes(tokens, word(tokens, at + 1) === 'RECURSIVE' ? at + 2 : at + 1);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Follows `name [(columns)] as (body), …` as far as it has that form. */
function walkCtes(tokens: readonly SqlToken[], start: number): SqlToken | undefined {
  let at = start;
  for (;;) {
    if (word(tokens, at + 1) === '(') {
      const afterList = closing(tokens, at + 1) + 1;
      if (bodyStarts.has(word(tokens, at + 2)) || word(tokens, afterList) === '(') return tokens[at];
      at = afterList;
    } else at += 1;
    while (word(tokens, at) !== '(' && at < tokens.length) at += 1;
    at = closing(tokens, at) + 1;
    if (word(tokens, at) !== ',') return undefined;
    at += 1;
  }
}

/** Index of the parenthesis that closes the one at `open`; the end of the text where none does. */
function closing(tokens: readonly SqlToken[], open: number): number {
  let depth = 0;
  for (let at = open; at < tokens.length; at += 1) {
    const sign = word(tokens, at);
    if (sign === '(') depth += 1;
    if (sign === ')') depth -= 1;
    if (depth === 0) return at;
  }
  return tokens.length;
}
