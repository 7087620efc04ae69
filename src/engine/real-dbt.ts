import type { DbtProject } from '../model/dbt.ts';
import type { DbtRefusal } from '../model/dbt-artifacts.ts';
import type { CompiledModel } from '../model/facts.ts';
import type { Problem, Project } from '../model/project.ts';
import type { Skipped, Tree } from '../model/tree.ts';
import type { DbtParse, DbtRunner } from '../ports.ts';
import type { Side } from './check-input.ts';
import { readFailure } from './real-dbt-failure.ts';

/** One tree that dbt is to parse, with what is known of it. */
export interface DbtSide {
  readonly tree: Tree;
  readonly project: Project;
  readonly models: readonly CompiledModel[];
}

/** What decides whether dbt runs, and on what. */
export interface RealDbtRequest {
  readonly head: DbtSide;
  readonly base: DbtSide;
  readonly runner: DbtRunner | undefined;
  /** Whether the command line, the workflow or the configuration wants it. */
  readonly isAsked: boolean;
  /** Whether that configuration is the change's own. */
  readonly isFirstAdoption: boolean;
  readonly refusal?: DbtRefusal | undefined;
}

/** What dbt said of both trees. */
export interface RealDbt {
  readonly head: readonly Problem[];
  readonly base: readonly Problem[];
  /** What dbt did not judge, and why; the files were all the same. */
  readonly skipped: readonly Skipped[];
  /** Version of the dbt that parsed the projects of head; undefined where none did. */
  readonly version?: string;
}

const nothing: RealDbt = { head: [], base: [], skipped: [] };

/**
 * Lets the installed dbt parse the projects of head, where somebody who may has asked for it. Base is parsed only where head has
 * errors, to tell which of them are old. A model that the static reading already complains about is not complained about twice.
 */
export async function runRealDbt(request: RealDbtRequest): Promise<RealDbt> {
  const { head, base, runner, isAsked, isFirstAdoption, refusal } = request;
  if (!isAsked || head.project.dbt.length === 0) return nothing;
  if (refusal !== undefined) return notRun(`refused-${refusal}`);
  // Whoever opens a pull request does not decide that its templates are run.
  if (isFirstAdoption) return notRun('first-adoption');
  if (runner === undefined) return notRun('absent');
  const ofHead = await parseSide(head, runner);
  if (ofHead === undefined) return notRun('absent');
  const ofBase = ofHead.problems.length === 0 ? undefined : await parseSide(base, runner);
  return {
    head: ofHead.problems,
    base: ofBase?.problems ?? [],
    skipped: ofHead.skipped,
    ...(ofHead.version === undefined ? {} : { version: ofHead.version }),
  };
}

function notRun(key: string): RealDbt {
  return { ...nothing, skipped: [{ what: 'dbt', why: `real-dbt.${key}` }] };
}

/** A side with what dbt says against it. */
export function withDbtProblems(side: Side, problems: readonly Problem[], skipped: readonly Skipped[] = []): Side {
  if (problems.length === 0 && skipped.length === 0) return side;
  const { project } = side;
  return {
    ...side,
    project: { ...project, problems: [...project.problems, ...problems], skipped: [...project.skipped, ...skipped] },
  };
}

interface ParsedSide {
  readonly problems: readonly Problem[];
  readonly skipped: readonly Skipped[];
  readonly version?: string;
}

/** Undefined where no dbt is installed. */
async function parseSide(side: DbtSide, runner: DbtRunner): Promise<ParsedSide | undefined> {
  const blamed = blamedPaths(side);
  const parsed: ParsedSide[] = [];
  for (const project of side.project.dbt) {
    const one = await parseProject(project, side.tree, runner);
    if (one === undefined) return undefined;
    parsed.push(one);
  }
  const version = parsed.map((one) => one.version).find((each) => each !== undefined);
  return {
    problems: parsed.flatMap(({ problems }) => problems).filter(({ at }) => !blamed.has(at.path)),
    skipped: parsed.flatMap(({ skipped }) => skipped),
    ...(version === undefined ? {} : { version }),
  };
}

function blamedPaths({ project, models }: DbtSide): ReadonlySet<string> {
  const broken = models.filter(({ error, unresolved }) => error !== undefined || unresolved.length > 0);
  return new Set([...broken.map(({ path }) => path), ...project.problems.map(({ at }) => at.path)]);
}

async function parseProject(project: DbtProject, tree: Tree, runner: DbtRunner): Promise<ParsedSide | undefined> {
  const { root, dialect } = project;
  const files = projectFiles(tree, root);
  const skip = (key: string, values: Skipped['values'] = {}): ParsedSide => ({
    problems: [],
    skipped: [{ what: `dbt (${root === '' ? '.' : root})`, why: `real-dbt.${key}`, values }],
  });
  if ('unread' in files) return skip('incomplete', { path: files.unread });
  const request: DbtParse = { files, root, ...(dialect === undefined ? {} : { adapter: dialect }) };
  const outcome = await runner.parse(request);
  if (outcome === undefined) return undefined;
  if (outcome.kind === 'timeout') return skip('timeout', { seconds: outcome.seconds });
  const version = outcome.version === undefined ? {} : { version: outcome.version };
  if (outcome.kind === 'passed') return { problems: [], skipped: [], ...version };
  const failure = readFailure(outcome.message, request);
  if ('key' in failure) return { ...skip(failure.key, { reason: failure.reason }), ...version };
  return { problems: [toProblem(failure)], skipped: [], ...version };
}

function toProblem({ at, reason }: { readonly at: Problem['at']; readonly reason: string }): Problem {
  return { kind: 'code', at, key: `real-dbt ${reason}`, message: 'real-dbt.failed', values: { reason } };
}

/** What dbt writes itself, and what it installs. */
const ownFolders = /^(?:target|logs|dbt_packages|dbt_internal_packages)\//;

/** Files that dbt reads: without one of them it would miss what is there. */
const readFiles = /\.(?:sql|py|ya?ml|md)$/;

/** The files of a project as git has them; or one that could not be read, without which dbt would see another project. */
function projectFiles(tree: Tree, root: string): ReadonlyMap<string, Uint8Array> | { readonly unread: string } {
  const files = new Map<string, Uint8Array>();
  const prefix = root === '' ? '' : `${root}/`;
  for (const { path, kind } of tree.entries) {
    if (!path.startsWith(prefix)) continue;
    const own = path.slice(prefix.length);
    if (ownFolders.test(own)) continue;
    const bytes = kind === 'file' ? tree.read(path) : undefined;
    if (bytes !== undefined) files.set(own, bytes);
    else if (kind !== 'file' || readFiles.test(own)) return { unread: path };
    // The rows of a seed matter to nobody who only parses.
    else if (own.endsWith('.csv')) files.set(own, new TextEncoder().encode('a\n'));
  }
  return files;
}
