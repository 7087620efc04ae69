import type { RelationRead } from '../../model/columns.ts';
import type { Fix } from '../../model/finding.ts';
import type { RuleContext } from '../../model/rule.ts';
import { defineRule } from '../define-rule.ts';
import { type ModelFacts, modelsOf } from '../layers.ts';
import { editAt, tablePlaces } from '../name-at.ts';
import { isReadable, type KnownTable, tableFinder } from '../named-tables.ts';

const project = { 'implementation/dbt/dbt_project.yml': 'name: sales\n' };
const folder = 'implementation/dbt/models';
const model = `${folder}/fct_sales.sql`;
const sources = {
  [`${folder}/sources.yml`]: 'sources:\n  - name: shop\n    schema: raw\n    tables:\n      - name: sales\n',
};

/** A model must read tables through `ref` and `source`. */
export default defineRule({
  id: 'dbt/hard-coded-table',
  kind: 'lint',
  gate: 'compile',
  summary: 'A model must read tables through "ref" and "source".',
  why: 'dbt does not see a table that the SQL names itself: it is not built first, it is the one of production in every environment, and neither lineage nor contracts reach through it. The table of a declared source, and a name without schema that a model has, can be replaced by themselves. Tables of the system, files and functions are not judged.',
  severity: 'warning',
  since: '0.1.0',
  examples: [
    {
      name: 'the table of a declared source',
      head: { ...project, ...sources, [model]: 'select state, amount\nfrom raw.sales\n' },
      findings: [`${model}:2 model:fct_sales`],
    },
    {
      name: 'a model by the name of its table',
      head: {
        ...project,
        [`${folder}/stg_sales.sql`]: "select state from {{ ref('raw_sales') }}\n",
        'implementation/dbt/seeds/raw_sales.csv': 'state\nSP\n',
        [model]: 'select state\nfrom analytics.stg_sales\n',
      },
      findings: [`${model}:2 model:fct_sales`],
    },
    {
      name: 'a table that nobody declares',
      head: { ...project, [model]: 'select state from legacy.dbo.sales\n' },
      findings: [`${model}:1 model:fct_sales`],
    },
    {
      name: 'a ref, a source, a common table expression and a table of the system',
      head: {
        ...project,
        ...sources,
        [`${folder}/stg_sales.sql`]: "select state from {{ source('shop', 'sales') }}\n",
        [model]:
          "with states as (\n    select state from {{ ref('stg_sales') }}\n)\nselect states.state\nfrom states\ncross join information_schema.tables\n",
      },
      findings: [],
    },
  ],
  check(context) {
    const models = new Map(modelsOf(context).map((facts) => [facts.model.path, facts]));
    const find = tableFinder(context);
    for (const { path, reads } of context.facts.columns ?? []) {
      const facts = models.get(path);
      if (facts === undefined) continue;
      for (const read of reads) {
        const { kind, name } = read;
        if (kind === 'table' && isReadable(name)) report(context, { facts, name, read, known: find(facts, name) });
      }
    }
  },
});

interface HardCoded {
  readonly facts: ModelFacts;
  readonly name: string;
  readonly read: RelationRead;
  readonly known: KnownTable | undefined;
}

function report(context: RuleContext, hardCoded: HardCoded): void {
  const { facts, name, read, known } = hardCoded;
  context.report({
    subject: `model:${facts.model.name}`,
    at: read.at,
    message: known?.kind ?? 'message',
    values: { model: facts.model.name, table: name, call: known?.call ?? '', known: known?.name ?? '' },
    key: [name],
    ...(known?.at === undefined ? {} : { related: [{ at: known.at, message: 'see' }] }),
    fix: fixOf(context, hardCoded),
  });
}

/** Every place where the model names the table, or none: a name that a macro writes is not there to be replaced. */
function fixOf(context: RuleContext, { facts, name, read, known }: HardCoded): Fix | undefined {
  if (known?.isCertain !== true) return undefined;
  const places = tablePlaces(context, facts.model.path, name) ?? [];
  const isThere = places.some(({ line }) => line === read.at.line);
  return isThere ? { title: known.call, edits: places.map((at) => editAt(at, known.call)) } : undefined;
}
