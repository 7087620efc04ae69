import type { CompileRequest } from '../compile/compile-request.ts';
import { duckDbReading } from '../compile/duckdb/translate-sql.ts';
import { dbtGraph } from '../lineage/dbt-graph.ts';
import { tableNames } from '../lineage/table-names.ts';
import type { ModelColumns } from '../model/columns.ts';
import type { DbtModel, DbtProject } from '../model/dbt.ts';
import type { CompiledModel } from '../model/facts.ts';
import { fileStart } from '../model/location.ts';
import type { Project } from '../model/project.ts';
import { refKey, sourceKey } from '../model/template-tokens.ts';
import type { DbtUnitTest, SampleRun, TestInput, TestRows, UnitTestResult } from '../model/unit-tests.ts';
import { type BoundObject, contractedNodes } from './contracted-nodes.ts';
import { checksOf } from './unit-test-checks.ts';
import { Unrunnable } from './unit-test-queries.ts';
import { type PlanTask, RunBuilder } from './unit-test-relations.ts';
import { type SampleRows, sampleRows } from './unit-test-samples.ts';

/** A tree whose unit tests are wanted. */
export interface UnitTestSource {
  readonly project: Project;
  readonly requests: readonly CompileRequest[];
  readonly models: readonly CompiledModel[];
  readonly columns: readonly ModelColumns[];
  /** The text of a file of the tree. */
  readonly text: (path: string) => string | undefined;
}

/** A test, and what an embedded database must be told to run it. */
export interface PlannedTest {
  readonly subject: Pick<UnitTestResult, 'test' | 'model' | 'path' | 'at' | 'isCertain'>;
  readonly expect?: TestRows;
  /** What the result must keep; undefined for tests of dbt, whose rows are as small as can be. */
  readonly object?: BoundObject;
  /** Columns whose types are known without running anything. */
  readonly known: ReadonlySet<string>;
  readonly plan: TestPlan | { readonly kind: 'unrunnable'; readonly reason: NonNullable<UnitTestResult['reason']> };
}

export interface TestPlan {
  readonly kind: 'run';
  readonly run: SampleRun;
  readonly given: number;
  /** Whether contracts give every input column its type. */
  readonly isTyped: boolean;
  /** Whether every input has all columns that are declared for it. */
  readonly isWhole: boolean;
  /** Whether the SQL asks for the time, or for chance. */
  readonly isVolatile: boolean;
}

/** The tests of a tree: those of dbt, and one of every model whose sources all have sample data. */
export function planUnitTests(source: UnitTestSource): readonly PlannedTest[] {
  const samples = sampleRows(source.project, source.text);
  const contracted = contractedNodes(dbtGraph(source.project.dbt, source.models), source.project.contracts);
  return source.requests.flatMap((request, index) => {
    const objectOf = (key: string): BoundObject | undefined => contracted.get(`${index} ${key}`);
    const planner = new Planner({ source, request, samples, objectOf });
    const { models, unitTests = [] } = request.project;
    return [
      ...unitTests.flatMap((test) => planner.dbtTest(test)),
      ...models.flatMap((model) => planner.sampleTest(model)),
    ];
  });
}

/** What planning the tests of one dbt project needs. */
export interface PlannerTools {
  readonly source: UnitTestSource;
  readonly request: CompileRequest;
  readonly samples: SampleRows;
  readonly objectOf: (key: string) => BoundObject | undefined;
}

/** Reasons for which a model without an expectation is none of ours. */
function isNoTest(key: string): boolean {
  return key === 'no-rows' || key === 'disabled';
}

/** Rows longer than this were cut off by the reader: what comes out of them is not what the file says. */
const maxRows = 1_000;

/** Plans the tests of one dbt project. */
class Planner {
  readonly #tools: PlannerTools;

  constructor(tools: PlannerTools) {
    this.#tools = tools;
  }

