import { compareText, fileStart, type Location } from '../../model/location.ts';
import { defineRule } from '../define-rule.ts';
import { type ModelFacts, modelsOf, readsOf } from '../layers.ts';
import { shortestCycles } from '../cycles.ts';

const project = 'name: sales\n';
const folder = 'implementation/dbt/models';

/** Models must not read each other in a circle. */
export default defineRule({
  id: 'dbt/ref-cycle',
  kind: 'lint',
  gate: 'compile',
  summary: 'Models must not read each other in a circle.',
  why: 'In a circle no model can be built first: dbt refuses the whole project, so nothing of it runs. An incremental model that asks for its own rows reads "{{ this }}", which is no ref.',
  severity: 'error',
  since: '0.1.0',
  examples: [
    {
      name: 'two models that read each other',
      head: {
        'implementation/dbt/dbt_project.yml': project,
        [`${folder}/int_orders.sql`]: "select id\nfrom {{ ref('int_returns') }}\n",
        [`${folder}/int_returns.sql`]: "select id from {{ ref('int_orders') }}\n",
      },
      findings: [`${folder}/int_orders.sql:2 model:int_orders`],
    },
    {
      name: 'a model that reads itself',
      head: {
        'implementation/dbt/dbt_project.yml': project,
        [`${folder}/int_orders.sql`]: "select id from {{ ref('int_orders') }}\n",
      },
      findings: [`${folder}/int_orders.sql:1 model:int_orders`],
    },
    {
      name: 'two ways to one model, and a model that asks for its own rows',
      head: {
        'implementation/dbt/dbt_project.yml': project,
        [`${folder}/stg_orders.sql`]: 'select 1 as id\n',
        [`${folder}/int_orders.sql`]: "select id from {{ ref('stg_orders') }}\n",
        [`${folder}/fct_orders.sql`]:
          "select id from {{ ref('int_orders') }}\nunion all\nselect id from {{ ref('stg_orders') }}\nunion all\nselect id from {{ this }}\n",
      },
      findings: [],
    },
  ],
  check(context) {
    for (const { root } of context.project.dbt) {
      const own = modelsOf(context).filter((facts) => facts.root === root);
      const models = new Map(own.map((facts) => [facts.model.name, facts]));
      const names = [...models.keys()].toSorted(compareText);
      const next = new Map(names.map((name) => [name, refsOf(models.get(name))]));
      for (const cycle of shortestCycles(next)) {
        const [first = '', second = first] = cycle;
        const places = cycle.map((name, at) => placeOf(models.get(name), cycle[at + 1] ?? first));
        context.report({
          subject: `model:${first}`,
          at: placeOf(models.get(first), second),
          ...(cycle.length === 1 ? { message: 'self' } : {}),
          values: { name: first, path: [...cycle, first].join(' → ') },
          key: cycle.toSorted(compareText),
          related: places.slice(1).map((at) => ({ at, message: 'see' })),
        });
      }
    }
  },
});

/** What compiling the model told, which also sees what a comment reads; else what its text says. */
function refsOf(facts: ModelFacts | undefined): readonly string[] {
  if (facts === undefined) return [];
  const { compiled } = facts;
  const written = readsOf(facts).flatMap(({ kind, name }) => (kind === 'ref' ? [name] : []));
  const foreign = new Set(compiled?.foreign);
  const refs = compiled === undefined ? written : compiled.refs;
  return [...new Set(refs)].filter((name) => !foreign.has(name)).toSorted(compareText);
}

function placeOf(facts: ModelFacts | undefined, ref: string): Location {
  const read =
    facts === undefined ? undefined : readsOf(facts).find(({ kind, name }) => kind === 'ref' && name === ref);
  return read?.at ?? fileStart(facts?.model.path ?? '');
}
