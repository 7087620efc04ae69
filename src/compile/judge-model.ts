import type { ColumnGap } from '../model/columns.ts';
import type { Json } from '../model/contract.ts';
import type { DbtModel, DbtProject } from '../model/dbt.ts';
import type { CompiledModel, CompileError, RenderState } from '../model/facts.ts';
import type { Located } from '../model/location.ts';
import { type Lang, translate } from '../model/messages.ts';
import { planQuery, type QueryPlan } from './columns/plan-query.ts';
import type { CompileRequest } from './compile-request.ts';
import { calledMacros } from './jinja/called-macros.ts';
import type { MacroLibrary } from './jinja/macro-library.ts';
import { renderModel, type RenderResult } from './jinja/render.ts';
import { macroNames } from './jinja/markers.ts';
import type { Rendition } from './jinja/rendition.ts';
import type { RefCall, SourceCall } from './jinja/session.ts';
import { parseTemplate } from './jinja/template.ts';
import { sqlDialect } from './sql/dialects.ts';
import { maxSqlLength, parseSql, type SqlVerdict } from './sql/parse-sql.ts';

/** What one template tells by itself: independent of the other models, so that a new model costs only itself. */
export interface JudgedModel {
  readonly render: RenderState;
  readonly config: CompiledModel['config'];
  readonly reason?: string;
  readonly refs: readonly RefCall[];
  /** Whether dbt surely makes a call. */
  readonly isCertain: RenderResult['isCertain'];
  readonly sources: readonly SourceCall[];
  /** Macros and variables that are nowhere. */
  readonly unresolved: CompiledModel['unresolved'];
  readonly macros?: readonly Located<string>[];
  readonly parse: CompiledModel['parse'];
  readonly engine?: string;
  readonly error?: CompileError;
  /** What its SQL selects, in each kind of run. */
  readonly plans: readonly QueryPlan[];
  /** Why there is no plan; undefined where there is one, or nobody asked. */
  readonly gap?: ColumnGap;
}

/** What {@link judgeModel} judges. */
export interface ModelTask {
  readonly model: DbtModel;
  readonly macros: () => MacroLibrary;
  /** Whether its SQL is parsed, and not only rendered for its references. */
  readonly parses: boolean;
}

/** Renders and parses one model. Never throws for what the model says. */
export function judgeModel(request: CompileRequest, { model, macros, parses }: ModelTask): JudgedModel {
  const { project, lang = 'en' } = request;
  if (model.language === 'python') {
    return {
      render: 'rendered',
      config: {},
      reason: translate(lang, 'compile.python-model'),
      refs: [],
      sources: [],
      unresolved: [],
      isCertain: () => false,
      parse: 'unknown',
      plans: [],
      gap: { reason: 'no-sql', detail: model.name },
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
      materialized: materializationOf(model),
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
      unresolved: [],
      isCertain: () => false,
      parse: 'unknown',
      plans: [],
    };
  }
  return {
    render: rendered.state,
    config: rendered.config,
    refs: rendered.refs,
    sources: rendered.sources,
    unresolved: rendered.unresolved,
    macros: macrosIn(model, lang),
    isCertain: rendered.isCertain,
    ...(parses || rendered.state !== 'rendered'
      ? judgeRendered(request, model, rendered)
      : { parse: 'unknown', plans: [] }),
  };
}

function macrosIn({ path, text }: DbtModel, lang: Lang): readonly Located<string>[] {
  const template = parseTemplate(path, text, lang);
  return 'error' in template ? [] : calledMacros(template);
}

/** What properties and folders say; dbt makes a view of what says nothing. */
function materializationOf({ properties, folderConfig }: DbtModel): string | undefined {
  const said = properties?.config['materialized'] ?? folderConfig['materialized'] ?? 'view';
  return typeof said === 'string' ? said : undefined;
}

/** A setting of a model: its own `config(…)` wins over its YAML entry, and that over its folder's. */
function configured(model: DbtModel, rendered: RenderResult, key: string): Json | undefined {
  return rendered.config[key] ?? model.properties?.config[key] ?? model.folderConfig[key];
}

