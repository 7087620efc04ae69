import { allProperties, physicalNameOf, type SchemaObject } from '../../model/contract.ts';
import type { DbtModel } from '../../model/dbt.ts';
import { groupBy } from '../../model/group-by.ts';
import type { Located } from '../../model/location.ts';
import type { Narrative, NarratedJoin } from '../../model/pipelines.ts';
import type { Project } from '../../model/project.ts';
import type { RuleContext } from '../../model/rule.ts';
import { defineRule } from '../define-rule.ts';
import { exampleContract } from '../example.ts';
import { type KnownNames, knownNames, type Named, nearest } from '../known-names.ts';
import { tableNames } from '../../model/products-of.ts';
import { replaceValue } from '../replace-text.ts';
import { absenceReader } from '../said-absent.ts';
import { wholeOutputs } from '../whole-outputs.ts';

const spec = 'specs/pipelines/sales/logic.md';
const dbt = 'implementation/dbt';
const models = {
  [`${dbt}/dbt_project.yml`]: 'name: shop\n',
  [`${dbt}/models/staging/stg_orders.sql`]: 'select 1 as order_id, 2 as customer_id\n',
  [`${dbt}/models/staging/stg_customers.sql`]: 'select 2 as customer_id\n',
  [`${dbt}/models/staging/staging.yml`]:
    'models:\n  - name: stg_orders\n    columns: [{ name: order_id }, { name: customer_id }]\n  - name: stg_customers\n    columns: [{ name: customer_id }]\n',
};

/** Models and join keys that a narrative names must exist. */
export default defineRule({
  id: 'pipeline/unknown-name',
  kind: 'lint',
  gate: 'lint',
  summary: 'Models and join keys that a narrative names must exist.',
  why: 'People and agents write code from the narrative; a name that nothing has becomes a wrong join, or a model that nobody finds. Names with the prefix of a layer, tables of known sources and both sides of a join are looked up; a key must be a column of both sides, as far as their contracts, properties or SQL tell. What a topology or asset of the domain already names is judged there; what a sentence calls old, dropped, planned or not built yet, and columns, are not judged. A narrative of which no model exists yet is a plan and is not judged.',
  severity: 'error',
  since: '0.1.0',
  examples: [
    {
      name: 'a join with a model that does not exist',
      head: { ...models, [spec]: '# Sales\n\njoin stg_orders com stg_custmers na chave customer_id\n' },
      findings: [`${spec}:3 ${spec}`],
    },
    {
      name: 'a model that does not exist',
      head: { ...models, [spec]: '# Sales\n\n`stg_orders` is summed up by\n`fct_revenue`.\n' },
      findings: [`${spec}:4 ${spec}`],
    },
    {
      name: 'a join on a column that one side does not have',
      head: { ...models, [spec]: '# Sales\n\nJoin `stg_orders` with `stg_customers` on `client_id`.\n' },
      findings: [`${spec}:3 ${spec}`],
    },
    {
      name: 'a column that is not in the contract of an input',
      head: {
        ...models,
        'specs/contracts/inputs/visits.yaml': exampleContract({
          id: 'visits',
          object: 'visits',
          columns: ['name: visit_id, logicalType: integer, description: Id.'],
        }),
        [spec]: '# Sales\n\nJoin `stg_orders` with `visits` on `order_id`.\n',
      },
      findings: [`${spec}:3 ${spec}`],
    },
    {
      name: 'names that exist, columns and words of SQL',
      head: {
        ...models,
        [spec]:
          '# Sales\n\nJoin `stg_orders` with `stg_customers` on `customer_id`; `status` is `paid`, see `count(*)`.\n',
      },
      findings: [],
    },
    {
      name: 'a plan of which nothing exists yet',
      head: { ...models, [spec]: '# Sales\n\n`stg_visits` becomes `fct_visits`.\n' },
      findings: [],
    },
  ],
  check(context) {
    const { narratives = [], dbt: projects } = context.project;
    if (narratives.length === 0 || projects.every(({ models: each }) => each.length === 0)) return;
    const known = knownNames(context);
    const words = wordsOfCode(context);
    const described = { known, tables: tablesOf(context.project), outputs: wholeOutputs(context) };
    for (const narrative of narratives) {
      if (!narrative.names.some(({ value }) => known.find(value)?.kind === 'model')) continue;
      const planned = namesElsewhere(context.project, narrative.domain);
      const isKnown = (name: string): boolean =>
        known.find(name) !== undefined || planned.has(name.toLowerCase()) || isPartOfKnown(name, known);
      const isAbsent = absenceReader(narrative, context.text(context.side, narrative.path) ?? '');
      judgeNames(context, narrative, { known, isKnown, isAbsent, words });
      for (const join of narrative.joins) judgeKeys(context, join, described);
    }
  },
});

