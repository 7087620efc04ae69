import { engineHost } from '../../src/adapters/engine-files.ts';
import { compileProject } from '../../src/compile/compile-project.ts';
import { Engines } from '../../src/compile/engines.ts';
import { buildMacroLibrary } from '../../src/compile/jinja/macro-library.ts';
import { renderModel } from '../../src/compile/jinja/render.ts';
import { projectColumns } from '../../src/compile/project-columns.ts';
import { createMemo } from '../../src/load/memo.ts';
import type { ModelColumns, RelationColumns, RelationRef } from '../../src/model/columns.ts';
import type { DbtModel, DbtProject } from '../../src/model/dbt.ts';
import type { CompiledModel } from '../../src/model/facts.ts';
import { type BoundRelation, Oracle } from './bind.ts';
import type { MeasuredProject } from './read-project.ts';

/** What the gate says of one model, and what DuckDB says to it. */
export interface ModelResult {
  readonly model: string;
  readonly path: string;
  readonly render: CompiledModel['render'];
  readonly parse: CompiledModel['parse'];
  readonly engine?: string;
  /** Why it was not rendered or not parsed. */
  readonly reason?: string;
  /** Names of the columns where all are claimed. */
  readonly claimed?: readonly string[];
  /** Why not all columns are claimed: `open-relation`, …, each with what it is about. */
  readonly gaps: readonly { readonly reason: string; readonly detail: string }[];
  readonly problems: readonly string[];
  /** `unchecked`: DuckDB could not bind the query, which says nothing of the claim. */
  readonly check: 'right' | 'wrong' | 'unchecked' | 'unclaimed';
  /** DuckDB's columns where they differ; why it could not bind. */
  readonly told?: string;
}

/** All models of one project. */
export interface ProjectResult extends Pick<MeasuredProject, 'name' | 'commit' | 'dialect'> {
  readonly models: readonly ModelResult[];
  /** Models that are switched off, or written in Python. */
  readonly passedOver: number;
}

/** Loads the parsers that the dialects need. */
export async function loadEngines(dialects: readonly string[]): Promise<Engines> {
  const engines = new Engines(engineHost(import.meta.dirname));
  await engines.prepare({ adapters: dialects, python: false, hcl: false });
  return engines;
}

/** Renders, parses and resolves every model of a project, and asks DuckDB about the columns that are claimed. */
export async function measureProject(project: MeasuredProject, engines: Engines): Promise<ProjectResult> {
  const { dbt, dialect } = project;
  const request = { project: dbt, engines, memo: createMemo() };
  const compiled = new Map(compileProject(request).map((model) => [model.path, model]));
  const wanted = new Set(compiled.keys());
  const declared = (relation: RelationRef): RelationColumns | undefined => seedColumns(dbt, relation);
  const resolved = new Map(projectColumns({ ...request, wanted, declared }).map((columns) => [columns.path, columns]));
  const sqlOf = renderer(dbt);
  const judged = dbt.models.filter((model) => isJudged(model, resolved.get(model.path)));
  const oracle = await Oracle.open();
  const known = columnsByName(dbt, resolved);
  const models: ModelResult[] = [];
  for (const model of judged) {
    const [one, columns] = [compiled.get(model.path), resolved.get(model.path)];
    if (one === undefined || columns === undefined) continue;
    const result = describeModel(one, columns);
    models.push({ ...result, ...(await checkColumns(result, { oracle, dialect, sql: sqlOf(model), columns, known })) });
  }
  return { name: project.name, commit: project.commit, dialect, models, passedOver: dbt.models.length - models.length };
}

/** A model that is switched off has neither columns nor a reason for having none. */
function isJudged(model: DbtModel, columns: ModelColumns | undefined): boolean {
  return model.language === 'sql' && columns !== undefined && (columns.gaps.length > 0 || columns.columns.length > 0);
}

function seedColumns({ seedColumns: headers }: DbtProject, { kind, name }: RelationRef): RelationColumns | undefined {
  const header = kind === 'ref' ? headers?.get(name) : undefined;
  return header === undefined || header.length === 0
    ? undefined
    : { columns: header.map((column) => ({ name: column })), isWhole: true };
}

/** The SQL of a full run; undefined where the template cannot be rendered. */
function renderer(dbt: DbtProject): (model: DbtModel) => string | undefined {
  const { dialect, vars, packages, name } = dbt;
  const macros = buildMacroLibrary(dbt.macros);
  return ({ path, text, name: model }) =>
    renderModel({ path, text, name: model, dialect, vars, macros, packages, project: name }).renditions[0]?.sql;
}

function describeModel(
  { model, path, render, parse, engine, error, renderReason }: CompiledModel,
  { columns, gaps, problems }: ModelColumns,
): Omit<ModelResult, 'check' | 'told'> {
  const reason = error === undefined ? renderReason : `${error.message} (line ${error.at.line})`;
  return {
    model,
    path,
    render,
    parse,
    ...(engine !== undefined && { engine }),
    ...(reason !== undefined && { reason }),
    ...(gaps.length === 0 && { claimed: columns.map(({ name }) => name) }),
    gaps: gaps.map((gap) => ({ reason: gap.reason, detail: gap.detail })),
    problems: problems.map(({ kind, column, at }) => `${kind} ${column} (line ${at.line})`),
  };
}

/** Names of the columns of everything in the project that has them all. */
function columnsByName(
  dbt: DbtProject,
  resolved: ReadonlyMap<string, ModelColumns>,
): ReadonlyMap<string, readonly string[]> {
  const models = [...resolved.values()].flatMap(({ model, gaps, columns }) =>
    gaps.length === 0 && columns.length > 0 ? [[model, columns.map(({ name }) => name)] as const] : [],
  );
  return new Map([...(dbt.seedColumns ?? []), ...models]);
}

interface ColumnCheck {
  readonly oracle: Oracle;
  readonly dialect: string;
  readonly sql: string | undefined;
  readonly columns: ModelColumns;
  readonly known: ReadonlyMap<string, readonly string[]>;
}

async function checkColumns(
  { claimed }: Pick<ModelResult, 'claimed'>,
  { oracle, dialect, sql, columns, known }: ColumnCheck,
): Promise<Pick<ModelResult, 'check' | 'told'>> {
  if (claimed === undefined || sql === undefined) return { check: 'unclaimed' };
  const relations = columns.reads.flatMap((read) => boundRelation(read, known) ?? []);
  const bound = await oracle.describe(sql, dialect, relations);
  if (bound.kind === 'not-bound') return { check: 'unchecked', told: bound.reason };
  const isRight = claimed.join().toLowerCase() === bound.names.join().toLowerCase();
  return isRight ? { check: 'right' } : { check: 'wrong', told: bound.names.join(', ') };
}

function boundRelation(
  { kind, name }: RelationRef,
  known: ReadonlyMap<string, readonly string[]>,
): BoundRelation | undefined {
  if (kind === 'ref') return { name: `ref__.${name}`, columns: known.get(name) };
  if (kind === 'source') return { name: `src__${name}`, columns: undefined };
  return name.includes('.') ? { name, columns: undefined } : undefined;
}
