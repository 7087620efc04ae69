import { groupBy } from '../../model/group-by.ts';
import type { Location } from '../../model/location.ts';
import type { RuleContext } from '../../model/rule.ts';
import { foldWord } from '../../model/words.ts';
import { nodesOnCycles } from '../cycles.ts';
import { defineRule } from '../define-rule.ts';
import { type EdgeVerdict, insertFix, repairEdge } from '../edge-repairs.ts';
import { type KnownNames, knownNames, type Named } from '../known-names.ts';
import { domainsOf, type ModelDomains } from '../model-domains.ts';
import { pipelineReader } from '../pipeline-texts.ts';
import { publishedModels } from '../rungs.ts';
import { edgeKey, type MeantEdge, type MeantTopology, meantTopologies, targetsOf } from '../topology-graph.ts';

const topology = 'specs/pipelines/sales/topology.mermaid';
const dbt = 'implementation/dbt';
const models = {
  [`${dbt}/dbt_project.yml`]: 'name: shop\n',
  [`${dbt}/models/sources.yml`]: 'sources:\n  - name: shop\n    tables:\n      - name: orders\n',
  [`${dbt}/models/staging/stg_orders.sql`]: "select 1 as total from {{ source('shop', 'orders') }}\n",
  [`${dbt}/models/intermediate/int_orders.sql`]: "select total from {{ ref('stg_orders') }}\n",
  [`${dbt}/models/marts/fct_orders.sql`]: "select total from {{ ref('int_orders') }}\n",
};

/** The edges of a topology must be what the models read. */
export default defineRule({
  id: 'topology/edge-mismatch',
  kind: 'lint',
  gate: 'lint',
  summary: 'The edges of a topology must be what the models read.',
  why: 'A topology that differs from the code misleads whoever plans a change or looks for the cause of a wrong number. Only edges between things that both sides know are compared: boxes for people and systems, nodes with the class "planned" and subgraphs are not. What a topology takes in from another domain needs no edges there. Models that do not compile, or whose references find nothing or lead back to where they came from, are not judged.',
  severity: 'error',
  since: '0.1.0',
  examples: [
    {
      name: 'an edge that is missing',
      head: {
        ...models,
        [topology]: 'flowchart LR\n  shop.orders --> stg_orders\n  stg_orders\n  int_orders --> fct_orders\n',
      },
      findings: [`${topology}:4 model:int_orders`],
    },
    {
      name: 'an edge that no model makes',
      head: {
        ...models,
        [topology]:
          'flowchart LR\n  shop.orders --> stg_orders --> int_orders --> fct_orders\n  shop.orders --> int_orders\n  shop.orders --> fct_orders\n',
      },
      findings: [`${topology}:3 model:int_orders`, `${topology}:4 model:fct_orders`],
    },
    {
      name: 'an edge that goes the wrong way',
      head: {
        ...models,
        [topology]:
          'flowchart LR\n  shop.orders --> stg_orders\n  int_orders --> stg_orders\n  int_orders --> fct_orders\n',
      },
      findings: [`${topology}:3 model:int_orders`],
    },
    {
      name: 'an edge that leaves out the step between',
      head: { ...models, [topology]: 'flowchart LR\n  shop.orders --> stg_orders\n  stg_orders --> fct_orders\n' },
      findings: [`${topology}:3 model:fct_orders`],
    },
    {
      name: 'a model of the domain that is not drawn',
      head: {
        ...models,
        [`${dbt}/models/intermediate/sales/int_refunds.sql`]: "select total from {{ ref('stg_orders') }}\n",
        [`${dbt}/models/intermediate/sales/int_returns.sql`]: "select total from {{ ref('stg_orders') }}\n",
        [topology]:
          'flowchart LR\n  shop.orders --> stg_orders --> int_orders --> fct_orders\n  stg_orders --> int_returns\n',
      },
      findings: [`${topology}:1 model:int_refunds`],
    },
    {
      name: 'a topology that is what the models read',
      head: {
        ...models,
        [topology]:
          'flowchart LR\n  orders[(shop.orders)] --> stg_orders\n  stg_orders --> int_orders --> fct_orders\n  fct_orders --> board[Board of directors]\n  int_orders --> fct_margin:::planned\n',
      },
      findings: [],
    },
  ],
  check(context) {
    const { topologies = [] } = context.project;
    if (topologies.length === 0) return;
    const known = knownNames(context);
    const meant = meantTopologies(topologies, known);
    const world: World = {
      known,
      circular: nodesOnCycles(readsOf(known)),
      meant,
      drawing: topologiesBy(meant, ({ nodes }) => nodes.keys()),
      making: topologiesBy(meant, targetsOf),
      domainOf: domainsOf(context.project),
    };
    for (const each of meant) {
      reportMissing(context, world, each);
      reportExtra(context, world, each);
    }
    reportAbsent(context, world);
  },
});

