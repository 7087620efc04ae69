import { compileFiles, compileProject, type Engines } from '../compile/compile-project.ts';
import type { Memo } from '../compile/compile-request.ts';
import type { Artifact } from '../model/artifact.ts';
import type { DbtProject } from '../model/dbt.ts';
import type { CompiledModel } from '../model/facts.ts';
import { compareText } from '../model/location.ts';
import { type Lang, translate } from '../model/messages.ts';
import type { Project } from '../model/project.ts';
import type { LintProblem, SqlLinter } from '../ports.ts';

/** Whether an installed linter is asked: if it is there, in any case (and its absence is a failure), or never. */
export const lintModes = ['auto', 'required', 'off'] as const;
export type LintMode = (typeof lintModes)[number];

/** A mistake in a file of a package, at its place in the repository. */
export interface ExportProblem extends Omit<LintProblem, 'kind'> {
  /** `built-in`, or the linter's name. */
  readonly linter: string;
}

/** What the code of the packages was judged by, and how. */
export interface ExportLint {
  /** SQL models that the built-in parsers judged. */
  readonly models: number;
  /** Python files that the built-in grammar judged. */
  readonly python: number;
  /** How the installed linter ended: `absent` where there is none, `off` where it is not asked. */
  readonly linter:
    | { readonly kind: 'off' | 'absent' | 'no-files' }
    | { readonly kind: 'linted'; readonly name: string; readonly version: string; readonly files: number }
    | { readonly kind: 'failed'; readonly name: string; readonly message: string }
    | { readonly kind: 'timeout'; readonly name: string; readonly seconds: number };
  /** Files that the linter passed over. */
  readonly unlinted: readonly string[];
  /** Sorted by place. */
  readonly problems: readonly ExportProblem[];
}

/** What is judged, and by what. */
export interface LintExportRequest {
  readonly project: Project;
  /** All that is generated. */
  readonly artifacts: readonly Artifact[];
  readonly mode: LintMode;
  readonly linter: SqlLinter;
  readonly engines: Engines;
  readonly memo: Memo;
  readonly lang: Lang;
}

/**
 * Judges the code of the packages: models by our own parsers, which know the project's macros and packages; all their SQL by the
 * installed linter, too; Python by its grammar. Rejects with EnvironmentError where the disk refuses.
 */
export async function lintExport(request: LintExportRequest): Promise<ExportLint> {
  const { project, artifacts, engines } = request;
  const packages = packagesOf(project, artifacts);
  const python = artifacts.filter(
    ({ generator, path }) => generator === 'orchestration-package' && path.endsWith('.py'),
  );
  await engines.prepare({
    adapters: packages.map(({ dbt }) => dbt.dialect),
    python: python.length > 0,
    hcl: false,
    models: packages.flatMap(({ models }) => models).length,
  });
  const compiled = packages.flatMap((each) => builtInVerdicts(each, request));
  const asked = await askLinter(request, packages, compiled);
  const problems = [...compiled.flatMap(modelProblems), ...pythonProblems(python, request), ...asked.problems];
  return {
    models: compiled.filter(({ parse }) => parse !== 'unknown').length,
    python: python.length,
    linter: asked.linter,
    unlinted: asked.unlinted,
    problems: problems.toSorted(byPlace),
  };
}

/** A dbt project and its files in the package. */
interface DbtPackage {
  readonly dbt: DbtProject;
  readonly files: readonly Artifact[];
  /** Models that are in the package, by their places in the repository. */
  readonly models: readonly string[];
}

function packagesOf({ dbt: projects }: Project, artifacts: readonly Artifact[]): readonly DbtPackage[] {
  const packed = artifacts.filter(({ generator }) => generator === 'warehouse-package');
  return projects.flatMap((dbt) => {
    const files = packed.filter(
      (artifact) => originOf(artifact).startsWith(`${dbt.root}/`) && originOf(artifact) !== artifact.path,
    );
    const origins = new Set(files.map(originOf));
    const models = dbt.models.filter(({ path }) => origins.has(path)).map(({ path }) => path);
    return files.length === 0 ? [] : [{ dbt, files, models }];
  });
}

