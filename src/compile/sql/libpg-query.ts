import type { PgQueryModule } from 'libpg-query/wasm/libpg-query.js';
import { type Opinion, excerpt, utf16Offset } from './opinion.ts';

/** PostgreSQL's own parser, loaded. */
export interface PostgresParser {
  judge(sql: string): Opinion;
}

/** The compiler of the JavaScript engine; the language's own type library leaves it to browsers. */
declare const WebAssembly: {
  compile(bytes: Uint8Array): Promise<object>;
  instantiate(module: object, imports: object): Promise<object>;
};

/** Offsets in `PgQueryParseResult` and `PgQueryError` of libpg_query's C headers, with 4-byte pointers. */
const resultError = 8;
const errorCursor = 16;

/**
 * Loads PostgreSQL's parser from the bytes of its WebAssembly module. The package's own wrapper is left out:
 * it loads that file from a path of its own choice, at import time.
 */
export async function loadPostgresParser(wasm: Uint8Array): Promise<PostgresParser> {
  const { default: createModule } = await import('libpg-query/wasm/libpg-query.js');
  const compiled = await WebAssembly.compile(wasm);
  const library = await createModule({
    instantiateWasm(imports, receive) {
      void WebAssembly.instantiate(compiled, imports).then(receive);
      return {};
    },
  });
  let broken = false;
  return {
    judge(sql) {
      if (broken) return { kind: 'abstains', reason: 'an earlier text crashed the parser' };
      try {
        return parse(library, sql);
      } catch (error) {
        // After a trap the memory of a WebAssembly instance cannot be trusted any more.
        broken = true;
        return { kind: 'abstains', reason: String(error) };
      }
    },
  };
}

/* oxlint-disable no-underscore-dangle -- emscripten's names of exported C functions */
function parse(library: PgQueryModule, sql: string): Opinion {
  const sizeBytes = library.lengthBytesUTF8(sql) + 1;
  const text = library._malloc(sizeBytes);
  library.stringToUTF8(sql, text, sizeBytes);
  const result = library._wasm_parse_query_raw(text);
  const error = library.getValue(result + resultError, 'i32');
  const opinion =
    error === 0 ? judgeTree(library.UTF8ToString(library.getValue(result, 'i32')), sql) : refusal(library, error, sql);
  library._wasm_free_parse_result(result);
  library._free(text);
  return opinion;
}
/* oxlint-enable no-underscore-dangle */

function refusal(library: PgQueryModule, error: number, sql: string): Opinion {
  const reason = library.UTF8ToString(library.getValue(error, 'i32'));
  if (/memory exhausted|stack depth|out of memory/.test(reason)) return { kind: 'abstains', reason };
  // The cursor counts characters from 1; 0 means unknown.
  const cursor = library.getValue(error + errorCursor, 'i32');
  const offset = utf16Offset(sql, Math.max(cursor - 1, 0));
  const near = /^syntax error at or near "([^]*)"$/.exec(reason)?.[1];
  if (near !== undefined)
    return { kind: 'rejects', key: 'compile.sql-unexpected', values: { near: excerpt(near) }, offset };
  if (reason === 'syntax error at end of input')
    return { kind: 'rejects', key: 'compile.sql-ended', values: {}, offset };
  return { kind: 'rejects', key: 'compile.sql-syntax', values: { reason }, offset };
}

interface ParsedStatement {
  readonly stmt?: { readonly [node: string]: unknown };
  /** In bytes of UTF-8; left out where it is 0. */
  readonly stmt_location?: number;
}

function judgeTree(json: string, sql: string): Opinion {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- libpg_query's own protobuf message as JSON
  const { stmts = [] } = JSON.parse(json) as { readonly stmts?: readonly ParsedStatement[] };
  const [first, second] = stmts;
  if (first === undefined) return { kind: 'rejects', key: 'compile.empty-sql', values: {}, offset: 0 };
  if (second !== undefined) return reject('compile.several-statements', statementOffset(sql, second), sql);
  const isQuery = first.stmt !== undefined && 'SelectStmt' in first.stmt;
  return isQuery ? { kind: 'accepts' } : reject('compile.not-a-query', statementOffset(sql, first), sql);
}

function reject(key: string, offset: number, sql: string): Opinion {
  return { kind: 'rejects', key, values: { near: excerpt(sql.slice(offset)) }, offset };
}

/** A statement starts after the blank text and comments that follow the semicolon before it. */
function statementOffset(sql: string, statement: ParsedStatement): number {
  const bytes = new TextEncoder().encode(sql).subarray(0, statement.stmt_location ?? 0);
  const start = new TextDecoder().decode(bytes).length;
  return start + (/^(?:\s|--[^\n]*\n|\/\*[^]*?\*\/)*/.exec(sql.slice(start))?.[0].length ?? 0);
}