/** What each known thing reads, by key. */
function readsOf(known: KnownNames): ReadonlyMap<string, ReadonlySet<string>> {
  const named = known.names.flatMap((name) => known.find(name) ?? []);
  return new Map(named.map((each) => [each.key, known.parents(each) ?? new Set()]));
}

interface World {
  readonly known: KnownNames;
  /** Keys of models that read each other in a circle: which of those references is wrong nobody can tell. */
  readonly circular: ReadonlySet<string>;
  readonly meant: readonly MeantTopology[];
  /** Topologies that draw something, and those in which an edge leads to it, by its key. */
  readonly drawing: ReadonlyMap<string, ReadonlySet<MeantTopology>>;
  readonly making: ReadonlyMap<string, ReadonlySet<MeantTopology>>;
  readonly domainOf: (model: NamedModel['model']) => ModelDomains;
}

/** What a drawn model reads, and is drawn too, must lead to it. */
function reportMissing(context: RuleContext, world: World, each: MeantTopology): void {
  for (const [key, node] of each.nodes) {
    const to = each.meanings.get(node.id);
    const parents = to === undefined ? undefined : world.known.parents(to);
    if (to === undefined || parents === undefined || world.known.isBroken(to) || isTakenIn(world, each, to)) continue;
    for (const parent of parents) {
      if (world.circular.has(parent) && world.circular.has(key)) continue;
      const from = each.nodes.get(parent);
      const isDrawn = each.edges.has(edgeKey(parent, key)) || each.edges.has(edgeKey(key, parent));
      if (from === undefined || isDrawn) continue;
      const line = `${from.id} --> ${node.id}`;
      context.report({
        subject: subjectOf(to),
        at: node.at,
        message: 'missing',
        values: { from: each.meanings.get(from.id)?.name ?? from.id, to: to.name, edge: line },
        key: [parent, each.topology.path],
        related: placesOf(to),
        fix: insertFix(each.topology, line),
      });
    }
  }
}

function topologiesBy(
  meant: readonly MeantTopology[],
  keysOf: (each: MeantTopology) => Iterable<string>,
): ReadonlyMap<string, ReadonlySet<MeantTopology>> {
  const found = new Map<string, Set<MeantTopology>>();
  for (const each of meant) for (const key of keysOf(each)) found.set(key, (found.get(key) ?? new Set()).add(each));
  return found;
}

/** A node without incoming edges that another topology makes, or should make: there its edges are drawn. */
function isTakenIn({ drawing, making, domainOf }: World, here: MeantTopology, named: Named): boolean {
  const makers = making.get(named.key);
  if (makers?.has(here) === true) return false;
  const own = named.kind === 'model' ? domainOf(named.model).own : new Set<string>();
  const all = [...(drawing.get(named.key) ?? [])];
  const homes = all.filter(({ topology: { domain } }) => own.has(foldWord(domain)));
  if (homes.length > 0) return !homes.includes(here);
  return makers !== undefined || all[0] !== here;
}