interface Names {
  readonly known: KnownNames;
  readonly isKnown: (name: string) => boolean;
  /** Whether the words around it say that it is no model, or none any more or yet. */
  readonly isAbsent: (name: Located<string>) => boolean;
  /** Every word of the models' SQL and of what lists columns: a name among them is a column or a table expression. */
  readonly words: ReadonlySet<string>;
}

function judgeNames(context: RuleContext, narrative: Narrative, { known, isKnown, isAbsent, words }: Names): void {
  const sides = narrative.joins.flatMap(({ left, right }) => [left, right]);
  const keys = new Set(narrative.joins.flatMap((join) => join.keys.map(placeKey)));
  const places = new Map([...narrative.names, ...sides].map((name) => [placeKey(name), name]));
  const inJoins = new Set(sides.map(({ value }) => value));
  for (const name of places.values()) {
    const isTable = inJoins.has(name.value) || isCalledLikeTable(name.value, known);
    if (!isTable || isKnown(name.value) || words.has(name.value.toLowerCase())) continue;
    if (keys.has(placeKey(name)) || isAbsent(name)) continue;
    const near = nearest(name.value, known.names);
    report(context, name, { message: near === undefined ? 'name' : 'name-near', near });
  }
}

function placeKey({ at: { line, column } }: Located<string>): string {
  return `${line}:${column}`;
}

/** A layer's prefix, or a table of a source that exists. */
function isCalledLikeTable(name: string, known: KnownNames): boolean {
  if (/^(?:stg|int|fct|dim)_\w+$/i.test(name)) return true;
  const [source = '', table, ...more] = name.toLowerCase().split('.');
  const isSource = known.names.some((each) => each.toLowerCase().startsWith(`${source}.`));
  return table !== undefined && more.length === 0 && isSource;
}

/** `model.column`, `schema.model`. */
function isPartOfKnown(name: string, known: KnownNames): boolean {
  return name.split('.').some((part) => known.find(part)?.kind === 'model');
}

function namesElsewhere({ topologies = [], assets = [] }: Project, domain: string): ReadonlySet<string> {
  const nodes = topologies.filter((each) => each.domain === domain).flatMap((each) => each.nodes);
  const own = assets.filter((each) => each.domain === domain).map(({ name }) => name.value);
  return new Set([...nodes.flatMap(({ id, label }) => [id, label ?? id]), ...own].map((name) => name.toLowerCase()));
}

function wordsOfCode(context: RuleContext): ReadonlySet<string> {
  const { dbt: projects, contracts, sampleData = [] } = context.project;
  const words = new Set(sampleData.flatMap(({ columns }) => columns).map((name) => name.toLowerCase()));
  // Columns of sources stand in the files that declare them.
  for (const path of new Set(projects.flatMap(({ sources }) => sources.map(({ at }) => at.path))))
    for (const word of context.text(context.side, path)?.toLowerCase().match(/\w+/g) ?? []) words.add(word);
  for (const { text, properties } of projects.flatMap(({ models: each }) => each)) {
    for (const word of text.toLowerCase().match(/\w+/g) ?? []) words.add(word);
    for (const { name } of properties?.columns ?? []) words.add(name.toLowerCase());
  }
  for (const object of contracts.flatMap(({ schema }) => schema))
    for (const { property } of allProperties(object))
      for (const name of [property.name, physicalNameOf(property)]) words.add(name.toLowerCase());
  return words;
}

