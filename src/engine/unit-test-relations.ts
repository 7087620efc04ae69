import { duckDbType } from '../compile/duckdb/column-types.ts';
import { columnTypeOf } from '../diff/column-type.ts';
import { warehouseOf } from '../diff/warehouse.ts';
import type { ColumnType } from '../model/columns.ts';
import { hasColumn, type Json, physicalNameOf, type Property } from '../model/contract.ts';
import type { DbtModel } from '../model/dbt.ts';
import { refKey, sourceKey } from '../model/template-tokens.ts';
import type { SampleRelation, SampleView, TestInput, TestRows } from '../model/unit-tests.ts';
import { moment } from './unit-test-compare.ts';
import type { PlannerTools } from './unit-test-plan.ts';
import { modelQueries, type QueryOptions, Unrunnable } from './unit-test-queries.ts';

/** A model that is to be run, and how it gets its rows. */
export interface PlanTask {
  readonly model: DbtModel;
  readonly options: QueryOptions;
  readonly rowsOf: (input: TestInput) => TestRows | undefined;
  /** Whether models without rows are run themselves. */
  readonly chains: boolean;
}

/** Models in one chain; longer ones are no sample any more. */
const maxModels = 100;

/** Gathers what one model reads, as tables of rows and as views of other models. */
export class RunBuilder {
  readonly tables: SampleRelation[] = [];
  readonly views: SampleView[] = [];
  isTyped = true;
  isWhole = true;
  isVolatile = false;
  readonly #tools: PlannerTools;
  readonly #task: PlanTask;
  readonly #done = new Set<string>();

  constructor(tools: PlannerTools, task: PlanTask) {
    this.#tools = tools;
    this.#task = task;
  }

  /** The query of a model; everything that it reads is there afterwards. @throws Unrunnable */
  query(model: DbtModel, options: QueryOptions): SampleView['query'] {
    const { queries, inputs, isVolatile } = modelQueries(this.#tools.request, model, options);
    this.isVolatile ||= isVolatile;
    for (const { input, schema, name } of inputs) {
      const key = `${schema} ${name}`;
      if (this.#done.has(key)) continue;
      if (this.#done.size >= maxModels) throw new Unrunnable('too-many', { max: String(maxModels) });
      this.#done.add(key);
      this.#provide(input, { schema, name });
    }
    return queries;
  }

  #provide(input: TestInput, place: Pick<SampleRelation, 'schema' | 'name'>): void {
    const rows = this.#task.rowsOf(input);
    if (rows !== undefined) {
      this.tables.push(this.#table(input, place, rows));
      return;
    }
    const { models } = this.#tools.request.project;
    const model =
      input.kind === 'ref' && this.#task.chains ? models.find(({ name }) => name === place.name) : undefined;
    if (model === undefined) throw new Unrunnable('no-rows', { input: writtenOf(input) });
    const query = this.query(model, { ...this.#task.options, isIncremental: false });
    this.views.push({ ...place, query });
  }

  #table(input: TestInput, place: Pick<SampleRelation, 'schema' | 'name'>, rows: TestRows): SampleRelation {
    const declared = this.#declared(input);
    const given = rows.columns.map((name) => name.toLowerCase());
    const absent = [...declared.entries()].filter(([key]) => !given.includes(key)).map(([, { name }]) => name);
    const names = [...rows.columns, ...absent];
    this.isWhole &&= absent.length === 0;
    this.isTyped &&= rows.columns.every((name) => declared.get(name.toLowerCase())?.type !== undefined);
    const columns = names.map((name, index) => {
      const values = rows.rows.map((row) => row[index] ?? null);
      const type = duckDbType(declared.get(name.toLowerCase())?.type, { values, isCsv: rows.isCsv });
      return { name, type };
    });
    if (columns.length === 0) throw new Unrunnable('no-columns', { input: writtenOf(input) });
    const cells = rows.rows.map((row) => columns.map(({ type }, index) => cellText(row[index] ?? null, type)));
    return { ...place, columns, rows: cells };
  }

  /** What contracts, models and properties files say of a relation's columns, by name in lower case. */
  #declared(input: TestInput): ReadonlyMap<string, { readonly name: string; readonly type?: ColumnType }> {
    const { objectOf, source, request } = this.#tools;
    const key =
      input.kind === 'source' ? sourceKey(`${input.source}.${input.table}`) : refKey(nameOf(input, this.#task));
    const bound = objectOf(key);
    if (bound !== undefined) {
      const properties = bound.object.properties.filter(hasColumn);
      const warehouse = warehouseOf(bound.contract);
      return byName(properties.map((each) => ({ name: physicalNameOf(each), type: testType(each, warehouse) })));
    }
    const model = request.project.models.find(({ name }) => refKey(name) === key);
    const inferred = source.columns.find(({ path }) => path === model?.path);
    return byName(inferred?.columns ?? []);
  }
}

/** A logical number is no integer where it is divided. */
function testType(property: Property, warehouse: string | undefined): ColumnType | undefined {
  const type = columnTypeOf(property, warehouse);
  if (type?.family !== 'number' || type.text !== undefined) return type;
  return { ...type, text: property.logicalType?.value === 'integer' ? 'bigint' : 'decimal' };
}

function byName(
  columns: readonly { readonly name: string; readonly type?: ColumnType | undefined }[],
): ReadonlyMap<string, { readonly name: string; readonly type?: ColumnType }> {
  return new Map(
    columns.map(({ name, type }) => [name.toLowerCase(), { name, ...(type === undefined ? {} : { type }) }]),
  );
}

function nameOf(input: Exclude<TestInput, { kind: 'source' }>, { model }: PlanTask): string {
  return input.kind === 'this' ? model.name : input.name;
}

function writtenOf(input: TestInput): string {
  if (input.kind === 'this') return 'this';
  return input.kind === 'ref' ? `ref('${input.name}')` : `source('${input.source}', '${input.table}')`;
}

/** A value as a text that DuckDB casts to the type; times with an offset are brought to UTC, which DuckDB passes over. */
function cellText(value: Json, type: string): string | null {
  if (value === null) return null;
  if (typeof value === 'object') return JSON.stringify(value);
  if (type === 'JSON' && typeof value !== 'string') return JSON.stringify(value);
  const text = String(value);
  return type.startsWith('TIMESTAMP') ? (moment(text) ?? text) : text;
}
