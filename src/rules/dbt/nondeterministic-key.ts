import type { RuleContext } from '../../model/rule.ts';
import { defineRule } from '../define-rule.ts';
import { exampleContract } from '../example.ts';
import { incrementalKeys, type KeyColumn } from '../incremental-keys.ts';
import { volatileColumns } from '../volatile-columns.ts';

const project = { 'implementation/dbt/dbt_project.yml': 'name: sales\n' };
const folder = 'implementation/dbt/models';
const model = `${folder}/fct_sales.sql`;

/** The key of an incremental model must be the same at every run. */
export default defineRule({
  id: 'dbt/nondeterministic-key',
  kind: 'lint',
  gate: 'compile',
  summary: 'The key of an incremental model must be the same at every run.',
  why: 'A key that is random, counted or taken from the clock finds no row of the last run again: every run adds all rows once more, and running it twice is not running it once. Build the key from columns of the source (a surrogate key of them), and keep the time of loading beside it. Looked at are "unique_key" and the primary key of the contract; a clock that is cut to a day is not judged: it makes the runs of one day replace each other.',
  severity: 'warning',
  since: '0.1.0',
  examples: [
    {
      name: 'a random key',
      head: {
        ...project,
        [model]:
          "{{ config(materialized='incremental', unique_key='sale_id') }}\nselect\n    gen_random_uuid() as sale_id,\n    amount\nfrom raw_sales\n",
      },
      findings: [`${model}:3 model:fct_sales.sale_id`],
    },
    {
      name: 'the time of loading in a surrogate key of the model before',
      head: {
        ...project,
        [`${folder}/int_sales.sql`]:
          "with sales as (select md5(concat(id, '-', current_timestamp)) as sale_id, amount from raw_sales)\nselect * from sales\n",
        [model]:
          "{{ config(materialized='incremental', unique_key=['sale_id']) }}\nselect sale_id, amount from {{ ref('int_sales') }}\n",
      },
      findings: [`${model}:2 model:fct_sales.sale_id`],
    },
    {
      name: 'a row number as the primary key of the contract',
      head: {
        ...project,
        'specs/contracts/outputs/sales.yaml': exampleContract({
          object: 'fct_sales',
          columns: ['name: n, logicalType: integer, primaryKey: true, description: Number.'],
        }),
        [model]:
          "{{ config(materialized='incremental') }}\nselect row_number() over (order by sold_at) as n from raw_sales\n",
      },
      findings: [`${model}:2 model:fct_sales.n`],
    },
    {
      name: 'a key of columns of the source, and the day of the run',
      head: {
        ...project,
        [model]:
          "{{ config(materialized='incremental', unique_key=['sale_id', 'day']) }}\nselect md5(id) as sale_id, current_date as day, current_timestamp as loaded_at from raw_sales\n",
      },
      findings: [],
    },
    {
      name: 'a table that is built anew each time',
      head: {
        ...project,
        [model]: "{{ config(materialized='table') }}\nselect gen_random_uuid() as sale_id, amount from raw_sales\n",
      },
      findings: [],
    },
  ],
  check(context) {
    const volatility = volatileColumns(context);
    for (const key of incrementalKeys(context)) report(context, key, volatility(key));
  },
});

function report(context: RuleContext, key: KeyColumn, found: ReturnType<ReturnType<typeof volatileColumns>>): void {
  if (found === undefined) return;
  const { facts, column, keyAt } = key;
  const { name } = facts.model;
  context.report({
    subject: `model:${name}.${column}`,
    at: found.at,
    message: found.kind,
    values: { model: name, column, call: found.call },
    key: [found.call],
    related: [{ at: keyAt, message: 'key' }, ...(found.from === undefined ? [] : [{ at: found.from, message: 'see' }])],
  });
}
