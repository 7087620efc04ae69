import { typeContradictions } from '../diff/type-contradictions.ts';
import { configPath } from '../load/config.ts';
import { detectLang } from '../load/detect-lang.ts';
import { decodeUtf8 } from '../load/inspect-text.ts';
import { loadProject } from '../load/load-project.ts';
import type { Memo } from '../load/memo.ts';
import { compareText } from '../model/location.ts';
import type { Lang } from '../model/messages.ts';
import type { FailOn } from '../model/policy.ts';
import type { Problem, Project } from '../model/project.ts';
import type { Report } from '../model/report.ts';
import type { Rule } from '../model/rule.ts';
import type { Skipped, Tree } from '../model/tree.ts';
import { buildReport } from './build-report.ts';
import type { CheckInput, Side } from './check-input.ts';
import { domainReader } from './domains.ts';
import { applyIgnores, ignoreReader } from './inline-ignores.ts';
import { policyProblems, readPolicy } from './read-policy.ts';
import { runRules } from './run-rules.ts';

/** Files of a working directory that are judged one by one. */
export interface FastInput {
  /** What is judged, and the policy that it is judged by: configuration and governance. */
  readonly tree: Tree;
  /** Paths of what is judged; all else in the tree is only read. */
  readonly judged: ReadonlySet<string>;
  readonly rules: readonly Rule[];
  readonly memo: Memo;
  readonly failOn?: FailOn;
  readonly lang?: Lang | 'auto';
  readonly tool: Report['tool'];
  /** The day of the run: `2026-06-30`. */
  readonly today: string;
}

/**
 * Judges whether files are well formed, each by itself: no history, no other files, no compiler. There is no base, so everything
 * counts as introduced; the policy is the working directory's own.
 */
export function checkFast(input: FastInput): Report {
  const { tree, judged, tool } = input;
  const { config } = readPolicy(tree);
  const project = judgedProject(input);
  const wanted = input.lang ?? config.lang;
  const lang = wanted === 'auto' ? detectLang(proseOf(input)) : wanted;
  const rules = input.rules.filter((rule) => rule.kind === 'lint' && rule.fast === true);
  const contracts = project.contracts.filter(({ path }) => judged.has(path));
  const facts = {
    models: [],
    artifacts: [],
    exportsAdopted: false,
    typeContradictions: contracts.flatMap(typeContradictions),
  };
  const settings = { ...config, ...(input.failOn && { failOn: input.failOn }), scope: 'all' } as const;
  const context = {
    side: 'head',
    project,
    head: project,
    changes: [],
    bumps: [],
    facts,
    governance: project.governance,
    deprecation: config.deprecation,
    today: input.today,
    text: (_: 'base' | 'head', path: string) => decodeUtf8(tree.read(path) ?? new Uint8Array()),
  } as const;
  const run = runRules(context, { rules, config: settings, lang, domainOf: domainReader(emptyProject, project) });
  const judgedFiles = project.files.filter(({ path }) => judged.has(path));
  const written = ignoreReader()(judgedFiles, (path) => context.text('head', path));
  const { findings } = applyIgnores(
    run.findings.filter(({ path }) => judged.has(path)),
    written,
    { rules: input.rules, ran: run.ran, config: settings },
  );
  // No model is compiled, so none is counted.
  const head: Side = { ref: { ref: tree.ref }, project: { ...project, dbt: [] }, facts };
  const check: CheckInput = {
    base: { ref: head.ref, project: emptyProject, facts },
    head,
    origin: 'given',
    policy: {
      ref: { ref: tree.ref },
      config: settings,
      governance: project.governance,
      owners: [],
      firstAdoption: false,
      skipped: notJudged(input, { project, rules: input.rules.length - rules.length }),
    },
    rules: input.rules,
    changes: [],
    notice: { today: input.today, since: new Map() },
    lang,
    changedPaths: judged,
    unparsedModels: new Set(),
    text: context.text,
    tool,
  };
  const report = buildReport({ input: check, findings, changes: [], bumps: [], runs: [run], crashed: run.crashed });
  // Files that can be read are not yet code that compiles.
  const { compile } = report.gates;
  return { ...report, gates: { ...report.gates, compile: compile === 'pass' ? 'skipped' : compile } };
}

const emptyProject: Project = {
  layout: 'none',
  files: [],
  contracts: [],
  governance: {},
  dbt: [],
  problems: [],
  skipped: [],
};

/** Problems that only show where all files of a dbt project are there. */
const needsOthers = /^dbt\.(?:described-twice|duplicate-model|no-project-file)$/;

/** The project without what only the other files could tell, and without problems of files that are not judged. */
function judgedProject({ tree, judged, memo, rules }: FastInput): Project {
  const project = loadProject(tree, memo);
  const problems: readonly Problem[] = [...project.problems, ...policyProblems(tree, project, rules)];
  return {
    ...project,
    problems: problems.filter(({ at, message }) => judged.has(at.path) && !needsOthers.test(message)),
  };
}

/** How many paths are written out. */
const maxPaths = 5;

/** What was not looked at is said: nobody must take this for the full check, nor the wrong folder for a clean one. */
function notJudged(
  { judged }: FastInput,
  { project, rules }: { readonly project: Project; readonly rules: number },
): readonly Skipped[] {
  const known = new Set([configPath, ...project.files.map(({ path }) => path)]);
  const elsewhere = [...judged].filter((path) => !known.has(path)).sort(compareText);
  const paths = [...elsewhere.slice(0, maxPaths), ...(elsewhere.length > maxPaths ? ['…'] : [])].join(', ');
  const what = 'check --fast';
  return [
    { what, why: 'skipped.fast', values: { n: rules } },
    ...(judged.size === 0 ? [{ what, why: 'skipped.fast-nothing' }] : []),
    ...(elsewhere.length === 0
      ? []
      : [{ what, why: 'skipped.fast-elsewhere', values: { n: elsewhere.length, paths } }]),
  ];
}

function* proseOf({ tree, judged }: FastInput): Generator<string> {
  for (const path of [...judged].sort(compareText)) {
    if (!path.startsWith('specs/') || !/\.(?:md|ya?ml)$/.test(path)) continue;
    yield decodeUtf8(tree.read(path)?.subarray(0, 4096) ?? new Uint8Array()) ?? '';
  }
}
