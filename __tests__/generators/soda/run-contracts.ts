import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { env } from 'node:process';
import { type RealTool, silence } from '../../support/real-tools.ts';

/** A verification of one contract. */
export interface ContractJob {
  readonly contract: string;
  /** Run before and after it. */
  readonly statements: readonly string[];
  readonly restore: readonly string[];
}

/** What Soda says of contracts; checks are `column/qualifier`. */
export interface ContractAnswer {
  readonly checks: readonly { readonly errors: readonly string[]; readonly parsing: readonly string[] }[];
  readonly runs: readonly {
    readonly outcomes: { readonly [outcome in Outcome]: readonly string[] };
    readonly errors: readonly string[];
  }[];
}

type Outcome = 'PASSED' | 'FAILED' | 'WARN' | 'NOT_EVALUATED' | 'EXCLUDED';

/** Everything in one Python process, without network: Soda Cloud is not asked, and telemetry is off. */
export function runContracts(
  tool: RealTool,
  request: {
    readonly contracts: readonly string[];
    readonly jobs?: readonly ContractJob[];
    readonly setup?: readonly string[];
  },
): ContractAnswer {
  const output = execFileSync(tool.bin('python'), [join(import.meta.dirname, 'verify_contracts.py')], {
    input: JSON.stringify({ jobs: [], setup: [], ...request }),
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    env: { ...env, ...silence, TZ: 'UTC' },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const answer: ContractAnswer = JSON.parse(output.slice(output.lastIndexOf('\nANSWER') + '\nANSWER'.length));
  return answer;
}
