import { defineRule } from '../define-rule.ts';
import { modelsOf, readsOf } from '../layers.ts';

const folder = 'implementation/dbt/models';
const files = {
  'dataengos.yaml': 'rules:\n  dbt/fan-in: { options: { most: 2 } }\n',
  'implementation/dbt/dbt_project.yml': 'name: sales\n',
  [`${folder}/stg_orders.sql`]: 'select 1 as id\n',
  [`${folder}/stg_stores.sql`]: 'select 1 as id\n',
  [`${folder}/stg_states.sql`]: 'select 1 as id\n',
};

/** Where the configuration limits it, a model must not read more models and sources than that. */
export default defineRule({
  id: 'dbt/fan-in',
  kind: 'lint',
  gate: 'lint',
  summary: 'Where the configuration limits it, a model must not read more models and sources than that.',
  why: 'A model that reads everything breaks with everything, and nobody can read it. An intermediate model between takes a part of the work and a name for it. Says nothing as long as the option "most" is not set: what is too much differs from team to team.',
  severity: 'warning',
  since: '0.1.0',
  options: {
    most: {
      type: 'number',
      default: 0,
      description: 'How many models and sources a model may read; 0 for any number.',
    },
  },
  examples: [
    {
      name: 'three where two are allowed',
      head: {
        ...files,
        [`${folder}/fct_orders.sql`]:
          "select id from {{ ref('stg_orders') }}\nunion all\nselect id from {{ ref('stg_stores') }}\nunion all\nselect id from {{ ref('stg_states') }}\n",
      },
      findings: [`${folder}/fct_orders.sql:5 model:fct_orders`],
    },
    {
      name: 'one of them twice',
      head: {
        ...files,
        [`${folder}/fct_orders.sql`]:
          "select id from {{ ref('stg_orders') }}\nunion all\nselect id from {{ ref('stg_stores') }}\nunion all\nselect id from {{ ref('stg_orders') }}\n",
      },
      findings: [],
    },
  ],
  check(context) {
    const most = Number(context.options['most']);
    if (!Number.isInteger(most) || most <= 0) return;
    for (const facts of modelsOf(context)) {
      const reads = readsOf(facts);
      const first = reads[most];
      if (first === undefined) continue;
      context.report({
        subject: `model:${facts.model.name}`,
        at: first.at,
        values: { model: facts.model.name, count: String(reads.length), most: String(most) },
      });
    }
  },
});
