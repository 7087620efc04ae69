import { contractSubject } from '../../model/contract.ts';
import { fileStart } from '../../model/location.ts';
import { defineRule } from '../define-rule.ts';
import { testOutput, testProject, testSources } from '../unit-test-example.ts';

const model = 'implementation/dbt/models/marts/fct_sales.sql';
const output = 'specs/contracts/outputs/fct_sales.yaml';
const project = {
  ...testProject('duckdb'),
  ...testSources(['name: state, logicalType: string', 'name: total, logicalType: number']),
  'specs/sample-data/orders.csv': 'state,total\nSP,10\nRJ,5\n',
};
/** The reader of SQL knows no type for it. */
const opaque = "list_extract(regexp_extract_all(state || '1', '[0-9]'), 1)";

/** A column that a model makes of sample data must be of the type that its contract declares. */
export default defineRule({
  id: 'sample-data/result-type',
  kind: 'lint',
  gate: 'parity',
  summary: 'A column that a model makes of sample data must be of the type that its contract declares.',
  why: 'Readers bind to the declared type, and a text where a number is promised breaks their queries. Types are told by DuckDB, which runs the model on sample data, and are compared by what they hold (numbers, texts, times), not by name; only where contracts type every input column, and where reading the SQL alone does not tell the type. Correct the expression with a cast, or the contract. Where the SQL had to be translated for DuckDB, or no file says which rows are expected, this is a warning.',
  severity: 'error',
  since: '0.1.0',
  examples: [
    {
      name: 'a text where the contract says number',
      head: {
        ...project,
        ...testOutput(['name: state, logicalType: string', 'name: total, logicalType: number']),
        [model]: `select state, ${opaque} as total from {{ source('shop', 'orders') }}\n`,
      },
      findings: [`${output}:15 sales/fct_sales.total`],
    },
    {
      name: 'the same value, cast',
      head: {
        ...project,
        ...testOutput(['name: state, logicalType: string', 'name: total, logicalType: number']),
        [model]: `select state, cast(${opaque} as decimal(10, 2)) as total from {{ source('shop', 'orders') }}\n`,
      },
      findings: [],
    },
  ],
  check(context) {
    for (const { clashes, isCertain, model: name, path } of context.facts.unitTests ?? []) {
      for (const { contract, names, promised, found, at } of clashes) {
        context.report({
          subject: contractSubject(contract, ...names),
          at,
          ...(isCertain ? {} : { severity: 'warning' }),
          values: { model: name, column: names.at(-1) ?? '', contract, promised, found },
          key: [name, promised, found],
          related: [{ at: fileStart(path), message: 'model' }],
        });
      }
    }
  },
});