/** The first side that surely does not have a key. */
function judgeKeys(context: RuleContext, join: NarratedJoin, described: Described): void {
  for (const key of join.keys) {
    for (const side of [join.left, join.right]) {
      const columns = columnsOf(described.known.find(side.value), described);
      if (columns === undefined || columns.all.has(key.value.toLowerCase())) continue;
      const near = nearest(key.value, columns.listed);
      const listed = columns.listed
        .slice(0, 12)
        .map((name) => `"${name}"`)
        .join(', ');
      report(context, key, {
        message: near === undefined ? 'key' : 'key-near',
        near,
        table: side.value,
        columns: columns.listed.length > 12 ? `${listed}, …` : listed,
      });
      break;
    }
  }
}

interface Columns {
  readonly listed: readonly string[];
  /** In lower case, with every word of the model's SQL. */
  readonly all: ReadonlySet<string>;
}

type Tables = ReadonlyMap<string, readonly SchemaObject[]>;

interface Described {
  readonly known: KnownNames;
  readonly tables: Tables;
  /** Columns of models whose SQL names all of them, by path. */
  readonly outputs: ReadonlyMap<string, readonly string[]>;
}

/** What contracts say of tables, by their names in lower case. */
function tablesOf({ contracts }: Project): Tables {
  const named = contracts.flatMap(({ schema }) =>
    schema.flatMap((object) => tableNames(object).map((name) => ({ name: name.toLowerCase(), object }))),
  );
  return new Map([...groupBy(named, ({ name }) => name)].map(([name, all]) => [name, all.map(({ object }) => object)]));
}

/** Columns of a table, where a contract, a model's properties or its SQL list them and nothing can bring more. */
function columnsOf(named: Named | undefined, { tables, outputs }: Described): Columns | undefined {
  if (named === undefined || named.kind === 'exposure') return undefined;
  const objects = tableNamesOf(named).flatMap((name) => tables.get(name) ?? []);
  const described = objects.flatMap(({ properties }) =>
    properties.flatMap((each) => [each.name, physicalNameOf(each)]),
  );
  const model = named.kind === 'model' ? named.model : undefined;
  const listed = [...new Set([...described, ...(model?.properties?.columns ?? []).map(({ name }) => name)])];
  const own = model === undefined ? undefined : outputs.get(model.path);
  if (listed.length === 0 && own !== undefined)
    return { listed: own, all: new Set(own.map((name) => name.toLowerCase())) };
  if (listed.length === 0 || (model !== undefined && mayHaveMore(model))) return undefined;
  const words = model?.text.toLowerCase().match(/\w+/g) ?? [];
  return { listed, all: new Set([...listed.map((name) => name.toLowerCase()), ...words]) };
}

function tableNamesOf({ name }: Named): readonly string[] {
  const lower = name.toLowerCase();
  return [...new Set([lower, lower.slice(lower.lastIndexOf('.') + 1)])];
}

/** A star, a macro that writes columns, or Python: columns that the text does not name. */
function mayHaveMore({ language, text }: DbtModel): boolean {
  const calls = text.match(/\{\{[^}]*\}\}|\{%[^%]*%\}/g) ?? [];
  const isOdd = calls.some((call) => !/^\{\{-?\s*(?:ref|source|config)\s*\(/.test(call));
  return language === 'python' || isOdd || /(?:select|,)\s*(?:distinct\s+)?(?:\w+\.)?\*/i.test(text);
}

interface Said {
  readonly message: string;
  readonly near: ReturnType<typeof nearest>;
  readonly table?: string;
  readonly columns?: string;
}

function report(context: RuleContext, name: Located<string>, said: Said): void {
  const { message, near, table = '', columns = '' } = said;
  const edit = near?.isOnly === true ? replaceValue(context, name, near.name) : undefined;
  context.report({
    subject: name.at.path,
    at: name.at,
    message,
    values: { name: name.value, suggestion: near?.name ?? '', table, columns },
    key: [name.value, table],
    ...(edit === undefined || near === undefined ? {} : { fix: { title: near.name, edits: [edit] } }),
  });
}
