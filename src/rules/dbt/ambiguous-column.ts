import { columnProblems } from '../column-problems.ts';
import { defineRule } from '../define-rule.ts';
import { listedColumns } from '../listed-columns.ts';

const project = {
  'implementation/dbt/dbt_project.yml': 'name: sales\nprofile: sales\n',
  'implementation/dbt/profiles.yml':
    'sales:\n  target: prod\n  outputs:\n    prod: { type: postgres, host: db, user: etl, dbname: sales, schema: gold }\n',
};
const folder = 'implementation/dbt/models';
const model = `${folder}/fct_sales.sql`;
const staging = {
  [`${folder}/stg_sales.sql`]: 'select state, store_id, amount from raw_sales\n',
  [`${folder}/stg_stores.sql`]: 'select store_id, state from raw_stores\n',
};

/** A column that several relations have must say which of them is meant. */
export default defineRule({
  id: 'dbt/ambiguous-column',
  kind: 'lint',
  gate: 'compile',
  summary: 'A column that several relations have must say which of them is meant.',
  why: 'The warehouse refuses the query at the next run, or takes the column of the relation that comes first, which nobody meant. Columns that "using" makes one are not ambiguous. Said only where both relations are known whole; an error in PostgreSQL, Redshift, BigQuery and DuckDB, which never guess.',
  severity: 'warning',
  since: '0.1.0',
  examples: [
    {
      name: 'a column that both sides of a join have',
      head: {
        ...project,
        ...staging,
        [model]:
          "select\n    state,\n    sum(amount) as total\nfrom {{ ref('stg_sales') }} as sales\njoin {{ ref('stg_stores') }} as stores on stores.store_id = sales.store_id\ngroup by 1\n",
      },
      findings: [`${model}:2 model:fct_sales`],
    },
    {
      name: 'the same with a qualifier, and what "using" makes one',
      head: {
        ...project,
        ...staging,
        [model]:
          "select store_id, stores.state, sum(amount) as total\nfrom {{ ref('stg_sales') }} as sales\njoin {{ ref('stg_stores') }} as stores using (store_id)\ngroup by 1, 2\n",
      },
      findings: [],
    },
  ],
  check(context) {
    const strict = new Set(
      context.project.dbt.flatMap(({ dialect = '', models }) =>
        strictDialects.has(dialect) ? models.map(({ path }) => path) : [],
      ),
    );
    for (const { model: name, path, column, relations, at } of columnProblems(context, 'ambiguous-column')) {
      const [first = ''] = relations;
      context.report({
        subject: `model:${name}`,
        at,
        ...(strict.has(path) ? { severity: 'error' } : {}),
        values: { model: name, column, relations: listedColumns(relations), first },
        key: [column.toLowerCase()],
      });
    }
  },
});

/** Adapters of warehouses that refuse every ambiguous name. */
const strictDialects: ReadonlySet<string> = new Set(['postgres', 'redshift', 'bigquery', 'duckdb']);
