import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { Json } from '../model/contract.ts';
import type { DbtModel, DbtProject } from '../model/dbt.ts';
import type { CompiledModel, CompileError, RenderState } from '../model/facts.ts';
import { compareText, type Located, type Location } from '../model/location.ts';
import { type Lang, translate } from '../model/messages.ts';
import type { Problem } from '../model/project.ts';
import type { Engines } from './engines.ts';
import { calledMacros } from './jinja/called-macros.ts';
import { buildMacroLibrary, type MacroLibrary } from './jinja/macro-library.ts';
import { renderModel, type RenderResult } from './jinja/render.ts';
import { parseTemplate } from './jinja/template.ts';
import type { RefCall, SourceCall } from './jinja/session.ts';
import { createResolver, type ReferenceResolver } from './resolve-references.ts';
import { maxSqlLength, parseSql, type SqlVerdict } from './sql/parse-sql.ts';
import { checkHcl } from './syntax/hcl.ts';
import { checkPython } from './syntax/python.ts';

export type { Engines } from './engines.ts';

/** Remembers what was computed; `key` names everything that a result of `kind` depends on. */
export interface Memo {
  once<T>(kind: string, key: string, compute: () => T): T;
}

/** A dbt project, and what compiling it needs. The parsers of its dialect must be loaded (`Engines.prepare`). */
export interface CompileRequest {
  readonly project: DbtProject;
  readonly engines: Engines;
  readonly memo: Memo;
  /** Language of the messages inside the results; English where it is left out. */
  readonly lang?: Lang;
  /** Keys (see {@link modelKeys}) of models that are only rendered, for their references: their SQL is not parsed. */
  readonly renderOnly?: ReadonlySet<string>;
}

/** A source file of `implementation/`. */
export interface CodeFile {
  readonly path: string;
  readonly text: string;
}

