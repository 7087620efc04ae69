import { fileStart } from '../../model/location.ts';
import { defineRule } from '../define-rule.ts';
import { configured, demandOn, type ModelFacts, modelsOf } from '../layers.ts';

const tiering = '# Tiering\n\n- Bronze: append-only.\n- Silver: typed and deduplicated.\n';
const project = 'name: sales\n';
const orders = 'implementation/dbt/models/silver/orders.sql';

/** A model of a deduplicated layer must remove duplicates, or a test must prove that there are none. */
export default defineRule({
  id: 'dbt/silver-not-deduplicated',
  kind: 'lint',
  gate: 'lint',
  summary: 'A model of a deduplicated layer must remove duplicates, or a test must prove that there are none.',
  why: 'Everything above counts on one row per thing; a row that is there twice doubles sums in silence. Evidence is "distinct", "group by", "qualify", a ranking, a macro that deduplicates, a unique key or a uniqueness test.',
  severity: 'warning',
  since: '0.1.0',
  examples: [
    {
      name: 'a silver model that takes rows as they come',
      head: {
        'specs/governance/tiering-standards.md': tiering,
        'implementation/dbt/dbt_project.yml': project,
        'implementation/dbt/models/bronze/orders_raw.sql': 'select 1 as id\n',
        [orders]: "select id from {{ ref('orders_raw') }}\n",
      },
      findings: [`${orders}:1 model:orders`],
    },
    {
      name: 'a silver model that ranks its rows',
      head: {
        'specs/governance/tiering-standards.md': tiering,
        'implementation/dbt/dbt_project.yml': project,
        'implementation/dbt/models/bronze/orders_raw.sql': 'select 1 as id\n',
        [orders]:
          "select id from {{ ref('orders_raw') }} qualify row_number() over (partition by id order by loaded_at desc) = 1\n",
      },
      findings: [],
    },
    {
      name: 'a silver model whose key is tested',
      head: {
        'specs/governance/tiering-standards.md': tiering,
        'implementation/dbt/dbt_project.yml': project,
        'implementation/dbt/models/bronze/orders_raw.sql': 'select 1 as id\n',
        'implementation/dbt/models/silver/orders.yml':
          'models:\n  - name: orders\n    columns:\n      - name: id\n        data_tests: [unique]\n',
        [orders]: "select id from {{ ref('orders_raw') }}\n",
      },
      findings: [],
    },
  ],
  check(context) {
    for (const facts of modelsOf(context)) {
      const { model, shape } = facts;
      const rule = demandOn(context.governance, model, 'deduplicated');
      if (rule === undefined || shape === undefined || shape.dedup !== undefined || isUnique(facts)) continue;
      // What reads nothing has its rows from itself.
      if (shape.reads.length === 0) continue;
      context.report({
        subject: `model:${model.name}`,
        at: fileStart(model.path),
        values: { name: model.name, layer: model.layer ?? '', file: rule.path, line: String(rule.line) },
        related: [{ at: rule, message: 'defined' }],
      });
    }
  },
});

function isUnique(facts: ModelFacts): boolean {
  const { properties } = facts.model;
  const tests = [...(properties?.tests ?? []), ...(properties?.columns ?? []).flatMap(({ tests: own }) => own ?? [])];
  return tests.some((test) => test.includes('unique')) || configured(facts, 'unique_key') !== undefined;
}
