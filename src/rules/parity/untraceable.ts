import type { ParityDifference } from '../../model/parity.ts';
import type { RuleContext } from '../../model/rule.ts';
import { defineRule } from '../define-rule.ts';
import { exampleContract } from '../example.ts';

const path = 'specs/contracts/outputs/sales.yaml';
const project = { 'implementation/dbt/dbt_project.yml': 'name: sales\n' };
const folder = 'implementation/dbt/models';
const model = `${folder}/fct_sales.sql`;

function promising(more = ''): string {
  return exampleContract({
    object: 'fct_sales',
    columns: [
      'name: total, logicalType: number, description: Total.',
      `name: region, logicalType: string, description: Region of the buyer.${more}`,
    ],
  });
}

/** Every promised column must come from a column of a source, or the contract must say how it is derived. */
export default defineRule({
  id: 'parity/untraceable',
  kind: 'lint',
  gate: 'parity',
  summary: 'Every promised column must come from a column of a source, or the contract must say how it is derived.',
  why: 'A column that is always null, or always the same, was promised before anybody knew where to take it from: readers get nothing. Columns are followed through all models down to their sources. Where the value is meant, "transformLogic", "transformDescription" or "transformSourceObjects" of the property says so. Functions that need no column (a count, a date) are a derivation by themselves.',
  severity: 'warning',
  since: '0.1.0',
  examples: [
    {
      name: 'a promised column that is always null',
      head: {
        ...project,
        [path]: promising(),
        [model]: 'select\n    sum(amount) as total,\n    cast(null as varchar) as region\nfrom raw_sales\n',
      },
      findings: [`${model}:3 sales/fct_sales.region`],
    },
    {
      name: 'a constant of the model before',
      head: {
        ...project,
        [path]: promising(),
        [model]: "select total, region from {{ ref('int_sales') }}\n",
        [`${folder}/int_sales.sql`]: 'select amount as total, null as region from raw_sales\n',
      },
      findings: [`${model}:1 sales/fct_sales.region`],
    },
    {
      name: 'the same text in every row',
      head: {
        ...project,
        [path]: promising(),
        [model]: "select\n    sum(amount) as total,\n    'south' as region\nfrom raw_sales\n",
      },
      findings: [`${model}:3 sales/fct_sales.region`],
    },
    {
      name: 'texts that tell apart where rows come from, and one that a template writes',
      head: {
        ...project,
        [path]: promising(),
        [model]:
          "select amount as total, 'south' as region from raw_south\nunion all\nselect amount as total, '{{ invocation_id }}' as region from raw_north\n",
      },
      findings: [],
    },
    {
      name: 'a constant that the contract explains',
      head: {
        ...project,
        [path]: promising(' , transformLogic: only the south sells so far'),
        [model]: "select sum(amount) as total, 'south' as region from raw_sales\n",
      },
      findings: [],
    },
    {
      name: 'a column of a source, and a count',
      head: {
        ...project,
        [path]: promising(),
        [model]: 'select count(*) as total, region from raw_sales group by region\n',
      },
      findings: [],
    },
  ],
  check(context) {
    for (const difference of context.facts.parity?.differences ?? [])
      if (difference.kind === 'untraceable') report(context, difference);
  },
});

type Untraceable = Extract<ParityDifference, { kind: 'untraceable' }>;

function report(context: RuleContext, difference: Untraceable): void {
  const { subject, at, contract, model: name, column, cause, promisedAt, isDraft } = difference;
  const place = cause.kind === 'constant' ? cause.writtenAt : cause.declaredAt;
  context.report({
    subject,
    at,
    message: cause.kind,
    values: {
      model: name,
      contract,
      column,
      file: place.path,
      line: String(place.line),
      ...(cause.kind === 'undeclared' ? { source: cause.source, origin: cause.column } : {}),
    },
    key: cause.kind === 'undeclared' ? [cause.source, cause.column] : [cause.kind],
    advisory: isDraft,
    related: [
      { at: promisedAt, message: 'promised' },
      { at: place, message: 'see' },
    ],
  });
}
