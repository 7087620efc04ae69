import type { DbtProject, DbtSource } from '../../model/dbt.ts';
import type { RuleContext } from '../../model/rule.ts';
import { defineRule } from '../define-rule.ts';
import { kindOf, kindOfWord, rankOf } from '../../model/layer-kinds.ts';
import { type ModelFacts, modelsOf, readsOf } from '../layers.ts';

const naming = '{ "staging": "stg_", "marts": "fct_|dim_" }\n';
const project = 'name: sales\n';
const sources = 'implementation/dbt/models/staging/_sources.yml';
const orders = 'implementation/dbt/models/staging/stg_orders.sql';

/** Every table of a source must have a staging model. */
export default defineRule({
  id: 'dbt/source-without-staging',
  kind: 'lint',
  gate: 'lint',
  summary: 'Every table of a source must have a staging model.',
  why: 'A declared table that no staging model reads is either dead, or read past staging, where it is not typed, renamed or masked. The rule says nothing where the naming policy names no staging layer, and before the first staging model.',
  severity: 'warning',
  since: '0.1.0',
  examples: [
    {
      name: 'a table that no staging model reads',
      head: {
        'specs/governance/naming-conventions.json': naming,
        'implementation/dbt/dbt_project.yml': project,
        [sources]: 'sources:\n  - name: shop\n    tables:\n      - name: orders\n      - name: customers\n',
        [orders]: "select id from {{ source('shop', 'orders') }}\n",
      },
      findings: [`${sources}:5 ${sources}`],
    },
    {
      name: 'a staging model for every table',
      head: {
        'specs/governance/naming-conventions.json': naming,
        'implementation/dbt/dbt_project.yml': project,
        [sources]: 'sources:\n  - name: shop\n    tables:\n      - name: orders\n',
        [orders]: "select id from {{ source('shop', 'orders') }}\n",
      },
      findings: [],
    },
  ],
  check(context) {
    const layer = context.governance.naming?.layers.find(({ layer: name }) => kindOfWord(name) === 'staging');
    if (layer === undefined) return;
    const models = modelsOf(context);
    for (const dbt of context.project.dbt) {
      const staging = models.filter(({ model, root }) => root === dbt.root && isStaging(model));
      // What a Python model or a template of unknown content reads is not known.
      if (staging.length === 0 || staging.some((each) => !isKnown(each))) continue;
      for (const source of unreadSources(dbt, staging)) report(context, source, layer);
    }
  },
});

function isStaging(model: ModelFacts['model']): boolean {
  const kind = kindOf(model);
  return kind !== undefined && rankOf(kind) <= rankOf('staging');
}

function isKnown({ model, compiled }: ModelFacts): boolean {
  return model.language === 'sql' && compiled?.render === 'rendered';
}

function unreadSources({ sources: all }: DbtProject, staging: readonly ModelFacts[]): readonly DbtSource[] {
  const read = new Set(
    staging.flatMap((facts) => [
      ...(facts.compiled?.sources ?? []),
      ...readsOf(facts).flatMap(({ kind, name }) => (kind === 'source' ? [name] : [])),
    ]),
  );
  return all.filter(({ source, table }) => !read.has(`${source}.${table}`));
}

function report(
  context: RuleContext,
  { source, table, at }: DbtSource,
  layer: { readonly layer: string; readonly prefixes: readonly string[]; readonly at: DbtSource['at'] },
): void {
  context.report({
    subject: at.path,
    at,
    values: {
      table: `${source}.${table}`,
      model: `${layer.prefixes[0] ?? ''}${source}__${table}`,
      layer: layer.layer,
      file: layer.at.path,
      line: String(layer.at.line),
    },
    key: [source, table],
    related: [{ at: layer.at, message: 'defined' }],
  });
}
