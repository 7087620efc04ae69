import type { Location } from '../../model/location.ts';
import type { RuleContext } from '../../model/rule.ts';
import { defineRule } from '../define-rule.ts';
import { configured, materializationOf, type ModelFacts, modelsOf, stackDemandOn } from '../layers.ts';

const stack = '# Stack\n\n- Incremental models are partitioned.\n';
const project = 'name: sales\n';
const orders = 'implementation/dbt/models/marts/fct_orders.sql';

/** An incremental model must say how it is partitioned. */
export default defineRule({
  id: 'dbt/incremental-without-partition',
  kind: 'lint',
  gate: 'lint',
  summary: 'An incremental model must say how it is partitioned.',
  why: 'Without partitions or clusters every run reads the whole table to find what is new, and so does every query: on BigQuery, Athena and Spark that is money. Elsewhere it is only asked for where the stack standards demand it.',
  severity: 'warning',
  since: '0.1.0',
  examples: [
    {
      name: 'an incremental model without partitions where the standards demand them',
      head: {
        'specs/governance/stack-standards.md': stack,
        'implementation/dbt/dbt_project.yml': project,
        [orders]: "{{ config(materialized='incremental') }}\nselect 1 as id\n",
      },
      findings: [`${orders}:1 model:fct_orders`],
    },
    {
      name: 'an incremental model with partitions',
      head: {
        'specs/governance/stack-standards.md': stack,
        'implementation/dbt/dbt_project.yml': project,
        [orders]: "{{ config(materialized='incremental', partition_by={'field': 'ordered_on'}) }}\nselect 1 as id\n",
      },
      findings: [],
    },
    {
      name: 'a table',
      head: {
        'specs/governance/stack-standards.md': stack,
        'implementation/dbt/dbt_project.yml': project,
        [orders]: "{{ config(materialized='table') }}\nselect 1 as id\n",
      },
      findings: [],
    },
  ],
  check(context) {
    const dialects = new Map(context.project.dbt.map(({ root, dialect }) => [root, dialect]));
    for (const facts of modelsOf(context)) {
      const demand = stackDemandOn(context.governance, facts.model, 'partitioned-incremental');
      const isCostly = costly.has(dialects.get(facts.root) ?? '');
      if (demand !== undefined || isCostly) judge(context, facts, demand);
    }
  },
});

/** Warehouses that bill, or take time, for what is read of files. */
const costly = new Set(['bigquery', 'athena', 'spark']);

/** Settings of the adapters that say how rows are laid out. */
const layouts = [
  'partition_by',
  'partitioned_by',
  'partitions',
  'cluster_by',
  'clustered_by',
  'liquid_clustered_by',
  'auto_liquid_cluster',
  'event_time',
  'sort',
  'order_by',
  'indexes',
];

function judge(context: RuleContext, facts: ModelFacts, demand: Location | undefined): void {
  const { model, shape, compiled } = facts;
  const materialized = materializationOf(facts);
  // A template that could not be rendered may say more than can be seen.
  if (materialized?.value !== 'incremental' || compiled?.render !== 'rendered') return;
  if (layouts.some((key) => configured(facts, key) !== undefined)) return;
  context.report({
    subject: `model:${model.name}`,
    at: shape?.config.get('materialized')?.at ?? materialized.at,
    ...(demand === undefined ? { message: 'costly' } : {}),
    values: { name: model.name, file: demand?.path ?? '', line: String(demand?.line ?? '') },
    ...(demand === undefined ? {} : { related: [{ at: demand, message: 'defined' }] }),
  });
}
