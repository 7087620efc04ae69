import type { Location } from '../../model/location.ts';
import type { RuleContext } from '../../model/rule.ts';
import type { SqlComma, SqlShape } from '../../model/sql-shape.ts';
import { defineRule } from '../define-rule.ts';
import { modelsOf, stackDemandOn } from '../layers.ts';

const stack = '# Stack\n\n- Trailing commas.\n';
const project = 'name: sales\n';
const sales = 'implementation/dbt/models/marts/fct_sales.sql';

/** Commas must stand where the standards put them. */
export default defineRule({
  id: 'dbt/comma-style',
  kind: 'lint',
  gate: 'lint',
  summary: 'Commas must stand where the standards put them.',
  why: 'One style keeps differences between versions to the lines that changed. Only commas between columns and between common table expressions that end or begin a line are looked at; a file has one finding, at its first.',
  severity: 'warning',
  since: '0.1.0',
  examples: [
    {
      name: 'commas at the start of a line where they belong to the end',
      head: {
        'specs/governance/stack-standards.md': stack,
        'implementation/dbt/dbt_project.yml': project,
        [sales]: 'select\n    id\n    , total\n    , state\nfrom raw_sales\n',
      },
      findings: [`${sales}:3 model:fct_sales`],
    },
    {
      name: 'commas at the end of a line',
      head: {
        'specs/governance/stack-standards.md': stack,
        'implementation/dbt/dbt_project.yml': project,
        [sales]: 'select\n    id,\n    total,\n    state\nfrom raw_sales\n',
      },
      findings: [],
    },
  ],
  check(context) {
    for (const { model, shape } of modelsOf(context)) {
      const trailing = stackDemandOn(context.governance, model, 'trailing-commas');
      const leading = stackDemandOn(context.governance, model, 'leading-commas');
      // Standards that demand both demand neither.
      if (shape === undefined || (trailing === undefined) === (leading === undefined)) continue;
      const demand = trailing ?? leading;
      if (demand !== undefined)
        judge(context, shape, { unwanted: trailing === undefined ? 'trailing' : 'leading', demand });
    }
  },
});

interface Demand {
  readonly unwanted: SqlComma['style'];
  readonly demand: Location;
}

function judge(context: RuleContext, { model, commas }: SqlShape, { unwanted, demand }: Demand): void {
  const found = commas.filter(({ style }) => style === unwanted).toSorted((a, b) => a.at.line - b.at.line);
  const [first] = found;
  if (first === undefined) return;
  context.report({
    subject: `model:${model}`,
    at: first.at,
    message: unwanted,
    values: { name: model, count: String(found.length), file: demand.path, line: String(demand.line) },
    related: [{ at: demand, message: 'defined' }],
  });
}
