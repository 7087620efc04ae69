import type { ColumnGap, GapReason, ModelColumns } from '../../model/columns.ts';
import type { ParityDifference } from '../../model/parity.ts';
import type { RuleContext } from '../../model/rule.ts';
import { defineRule } from '../define-rule.ts';
import { exampleContract } from '../example.ts';
import { listedColumns } from '../listed-columns.ts';

const path = 'specs/contracts/outputs/sales.yaml';
const folder = 'implementation/dbt/models';
const model = `${folder}/fct_sales.sql`;
const sources = 'sources:\n  - name: shop\n    tables:\n      - name: sales\n';
const project = {
  'implementation/dbt/dbt_project.yml': 'name: sales\n',
  [`${folder}/sources.yml`]: sources,
  [path]: exampleContract({
    object: 'fct_sales',
    columns: ['name: total, logicalType: number, description: Total.'],
  }),
};

/** Where nobody can tell which columns a model gives, it must be said that its contract is not proven. */
export default defineRule({
  id: 'parity/not-proven',
  kind: 'lint',
  gate: 'parity',
  summary: 'It must be possible to tell from the files which columns a model with a contract gives.',
  why: 'A contract that nobody can hold against its model is only a hope. A star over a source needs a contract of that source, or a list of columns; a macro of a package needs the package. A model has one such finding, about the first thing that stands in the way.',
  severity: 'warning',
  since: '0.1.0',
  examples: [
    {
      name: 'a star over a source whose columns nobody declares',
      head: { ...project, [model]: "select *\nfrom {{ source('shop', 'sales') }}\n" },
      findings: [`${model}:1 model:fct_sales`],
    },
    {
      name: 'the same through a model between',
      head: {
        ...project,
        [`${folder}/stg_sales.sql`]: "select *\nfrom {{ source('shop', 'sales') }}\n",
        [model]: "select *\nfrom {{ ref('stg_sales') }}\n",
      },
      findings: [`${model}:1 model:fct_sales`],
    },
    {
      name: 'the columns of the same source by name',
      head: { ...project, [model]: "select total from {{ source('shop', 'sales') }}\n" },
      findings: [],
    },
    {
      name: 'a star over a source that has a contract',
      head: {
        ...project,
        'specs/contracts/inputs/shop_sales.yaml': exampleContract({
          id: 'shop-sales',
          object: 'sales',
          columns: ['name: total, logicalType: number, description: Total.'],
        }),
        [model]: "select * from {{ source('shop', 'sales') }}\n",
      },
      findings: [],
    },
  ],
  check(context) {
    for (const difference of context.facts.parity?.differences ?? [])
      if (difference.kind === 'not-proven') report(context, difference);
  },
});

type NotProven = Extract<ParityDifference, { kind: 'not-proven' }>;

function report(context: RuleContext, { gaps, contract, model: name, at, promisedAt, isDraft }: NotProven): void {
  const columns = context.facts.columns ?? [];
  const own = soonest(gaps);
  if (own === undefined) return;
  const root = rootOf(columns, { model: name, gap: own });
  const same = root.gap === own ? gaps.filter(({ reason }) => reason === own.reason) : [root.gap];
  const details = [...new Set(same.map(({ detail }) => detail))];
  context.report({
    subject: `model:${name}`,
    at: own.at ?? at,
    message: root.gap.reason,
    values: { model: root.model, contract, detail: listedColumns(details) },
    key: [contract],
    advisory: isDraft,
    related: [promisedAt, ...(root.gap === own || root.gap.at === undefined ? [] : [root.gap.at])].map((place) => ({
      at: place,
      message: 'see',
    })),
  });
}

interface PlacedGap {
  readonly model: string;
  readonly gap: ColumnGap;
}

/** A star over a model is open because of what that model itself does not tell, and so on: the end of this is to be mended. */
function rootOf(columns: readonly ModelColumns[], first: PlacedGap): PlacedGap {
  const seen = new Set([first.model]);
  let found = first;
  while (found.gap.reason === 'open-relation') {
    const { detail } = found.gap;
    const before = columns.find((each) => each.model === detail);
    const gap = before === undefined || seen.has(detail) ? undefined : soonest(before.gaps);
    if (gap === undefined) break;
    seen.add(detail);
    found = { model: detail, gap };
  }
  return found;
}

function soonest(gaps: readonly ColumnGap[]): ColumnGap | undefined {
  return gaps.toSorted((a, b) => rankOf(a) - rankOf(b))[0];
}

/** What somebody can mend soonest is said first. */
const order: readonly GapReason[] = [
  'open-relation',
  'unknown-macro',
  'not-rendered',
  'construct',
  'not-read',
  'no-sql',
];

function rankOf({ reason }: ColumnGap): number {
  return order.indexOf(reason);
}
