import { type Opinion, excerpt, utf16Offset } from './opinion.ts';

/** One token. `start` and `end` count code points from 0; the text of a quoted token is without its quotes. */
export interface SqlToken {
  readonly type: string;
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** polyglot, loaded. */
export interface Polyglot {
  judge(sql: string, dialect: string): Opinion;
  /** The tokens without comments; none where the text cannot be split. */
  tokenize(sql: string, dialect: string): readonly SqlToken[];
  /** The one statement of `sql` as another dialect writes it; undefined where that is not known. */
  transpile(sql: string, from: string, to: string): string | undefined;
}

/** The part of `@polyglot-sql/sdk/manual` used here; its own types do not resolve under `module: nodenext`. */
interface PolyglotSdk {
  init(options: { readonly wasmUrl: Uint8Array }): Promise<void>;
  parse(sql: string, dialect: string): PolyglotParse;
  tokenize(
    sql: string,
    dialect: string,
  ): { readonly success: boolean; readonly tokens?: readonly PolyglotToken[] | null };
  transpile(sql: string, read: string, write: string): { readonly success: boolean; readonly sql?: readonly string[] };
}

interface PolyglotParse {
  readonly success: boolean;
  readonly ast?: readonly object[];
  readonly error?: string;
  readonly errorStart?: number;
  readonly errorEnd?: number;
}

interface PolyglotToken {
  readonly token_type: string;
  readonly text: string;
  readonly span: { readonly start: number; readonly end: number };
}

/** Root nodes that are a query. `pivot` is DuckDB's PIVOT statement. */
const queryNodes = new Set(['select', 'union', 'intersect', 'except', 'subquery', 'values', 'pivot']);

/** Names that polyglot's messages give to signs. */
const signs: { readonly [name: string]: string } = {
  RParen: ')',
  LParen: '(',
  RBracket: ']',
  RBrace: '}',
  Colon: ':',
  Comma: ',',
  Eq: '=',
  Dot: '.',
};

/** Loads polyglot from the bytes of its WebAssembly module. */
export async function loadPolyglot(wasm: Uint8Array): Promise<Polyglot> {
  // The declared type of `wasmUrl` is narrower than what the SDK accepts: bytes go straight to WebAssembly.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- see PolyglotSdk
  const sdk = (await import('@polyglot-sql/sdk/manual')) as unknown as PolyglotSdk;
  await sdk.init({ wasmUrl: wasm });
  let broken = false;
  return {
    judge(sql, dialect) {
      if (broken) return { kind: 'abstains', reason: 'an earlier text crashed the parser' };
      try {
        return judge(sdk, sql, dialect);
      } catch (error) {
        // After a trap the memory of a WebAssembly instance cannot be trusted any more.
        broken = true;
        return { kind: 'abstains', reason: String(error) };
      }
    },
    tokenize(sql, dialect) {
      return broken ? [] : tokenize(sdk, sql, dialect);
    },
    transpile(sql, from, to) {
      if (broken) return undefined;
      try {
        const { success, sql: statements = [] } = sdk.transpile(sql, from, to);
        return success && statements.length === 1 ? statements[0] : undefined;
      } catch {
        // See `judge`.
        broken = true;
        return undefined;
      }
    },
  };
}

function judge(sdk: PolyglotSdk, sql: string, dialect: string): Opinion {
  const result = sdk.parse(sql, dialect);
  if (!result.success) return refusal(result, sql);
  const [root, second] = result.ast ?? [];
  if (root === undefined) return { kind: 'rejects', key: 'compile.empty-sql', values: {}, offset: 0 };
  const tokens = tokenize(sdk, sql, dialect);
  if (second !== undefined) return severalStatements(sql, tokens);
  return isQuery(root) ? { kind: 'accepts', root } : notAQuery(sql, tokens);
}

function refusal(result: PolyglotParse, sql: string): Opinion {
  const message = result.error ?? '';
  // Guards against deep nesting, and an exhausted stack, say nothing about the grammar.
  if (/E_GUARD_|WASM parse failed/.test(message)) return { kind: 'abstains', reason: message };
  const offset = utf16Offset(sql, result.errorStart ?? 0);
  const near = excerpt(sql.slice(offset, utf16Offset(sql, result.errorEnd ?? 0)));
  const expected = /: Expected (\w+), got /.exec(message)?.[1];
  if (expected !== undefined)
    return {
      kind: 'rejects',
      key: 'compile.sql-expected',
      values: { what: signs[expected] ?? expected.toUpperCase(), near },
      offset,
    };
  if (/: (?:Invalid expression|Unexpected token)/.test(message))
    return { kind: 'rejects', key: 'compile.sql-unexpected', values: { near }, offset };
  // The line in the message is one of the rendered SQL; the finding has the one of the template.
  const reason = lowerFirst(message.replace(/^\w+ error at line \d+, column \d+: /, '').replace(/ near \[[^]*$/, ''));
  return { kind: 'rejects', key: 'compile.sql-syntax', values: { reason }, offset };
}

function severalStatements(sql: string, tokens: readonly SqlToken[]): Opinion {
  const separator = tokens.findIndex((token, at) => token.type === 'SEMICOLON' && at > 0);
  const next = tokens.slice(separator + 1).find((token) => token.type !== 'SEMICOLON');
  const offset = separator < 0 || next === undefined ? 0 : utf16Offset(sql, next.start);
  return { kind: 'rejects', key: 'compile.several-statements', values: { near: excerpt(sql.slice(offset)) }, offset };
}

function notAQuery(sql: string, tokens: readonly SqlToken[]): Opinion {
  const offset = utf16Offset(sql, tokens[0]?.start ?? 0);
  return { kind: 'rejects', key: 'compile.not-a-query', values: { near: excerpt(sql.slice(offset)) }, offset };
}

/** A leading comment wraps the node in `annotated`. */
function isQuery(node: object): boolean {
  const kind = Object.keys(node)[0] ?? '';
  if (kind !== 'annotated') return queryNodes.has(kind);
  const inner: unknown = Object.values(node)[0];
  const wrapped: unknown = inner !== null && typeof inner === 'object' && 'this' in inner ? inner.this : undefined;
  return wrapped !== null && typeof wrapped === 'object' && isQuery(wrapped);
}

function tokenize(sdk: PolyglotSdk, sql: string, dialect: string): readonly SqlToken[] {
  const { tokens } = sdk.tokenize(sql, dialect);
  return (tokens ?? []).map(({ token_type: type, text, span }) => ({ type, text, start: span.start, end: span.end }));
}

function lowerFirst(text: string): string {
  return text.slice(0, 1).toLowerCase() + text.slice(1);
}
