import type { ParityDifference } from '../../model/parity.ts';
import type { Fix } from '../../model/finding.ts';
import type { RuleContext } from '../../model/rule.ts';
import { defineRule } from '../define-rule.ts';
import { exampleContract } from '../example.ts';
import { listedColumns } from '../listed-columns.ts';
import { renameOutput } from '../rename-output.ts';

const path = 'specs/contracts/outputs/sales.yaml';
const project = { 'implementation/dbt/dbt_project.yml': 'name: sales\n' };
const model = 'implementation/dbt/models/fct_sales.sql';
const contract = exampleContract({
  object: 'fct_sales',
  columns: [
    'name: state, logicalType: string, description: State.',
    'name: total, logicalType: number, description: Total.',
  ],
});

/** A model must give every column that the contract of what it makes promises. */
export default defineRule({
  id: 'parity/column-missing',
  kind: 'lint',
  gate: 'parity',
  summary: 'A model must give every column that the contract of what it makes promises.',
  why: 'Readers who name the column fail at their next run. The columns come from the SQL alone, through common table expressions, stars, refs and sources; a model whose columns are not all known is not judged here. Names are compared without case, by "physicalName" where there is one. A column that the model gives under a name that is one slip away, and that nothing else reads, can be renamed by itself.',
  severity: 'error',
  since: '0.1.0',
  examples: [
    {
      name: 'a promised column that the model does not select',
      head: {
        ...project,
        [path]: contract,
        [model]: "select state\nfrom {{ ref('stg_sales') }}\n",
        'implementation/dbt/models/stg_sales.sql': 'select state, amount from raw_sales\n',
      },
      findings: [`${model}:1 sales/fct_sales.total`],
    },
    {
      name: 'a slip of the pen in an alias',
      head: {
        ...project,
        [path]: contract,
        [model]: "select\n    state,\n    sum(amount) as totl\nfrom {{ ref('stg_sales') }}\ngroup by 1\n",
        'implementation/dbt/models/stg_sales.sql': 'select state, amount from raw_sales\n',
      },
      findings: [`${model}:3 sales/fct_sales.total`],
    },
    {
      name: 'a star over a model that has the column',
      head: {
        ...project,
        [path]: contract,
        [model]: "with sales as (\n    select * from {{ ref('stg_sales') }}\n)\nselect * from sales\n",
        'implementation/dbt/models/stg_sales.sql': 'select STATE, amount as total from raw_sales\n',
      },
      findings: [],
    },
    {
      name: 'a column that the warehouse knows by another name',
      head: {
        ...project,
        [path]: exampleContract({
          object: 'fct_sales',
          columns: ['name: total, physicalName: VL_TOTAL, logicalType: number, description: Total.'],
        }),
        [model]: 'select sum(amount) as vl_total from raw_sales\n',
      },
      findings: [],
    },
  ],
  check(context) {
    for (const difference of context.facts.parity?.differences ?? [])
      if (difference.kind === 'missing-column') report(context, difference);
  },
});

type Missing = Extract<ParityDifference, { kind: 'missing-column' }>;

function report(context: RuleContext, difference: Missing): void {
  const { subject, at, contract: promise, model: name, column, columns, meant, promisedAt, isDraft } = difference;
  context.report({
    subject,
    at,
    ...(meant === undefined ? {} : { message: 'renamed' }),
    values: { model: name, contract: promise, column, columns: listedColumns(columns), meant: meant ?? '' },
    key: [column],
    advisory: isDraft,
    related: [{ at: promisedAt, message: 'promised' }],
    fix: fixOf(context, difference),
  });
}

function fixOf(context: RuleContext, { at, column, meant }: Missing): Fix | undefined {
  return meant === undefined ? undefined : renameOutput(context, { at, from: meant, to: column });
}
