import type { Fix, Severity } from '../../model/finding.ts';
import type { ParityDifference } from '../../model/parity.ts';
import type { RuleContext } from '../../model/rule.ts';
import { defineRule } from '../define-rule.ts';
import { listedColumns } from '../listed-columns.ts';
import { replaceValue } from '../replace-text.ts';

const folder = 'implementation/dbt/models';
const project = { 'implementation/dbt/dbt_project.yml': 'name: sales\n' };
const model = `${folder}/fct_sales.sql`;
const properties = `${folder}/fct_sales.yml`;

function described(columns: string, config = ''): string {
  return `models:\n  - name: fct_sales\n${config}    columns:\n${columns}`;
}

const enforced = '    config: { contract: { enforced: true } }\n';

/** The properties of a model must name columns that it gives, with the types that it gives them. */
export default defineRule({
  id: 'parity/properties-mismatch',
  kind: 'lint',
  gate: 'parity',
  summary: 'The properties of a model must name columns that it gives, with the types that it gives them.',
  why: 'A test on a column that is not there fails at every run, and a description of it misleads everybody who reads the documentation. With "contract: {enforced: true}" dbt refuses to build a model that gives other columns or types, or more. An untested column of a model without such a contract is a warning. A model whose columns are not all known is not judged, and what the contract of a model already says is not said twice.',
  severity: 'warning',
  since: '0.1.0',
  examples: [
    {
      name: 'a test on a column that the model does not give',
      head: {
        ...project,
        [model]: 'select sum(amount) as total from raw_sales\n',
        [properties]: described('      - name: state\n        data_tests: [not_null]\n'),
      },
      findings: [`${properties}:4 model:fct_sales.state`],
    },
    {
      name: 'a slip of the pen in the name',
      head: {
        ...project,
        [model]: 'select sum(amount) as total from raw_sales\n',
        [properties]: described('      - name: totl\n        description: Total.\n'),
      },
      findings: [`${properties}:4 model:fct_sales.totl`],
    },
    {
      name: 'more columns than an enforced contract of dbt names',
      head: {
        ...project,
        [model]: 'select\n    sum(amount) as total,\n    count(*) as orders\nfrom raw_sales\n',
        [properties]: described('      - { name: total, data_type: numeric }\n', enforced),
      },
      findings: [`${properties}:2 model:fct_sales.orders`],
    },
    {
      name: 'another type than the column is cast to',
      head: {
        ...project,
        [model]: 'select cast(sold_at as date) as day from raw_sales\n',
        [properties]: described('      - { name: day, data_type: integer }\n', enforced),
      },
      findings: [`${properties}:5 model:fct_sales.day`],
    },
    {
      name: 'columns that are there, in another case, and some that nobody describes',
      head: {
        ...project,
        [model]: 'select cast(sold_at as date) as day, TOTAL, state from raw_sales\n',
        [properties]: described('      - { name: DAY, data_type: date }\n      - name: total\n'),
      },
      findings: [],
    },
  ],
  check(context) {
    for (const difference of context.facts.parity?.differences ?? [])
      if ('writtenAt' in difference) report(context, difference);
  },
});

type Mismatch = Extract<ParityDifference, { writtenAt: unknown }>;

function report(context: RuleContext, difference: Mismatch): void {
  const { subject, at, model: name, column, writtenAt } = difference;
  context.report({
    subject,
    at: writtenAt,
    message: messageOf(difference),
    severity: severityOf(difference),
    values: {
      model: name,
      column,
      columns: 'columns' in difference ? listedColumns(difference.columns) : '',
      meant: 'meant' in difference ? (difference.meant ?? '') : '',
      expected: 'expected' in difference ? difference.expected : '',
      found: 'found' in difference ? difference.found : '',
    },
    key: difference.kind === 'properties-type' ? [difference.expected, difference.found] : [difference.kind],
    related: [{ at, message: 'given' }],
    fix: fixOf(context, difference),
  });
}

function messageOf(difference: Mismatch): string {
  if (difference.kind === 'properties-type') return 'type';
  if (difference.kind === 'properties-extra') return 'extra';
  return difference.meant === undefined ? 'missing' : 'renamed';
}

function severityOf(difference: Mismatch): Severity {
  const fails = difference.isEnforced || (difference.kind === 'properties-missing' && difference.hasTests);
  return fails ? 'error' : 'warning';
}

/** The name in the file is the slip: what the model gives is what everybody else reads. */
function fixOf(context: RuleContext, difference: Mismatch): Fix | undefined {
  if (difference.kind !== 'properties-missing' || difference.meant === undefined) return undefined;
  const { writtenAt, column, meant } = difference;
  const edit = replaceValue(context, { value: column, at: writtenAt }, meant);
  return edit && { title: `${column} → ${meant}`, edits: [edit] };
}
