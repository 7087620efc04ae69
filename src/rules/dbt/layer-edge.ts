import type { Location } from '../../model/location.ts';
import type { RuleContext } from '../../model/rule.ts';
import type { SqlRead } from '../../model/sql-shape.ts';
import { defineRule } from '../define-rule.ts';
import { kindOf, type LayerKind, rankOf } from '../../model/layer-kinds.ts';
import { demandOn, type ModelFacts, modelsOf, namedLayer, readsOf } from '../layers.ts';

const layers = '{ "staging": "stg_", "intermediate": "int_", "marts": "fct_|dim_" }\n';
const project = 'name: sales\n';
const sources = 'sources:\n  - name: shop\n    tables:\n      - name: orders\n';
const mart = 'implementation/dbt/models/marts/fct_sales.sql';
const staging = 'implementation/dbt/models/staging/stg_orders.sql';

/** Data must run from sources through staging to marts, never past staging and never back. */
export default defineRule({
  id: 'dbt/layer-edge',
  kind: 'lint',
  gate: 'lint',
  summary: 'Data must run from sources through staging to marts, never past staging and never back.',
  why: 'A mart that reads a source takes raw, untyped and unmasked columns to consumers, and breaks with every change of the source. A staging model that reads a mart makes a cycle of two layers. The rule says nothing where neither the naming policy nor the tiering standards name the layers.',
  severity: 'error',
  since: '0.1.0',
  examples: [
    {
      name: 'a mart that reads a source',
      head: {
        'specs/governance/naming-conventions.json': layers,
        'implementation/dbt/dbt_project.yml': project,
        'implementation/dbt/models/staging/_sources.yml': sources,
        [mart]: "select id\nfrom {{ source('shop', 'orders') }}\n",
      },
      findings: [`${mart}:2 model:fct_sales`],
    },
    {
      name: 'a gold model that reads a source, where the tiering standards forbid it',
      head: {
        'specs/governance/tiering-standards.md': '# Tiering\n\n- Gold: aggregated, never reads raw sources.\n',
        'implementation/dbt/dbt_project.yml': project,
        'implementation/dbt/models/bronze/_sources.yml': sources,
        'implementation/dbt/models/gold/sales.sql': "select id from {{ source('shop', 'orders') }}\n",
      },
      findings: ['implementation/dbt/models/gold/sales.sql:1 model:sales'],
    },
    {
      name: 'a staging model that reads a mart',
      head: {
        'specs/governance/naming-conventions.json': layers,
        'implementation/dbt/dbt_project.yml': project,
        [mart]: 'select 1 as id\n',
        [staging]: "select id from {{ ref('fct_sales') }}\n",
      },
      findings: [`${staging}:1 model:stg_orders`],
    },
    {
      name: 'a mart that reads staging',
      head: {
        'specs/governance/naming-conventions.json': layers,
        'implementation/dbt/dbt_project.yml': project,
        'implementation/dbt/models/staging/_sources.yml': sources,
        [staging]: "select id from {{ source('shop', 'orders') }}\n",
        [mart]: "select id from {{ ref('stg_orders') }}\n",
      },
      findings: [],
    },
  ],
  check(context) {
    const models = modelsOf(context);
    const kinds = new Map(models.map(({ model, root }) => [`${root} ${model.name}`, kindOf(model)]));
    for (const facts of models) {
      for (const read of readsOf(facts)) {
        if (read.kind === 'source') judgeSource(context, facts, read);
        else judgeRef(context, facts, { read, kind: kinds.get(`${facts.root} ${read.name}`) });
      }
    }
  },
});

function judgeSource(context: RuleContext, facts: ModelFacts, read: SqlRead): void {
  const { model } = facts;
  const rule = demandOn(context.governance, model, 'no-source') ?? namedLayer(context.governance, model, 'marts');
  if (rule !== undefined && hasLayerBelow(context)) report(context, facts, { read, rule, message: 'source' });
}

/** Without a layer that reads the sources, everybody has to. */
function hasLayerBelow({ governance: { naming, tiering } }: RuleContext): boolean {
  return (naming?.layers.length ?? 0) > 1 || tiering !== undefined;
}

interface Ref {
  readonly read: SqlRead;
  readonly kind: LayerKind | undefined;
}

function judgeRef(context: RuleContext, facts: ModelFacts, { read, kind }: Ref): void {
  const own = kindOf(facts.model);
  if (kind === undefined || own === undefined) return;
  const isBack = rankOf(own) <= rankOf('staging') && rankOf(kind) >= rankOf('intermediate');
  const rule = isBack ? layerPlace(context, facts) : undefined;
  if (rule !== undefined) report(context, facts, { read, rule, message: 'back' });
}

function layerPlace({ governance: { naming, tiering } }: RuleContext, { model }: ModelFacts): Location | undefined {
  const named = naming?.layers.find(({ layer }) => layer === model.layer)?.at;
  const isOwn = (name: string): boolean => name.toLowerCase() === model.layer;
  return named ?? tiering?.layers.find(({ name, aliases = [] }) => [name, ...aliases].some(isOwn))?.at;
}

interface Edge {
  readonly read: SqlRead;
  readonly rule: Location;
  readonly message: 'source' | 'back';
}

function report(context: RuleContext, { model }: ModelFacts, { read, rule, message }: Edge): void {
  context.report({
    subject: `model:${model.name}`,
    at: read.at,
    message,
    values: { name: model.name, layer: model.layer ?? '', read: read.name, file: rule.path, line: String(rule.line) },
    key: [read.kind, read.name],
    related: [{ at: rule, message: 'defined' }],
  });
}
