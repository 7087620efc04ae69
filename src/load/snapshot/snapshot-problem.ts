import { fileStart } from '../../model/location.ts';
import type { Problem } from '../../model/project.ts';

/** Where and what; `values` fill the message `drift.<message>`. */
export interface SnapshotMistake {
  readonly path: string;
  readonly line?: number;
  readonly message: string;
  readonly values?: { readonly [name: string]: string };
}

/** A mistake in a snapshot file. The whole file is refused: half a snapshot would look like missing tables. */
export function snapshotProblem(mistake: SnapshotMistake): Problem {
  return {
    kind: 'schema',
    at: { ...fileStart(mistake.path), line: mistake.line ?? 1 },
    key: `${mistake.message}:${mistake.line ?? 1}`,
    message: `drift.${mistake.message}`,
    values: mistake.values ?? {},
  };
}
