import type { Fix } from '../../model/finding.ts';
import type { RuleContext } from '../../model/rule.ts';
import { certainlyMeant, suggest } from '../../model/suggest.ts';
import { columnProblems, type ModelProblem } from '../column-problems.ts';
import { defineRule } from '../define-rule.ts';
import { exampleContract } from '../example.ts';
import { listedColumns } from '../listed-columns.ts';
import { editAt, nameAt } from '../name-at.ts';

const project = { 'implementation/dbt/dbt_project.yml': 'name: sales\n' };
const folder = 'implementation/dbt/models';
const model = `${folder}/fct_sales.sql`;
const source = {
  [`${folder}/sources.yml`]: 'sources:\n  - name: shop\n    tables:\n      - name: sales\n',
  'specs/contracts/inputs/shop_sales.yaml': exampleContract({
    id: 'shop-sales',
    object: 'sales',
    columns: [
      'name: state, logicalType: string, description: State.',
      'name: amount, logicalType: number, description: Amount.',
    ],
  }),
};

/** A model must only name columns that what it reads has. */
export default defineRule({
  id: 'dbt/unknown-column',
  kind: 'lint',
  gate: 'compile',
  summary: 'A model must only name columns that what it reads has.',
  why: 'The warehouse refuses the query at the next run. Said only where every relation that could have the column is known whole: models by their SQL, sources by their contracts, seeds by their header. A name that is one slip away from exactly one column can be mended by itself.',
  severity: 'error',
  since: '0.1.0',
  examples: [
    {
      name: 'a column that the model before does not give',
      head: {
        ...project,
        [`${folder}/stg_sales.sql`]: 'select state, amount from raw_sales\n',
        [model]: "select\n    state,\n    sum(amuont) as total\nfrom {{ ref('stg_sales') }}\ngroup by 1\n",
      },
      findings: [`${model}:3 model:fct_sales`],
    },
    {
      name: 'a column that the contract of the source does not have',
      head: {
        ...project,
        ...source,
        [model]: "select s.state, s.discount\nfrom {{ source('shop', 'sales') }} as s\n",
      },
      findings: [`${model}:1 model:fct_sales`],
    },
    {
      name: 'columns that are there, whatever their case',
      head: { ...project, ...source, [model]: "select STATE, amount as total from {{ source('shop', 'sales') }}\n" },
      findings: [],
    },
    {
      name: 'a table of which nobody says what it has',
      head: { ...project, [model]: 'select whatever from raw_sales\n' },
      findings: [],
    },
  ],
  check(context) {
    for (const problem of columnProblems(context, 'unknown-column')) {
      const { model: name, column, relations, candidates, at } = problem;
      const suggestion = suggest(nameOf(problem), candidates);
      context.report({
        subject: `model:${name}`,
        at,
        ...(suggestion === undefined ? {} : { message: 'misspelt' }),
        values: {
          model: name,
          column,
          relations: listedColumns(relations),
          columns: listedColumns(candidates),
          suggestion: suggestion ?? '',
        },
        key: [column.toLowerCase()],
        fix: fixOf(context, problem),
      });
    }
  },
});

/** The column without its qualifier. */
function nameOf({ column }: ModelProblem): string {
  return column.slice(column.lastIndexOf('.') + 1).replaceAll(/["`[\]]/g, '');
}

/** Every place where it is written, or none. */
function fixOf(context: RuleContext, problem: ModelProblem): Fix | undefined {
  const wrong = nameOf(problem);
  const meant = certainlyMeant(wrong, problem.candidates);
  if (meant === undefined) return undefined;
  const edits = problem.places.flatMap((place) => {
    const written = nameAt(context, place, problem.column) ?? nameAt(context, place, wrong);
    if (written?.text.endsWith(wrong) !== true) return [];
    const { endColumn = 0 } = written.at;
    return [editAt({ ...written.at, column: endColumn - wrong.length }, meant)];
  });
  return edits.length === problem.places.length ? { title: `${wrong} → ${meant}`, edits } : undefined;
}
