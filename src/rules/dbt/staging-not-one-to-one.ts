import { compareText, type Location } from '../../model/location.ts';
import type { RuleContext } from '../../model/rule.ts';
import type { SqlRead } from '../../model/sql-shape.ts';
import { defineRule } from '../define-rule.ts';
import { demandOn, type ModelFacts, modelsOf, namedLayer, readsOf } from '../layers.ts';
import { wordsOf } from '../../model/names.ts';

const naming = '{ "staging": "stg_", "marts": "fct_|dim_" }\n';
const project = 'name: sales\n';
const sources = 'sources:\n  - name: shop\n    tables:\n      - name: orders\n      - name: customers\n';
const orders = 'implementation/dbt/models/staging/stg_orders.sql';
const copy = 'implementation/dbt/models/staging/stg_orders_copy.sql';
const fromOrders = "select id from {{ source('shop', 'orders') }}\n";

/** A staging model must stand for one table of a source, and be the only one that stands for it. */
export default defineRule({
  id: 'dbt/staging-not-one-to-one',
  kind: 'lint',
  gate: 'lint',
  summary: 'A staging model must stand for one table of a source, and be the only one that stands for it.',
  why: 'Staging is where a source is typed, renamed and masked once. Joins belong to the intermediate layer; a second staging model of one table gives two versions of the same data. Models whose name begins with "base_" are not judged.',
  severity: 'warning',
  since: '0.1.0',
  examples: [
    {
      name: 'a staging model that joins two tables',
      head: {
        'specs/governance/naming-conventions.json': naming,
        'implementation/dbt/dbt_project.yml': project,
        'implementation/dbt/models/staging/_sources.yml': sources,
        [orders]:
          "select orders.id\nfrom {{ source('shop', 'orders') }} as orders\njoin {{ source('shop', 'customers') }} as customers on customers.id = orders.customer_id\n",
      },
      findings: [`${orders}:3 model:stg_orders`],
    },
    {
      name: 'two staging models of one table',
      head: {
        'specs/governance/naming-conventions.json': naming,
        'implementation/dbt/dbt_project.yml': project,
        'implementation/dbt/models/staging/_sources.yml': sources,
        [orders]: fromOrders,
        [copy]: fromOrders,
      },
      findings: [`${copy}:1 model:stg_orders_copy`],
    },
    {
      name: 'one staging model per table',
      head: {
        'specs/governance/naming-conventions.json': naming,
        'implementation/dbt/dbt_project.yml': project,
        'implementation/dbt/models/staging/_sources.yml': sources,
        [orders]: fromOrders,
        'implementation/dbt/models/staging/stg_customers.sql': "select id from {{ source('shop', 'customers') }}\n",
      },
      findings: [],
    },
  ],
  check(context) {
    const byTable = new Map<string, OnlyRead[]>();
    for (const facts of modelsOf(context)) {
      const rule = ruleFor(context, facts);
      if (rule === undefined) continue;
      const [read, second] = readsOf(facts);
      if (second !== undefined) report(context, facts, { read: second, rule, message: 'several' });
      else if (read?.kind === 'source') {
        const key = `${facts.root} ${read.name}`;
        byTable.set(key, [...(byTable.get(key) ?? []), { facts, read, rule }]);
      }
    }
    for (const readers of byTable.values()) judgeReaders(context, readers);
  },
});

/** Where the layer is named, or its models are demanded to be one per table. */
function ruleFor({ governance }: RuleContext, { model }: ModelFacts): Location | undefined {
  if (model.name.startsWith('base_')) return undefined;
  return demandOn(governance, model, 'one-to-one') ?? namedLayer(governance, model, 'staging');
}

/** A staging model that reads one table and nothing else. */
interface OnlyRead {
  readonly facts: ModelFacts;
  readonly read: SqlRead;
  readonly rule: Location;
}

/** The one that the table has stays: the one that was there before, else the one that is called like the table. */
function judgeReaders(context: RuleContext, readers: readonly OnlyRead[]): void {
  const [kept, ...others] = readers.toSorted(
    (a, b) =>
      Number(isNew(context, a)) - Number(isNew(context, b)) ||
      Number(!fitsSource(a)) - Number(!fitsSource(b)) ||
      compareText(a.facts.model.name, b.facts.model.name),
  );
  for (const { facts, read, rule } of others) {
    if (kept === undefined || areVersions(kept.facts, facts)) continue;
    report(context, facts, { read, rule, message: 'again', other: kept.facts });
  }
}

function isNew(context: RuleContext, { facts }: OnlyRead): boolean {
  return context.text('base', facts.model.path) === undefined;
}

/** `stg_shop__orders` and `stg_orders` of table orders of source shop. */
function fitsSource({ facts, read }: OnlyRead): boolean {
  const table = wordsOf(read.name.slice(read.name.indexOf('.') + 1)).join('_');
  const source = wordsOf(read.name.slice(0, read.name.indexOf('.'))).join('_');
  const name = wordsOf(facts.model.name);
  return [name, name.slice(1)]
    .map((words) => words.join('_'))
    .some((each) => each === table || each === `${source}_${table}`);
}

function areVersions(a: ModelFacts, b: ModelFacts): boolean {
  const [one, two] = [a, b].map(({ model }) => model.name.replace(/_v\d{1,4}$/, ''));
  return one === two;
}

interface Mistake {
  readonly read: SqlRead;
  readonly rule: Location;
  readonly message: 'several' | 'again';
  readonly other?: ModelFacts;
}

function report(context: RuleContext, facts: ModelFacts, { read, rule, message, other }: Mistake): void {
  const { name } = facts.model;
  const inputs = readsOf(facts).map((each) => each.name);
  context.report({
    subject: `model:${name}`,
    at: read.at,
    message,
    values: {
      name,
      table: read.name,
      inputs: inputs.join(', '),
      other: other?.model.name ?? '',
      file: rule.path,
      line: String(rule.line),
    },
    key: [message],
    related: [
      { at: rule, message: 'defined' },
      ...(other === undefined ? [] : [{ at: readsOf(other)[0]?.at ?? rule, message: 'see' }]),
    ],
  });
}
