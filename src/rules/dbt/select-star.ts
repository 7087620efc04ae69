import { defineRule } from '../define-rule.ts';
import { modelsOf, stackDemandOn } from '../layers.ts';

const stack = '# Stack\n\n- Never `select *`.\n';
const project = 'name: sales\n';
const sales = 'implementation/dbt/models/marts/fct_sales.sql';

/** Where the standards forbid it, a model must not take all columns of what it reads. */
export default defineRule({
  id: 'dbt/select-star',
  kind: 'lint',
  gate: 'lint',
  summary: 'Where the standards forbid it, a model must not take all columns of what it reads.',
  why: 'A star takes along what somebody adds tomorrow, personal data too, and nobody can tell from the text which columns come out. A common table expression that imports one table ("select * from orders"), and a result that only hands one on, are not judged.',
  severity: 'warning',
  since: '0.1.0',
  examples: [
    {
      name: 'a star over a join',
      head: {
        'specs/governance/stack-standards.md': stack,
        'implementation/dbt/dbt_project.yml': project,
        [sales]:
          'select orders.*, stores.state\nfrom raw_orders as orders\njoin raw_stores as stores on stores.id = orders.store_id\n',
      },
      findings: [`${sales}:1 model:fct_sales`],
    },
    {
      name: 'a star over a join of staging, where the standards speak of marts',
      head: {
        'specs/governance/stack-standards.md': '# Stack\n\n- No `select *` in marts.\n',
        'implementation/dbt/dbt_project.yml': project,
        'implementation/dbt/models/staging/stg_sales.sql':
          'select * from raw_orders join raw_stores using (store_id)\n',
      },
      findings: [],
    },
    {
      name: 'a star that imports',
      head: {
        'specs/governance/stack-standards.md': stack,
        'implementation/dbt/dbt_project.yml': project,
        [sales]: 'with orders as (\n    select * from raw_orders\n)\nselect id, total from orders\n',
      },
      findings: [],
    },
  ],
  check(context) {
    for (const { model, shape } of modelsOf(context)) {
      const demand = stackDemandOn(context.governance, model, 'no-select-star');
      if (demand === undefined) continue;
      for (const { at, isImport } of shape?.stars ?? []) {
        if (isImport) continue;
        context.report({
          subject: `model:${model.name}`,
          at,
          values: { name: model.name, file: demand.path, line: String(demand.line) },
          related: [{ at: demand, message: 'defined' }],
        });
      }
    }
  },
});
