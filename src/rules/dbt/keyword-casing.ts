import type { Edit, Fix } from '../../model/finding.ts';
import type { Location } from '../../model/location.ts';
import type { RuleContext } from '../../model/rule.ts';
import type { SqlKeyword, SqlShape } from '../../model/sql-shape.ts';
import { defineRule } from '../define-rule.ts';
import { replaceValue } from '../replace-text.ts';
import { modelsOf, stackDemandOn } from '../layers.ts';

const stack = '# Padrões da stack\n\n- Palavras-chave SQL em minúsculas.\n';
const project = 'name: sales\n';
const sales = 'implementation/dbt/models/marts/fct_sales.sql';

/** Keywords of SQL must be written in the case that the standards name. */
export default defineRule({
  id: 'dbt/keyword-casing',
  kind: 'lint',
  gate: 'lint',
  summary: 'Keywords of SQL must be written in the case that the standards name.',
  why: 'One case makes models read alike, whoever or whatever wrote them. A file has one finding, at its first such word, and its repair changes them all; names, functions and types are not looked at.',
  severity: 'warning',
  since: '0.1.0',
  examples: [
    {
      name: 'keywords in capitals where the standards want small letters',
      head: {
        'specs/governance/stack-standards.md': stack,
        'implementation/dbt/dbt_project.yml': project,
        [sales]: 'select id\nFROM raw_sales\nWHERE id > 1\n',
      },
      findings: [`${sales}:2 model:fct_sales`],
    },
    {
      name: 'keywords in small letters',
      head: {
        'specs/governance/stack-standards.md': stack,
        'implementation/dbt/dbt_project.yml': project,
        [sales]: 'select id\nfrom raw_sales\nwhere id > 1\n',
      },
      findings: [],
    },
  ],
  check(context) {
    for (const { model, shape } of modelsOf(context)) {
      const lower = stackDemandOn(context.governance, model, 'lower-keywords');
      const upper = stackDemandOn(context.governance, model, 'upper-keywords');
      // Standards that demand both demand neither.
      if (shape === undefined || (lower === undefined) === (upper === undefined)) continue;
      const demand = lower ?? upper;
      if (demand !== undefined) judge(context, shape, { casing: upper === undefined ? 'lower' : 'upper', demand });
    }
  },
});

interface Demand {
  readonly casing: 'lower' | 'upper';
  readonly demand: Location;
}

function judge(context: RuleContext, { model, keywords }: SqlShape, { casing, demand }: Demand): void {
  const wrong = keywords.filter(({ word }) => word !== inCase(word, casing));
  const [first] = wrong;
  if (first === undefined) return;
  context.report({
    subject: `model:${model}`,
    at: first.at,
    message: casing,
    values: {
      name: model,
      word: first.word,
      suggestion: inCase(first.word, casing),
      count: String(wrong.length),
      file: demand.path,
      line: String(demand.line),
    },
    related: [{ at: demand, message: 'defined' }],
    ...fixOf(context, wrong, casing),
  });
}

function inCase(word: string, casing: Demand['casing']): string {
  return casing === 'lower' ? word.toLowerCase() : word.toUpperCase();
}

function fixOf(context: RuleContext, wrong: readonly SqlKeyword[], casing: Demand['casing']): { readonly fix?: Fix } {
  const edits: Edit[] = [];
  for (const { word, at } of wrong) {
    const edit = replaceValue(context, { value: word, at }, inCase(word, casing));
    if (edit === undefined) return {};
    edits.push(edit);
  }
  return { fix: { title: `${casing} case keywords`, edits } };
}