/** Renders and parses every model of a project, sorted by path. Each text is judged once per memo, whatever tree it is in. */
export function compileProject(request: CompileRequest): readonly CompiledModel[] {
  const { project, memo } = request;
  const environment = describeEnvironment(request);
  const resolver = createResolver(project);
  const macros = (): MacroLibrary => macroLibrary(request, environment);
  return [...project.models]
    .sort((a, b) => compareText(a.path, b.path))
    .map((model) => {
      const key = modelKey(environment, model);
      const parses = request.renderOnly?.has(key) !== true;
      const judged = memo.once(parses ? 'dbt-model' : 'dbt-render', key, () =>
        judgeModel(request, { model, macros, parses }),
      );
      return resolveModel(model, judged, resolver);
    });
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

/** What one template tells by itself: independent of the other models, so that a new model costs only itself. */
interface JudgedModel {
  readonly render: RenderState;
  readonly config: CompiledModel['config'];
  readonly reason?: string;
  readonly refs: readonly RefCall[];
  /** Whether dbt surely makes a call. */
  readonly isCertain: RenderResult['isCertain'];
  readonly sources: readonly SourceCall[];
  readonly macros?: readonly Located<string>[];
  readonly parse: CompiledModel['parse'];
  readonly engine?: string;
  readonly error?: CompileError;
}

/** A hash of everything beside the template that its rendering and parsing depend on. */
function describeEnvironment({ project, lang = 'en' }: Pick<CompileRequest, 'project' | 'lang'>): string {
  const macros = project.macros.map((file) => [file.package, file.path, file.oid]);
  const facts = [project.name, project.dialect ?? '', project.packages, project.vars, macros, lang];
  return bytesToHex(sha256(utf8ToBytes(JSON.stringify(facts))));
}

interface ModelTask {
  readonly model: DbtModel;
  readonly macros: () => MacroLibrary;
  readonly parses: boolean;
}

function judgeModel(request: CompileRequest, { model, macros, parses }: ModelTask): JudgedModel {
  const { project, lang = 'en' } = request;
  if (model.language === 'python') {
    return {
      render: 'rendered',
      config: {},
      reason: translate(lang, 'compile.python-model'),
      refs: [],
      sources: [],
      isCertain: () => false,
      parse: 'unknown',
    };
  }
  const rendered = renderModel(
    {
      path: model.path,
      text: model.text,
      name: model.name,
      dialect: project.dialect,
      vars: project.vars,
      macros: macros(),
      packages: project.packages,
      project: project.name,
    },
    { lang },
  );
  if (configured(model, rendered, 'enabled') === false) {
    return {
      render: rendered.state,
      config: rendered.config,
      reason: translate(lang, 'compile.disabled-model'),
      refs: [],
      sources: [],
      isCertain: () => false,
      parse: 'unknown',
    };
  }
  return {
    render: rendered.state,
    config: rendered.config,
    refs: rendered.refs,
    sources: rendered.sources,
    macros: macrosIn(model, lang),
    isCertain: rendered.isCertain,
    ...(parses || rendered.state !== 'rendered' ? judgeRendered(request, model, rendered) : { parse: 'unknown' }),
  };
}

function macrosIn({ path, text }: DbtModel, lang: Lang): readonly Located<string>[] {
  const template = parseTemplate(path, text, lang);
  return 'error' in template ? [] : calledMacros(template);
}

/** A setting of a model: its own `config(…)` wins over its YAML entry, and that over its folder's. */
function configured(model: DbtModel, rendered: RenderResult, key: string): Json | undefined {
  return rendered.config[key] ?? model.properties?.config[key] ?? model.folderConfig[key];
}

type Judgement = Pick<JudgedModel, 'reason' | 'parse' | 'engine' | 'error'>;

function judgeRendered(request: CompileRequest, model: DbtModel, rendered: RenderResult): Judgement {
  const { state, reason, error } = rendered;
  const { lang = 'en' } = request;
  // An error inside an unreadable template is certain; one while it runs may be the sandbox's, which is not dbt.
  if (error !== undefined && isUnreadable(model, lang)) return { parse: 'failed', ...given('reason', reason), error };
  if (state !== 'rendered') return { parse: 'unknown', ...given('reason', reason) };
  const rendition = worstRendition(request, rendered);
  return {
    ...given('reason', reason),
    ...describeVerdict(request, { model, materialization: configured(model, rendered, 'materialized'), rendition }),
  };
}

function isUnreadable(model: DbtModel, lang: Lang): boolean {
  return 'error' in parseTemplate(model.path, model.text, lang);
}

/** A text that a template renders to, with the way back to the template. */
interface Rendition {
  readonly sql: string;
  readonly verdict: SqlVerdict;
  readonly locate: (offset: number) => Location;
}

/** A template that renders in several ways is judged in each; the first that fails counts. */
function worstRendition({ engines, project }: CompileRequest, rendered: RenderResult): Rendition {
  const main = {
    sql: rendered.sql,
    verdict: parseSql(engines, project.dialect, rendered.sql),
    locate: (offset: number) => rendered.locate(offset),
  };
  const variants = rendered.variants.map((sql, index) => ({
    sql,
    verdict: parseSql(engines, project.dialect, sql),
    locate: (offset: number) => rendered.locateVariant(index, offset),
  }));
  const all: readonly Rendition[] = [main, ...variants];
  return (
    all.find(({ verdict }) => verdict.kind === 'failed') ??
    all.find(({ verdict }) => verdict.kind === 'unknown') ??
    main
  );
}

interface JudgedRendition {
  readonly model: DbtModel;
  readonly materialization: Json | undefined;
  readonly rendition: Rendition;
}

function describeVerdict(request: CompileRequest, judged: JudgedRendition): Judgement {
  const { lang = 'en', project } = request;
  const { model, materialization: name } = judged;
  const { sql, verdict, locate } = judged.rendition;
  if (verdict.kind === 'parsed') return { parse: 'parsed', engine: verdict.engine };
  if (verdict.kind === 'unknown') {
    const reason = translate(lang, `compile.sql-${verdict.reason}`, { max: maxSqlLength });
    return { parse: 'unknown', reason };
  }
  // A value that is itself a template (a variable, a project setting) was left as it is written.
  if (/\{[{%]/.test(sql)) return { parse: 'unknown', reason: translate(lang, 'compile.sql-holds-template') };
  if (project.dialect === undefined && asksForDialect(model, project)) {
    return { parse: 'unknown', reason: translate(lang, 'compile.sql-unknown-dialect') };
  }
  const { key, values, offset } = verdict.failure;
  if (isAboutForm(key) && typeof name === 'string' && !queryMaterializations.has(name)) {
    return { parse: 'unknown', reason: translate(lang, 'compile.custom-materialization', { name }) };
  }
  const error = { message: translate(lang, key, values), at: locate(offset) };
  return { parse: 'failed', engine: verdict.engine, error };
}

/** Where no one tells the warehouse, such templates render to anything, even to nothing. */
function asksForDialect(model: DbtModel, project: DbtProject): boolean {
  const asks = /\btarget\b|\badapter\s*\.\s*(?:type|dispatch)\b/;
  return asks.test(model.text) || project.macros.some((file) => asks.test(file.text));
}

/** Materializations of dbt and its adapters whose model is one query; others are macros of the project. */
const queryMaterializations = new Set(
  'view table incremental ephemeral materialized_view dynamic_table streaming_table snapshot'.split(' '),
);

function isAboutForm(key: string): boolean {
  return key === 'compile.empty-sql' || key === 'compile.several-statements' || key === 'compile.not-a-query';
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
    unresolved: missing.filter((each) => each !== undefined),
    ...given('macros', judged.macros === undefined || judged.macros.length === 0 ? undefined : judged.macros),
    parse: judged.parse,
    ...given('engine', judged.engine),
    ...given('error', judged.error),
  };
}

function sortedSet(names: readonly string[]): readonly string[] {
  return [...new Set(names)].sort(compareText);
}

/** An optional field that is left out where there is no value. */
function given<K extends string, T>(key: K, value: T | undefined): { readonly [name in K]?: T } {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the compiler widens a computed key to `string`
  return value === undefined ? {} : ({ [key]: value } as { readonly [name in K]: T });
}
