import type { RunLimited } from './sql/node-sql-parser.ts';

/** WebAssembly files of the parsers, by the name they have beside the bundled program. */
export type EngineFile = 'polyglot_sql.wasm' | 'libpg-query.wasm' | 'web-tree-sitter.wasm' | 'python.wasm' | 'hcl.wasm';

/** What the parsers need from the machine. */
export interface EngineHost {
  /** The bytes of a parser. Rejects with EnvironmentError where the installation is incomplete. */
  readonly readWasm: (name: EngineFile) => Promise<Uint8Array>;
  /** Told before the first parser is read whether so much is going to be parsed that an optimised parser is worth its start. */
  readonly expect: (work: 'little' | 'much') => void;
  readonly runLimited: RunLimited;
}
