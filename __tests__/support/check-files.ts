import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { engineHost } from '../../src/adapters/engine-files.ts';
import { createSampleDatabase } from '../../src/adapters/sample-database.ts';
import { Engines } from '../../src/compile/engines.ts';
import { checkDrift } from '../../src/engine/check-drift.ts';
import { check } from '../../src/engine/check.ts';
import { type CheckRequest, type Gathered, gatherCheck, type Tools } from '../../src/engine/gather.ts';
import { rules } from '../../src/generated/rules.ts';
import { createMemo } from '../../src/load/memo.ts';
import { readSnapshot } from '../../src/load/snapshot/read-snapshot.ts';
import type { Finding } from '../../src/model/finding.ts';
import type { Lang } from '../../src/model/messages.ts';
import type { Report } from '../../src/model/report.ts';
import type { Files, Rule } from '../../src/model/rule.ts';
import { silentProgress } from '../../src/entries/tools.ts';
import type { Tree } from '../../src/model/tree.ts';
import type { DbtRunner, Git, PolicyHost, SampleDatabase } from '../../src/ports.ts';
import { memoryTree } from './memory-tree.ts';

/** Parsers are loaded once for all tests of a file. */
const engines = new Engines(engineHost(join(import.meta.dirname, 'nowhere')));

const samples = createSampleDatabase({
  program: join(import.meta.dirname, 'nowhere'),
  repository: join(import.meta.dirname, '..', '..'),
});

/** What of a request is about dbt. */
type DbtRequest = 'compile' | 'dbtRefusal' | 'dbtArtifacts';

/** Trees to judge; policy is the base tree's unless `tip` says otherwise. */
export interface Scenario {
  readonly base?: Files;
  readonly head: Files;
  readonly tip?: Files;
  /** Trees that `Files` cannot say: bytes, links. */
  readonly trees?: { readonly [revision: string]: Tree };
  readonly rules?: readonly Rule[];
  /** The day of the run; default 2026-01-01. */
  readonly today?: string;
  /** Replaces methods of git: history, tags. */
  readonly git?: Partial<Git>;
  /** Policies of other repositories. */
  readonly policies?: PolicyHost;
  /** Parses dbt projects where that is asked for. */
  readonly dbt?: DbtRunner;
  /** What unit tests run in; default DuckDB as it is installed here. */
  readonly samples?: SampleDatabase;
  readonly request?: Partial<Pick<CheckRequest, 'failOn' | 'scope' | 'lang' | 'authors' | 'unitTests' | DbtRequest>>;
}

/** Runs the whole gate over trees in memory: everything but git and GitHub. */
export async function checkFiles(scenario: Scenario): Promise<Report> {
  const gathered = await gatherFiles(scenario);
  return check(gathered.input);
}

/** Everything up to the pure check. */
export function gatherFiles(scenario: Scenario): Promise<Gathered> {
  return gatherCheck(tools(scenario), request(scenario));
}

/** A clone that holds one commit only. */
export const shallowHistory: Partial<Git> = { fileHistory: async () => ({ versions: [], complete: false }) };

/** Compares contracts of `files` with the snapshot file `snapshot.csv` among them. */
export async function driftFiles(files: Files, lang: Lang = 'en'): Promise<Report> {
  const { snapshot } = readSnapshot('snapshot.csv', new TextEncoder().encode(files['snapshot.csv']));
  const gathered = await gatherCheck(tools({ head: files }), request({ head: files, request: { lang } }));
  return checkDrift(gathered.input, snapshot === undefined ? [] : [snapshot]);
}

/** A finding as examples and scenario folders write it: `path:line subject class`, base side marked. */
export function shortFinding(finding: Finding): string {
  const side = finding.side === 'base' ? 'base ' : '';
  const changeClass = finding.class === undefined ? '' : ` ${finding.class}`;
  return `${side}${finding.path}:${finding.line} ${finding.subject}${changeClass}`;
}

function tools(scenario: Scenario): Tools {
  const trees: { readonly [revision: string]: Files } = {
    base: scenario.base ?? {},
    head: scenario.head,
    tip: scenario.tip ?? scenario.base ?? {},
  };
  const git: Git = {
    ...noGit,
    ...scenario.git,
    readTrees: async ({ revisions }) =>
      revisions.map(({ ref, revision }) => ({
        ...(scenario.trees?.[revision] ?? memoryTree(trees[revision] ?? {}, ref)),
        sha: createHash('sha1').update(revision).digest('hex'),
      })),
  };
  return {
    git,
    engines,
    memo: createMemo(),
    rules: scenario.rules ?? rules,
    tool: { name: 'dataengos', version: '0.0.0' },
    progress: silentProgress,
    policies: scenario.policies,
    samples: scenario.samples ?? samples,
    dbt: scenario.dbt,
    now: new Date(scenario.today ?? '2026-01-01'),
  };
}

function request(scenario: Scenario): CheckRequest {
  return {
    base: named('base'),
    tip: named('tip'),
    head: named('head'),
    origin: 'given',
    lang: 'en',
    unitTests: 'configured',
    ...scenario.request,
  };
}

function named(name: string): { readonly ref: string; readonly revision: string } {
  return { ref: name, revision: name };
}

/** Below the entries only trees are read. */
const noGit: Omit<Git, 'readTrees'> = {
  resolve: async () => undefined,
  mergeBase: async () => undefined,
  fetchCommits: async () => false,
  isShallow: async () => false,
  defaultBranch: async () => undefined,
  diffHunks: async () => [],
  log: async () => [],
  fileHistory: async () => ({ versions: [], complete: true }),
  latestTag: async () => undefined,
};
