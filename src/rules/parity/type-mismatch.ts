import { defineRule } from '../define-rule.ts';
import { exampleContract } from '../example.ts';

const path = 'specs/contracts/outputs/sales.yaml';
const project = {
  'implementation/dbt/dbt_project.yml': 'name: sales\nprofile: sales\n',
  'implementation/dbt/profiles.yml':
    'sales:\n  target: prod\n  outputs:\n    prod: { type: snowflake, account: acme, database: sales, schema: gold }\n',
};
const model = 'implementation/dbt/models/fct_sales.sql';

function promising(type: string): string {
  return exampleContract({ object: 'fct_sales', columns: [`name: total, ${type}, description: Total.`] });
}

/** A column of a model must have the type that its contract promises. */
export default defineRule({
  id: 'parity/type-mismatch',
  kind: 'lint',
  gate: 'parity',
  summary: 'A column of a model must have the type that its contract promises.',
  why: 'Typed readers fail or silently round. What a column is cast to is compared with "physicalType", else with "logicalType", as the warehouse means them; the types of columns that nobody casts come from the contracts of what the model reads and from functions that have one type of result. Values of another kind are an error; another length, precision or time zone is a warning. What nobody can tell is not judged.',
  severity: 'error',
  since: '0.1.0',
  examples: [
    {
      name: 'a text where a number is promised',
      head: {
        ...project,
        [path]: promising('logicalType: number, physicalType: "number(18,2)"'),
        [model]: 'select cast(amount as varchar) as total from raw_sales\n',
      },
      findings: [`${model}:1 sales/fct_sales.total`],
    },
    {
      name: 'whole numbers where cents are promised',
      head: {
        ...project,
        [path]: promising('logicalType: number, physicalType: "number(18,2)"'),
        [model]: 'select cast(amount as number(18, 0)) as total from raw_sales\n',
      },
      findings: [`${model}:1 sales/fct_sales.total`],
    },
    {
      name: 'a moment where the contract says a number, and no physical type',
      head: {
        ...project,
        [path]: promising('logicalType: integer'),
        [model]: 'select cast(sold_at as timestamp_ntz) as total from raw_sales\n',
      },
      findings: [`${model}:1 sales/fct_sales.total`],
    },
    {
      name: 'another name for the promised type, and a type that nobody can tell',
      head: {
        ...project,
        [path]: exampleContract({
          object: 'fct_sales',
          columns: [
            'name: total, logicalType: number, physicalType: "number(18,2)", description: Total.',
            'name: state, logicalType: string, physicalType: varchar(2), description: State.',
          ],
        }),
        [model]: 'select cast(amount as DECIMAL(18,2)) as total, state from raw_sales\n',
      },
      findings: [],
    },
  ],
  check(context) {
    for (const difference of context.facts.parity?.differences ?? []) {
      if (difference.kind !== 'type-mismatch') continue;
      const {
        subject,
        at,
        contract,
        model: name,
        column,
        expected,
        found,
        isCertain,
        promisedAt,
        isDraft,
      } = difference;
      context.report({
        subject,
        at,
        ...(isCertain ? {} : { message: 'likely', severity: 'warning' }),
        values: { model: name, contract, column, expected, found },
        key: [expected, found],
        advisory: isDraft,
        related: [{ at: promisedAt, message: 'promised' }],
      });
    }
  },
});
