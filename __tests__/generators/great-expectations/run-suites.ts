import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { env } from 'node:process';
import type { Suite } from '../../../src/generators/great-expectations/suite.ts';
import { type RealTool, silence } from '../../support/real-tools.ts';

/** A validation of one suite on one table. */
export interface SuiteJob {
  readonly suite: Suite;
  readonly table: string;
  /** Run before and after it. */
  readonly statements: readonly string[];
  readonly restore: readonly string[];
}

/** What GX says of suites. */
export interface SuiteAnswer {
  readonly loads: readonly { readonly name: string; readonly loaded: number; readonly errors: readonly string[] }[];
  /** `failed`: `column/check` of what failed. `broken`: expectations that raised. */
  readonly runs: readonly {
    readonly failed: readonly string[];
    readonly broken: readonly string[];
    readonly results: number;
  }[];
  readonly expectations: {
    readonly [type: string]: { readonly all: readonly string[]; readonly required: readonly string[] };
  };
}

/** Everything in one Python process: starting GX takes longer than the rest. */
export function runSuites(
  tool: RealTool,
  request: {
    readonly suites: readonly Suite[];
    readonly jobs?: readonly SuiteJob[];
    readonly setup?: readonly string[];
  },
): SuiteAnswer {
  const output = execFileSync(tool.bin('python'), [join(import.meta.dirname, 'verify_suites.py')], {
    input: JSON.stringify({ jobs: [], setup: [], ...request }),
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    env: { ...env, ...silence, TZ: 'UTC', PYTHONWARNINGS: 'ignore', TQDM_DISABLE: '1' },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  // GX prints warnings of its own in front.
  const answer: SuiteAnswer = JSON.parse(output.slice(output.indexOf('{"loads"')));
  return answer;
}
