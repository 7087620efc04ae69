import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { Script } from 'node:vm';
import { gunzip } from 'node:zlib';
import type { EngineFile, EngineHost } from '../compile/engine-host.ts';
import { EnvironmentError } from '../model/errors.ts';

/** Where the WebAssembly of a parser comes from, and what it is called beside the bundled program. */
export interface EngineSource {
  readonly name: EngineFile;
  /** Path below `node_modules/`. */
  readonly from: string;
  /** File name in `dist/`. */
  readonly to: string;
  /** Whether `to` is compressed with gzip: where the file is large. */
  readonly gzip: boolean;
}

/** Every file that the build copies from `node_modules/` to `dist/`. */
export const engineFiles: readonly EngineSource[] = [
  {
    name: 'polyglot_sql.wasm',
    from: '@polyglot-sql/sdk/dist/polyglot_sql.wasm',
    to: 'polyglot_sql.wasm.gz',
    gzip: true,
  },
  { name: 'libpg-query.wasm', from: 'libpg-query/wasm/libpg-query.wasm', to: 'libpg-query.wasm.gz', gzip: true },
  {
    name: 'web-tree-sitter.wasm',
    from: 'web-tree-sitter/web-tree-sitter.wasm',
    to: 'web-tree-sitter.wasm',
    gzip: false,
  },
  { name: 'python.wasm', from: 'tree-sitter-python/tree-sitter-python.wasm', to: 'python.wasm', gzip: false },
  { name: 'hcl.wasm', from: '@tree-sitter-grammars/tree-sitter-hcl/tree-sitter-hcl.wasm', to: 'hcl.wasm', gzip: false },
];

/**
 * Settings that the bundler needs for the parsers: emscripten's glue of libpg-query asks for `__dirname`, which
 * ES modules do not have.
 */
export const engineBundleDefines: { readonly [name: string]: string } = { __dirname: 'import.meta.dirname' };

/** Parsers read from `folder` (the bundled program's own), else from `node_modules` of the checkout. */
export function engineHost(folder: string): EngineHost {
  return {
    readWasm: async (name) => readWasm(folder, name),
    expect: (work) => {
      for (const flag of work === 'little' ? quickCompilation : []) setFlagsFromString(flag);
    },
    runLimited,
  };
}

/**
 * One quick compilation of WebAssembly instead of two: the optimising one of a 20 MB parser takes longer than most runs,
 * and 200 MB; it makes thousands of models a third quicker. V8 draws the consequences of `--liftoff-only` only at its start, so
 * they are spelt out.
 */
const quickCompilation = ['--no-wasm-tier-up', '--no-wasm-dynamic-tiering', '--liftoff-only'];

async function readWasm(folder: string, name: EngineFile): Promise<Uint8Array> {
  const source = engineFiles.find((file) => file.name === name);
  if (source === undefined) throw new EnvironmentError(`parser file "${name}" is unknown`);
  const shipped = await readIfThere(join(folder, source.to));
  if (shipped !== undefined) return source.gzip ? promisify(gunzip)(shipped) : shipped;
  const installed = await readIfThere(join(checkoutModules, source.from));
  if (installed !== undefined) return installed;
  throw new EnvironmentError(`parser file "${source.to}" is missing beside the program; install it again`);
}

/** Of the checkout that this source file lies in; the bundled program has its files beside it. */
const checkoutModules = join(import.meta.dirname, '..', '..', 'node_modules');

async function readIfThere(path: string): Promise<Uint8Array | undefined> {
  try {
    return await readFile(path);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw new EnvironmentError(`cannot read parser file "${path}"`, { cause: error });
  }
}

const workKey = Symbol.for('dataengos.limited-work');
const limited = new Script(`globalThis[Symbol.for('dataengos.limited-work')]()`);

/** V8 can stop synchronous code only below a `vm` call; the script does nothing but call `work`. */
function runLimited<T>(work: () => T, timeLimitMs: number): T | undefined {
  let result: T | undefined;
  Reflect.set(globalThis, workKey, () => {
    result = work();
  });
  try {
    limited.runInThisContext({ timeout: timeLimitMs });
    return result;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') return undefined;
    throw error;
  } finally {
    Reflect.deleteProperty(globalThis, workKey);
  }
}
