import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { env } from 'node:process';
import type { Case } from './cases.ts';
import { dbtCase } from './dbt-models.ts';
import { type Entry, type Level, levelOf, type Verdict } from './judge.ts';

/** Who is protected: readers of an output contract, or the source that an input contract makes demands on. */
export type Audience = 'readers' | 'source';

/** A tool beside ours. */
export interface Peer {
  readonly name: 'datacontract-cli' | 'pyodcs' | 'dbt';
  /** Packages whose versions the document tells; the first one must be there. */
  readonly packages: readonly string[];
  /** Levels of its own, in our words. */
  readonly levels: { readonly [name: string]: Level };
  /** What the driver is called with. */
  readonly driver: (audience: Audience) => readonly string[];
  /** The command that the driver stands for, where it is cheap enough to hold the driver against it. */
  readonly command?: (audience: Audience) => readonly string[];
  /** A line of the driver's input. */
  readonly question: (one: Case, index: number) => unknown;
}

/** The peers, in the document's order. */
export const peers: readonly Peer[] = [
  {
    name: 'datacontract-cli',
    packages: ['datacontract-cli'],
    levels: { error: 'breaking', warning: 'warning', info: 'noted' },
    driver: (audience) => ['datacontract_driver.py', perspectives[audience]],
    command: (audience) => [
      'datacontract',
      'breaking',
      '--no-inline-references',
      '--perspective',
      perspectives[audience],
    ],
    question: textsOf,
  },
  {
    name: 'pyodcs',
    packages: ['pyodcs'],
    levels: { breaking: 'breaking', additive: 'noted', deprecated: 'noted', unchanged: 'noted' },
    driver: () => ['pyodcs_driver.py'],
    command: () => ['pyodcs', 'diff'],
    question: textsOf,
  },
  {
    name: 'dbt',
    packages: ['dbt-core', 'dbt-duckdb'],
    levels: { breaking: 'breaking', changed: 'noted' },
    driver: () => ['dbt_driver.py'],
    question: (one, index) => dbtCase(one, `c${index + 1}`),
  },
];

const perspectives: { readonly [audience in Audience]: string } = { readers: 'consumer', source: 'producer' };

function textsOf({ key, path, base, head }: Case): unknown {
  return { key, before: base[path], after: head[path] };
}

/** Where the peers are installed: the virtual environment in `COMPARE_TOOLS`, else what PATH finds. */
export function program(name: string): string {
  const folder = env['COMPARE_TOOLS'];
  return folder === undefined || folder === '' ? name : join(folder, 'bin', name);
}

/** Versions of the peer's packages, as `name version`; undefined where the peer is not installed. */
export function versionsOf({ packages }: Peer): readonly string[] | undefined {
  const code = 'import sys, importlib.metadata as m; [print(name, m.version(name)) for name in sys.argv[1:]]';
  const run = spawnSync(program('python3'), ['-c', code, ...packages], { encoding: 'utf8' });
  return run.status === 0 ? run.stdout.trimEnd().split('\n') : undefined;
}

/** What the peer says about every case, in their order. @throws Error where its driver fails or does not say what its command says */
export async function askPeer(peer: Peer, cases: readonly Case[], audience: Audience): Promise<readonly Verdict[]> {
  const questions = await Promise.all(cases.map((one, index) => peer.question(one, index)));
  const [driver = '', ...rest] = peer.driver(audience);
  const output = runDriver(join(import.meta.dirname, driver), rest, questions);
  const answers = new Map(output.map((answer) => [answer.key, verdictOf(peer, answer)]));
  const verdicts = cases.map(({ key }) => answers.get(key) ?? { unable: 'no answer' });
  if (peer.command !== undefined) verifyCommand(peer.command(audience), cases, verdicts);
  return verdicts;
}

interface Answer {
  readonly key: string;
  readonly unable?: string;
  readonly entries?: readonly { readonly path: string; readonly level: string }[];
}

function runDriver(driver: string, rest: readonly string[], questions: readonly unknown[]): readonly Answer[] {
  const input = questions.map((question) => `${JSON.stringify(question)}\n`).join('');
  const run = spawnSync(program('python3'), [driver, ...rest], {
    input,
    encoding: 'utf8',
    env: quiet(),
    maxBuffer: 2 ** 28,
  });
  if (run.status !== 0) throw new Error(`${driver} failed: ${run.stderr.slice(-2000)}`);
  const lines = run.stdout.trimEnd().split('\n');
  return lines.filter((line) => line !== '').map((line): Answer => JSON.parse(line));
}

/** Nothing is reported to anybody, and no bytecode is left beside the drivers. */
function quiet(): NodeJS.ProcessEnv {
  return { ...env, DO_NOT_TRACK: '1', DBT_SEND_ANONYMOUS_USAGE_STATS: 'false', PYTHONDONTWRITEBYTECODE: '1' };
}

function verdictOf({ name, levels }: Peer, { unable, entries = [] }: Answer): Verdict {
  if (unable !== undefined) return { unable };
  return {
    entries: entries.map(({ path, level }): Entry => {
      const ours = levels[level];
      if (ours === undefined) throw new Error(`${name} says "${level}", which is no level that is known of it`);
      return { path: path.replaceAll(/\[([^\]]*)\]/g, '.$1'), level: ours };
    }),
  };
}

const verified = 5;

/** The command itself must say of some cases what its driver says: exit code 1 is "breaking" with both commands. */
function verifyCommand(command: readonly string[], cases: readonly Case[], verdicts: readonly Verdict[]): void {
  const read = cases.flatMap((one, index) => {
    const level = levelOf(verdicts[index] ?? { unable: '' });
    return level === undefined ? [] : [{ one, breaks: level === 'breaking' }];
  });
  const breaks = read.filter(({ breaks: own }) => own).slice(0, Math.ceil(verified / 2));
  const others = read.filter(({ breaks: own }) => !own).slice(0, verified - breaks.length);
  for (const { one, breaks: own } of [...breaks, ...others]) {
    const status = runCommand(command, one);
    if (status !== (own ? 1 : 0))
      throw new Error(`${command.join(' ')} ends with ${status} for ${one.key}, unlike its driver`);
  }
}

function runCommand([name = '', ...rest]: readonly string[], { path, base, head }: Case): number | null {
  const folder = mkdtempSync(join(tmpdir(), 'compare-'));
  const files = [base, head].map((side, index) => {
    const file = join(folder, `v${index + 1}.yaml`);
    writeFileSync(file, side[path] ?? '');
    return file;
  });
  const run = spawnSync(program(name), [...rest, ...files], { encoding: 'utf8', env: quiet() });
  rmSync(folder, { recursive: true });
  return run.status;
}
