import { defineRule } from '../define-rule.ts';
import { exampleContract } from '../example.ts';

const path = 'specs/contracts/outputs/sales.yaml';
const project = { 'implementation/dbt/dbt_project.yml': 'name: sales\n' };
const model = 'implementation/dbt/models/fct_sales.sql';
const contract = exampleContract({
  object: 'fct_sales',
  columns: ['name: total, logicalType: number, description: Total.'],
});

/** A model must give no column that the contract of what it makes does not declare. */
export default defineRule({
  id: 'parity/column-extra',
  kind: 'lint',
  gate: 'parity',
  summary: 'A model must give no column that the contract of what it makes does not declare.',
  why: 'Somebody will use the column, though nobody promised it, described it or said whether it holds personal data. Declare it in the contract, which is a compatible change, or leave it out of the final select. A model whose columns are not all known is not judged here.',
  severity: 'error',
  since: '0.1.0',
  examples: [
    {
      name: 'a column that no contract declares',
      head: {
        ...project,
        [path]: contract,
        [model]: 'select\n    sum(amount) as total,\n    max(email) as email\nfrom raw_sales\n',
      },
      findings: [`${model}:3 model:fct_sales.email`],
    },
    {
      name: 'a star that brings more than is promised',
      head: {
        ...project,
        [path]: contract,
        [model]: "select * from {{ ref('int_sales') }}\n",
        'implementation/dbt/models/int_sales.sql': 'select total, margin from raw_sales\n',
      },
      findings: [`${model}:1 model:fct_sales.margin`],
    },
    {
      name: 'what the contract declares',
      head: { ...project, [path]: contract, [model]: 'select sum(amount) as total from raw_sales\n' },
      findings: [],
    },
  ],
  check(context) {
    for (const difference of context.facts.parity?.differences ?? []) {
      if (difference.kind !== 'extra-column') continue;
      const { at, contract: promise, model: name, column, type = '', promisedAt, isDraft } = difference;
      context.report({
        subject: `model:${name}.${column}`,
        at,
        ...(type === '' ? {} : { message: 'typed' }),
        values: { model: name, contract: promise, column, type },
        key: [promise],
        advisory: isDraft,
        related: [{ at: promisedAt, message: 'contract' }],
      });
    }
  },
});