/** An edge between known things must be a reference. */
function reportExtra(context: RuleContext, world: World, each: MeantTopology): void {
  for (const [meantEdge] of each.edges.values()) {
    if (meantEdge === undefined || meantEdge.from.key === meantEdge.to.key) continue;
    const verdict = verdictOn(world, each, meantEdge);
    if (verdict === undefined) continue;
    const { from, to, edge } = meantEdge;
    const isReversed = verdict.kind === 'reversed';
    context.report({
      subject: subjectOf(isReversed ? from : to),
      at: edge.at,
      message: verdict.kind,
      values: { from: from.name, to: to.name, between: verdict.kind === 'indirect' ? verdict.between.name : '' },
      key: [from.key, each.topology.path],
      related: placesOf(isReversed ? from : to),
      fix: repairEdge(each, edge, verdict),
    });
  }
}

/** What is wrong with an edge; undefined where it is a reference, or nobody can tell. */
function verdictOn(
  { known, circular }: World,
  { nodes }: MeantTopology,
  { from, to }: MeantEdge,
): EdgeVerdict | undefined {
  if (from.kind === 'contract' || to.kind === 'contract') return undefined;
  if (known.isBroken(from) || known.isBroken(to) || (circular.has(from.key) && circular.has(to.key))) return undefined;
  if (known.parents(from)?.has(to.key) === true) return { kind: 'reversed' };
  const parents = known.parents(to);
  if (parents === undefined || parents.has(from.key) || !known.isWhole(to)) return undefined;
  const between = [...parents].flatMap((key) => {
    const parent = known.find(key.slice(key.indexOf(' ') + 1));
    return parent !== undefined && known.parents(parent)?.has(from.key) === true ? [parent] : [];
  });
  const [only, ...others] = between;
  // A step that is drawn has its own edges, which are right or missing.
  const isLeftOut = only !== undefined && others.length === 0 && !nodes.has(only.key);
  return isLeftOut ? { kind: 'indirect', between: only } : { kind: 'extra' };
}

/** Models of a domain that its topologies leave out; what no pipeline spec mentions at all is said by another rule. */
function reportAbsent(context: RuleContext, world: World): void {
  const isInPipelines = pipelineReader(context);
  if (isInPipelines === undefined) return;
  const published = new Set(publishedModels(context).map(({ model }) => model.path));
  const byDomain = modelsByDomain(world);
  for (const [domain, topologies] of groupBy(world.meant, ({ topology: each }) => each.domain)) {
    const own = domain === '' ? [] : (byDomain.get(foldWord(domain)) ?? []);
    const isDrawn = ({ key }: Named): boolean => topologies.some(({ nodes }) => nodes.has(key));
    const [first] = topologies;
    // Topologies that draw none of them are about something else.
    if (first === undefined || !own.some(isDrawn)) continue;
    for (const named of own.filter((each) => !isDrawn(each))) {
      if (published.has(named.model.path) && !isInPipelines(named.name)) continue;
      context.report({
        subject: subjectOf(named),
        at: first.topology.at,
        severity: 'warning',
        message: 'absent',
        values: { name: named.name, domain },
        related: placesOf(named),
      });
    }
  }
}

type NamedModel = Extract<Named, { kind: 'model' }>;

/** Models by each of their domains, folded. */
function modelsByDomain({ known, domainOf }: World): ReadonlyMap<string, readonly NamedModel[]> {
  const found = new Map<string, NamedModel[]>();
  for (const name of known.names) {
    const named = known.find(name);
    if (named?.kind !== 'model') continue;
    for (const domain of domainOf(named.model).own) {
      const same = found.get(domain);
      if (same === undefined) found.set(domain, [named]);
      else same.push(named);
    }
  }
  return found;
}

/** Of what reads something: a model or an exposure. */
function subjectOf({ kind, name }: Named): string {
  return `${kind === 'exposure' ? kind : 'model'}:${name}`;
}

/** Where the code says otherwise. */
function placesOf(named: Named): readonly { readonly at: Location; readonly message: string }[] {
  if (named.kind === 'model') return [{ at: { path: named.model.path, line: 1, column: 1 }, message: 'see' }];
  return named.kind === 'exposure' ? [{ at: named.exposure.at, message: 'see' }] : [];
}
