import { contractSubject } from '../../model/contract.ts';
import { fileStart } from '../../model/location.ts';
import { defineRule } from '../define-rule.ts';
import { testOutput, testProject, testSources } from '../unit-test-example.ts';

const model = 'implementation/dbt/models/marts/fct_sales.sql';
const output = 'specs/contracts/outputs/fct_sales.yaml';
const project = {
  ...testProject('duckdb'),
  ...testSources(['name: state, logicalType: string', 'name: total, logicalType: number']),
  'specs/sample-data/orders.csv': 'state,total\nSP,10\nSP,5\nRJ,-1\n',
};

/** What a model makes of sample data must keep what its contract promises. */
export default defineRule({
  id: 'sample-data/promise-broken',
  kind: 'lint',
  gate: 'parity',
  summary: 'What a model makes of sample data must keep what its contract promises.',
  why: 'A promise that fails on a handful of chosen rows fails on the real ones. A model with an output contract is run on embedded DuckDB, with every model below it, where all its sources have sample data; its result is held against required and unique columns, keys, allowed values, limits, patterns and quality rules. Of thresholds only those that more rows could not mend are judged. Where the SQL had to be translated for DuckDB, or no file says which rows are expected, this is a warning: the samples may not belong together.',
  severity: 'error',
  since: '0.1.0',
  examples: [
    {
      name: 'a value below the minimum',
      head: {
        ...project,
        ...testOutput([
          'name: state, logicalType: string',
          'name: total, logicalType: number, logicalTypeOptions: { minimum: 0 }',
        ]),
        [model]: "select state, sum(total) as total from {{ source('shop', 'orders') }} group by state\n",
      },
      findings: [`${output}:15 sales/fct_sales.total`],
    },
    {
      name: 'a key that occurs twice',
      head: {
        ...project,
        ...testOutput(['name: state, logicalType: string, primaryKey: true, primaryKeyPosition: 1']),
        [model]: "select state from {{ source('shop', 'orders') }}\n",
      },
      findings: [`${output}:14 sales/fct_sales.state`],
    },
    {
      name: 'a result that keeps its promises',
      head: {
        ...project,
        ...testOutput([
          'name: state, logicalType: string, primaryKey: true, primaryKeyPosition: 1, required: true',
          'name: total, logicalType: number, logicalTypeOptions: { minimum: 0 }',
        ]),
        [model]:
          "select state, sum(total) as total from {{ source('shop', 'orders') }} where total > 0 group by state\n",
      },
      findings: [],
    },
    {
      name: 'sources without sample data',
      head: {
        ...project,
        ...testOutput(['name: state, logicalType: string, primaryKey: true, primaryKeyPosition: 1']),
        'specs/sample-data/orders.csv': 'x\n',
        'specs/sample-data/other.csv': 'state\nSP\nSP\n',
        [model]: "select state from {{ source('shop', 'unknown') }}\n",
      },
      findings: [],
    },
  ],
  check(context) {
    for (const { broken, isCertain, model: name, path } of context.facts.unitTests ?? []) {
      for (const { contract, names, kind, promise, found, at } of broken) {
        context.report({
          subject: contractSubject(contract, ...names),
          at,
          message: names.length > 1 ? 'message' : 'table',
          ...(isCertain ? {} : { severity: 'warning' }),
          values: { model: name, column: names.at(-1) ?? '', contract, promise, found },
          key: [kind, name, promise],
          related: [{ at: fileStart(path), message: 'model' }],
        });
      }
    }
  },
});
