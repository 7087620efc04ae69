import { fileStart } from '../../model/location.ts';
import type { Problem } from '../../model/project.ts';

/** Said of a file that no parser finishes: nested or repeated beyond any source code. Not a failure. */
export function notJudged(path: string): Problem {
  return {
    kind: 'code',
    at: fileStart(path),
    key: 'not-judged',
    message: 'compile.not-judged',
    values: {},
    severity: 'warning',
  };
}