  get #project(): DbtProject {
    return this.#tools.request.project;
  }

  dbtTest(test: DbtUnitTest): readonly PlannedTest[] {
    const model = this.#project.models.find(({ name }) => name === test.model);
    if (model === undefined) return [];
    const { isNative } = duckDbReading(this.#project.dialect);
    const subject = { test: test.name, model: model.name, path: model.path, at: test.at, isCertain: isNative };
    const planned = { subject, ...(test.expect && { expect: test.expect }), known: new Set<string>() };
    return [{ ...planned, plan: this.#attempt(() => this.#planDbt(test, model)) }];
  }

  sampleTest(model: DbtModel): readonly PlannedTest[] {
    const { samples, objectOf, source } = this.#tools;
    const bound = objectOf(refKey(model.name));
    const object = bound?.contract.direction === 'output' ? bound : undefined;
    const expect = samples.expected(object?.object, [model.name]);
    if (model.language !== 'sql' || (object === undefined && expect === undefined)) return [];
    const plan = this.#attempt(() => this.#planSamples(model, object, expect));
    // Without an expectation, a model whose sources have no samples is no test.
    if (expect === undefined && (plan.kind === 'unrunnable' ? isNoTest(plan.reason.key) : plan.given === 0)) return [];
    const { isNative } = duckDbReading(this.#project.dialect);
    const at = expect?.at ?? fileStart(model.path);
    const columns = source.columns.find(({ path }) => path === model.path)?.columns ?? [];
    return [
      {
        subject: { model: model.name, path: model.path, at, isCertain: isNative && expect !== undefined },
        ...(expect && { expect }),
        ...(object && { object }),
        known: new Set(columns.flatMap(({ name, type }) => (type === undefined ? [] : [name.toLowerCase()]))),
        plan,
      },
    ];
  }

  #attempt(plan: () => TestPlan): PlannedTest['plan'] {
    try {
      return plan();
    } catch (error) {
      if (!(error instanceof Unrunnable)) throw error;
      return { kind: 'unrunnable', reason: error.reason };
    }
  }

  #planDbt(test: DbtUnitTest, model: DbtModel): TestPlan {
    if (test.unsupported !== undefined) throw new Unrunnable('unsupported', { what: test.unsupported });
    const given = new Map(test.given.map(({ input, rows }) => [keyOf(input), rows ?? this.#seed(input)]));
    const { is_incremental: isIncremental, ...macros } = test.overrides.macros;
    const options = { vars: test.overrides.vars, macros, isIncremental: isIncremental === true };
    return this.#plan({ model, options, rowsOf: (input) => given.get(keyOf(input)), chains: false });
  }

  #planSamples(model: DbtModel, object: BoundObject | undefined, expect: TestRows | undefined): TestPlan {
    if ((expect?.rows.length ?? 0) >= maxRows) throw new Unrunnable('too-long', { max: String(maxRows) });
    const options = { vars: {}, macros: {}, isIncremental: false };
    const plan = this.#plan({ model, options, rowsOf: (input) => this.#sample(input), chains: true });
    if (object === undefined) return plan;
    const { contract, object: table } = object;
    const names = [table.name, ...tableNames(contract, table).logical, tableNames(contract, table).table];
    const checks = checksOf(object).map(({ query }) => [query]);
    return { ...plan, run: { ...plan.run, checks, resultNames: [...new Set(names)] } };
  }

  #sample(input: TestInput): TestRows | undefined {
    const { samples, objectOf } = this.#tools;
    if (input.kind === 'this') return undefined;
    if (input.kind === 'ref') return this.#seed(input);
    const name = `${input.source}.${input.table}`;
    const found = this.#project.sources.find((each) => each.source === input.source && each.table === input.table);
    const rows = samples.input(objectOf(sourceKey(name))?.object, [
      name,
      input.table,
      found?.identifier ?? input.table,
    ]);
    if ((rows?.rows.length ?? 0) >= maxRows) throw new Unrunnable('too-long', { max: String(maxRows) });
    return rows;
  }

  #seed(input: TestInput): TestRows | undefined {
    if (input.kind !== 'ref' || !this.#project.seeds.includes(input.name)) return undefined;
    const { source, samples } = this.#tools;
    const folder = this.#project.root === '' ? '' : `${this.#project.root}/`;
    const [path] = source.project.files.flatMap((file) =>
      file.path.startsWith(folder) && file.path.endsWith(`/${input.name}.csv`) ? [file.path] : [],
    );
    const rows = path === undefined ? undefined : samples.csv(path);
    return (rows?.rows.length ?? 0) >= maxRows ? undefined : rows;
  }

  #plan(task: PlanTask): TestPlan {
    const builder = new RunBuilder(this.#tools, task);
    const query = builder.query(task.model, task.options);
    const { integerDivision, nullOrder } = duckDbReading(this.#project.dialect);
    return {
      kind: 'run',
      run: {
        settings: { integerDivision, nullOrder },
        tables: builder.tables,
        views: builder.views,
        query,
        checks: [],
        resultNames: [task.model.name],
      },
      given: builder.tables.reduce((sum, { rows }) => sum + rows.length, 0),
      isTyped: builder.isTyped,
      isWhole: builder.isWhole,
      isVolatile: builder.isVolatile,
    };
  }
}

function keyOf(input: TestInput): string {
  return input.kind === 'source'
    ? sourceKey(`${input.source}.${input.table}`)
    : input.kind === 'ref'
      ? refKey(input.name)
      : 'this';
}