/** The file that a file of a package is a copy of; itself where it is none. */
function originOf({ path, sources }: Artifact): string {
  const [only, ...others] = sources;
  return only === undefined || others.length > 0 || !path.endsWith(`/${nameOf(only)}`) ? path : only;
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function builtInVerdicts(
  { dbt, models }: DbtPackage,
  { engines, memo, lang }: LintExportRequest,
): readonly CompiledModel[] {
  const wanted = new Set(models);
  return compileProject({ project: dbt, engines, memo, lang }).filter(({ path }) => wanted.has(path));
}

function modelProblems({ parse, error }: CompiledModel): readonly ExportProblem[] {
  if (parse !== 'failed' || error === undefined) return [];
  const { path, line, column } = error.at;
  return [{ linter: 'built-in', code: 'SQL', path, line, column, message: error.message }];
}

function pythonProblems(files: readonly Artifact[], { engines, lang }: LintExportRequest): readonly ExportProblem[] {
  const texts = files.map((artifact) => ({ path: originOf(artifact), text: artifact.content }));
  return compileFiles(texts, engines).map(({ at, message, values }) => ({
    linter: 'built-in',
    code: 'PY',
    path: at.path,
    line: at.line,
    column: at.column,
    message: translate(lang, message, values),
  }));
}

type Asked = Pick<ExportLint, 'linter' | 'unlinted' | 'problems'>;

async function askLinter(
  { mode, linter }: LintExportRequest,
  packages: readonly DbtPackage[],
  compiled: readonly CompiledModel[],
): Promise<Asked> {
  if (mode === 'off') return { linter: { kind: 'off' }, unlinted: [], problems: [] };
  const answers: Asked[] = [];
  for (const each of packages) answers.push(await askAbout(each, { linter, compiled }));
  const ended = answers.find(({ linter: { kind } }) => kind !== 'linted' && kind !== 'no-files');
  const linted = answers.map((each) => each.linter).filter((each) => each.kind === 'linted');
  const [first] = linted;
  const files = linted.reduce((sum, each) => sum + each.files, 0);
  const whole = first === undefined ? ({ kind: 'no-files' } as const) : { ...first, files };
  return {
    linter: ended?.linter ?? whole,
    unlinted: answers.flatMap(({ unlinted }) => unlinted).toSorted(compareText),
    problems: answers.flatMap(({ problems }) => problems),
  };
}

interface Asking {
  readonly linter: SqlLinter;
  readonly compiled: readonly CompiledModel[];
}

async function askAbout({ dbt, files }: DbtPackage, { linter, compiled }: Asking): Promise<Asked> {
  const inside = new Map(files.map((file) => [originOf(file).slice(dbt.root.length + 1), file]));
  const targets = [...inside].filter(([path, file]) => isLinted(path, file)).map(([path]) => path);
  if (targets.length === 0) return { linter: { kind: 'no-files' }, unlinted: [], problems: [] };
  const seen = new Map(
    [...inside]
      .filter(([path]) => /\.sql$|^\.sqlfluff(?:ignore)?$/.test(path))
      .map(([path, { content }]) => [path, content]),
  );
  const outcome = await linter.lint({ files: seen, targets, adapter: dbt.dialect });
  if (outcome === undefined) return { linter: { kind: 'absent' }, unlinted: [], problems: [] };
  if (outcome.kind !== 'linted') return { linter: outcome, unlinted: [], problems: [] };
  const { name, version, problems, unlinted } = outcome;
  const atHome = (path: string): string => `${dbt.root}/${path}`;
  // Its Jinja does not know what macros of packages write; our own parsers have judged those models. And without a configuration
  // nobody has asked for a style.
  const calls = new Set(compiled.filter(({ macros = [] }) => macros.length > 0).map(({ path }) => path));
  return {
    linter: { kind: 'linted', name, version, files: targets.length - unlinted.length },
    unlinted: unlinted.map(atHome),
    problems: problems
      .map((problem) => ({ ...problem, path: atHome(problem.path) }))
      .filter(({ path, kind }) => (kind === 'style' ? seen.has('.sqlfluff') : !calls.has(path)))
      .map(({ path, line, column, code, message }) => ({ linter: name, path, line, column, code, message })),
  };
}

/** Macros and generic tests are Jinja that writes SQL, and no SQL themselves. */
function isLinted(path: string, { content }: Artifact): boolean {
  return path.endsWith('.sql') && !/\{%[-+]?\s*(?:macro|test|data_test|materialization)\b/.test(content);
}

function byPlace(a: ExportProblem, b: ExportProblem): number {
  return compareText(a.path, b.path) || a.line - b.line || a.column - b.column || compareText(a.code, b.code);
}
