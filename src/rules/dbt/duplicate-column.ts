import { columnProblems } from '../column-problems.ts';
import { defineRule } from '../define-rule.ts';
import { materializationOf, modelsOf } from '../layers.ts';

const project = { 'implementation/dbt/dbt_project.yml': 'name: sales\n' };
const folder = 'implementation/dbt/models';
const model = `${folder}/fct_sales.sql`;

/** A model must not give two columns of one name. */
export default defineRule({
  id: 'dbt/duplicate-column',
  kind: 'lint',
  gate: 'compile',
  summary: 'A model must not give two columns of one name.',
  why: 'No table or view can be made of it: the warehouse refuses, or gives one of the two a name that nobody wrote. It mostly comes from the stars of a join. In an ephemeral model it is a warning: that breaks only who asks for the column.',
  severity: 'error',
  since: '0.1.0',
  examples: [
    {
      name: 'the stars of a join that both bring the key',
      head: {
        ...project,
        [`${folder}/stg_sales.sql`]: 'select store_id, amount from raw_sales\n',
        [`${folder}/stg_stores.sql`]: 'select store_id, state from raw_stores\n',
        [model]:
          "select\n    sales.*,\n    stores.*\nfrom {{ ref('stg_sales') }} as sales\njoin {{ ref('stg_stores') }} as stores on stores.store_id = sales.store_id\n",
      },
      findings: [`${model}:3 model:fct_sales.store_id`],
    },
    {
      name: 'columns of their own names',
      head: { ...project, [model]: 'select state, amount, amount as total from raw_sales\n' },
      findings: [],
    },
  ],
  check(context) {
    const models = new Map(modelsOf(context).map((facts) => [facts.model.path, facts]));
    for (const { model: name, path, column, at } of columnProblems(context, 'duplicate-column')) {
      const facts = models.get(path);
      const isEphemeral = facts !== undefined && materializationOf(facts)?.value === 'ephemeral';
      context.report({
        subject: `model:${name}.${column}`,
        at,
        ...(isEphemeral ? { severity: 'warning' } : {}),
        values: { model: name, column },
      });
    }
  },
});
