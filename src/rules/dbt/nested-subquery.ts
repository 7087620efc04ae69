import { defineRule } from '../define-rule.ts';
import { modelsOf, stackDemandOn } from '../layers.ts';

const stack = '# Padrões da stack\n\n- CTEs, não subqueries aninhadas.\n';
const project = 'name: sales\n';
const sales = 'implementation/dbt/models/marts/fct_sales.sql';

/** Where the standards ask for common table expressions, a query must not stand within another. */
export default defineRule({
  id: 'dbt/nested-subquery',
  kind: 'lint',
  gate: 'lint',
  summary: 'Where the standards ask for common table expressions, a query must not stand within another.',
  why: 'A common table expression has a name, is read from top to bottom and can be looked at by itself. "exists (…)", "in (select key from name)" and what an incremental model asks of its own table stay as they are. A query in a condition or in a select list is a warning.',
  severity: 'error',
  since: '0.1.0',
  examples: [
    {
      name: 'a query in a from clause',
      head: {
        'specs/governance/stack-standards.md': stack,
        'implementation/dbt/dbt_project.yml': project,
        [sales]:
          'select state, sum(total) as total\nfrom (\n    select state, total from raw_sales\n) as sales\ngroup by 1\n',
      },
      findings: [`${sales}:2 model:fct_sales`],
    },
    {
      name: 'a common table expression',
      head: {
        'specs/governance/stack-standards.md': stack,
        'implementation/dbt/dbt_project.yml': project,
        [sales]:
          'with sales as (\n    select state, total from raw_sales\n)\nselect state, sum(total) as total\nfrom sales\ngroup by 1\n',
      },
      findings: [],
    },
    {
      name: 'what an incremental model asks of its own table',
      head: {
        'specs/governance/stack-standards.md': stack,
        'implementation/dbt/dbt_project.yml': project,
        [sales]:
          "{{ config(materialized='incremental') }}\nselect 1 as id, 2 as n\n{% if is_incremental() %}\nwhere n > (select max(n) from {{ this }})\n{% endif %}\n",
      },
      findings: [],
    },
  ],
  check(context) {
    for (const { model, shape } of modelsOf(context)) {
      const demand = stackDemandOn(context.governance, model, 'ctes');
      if (demand === undefined) continue;
      for (const { at, clause, depth, isIdiom } of shape?.subqueries ?? []) {
        if (isIdiom) continue;
        context.report({
          subject: `model:${model.name}`,
          at,
          values: { name: model.name, depth: String(depth), file: demand.path, line: String(demand.line) },
          ...(clause === 'other' ? { severity: 'warning' } : {}),
          key: [clause, String(depth)],
          related: [{ at: demand, message: 'defined' }],
        });
      }
    }
  },
});
