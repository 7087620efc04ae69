import type { Fix } from '../../model/finding.ts';
import type { Topology, TopologyNode } from '../../model/pipelines.ts';
import type { RuleContext } from '../../model/rule.ts';
import { defineRule } from '../define-rule.ts';
import { isPlanned, type KnownNames, knownNames, meaningOf, meaningsOf, nearest } from '../known-names.ts';

const topology = 'specs/pipelines/sales/topology.mermaid';
const dbt = 'implementation/dbt';
const models = {
  [`${dbt}/dbt_project.yml`]: 'name: shop\n',
  [`${dbt}/models/stg_orders.sql`]: 'select 1 as total\n',
  [`${dbt}/models/fct_orders.sql`]: "select total from {{ ref('stg_orders') }}\n",
};

/** A node that is called like a table must be one. */
export default defineRule({
  id: 'topology/unknown-node',
  kind: 'lint',
  gate: 'lint',
  summary: 'A node that is called like a table must be one.',
  why: 'A topology is read as the truth: a node whose name nothing has misleads people, and no edge of it can be checked. A node stands for a model, seed, source table, exposure or contract by its text or its id. Boxes with words for people ("Board of directors") stand for whom they name, and nodes with the class "planned" for what is not there yet. A topology of which nothing exists yet is a plan and is not judged.',
  severity: 'error',
  since: '0.1.0',
  examples: [
    {
      name: 'a misspelt model',
      head: { ...models, [topology]: 'flowchart LR\n  stg_orders --> fct_ordrs\n' },
      findings: [`${topology}:2 ${topology}`],
    },
    {
      name: 'a model that does not exist',
      head: { ...models, [topology]: 'flowchart LR\n  stg_orders --> fct_orders\n  b["int_margins"] --> fct_orders\n' },
      findings: [`${topology}:3 ${topology}`],
    },
    {
      name: 'people, and what is not there yet',
      head: {
        ...models,
        [topology]:
          'flowchart LR\n  stg_orders --> fct_orders --> board[Board of directors]\n  fct_orders --> fct_margins:::planned\n',
      },
      findings: [],
    },
    {
      name: 'a plan of a pipeline of which nothing exists yet',
      head: { ...models, [topology]: 'flowchart LR\n  stg_visits --> fct_visits\n' },
      findings: [],
    },
  ],
  check(context) {
    const { topologies = [] } = context.project;
    if (topologies.length === 0 || context.project.dbt.every(({ models: each }) => each.length === 0)) return;
    const known = knownNames(context);
    for (const each of topologies) {
      if ([...meaningsOf(each, known).values()].some(({ kind }) => kind === 'model')) judge(context, known, each);
    }
  },
});

function judge(context: RuleContext, known: KnownNames, each: Topology): void {
  const groups = new Set(each.subgraphs.map(({ id }) => id));
  for (const node of each.nodes) {
    if (groups.has(node.id) || isPlanned(node) || meaningOf(node, known) !== undefined) continue;
    const name = nameOf(node);
    const near = nearest(name, known.names);
    if (!isCalledLikeTable(name, known) && (near === undefined || !/[_.]/.test(name))) continue;
    const fix = near?.isOnly === true ? renameFix(each, node, near.name) : undefined;
    context.report({
      subject: each.path,
      at: node.at,
      message: near === undefined ? 'message' : 'near',
      values: { name, id: node.id, suggestion: near?.name ?? '' },
      key: [name],
      ...(fix === undefined ? {} : { fix }),
    });
  }
}

/** Its text where that is a name, else its id. */
function nameOf({ id, label }: TopologyNode): string {
  return label !== undefined && /^\w+(?:\.\w+){0,2}$/.test(label) ? label : id;
}

/** A layer's prefix, or a table of a source that exists. */
function isCalledLikeTable(name: string, known: KnownNames): boolean {
  if (/^(?:stg|int|fct|dim)_\w+$/i.test(name)) return true;
  const [source = '', table] = name.toLowerCase().split('.');
  return table !== undefined && known.names.some((each) => each.toLowerCase().startsWith(`${source}.`));
}

/** Every place of the id; not where another node is called so already, or the text is the name. */
function renameFix(
  { nodes, subgraphs }: Topology,
  { id, label, mentions }: TopologyNode,
  name: string,
): Fix | undefined {
  const isTaken = [...nodes, ...subgraphs].some((each) => each.id === name);
  if (label !== undefined || isTaken || !/^[A-Za-z_]\w*(?:[.-]\w+)*$/.test(name)) return undefined;
  const edits = mentions.map(({ path, line, column }) => ({
    path,
    startLine: line,
    startColumn: column,
    endLine: line,
    endColumn: column + id.length,
    text: name,
  }));
  return { title: name, edits };
}
