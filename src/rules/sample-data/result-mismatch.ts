import { fileStart } from '../../model/location.ts';
import type { RuleContext } from '../../model/rule.ts';
import type { RowDifference, UnitTestResult } from '../../model/unit-tests.ts';
import { defineRule } from '../define-rule.ts';
import { hideSecret } from '../hide-secrets.ts';
import { testProject, testSources } from '../unit-test-example.ts';

const model = 'implementation/dbt/models/marts/fct_sales.sql';
const properties = 'implementation/dbt/models/marts/_marts.yml';

const unitTest = `unit_tests:
  - name: sums_by_state
    model: fct_sales
    given:
      - input: source('shop', 'orders')
        rows:
          - { state: SP, total: 10.5 }
          - { state: SP, total: 2 }
          - { state: RJ, total: 1 }
    expect:
      rows:
        - { state: RJ, total: 1 }
        - { state: SP, total: 12.50 }
`;

/** A model must give the rows that its unit tests and sample data expect of it. */
export default defineRule({
  id: 'sample-data/result-mismatch',
  kind: 'lint',
  gate: 'parity',
  summary: 'A model must give the rows that its unit tests and sample data expect of it.',
  why: 'Whoever reads the table relies on what the expectation shows. Models are run on embedded DuckDB: on the rows of a dbt unit test, or on sample data of their sources where a file says what is expected of them ("expected/fct_sales.csv", "fct_sales.expected.csv"). Rows are compared in any order, in the columns of the expectation, and by what values mean. Where the SQL had to be translated for DuckDB, or no contract types what is given, a difference is a warning. What cannot be run is listed in the report, and is no mistake.',
  severity: 'error',
  since: '0.1.0',
  examples: [
    {
      name: 'a dbt unit test that expects a sum, and a model that counts',
      head: {
        ...testProject('duckdb'),
        [properties]: unitTest,
        [model]: "select state, count(*) as total from {{ source('shop', 'orders') }} group by state\n",
      },
      findings: [`${properties}:2 model:fct_sales`],
    },
    {
      name: 'sample data of a source, and a file of what must come out',
      head: {
        ...testProject('duckdb'),
        ...testSources(['name: state, logicalType: string', 'name: total, logicalType: number']),
        'specs/sample-data/orders.csv': 'state,total\nSP,10\nSP,5\n',
        'specs/sample-data/expected/fct_sales.csv': 'state,total\nSP,15\n',
        [model]: "select state, max(total) as total from {{ source('shop', 'orders') }} group by state\n",
      },
      findings: ['specs/sample-data/expected/fct_sales.csv:1 model:fct_sales'],
    },
    {
      name: 'the rows that are expected, in another order and spelling',
      head: {
        ...testProject('duckdb'),
        [properties]: unitTest,
        [model]: "select state, sum(total) as total, 1 as more from {{ source('shop', 'orders') }} group by state\n",
      },
      findings: [],
    },
    {
      name: 'SQL that DuckDB does not understand',
      head: {
        ...testProject('duckdb'),
        [properties]: unitTest,
        [model]: "select state, my_warehouse_only(total) as total from {{ source('shop', 'orders') }}\n",
      },
      findings: [],
    },
  ],
  check(context) {
    for (const result of context.facts.unitTests ?? []) {
      for (const column of result.missingColumns) report(context, result, { message: 'column', column });
      if (result.differences.length > 0) report(context, result, { message: 'rows' });
    }
  },
});

/** Differences that are written out. */
const maxShown = 3;

function report(
  context: RuleContext,
  result: UnitTestResult,
  { message, column = '' }: { readonly message: 'rows' | 'column'; readonly column?: string },
): void {
  const { test, model: name, path, at, differences } = result;
  const hidden = classifiedColumns(context, name);
  const shown = differences.slice(0, maxShown).map((each) => differenceText(result.columns, each, hidden));
  const more = differences.length > maxShown ? [`… (${differences.length})`] : [];
  context.report({
    subject: column === '' ? `model:${name}` : `model:${name}.${column}`,
    at,
    message: test === undefined ? `${message}-sample` : message,
    ...(result.isCertain ? {} : { severity: 'warning' }),
    values: { model: name, test: test ?? '', column, differences: [...shown, ...more].join('; ') },
    key: [test ?? 'sample-data', column],
    related: [{ at: fileStart(path), message: 'model' }],
  });
}

/** `(id = 1, total = 10 ≠ 12)`; a row that is missing with `-`, one too many with `+`. */
function differenceText(
  columns: readonly string[],
  { expected, actual }: RowDifference,
  hidden: ReadonlySet<string>,
): string {
  const cells = columns.map((column, at) => {
    const [want, got] = [expected, actual].map((row) =>
      row === undefined ? undefined : cellText(column, row[at] ?? null),
    );
    if (want === undefined || got === undefined) return `${column} = ${want ?? got ?? ''}`;
    return want === got && expected?.[at] === actual?.[at] ? `${column} = ${want}` : `${column} = ${want} ≠ ${got}`;
  });
  const sign = expected === undefined ? '+ ' : actual === undefined ? '- ' : '';
  return `${sign}(${cells.join(', ')})`;

  function cellText(column: string, value: string | null): string {
    if (value === null) return 'null';
    if (hidden.has(column.toLowerCase())) return '…';
    const signs = Array.from(hideSecret(value, column));
    return signs.length > 40 ? `${signs.slice(0, 39).join('')}…` : signs.join('');
  }
}

/** Values of classified columns are not repeated, whichever contract classifies them. */
function classifiedColumns({ project }: RuleContext, table: string): ReadonlySet<string> {
  const objects = project.contracts.flatMap(({ schema }) => schema);
  const own = objects.filter(({ name, physicalName }) => [name, physicalName].includes(table));
  const columns = (own.length === 0 ? objects : own).flatMap(({ properties: each }) => each);
  return new Set(
    columns.flatMap(({ name, physicalName, classification }) =>
      classification === undefined ? [] : [(physicalName ?? name).toLowerCase()],
    ),
  );
}
