import { columnProblems } from '../column-problems.ts';
import { defineRule } from '../define-rule.ts';

const project = { 'implementation/dbt/dbt_project.yml': 'name: sales\n' };
const model = 'implementation/dbt/models/fct_sales.sql';

/** The parts of a union must have equally many columns. */
export default defineRule({
  id: 'dbt/set-arity',
  kind: 'lint',
  gate: 'compile',
  summary: 'The parts of a "union", "intersect" or "except" must have equally many columns.',
  why: 'The warehouse refuses the query at the next run. Columns of a union go together by position, not by name: what is added to one part must be added to all. Said only where the columns of every part are known.',
  severity: 'error',
  since: '0.1.0',
  examples: [
    {
      name: 'a column more in one part',
      head: {
        ...project,
        [model]: 'select state, amount, discount from raw_sales\nunion all\nselect state, amount from raw_returns\n',
      },
      findings: [`${model}:3 model:fct_sales`],
    },
    {
      name: 'equally many columns',
      head: {
        ...project,
        [model]: 'select state, amount from raw_sales\nunion all\nselect state, -amount from raw_returns\n',
      },
      findings: [],
    },
  ],
  check(context) {
    for (const { model: name, column: counts, at } of columnProblems(context, 'set-arity')) {
      context.report({ subject: `model:${name}`, at, values: { model: name, counts }, key: [counts] });
    }
  },
});