type Judgement = Pick<JudgedModel, 'reason' | 'parse' | 'engine' | 'error' | 'plans' | 'gap'>;

function judgeRendered(request: CompileRequest, model: DbtModel, rendered: RenderResult): Judgement {
  const { state, reason, error } = rendered;
  const { lang = 'en' } = request;
  const told = given('reason', reason);
  if (state !== 'rendered') {
    const gap: ColumnGap = { reason: 'not-rendered', detail: reason ?? state };
    // An error inside an unreadable template is certain; one while it runs may be the sandbox's, which is not dbt.
    const isCertain = error !== undefined && isUnreadable(model, lang);
    return {
      parse: isCertain ? 'failed' : 'unknown',
      ...told,
      ...given('error', isCertain ? error : undefined),
      plans: [],
      gap,
    };
  }
  const texts = judgeTexts(request, rendered);
  const worst = worstOf(texts);
  if (worst === undefined) return { parse: 'unknown', ...told, plans: [] };
  const materialization = configured(model, rendered, 'materialized');
  const verdict = describeVerdict(request, { model, materialization, ...worst });
  return {
    ...told,
    ...verdict,
    ...plansOf(request, { model, texts, reason: verdict.error?.message ?? verdict.reason }),
  };
}

interface PlannedTexts {
  readonly model: DbtModel;
  readonly texts: readonly JudgedText[];
  /** Why a text could not be parsed. */
  readonly reason: string | undefined;
}

/** A model whose runs are not all read has columns that nobody knows. */
function plansOf(
  { project }: CompileRequest,
  { model, texts, reason }: PlannedTexts,
): Pick<JudgedModel, 'plans' | 'gap'> {
  const dialect = sqlDialect(project.dialect).name;
  const plans = texts.flatMap(({ rendition, verdict }) =>
    verdict.kind === 'parsed' && verdict.root !== undefined
      ? [planQuery({ root: verdict.root, rendition, dialect, model: model.name })]
      : [],
  );
  if (plans.length === texts.length) return { plans };
  const engine = texts.map(({ verdict }) => (verdict.kind === 'parsed' ? verdict.engine : undefined)).find(Boolean);
  return { plans: [], gap: { reason: 'not-read', detail: reason ?? engine ?? model.name } };
}

function isUnreadable(model: DbtModel, lang: Lang): boolean {
  return 'error' in parseTemplate(model.path, model.text, lang);
}

/** A text that a template renders to, with what the parsers say. */
interface JudgedText {
  readonly rendition: Rendition;
  readonly verdict: SqlVerdict;
}

function judgeTexts({ engines, project }: CompileRequest, { renditions }: RenderResult): readonly JudgedText[] {
  return renditions.map((rendition) => ({ rendition, verdict: parseSql(engines, project.dialect, rendition.sql) }));
}

/** A template that renders in several ways is judged in each; the first that fails counts. */
function worstOf(texts: readonly JudgedText[]): JudgedText | undefined {
  return (
    texts.find(({ verdict }) => verdict.kind === 'failed') ??
    texts.find(({ verdict }) => verdict.kind === 'unknown') ??
    texts[0]
  );
}

interface JudgedRendition extends JudgedText {
  readonly model: DbtModel;
  readonly materialization: Json | undefined;
}

function describeVerdict(request: CompileRequest, judged: JudgedRendition): Omit<Judgement, 'plans' | 'gap'> {
  const { lang = 'en', project } = request;
  const { model, materialization: name, rendition, verdict } = judged;
  const { sql } = rendition;
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
  const { markers } = rendition;
  if (markers.length > 0)
    return { parse: 'unknown', reason: translate(lang, 'jinja.unknown-macros', macroNames(markers)) };
  const error = { message: translate(lang, key, values), at: rendition.locate(offset) };
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

/** An optional field that is left out where there is no value. */
export function given<K extends string, T>(key: K, value: T | undefined): { readonly [name in K]?: T } {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the compiler widens a computed key to `string`
  return value === undefined ? {} : ({ [key]: value } as { readonly [name in K]: T });
}
