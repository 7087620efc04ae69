import { performance } from 'node:perf_hooks';
import { engineHost } from '../../src/adapters/engine-files.ts';
import { compileProject } from '../../src/compile/compile-project.ts';
import { Engines } from '../../src/compile/engines.ts';
import { projectColumns } from '../../src/compile/project-columns.ts';
import { createMemo, type Memo } from '../../src/load/memo.ts';
import type { DbtModel, DbtProject } from '../../src/model/dbt.ts';

/** One figure with what it may take, in milliseconds. */
export interface ColumnsMeasurement {
  readonly name: string;
  readonly ms: number;
  readonly budgetMs: number;
  /** Models whose columns are all known: proof that the work was done. */
  readonly whole: number;
}

const modelCount = 5000;
const changedCount = 10;

/** Renders, parses and follows the columns of 5,000 models, the parser's start included; then again after ten of them changed. */
export async function measureColumns(wasmFolder: string): Promise<readonly ColumnsMeasurement[]> {
  const start = performance.now();
  const engines = new Engines(engineHost(wasmFolder));
  await engines.prepare({ adapters: ['snowflake'], python: false, hcl: false, models: modelCount });
  const memo = createMemo();
  const models = Array.from({ length: modelCount }, (_, index) => modelOf(index, 'v1'));
  const cold = wholeModels(engines, memo, models);
  const coldMs = performance.now() - start;
  const edited = models.map((model, index) => (index < changedCount ? modelOf(index, 'v2') : model));
  const again = performance.now();
  const warm = wholeModels(engines, memo, edited);
  return [
    { name: '5,000 models from cold', ms: coldMs, budgetMs: 15_000, whole: cold },
    { name: 'ten changed models of 5,000, warm', ms: performance.now() - again, budgetMs: 1000, whole: warm },
  ];
}

function wholeModels(engines: Engines, memo: Memo, models: readonly DbtModel[]): number {
  const request = { project: projectOf(models), engines, memo };
  const compiled = compileProject(request);
  const wanted = new Set(compiled.map(({ path }) => path));
  return projectColumns({ ...request, wanted, declared: nothing }).filter(
    ({ gaps, columns }) => gaps.length === 0 && columns.length > 0,
  ).length;
}

function nothing(): undefined {
  return undefined;
}

function projectOf(models: readonly DbtModel[]): DbtProject {
  const place = { path: 'dbt_project.yml', line: 1, column: 1 };
  return {
    root: '',
    name: 'bench',
    at: place,
    models,
    sources: [{ source: 'shop', table: 'orders', at: place }],
    seeds: [],
    snapshots: [],
    macros: [],
    groups: [],
    orphanProperties: [],
    vars: {},
    packages: [],
    dialect: 'snowflake',
  };
}

/** Four layers, each reading the one below: imports, a join, a window, an aggregate, stars in between. */
function modelOf(index: number, version: string): DbtModel {
  const name = `model_${index}`;
  const below = (step: number): string => `{{ ref('model_${index - step}') }}`;
  const sql = index % 4 === 0 ? staging(version) : [joined, ranked, summed][(index % 4) - 1]?.(below);
  return {
    name,
    path: `models/${name}.sql`,
    oid: `${name} ${version}`,
    language: 'sql',
    text: `{{ config(materialized='table') }}\n${sql}\n`,
    folderConfig: {},
  };
}

function staging(version: string): string {
  return `with source as (
    select * from {{ source('shop', 'orders') }}
),
renamed as (
    select
        id as order_id,
        customer_id::number as customer_id,
        lower(email) as email,
        amount / 100 as amount,
        '${version}' as version,
        created_at::timestamp_ntz as ordered_at
    from source
)
select * from renamed`;
}

function joined(below: (step: number) => string): string {
  return `with orders as (select * from ${below(1)}),
customers as (select customer_id, count(*) as orders, max(ordered_at) as last_ordered_at from orders group by 1)
select orders.*, customers.orders, customers.last_ordered_at
from orders
left join customers on orders.customer_id = customers.customer_id`;
}

function ranked(below: (step: number) => string): string {
  return `with orders as (select * from ${below(1)})
select *, row_number() over (partition by customer_id order by ordered_at desc) as position
from orders
qualify position <= 10`;
}

function summed(below: (step: number) => string): string {
  return `with orders as (select * exclude (email) from ${below(1)}),
totals as (
    select customer_id, sum(case when amount > 0 then amount else 0 end) as revenue, min(ordered_at) as first_ordered_at
    from orders
    group by customer_id
)
select totals.*, revenue > 1000 as is_large from totals
union all
select customer_id, 0, ordered_at, false from orders where position = 1`;
}
