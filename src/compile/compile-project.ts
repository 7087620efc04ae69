import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { DbtModel } from '../model/dbt.ts';
import type { CompiledModel } from '../model/facts.ts';
import { compareText } from '../model/location.ts';
import type { Problem } from '../model/project.ts';
import type { CompileRequest } from './compile-request.ts';
import type { Engines } from './engines.ts';
import { buildMacroLibrary, type MacroLibrary } from './jinja/macro-library.ts';
import { given, type JudgedModel, judgeModel } from './judge-model.ts';
import { createResolver, type ReferenceResolver } from './resolve-references.ts';
import { checkHcl } from './syntax/hcl.ts';
import { checkPython } from './syntax/python.ts';

export type { Engines } from './engines.ts';

/** A source file of `implementation/`. */
export interface CodeFile {
  readonly path: string;
  readonly text: string;
}

/** Renders and parses every model of a project, sorted by path. Each text is judged once per memo, whatever tree it is in. */
export function compileProject(request: CompileRequest): readonly CompiledModel[] {
  const { project, renderOnly } = request;
  const environment = describeEnvironment(request);
  const resolver = createResolver(project);
  const judge = modelJudge(request);
  return [...project.models]
    .sort((a, b) => compareText(a.path, b.path))
    .map((model) => {
      const parses = renderOnly?.has(modelKey(environment, model)) !== true;
      return resolveModel(model, judge(model, parses ? 'parsed' : 'rendered'), resolver);
    });
}

/** Judges models of one project, each once per memo: rendered for its references only, or parsed too. */
export type ModelJudge = (model: DbtModel, how: 'rendered' | 'parsed') => JudgedModel;

/** @returns what renders and parses single models of a project */
export function modelJudge(request: CompileRequest): ModelJudge {
  const environment = describeEnvironment(request);
  const macros = (): MacroLibrary => macroLibrary(request, environment);
  return (model, how) =>
    request.memo.once(how === 'parsed' ? 'dbt-model' : 'dbt-render', modelKey(environment, model), () =>
      judgeModel(request, { model, macros, parses: how === 'parsed' }),
    );
}

/** Names for every SQL model of a project what judging it depends on: where the key is equal in two trees, so is the result. */
export function modelKeys(request: Pick<CompileRequest, 'project' | 'lang'>): ReadonlyMap<string, DbtModel> {
  const environment = describeEnvironment(request);
  const models = request.project.models.filter((model) => model.language === 'sql');
  return new Map(models.map((model) => [modelKey(environment, model), model]));
}

function modelKey(environment: string, model: DbtModel): string {
  const settings = JSON.stringify([model.name, model.folderConfig, model.properties?.config]);
  return `${environment} ${model.oid} ${settings} ${model.path}`;
}

/** The project's own macro files that cannot be read: every model that calls one of their macros would be unknown. */
export function brokenMacros(request: CompileRequest): readonly Problem[] {
  const { project } = request;
  return macroLibrary(request, describeEnvironment(request))
    .broken.filter((broken) => broken.package === project.name)
    .map(({ error }) => ({
      kind: 'code',
      at: error.at,
      key: 'macro',
      message: 'compile.broken-macro',
      values: { reason: error.message },
    }));
}

function macroLibrary({ project, memo }: CompileRequest, environment: string): MacroLibrary {
  return memo.once('dbt-macros', environment, () => buildMacroLibrary(project.macros));
}

/** Syntax errors of Python and HCL files, in the order of the files; others are passed over. */
export function compileFiles(files: readonly CodeFile[], engines: Engines): readonly Problem[] {
  return files.flatMap(({ path, text }) => {
    if (path.endsWith('.py')) return checkPython(engines, path, text);
    return /\.(?:tf|tfvars|hcl)$/.test(path) ? checkHcl(engines, path, text) : [];
  });
}

/** A hash of everything beside the template that its rendering and parsing depend on. */
function describeEnvironment({ project, lang = 'en' }: Pick<CompileRequest, 'project' | 'lang'>): string {
  const macros = project.macros.map((file) => [file.package, file.path, file.oid]);
  const facts = [project.name, project.dialect ?? '', project.packages, project.vars, macros, lang];
  return bytesToHex(sha256(utf8ToBytes(JSON.stringify(facts))));
}

function resolveModel(model: DbtModel, judged: JudgedModel, resolver: ReferenceResolver): CompiledModel {
  // A template that stops early also tells of calls that dbt may never make: those are not looked up.
  const missing = [
    ...judged.refs.filter(judged.isCertain).map((call) => resolver.missingRef(call)),
    ...judged.sources.filter(judged.isCertain).map((call) => resolver.missingSource(call)),
  ];
  const foreign = sortedSet(judged.refs.filter((call) => resolver.isForeign(call)).map((call) => call.name));
  return {
    model: model.name,
    path: model.path,
    ...given('foreign', foreign.length === 0 ? undefined : foreign),
    render: judged.render,
    config: judged.config,
    ...given('renderReason', judged.reason),
    refs: sortedSet(judged.refs.map((ref) => ref.name)),
    sources: sortedSet(judged.sources.map(({ source, table }) => `${source}.${table}`)),
    unresolved: [...missing.filter((each) => each !== undefined), ...judged.unresolved],
    ...given('macros', judged.macros === undefined || judged.macros.length === 0 ? undefined : judged.macros),
    parse: judged.parse,
    ...given('engine', judged.engine),
    ...given('error', judged.error),
  };
}

function sortedSet(names: readonly string[]): readonly string[] {
  return [...new Set(names)].sort(compareText);
}
