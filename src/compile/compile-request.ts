import type { DbtProject } from '../model/dbt.ts';
import type { Lang } from '../model/messages.ts';
import type { Engines } from './engines.ts';

/** Remembers what was computed; `key` names everything that a result of `kind` depends on. */
export interface Memo {
  once<T>(kind: string, key: string, compute: () => T): T;
}

/** A dbt project, and what compiling it needs. The parsers of its dialect must be loaded (`Engines.prepare`). */
export interface CompileRequest {
  readonly project: DbtProject;
  readonly engines: Engines;
  readonly memo: Memo;
  /** Language of the messages inside the results; English where it is left out. */
  readonly lang?: Lang;
  /** Keys (see {@link modelKeys}) of models that are only rendered, for their references: their SQL is not parsed. */
  readonly renderOnly?: ReadonlySet<string>;
}
