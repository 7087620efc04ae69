import type {
  ColumnGap,
  ModelColumns,
  OutputColumn,
  RelationColumn,
  RelationColumns,
  RelationRef,
} from '../model/columns.ts';
import type { DbtModel, DbtProject } from '../model/dbt.ts';
import { compareLocations, compareText } from '../model/location.ts';
import { inReadingOrder } from '../model/reading-order.ts';
import type { CompileRequest } from './compile-request.ts';
import { modelJudge } from './compile-project.ts';
import { type ResolvedQuery, resolvePlan } from './columns/resolve-plan.ts';
import { given, type JudgedModel } from './judge-model.ts';

/** A dbt project, and of which of its models the columns are asked for. */
export interface ColumnsRequest extends CompileRequest {
  /** Paths of the models; what they read is resolved as far as it is needed. */
  readonly wanted: ReadonlySet<string>;
  /** What contracts, catalogs and files declare of a relation. Of a model it is asked only where its SQL does not tell all. */
  readonly declared: (relation: RelationRef) => RelationColumns | undefined;
}

/** What models give: those that are wanted, and those that these read; sorted by path. */
export function projectColumns(request: ColumnsRequest): readonly ModelColumns[] {
  const { project, wanted } = request;
  const judge = modelJudge(request);
  const named = modelNames(project);
  const order = inReadingOrder(project.models.filter(isWanted), (model) => {
    const { refs } = judge(model, 'parsed');
    return refs.flatMap(({ name, version }) => named(version === undefined ? name : `${name}.v${version}`) ?? []);
  });
  const resolver = new ColumnResolver(request, named);
  return order.map((model) => resolver.resolve(model, judge(model, 'parsed'))).toSorted(byPath);

  function isWanted({ path }: DbtModel): boolean {
    return wanted.has(path);
  }
}

function byPath(a: ModelColumns, b: ModelColumns): number {
  return compareText(a.path, b.path);
}

/** Finds what the name in a `ref` means; of several versions the one that is called so. */
function modelNames({ models }: DbtProject): (name: string) => DbtModel | undefined {
  const byName = new Map(models.map((model) => [model.name, model]));
  return (name) => byName.get(name) ?? byName.get(name.replace(/\.v([0-9]+)$/, '_v$1'));
}

class ColumnResolver {
  readonly #request: ColumnsRequest;
  readonly #named: (name: string) => DbtModel | undefined;
  readonly #resolved = new Map<string, ModelColumns>();

  constructor(request: ColumnsRequest, named: (name: string) => DbtModel | undefined) {
    this.#request = request;
    this.#named = named;
  }

  resolve(model: DbtModel, judged: JudgedModel): ModelColumns {
    const runs = judged.plans.map((plan) => resolvePlan(plan, (relation) => this.columnsOf(relation)));
    const columns = { model: model.name, path: model.path, ...mergeRuns(runs, judged.gap) };
    this.#resolved.set(model.path, columns);
    return columns;
  }

  private columnsOf(relation: RelationRef): RelationColumns | undefined {
    const { declared } = this.#request;
    const model = relation.kind === 'ref' ? this.#named(relation.name) : undefined;
    const told = model && this.#resolved.get(model.path);
    if (told === undefined) return declared(relation);
    const promised = declared(relation);
    if (isSettled(told)) return { columns: withTypes(told.columns, promised), isWhole: true };
    // What a contract promises stands for what the SQL does not tell; that this is not proven is said of the model itself.
    if (promised?.isWhole === true) return promised;
    const all = [
      ...told.columns.map(({ name, type }) => ({ name, ...given('type', type) })),
      ...(promised?.columns ?? []),
    ];
    return { columns: onceByName(all), isWhole: false };
  }
}

/** A model that names columns which are not there will be mended, and may then give others: one mistake is said once, where it is. */
function isSettled({ gaps, problems }: ModelColumns): boolean {
  return gaps.length === 0 && !problems.some(({ kind }) => kind === 'unknown-column');
}

/** What the SQL says of a type goes before what is promised: where they differ, the model breaks its promise. */
function withTypes(columns: readonly OutputColumn[], promised: RelationColumns | undefined): readonly RelationColumn[] {
  const types = new Map(promised?.columns.map(({ name, type }) => [name.toLowerCase(), type]));
  return columns.map(({ name, type }) => ({ name, ...given('type', type ?? types.get(name.toLowerCase())) }));
}

function onceByName(columns: readonly RelationColumn[]): readonly RelationColumn[] {
  return [...new Map(columns.toReversed().map((column) => [column.name.toLowerCase(), column])).values()].toReversed();
}

/** A full run says which columns there are; what any run does with them counts. */
function mergeRuns(runs: readonly ResolvedQuery[], gap: ColumnGap | undefined): ResolvedQuery {
  const [full, ...others] = runs;
  if (full === undefined) return { columns: [], gaps: gap === undefined ? [] : [gap], problems: [], reads: [] };
  if (others.length === 0) return full;
  return {
    columns: full.columns.map((column) => mergeColumn(column, others)),
    gaps: once(runs.flatMap(({ gaps }) => gaps)),
    problems: once(runs.flatMap(({ problems }) => problems)).toSorted((a, b) => compareLocations(a.at, b.at)),
    reads: once(runs.flatMap(({ reads }) => reads)),
    ...(runs.every(({ uses }) => uses !== undefined) && { uses: once(runs.flatMap(({ uses }) => uses ?? [])) }),
  };
}

function mergeColumn(column: OutputColumn, others: readonly ResolvedQuery[]): OutputColumn {
  const name = column.name.toLowerCase();
  const same = others.flatMap(({ columns }) => columns.find((each) => each.name.toLowerCase() === name) ?? []);
  const { origins: _, calls: __, ...rest } = column;
  const origins = allOf([column, ...same].map((each) => each.origins));
  const calls = allOf([column, ...same].map((each) => each.calls));
  return { ...rest, ...(origins && { origins }), ...(calls && { calls: calls.toSorted(compareText) }) };
}

/** What is in any of several lists, each once; undefined where one of them is not known. */
function allOf<T>(lists: readonly (readonly T[] | undefined)[]): readonly T[] | undefined {
  return lists.includes(undefined) ? undefined : once(lists.flatMap((each) => each ?? []));
}

/** Plain data, each once, in order. */
function once<T>(items: readonly T[]): readonly T[] {
  return [...new Map(items.map((item) => [JSON.stringify(item), item])).values()];
}
