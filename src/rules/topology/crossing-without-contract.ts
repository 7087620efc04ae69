import type { DbtModel } from '../../model/dbt.ts';
import { fileStart, type Location } from '../../model/location.ts';
import type { RuleContext } from '../../model/rule.ts';
import { foldWord } from '../../model/words.ts';
import { defineRule } from '../define-rule.ts';
import { exampleContract } from '../example.ts';
import { knownNames, modelKey, type Named } from '../known-names.ts';
import { contractOf, domainsOf, outputsByTable } from '../model-domains.ts';
import { hasContracts } from '../rungs.ts';
import { type MeantTopology, meantTopologies } from '../topology-graph.ts';

const finance = 'specs/contracts/data-products/finance/invoices.yaml';
const columns = ['name: total, logicalType: number, description: Total.'];
const dbt = 'implementation/dbt';
const projectFile = { [`${dbt}/dbt_project.yml`]: 'name: shop\n' };
const reader = `${dbt}/models/marts/marketing/fct_campaigns.sql`;

/** What another domain reads must have an output contract. */
export default defineRule({
  id: 'topology/crossing-without-contract',
  kind: 'lint',
  gate: 'lint',
  summary: 'What another domain reads must have an output contract.',
  why: 'Domains change at their own pace. What one reads of another without a contract breaks without warning, and its owner never learns who reads it. The domain of a model is its folder below the layer, or what its contract says, or the only topology that it is drawn in; where that does not tell, nothing is said. Repositories without output contracts are not judged.',
  severity: 'error',
  since: '0.1.0',
  examples: [
    {
      name: 'a model of another domain that has no contract',
      head: {
        ...projectFile,
        [finance]: exampleContract({ object: 'fct_invoices', columns }),
        [`${dbt}/models/marts/finance/fct_invoices.sql`]: 'select 1 as total\n',
        [`${dbt}/models/intermediate/finance/int_payments.sql`]: 'select 1 as total\n',
        [reader]: "select total\nfrom {{ ref('int_payments') }}\n",
      },
      findings: [`${reader}:2 model:int_payments`],
    },
    {
      name: 'an edge of a topology that crosses',
      head: {
        ...projectFile,
        [finance]: exampleContract({ object: 'fct_invoices', columns }),
        [`${dbt}/models/intermediate/finance/int_payments.sql`]: 'select 1 as total\n',
        [reader]: "select total from {{ ref('int_payments') }}\n",
        'specs/pipelines/marketing/topology.mermaid': 'flowchart LR\n  int_payments --> fct_campaigns\n',
      },
      findings: ['specs/pipelines/marketing/topology.mermaid:2 model:int_payments'],
    },
    {
      name: 'a model of another domain that has its contract',
      head: {
        ...projectFile,
        [finance]: exampleContract({ object: 'fct_invoices', columns }),
        [`${dbt}/models/marts/finance/fct_invoices.sql`]: 'select 1 as total\n',
        [reader]: "select total from {{ ref('fct_invoices') }}\n",
      },
      findings: [],
    },
    {
      name: 'a model of the same domain',
      head: {
        ...projectFile,
        [finance]: exampleContract({ object: 'fct_invoices', columns }),
        [`${dbt}/models/marts/finance/fct_invoices.sql`]: "select total from {{ ref('int_payments') }}\n",
        [`${dbt}/models/intermediate/finance/int_payments.sql`]: 'select 1 as total\n',
      },
      findings: [],
    },
  ],
  check(context) {
    if (!hasContracts(context)) return;
    const known = knownNames(context);
    const meant = meantTopologies(context.project.topologies ?? [], known);
    const outputs = outputsByTable(context.project);
    const judge = domainJudge(context, meant);
    const said = new Set<string>();
    for (const { from, to, at } of crossings(context, meant)) {
      const domains = contractOf(from, outputs) === undefined ? judge(from, to) : undefined;
      const key = domains === undefined ? '' : `${from.name} ${foldWord(domains.to)}`;
      if (domains === undefined || said.has(key)) continue;
      said.add(key);
      context.report({
        subject: `model:${from.name}`,
        at,
        message: 'edge',
        values: {
          from: from.name,
          to: to.name,
          fromDomain: domains.from,
          toDomain: domains.to,
          folder:
            context.project.layout === 'inputs-outputs' ? 'specs/contracts/outputs' : 'specs/contracts/data-products',
        },
        key: [foldWord(domains.to)],
        related: [{ at: fileStart(from.path), message: 'see' }],
      });
    }
  },
});

interface Crossing {
  readonly from: DbtModel;
  readonly to: DbtModel;
  /** The edge of a topology; else the call of `ref`. */
  readonly at: Location;
}

/** Everything that leads from a model to a model: edges of topologies first, then references. */
function crossings({ project, facts }: RuleContext, meant: readonly MeantTopology[]): readonly Crossing[] {
  const edges = meant.flatMap(({ edges: drawn }) =>
    [...drawn.values()].flatMap(([first]) => {
      if (first === undefined) return [];
      const { from, to, edge } = first;
      return isModel(from) && isModel(to) ? [{ from: from.model, to: to.model, at: edge.at }] : [];
    }),
  );
  const models = project.dbt.flatMap((each) => each.models);
  const byName = new Map(models.map((model) => [model.name.toLowerCase(), model]));
  const byPath = new Map(models.map((model) => [model.path, model]));
  const shapes = new Map((facts.sql ?? []).map((shape) => [shape.path, shape]));
  const references = facts.models.flatMap(({ path, refs }) =>
    refs.flatMap((name) => {
      const [from, to] = [byName.get(name.toLowerCase()), byPath.get(path)];
      const call = shapes.get(path)?.reads.find((read) => read.kind === 'ref' && read.name === name);
      return from === undefined || to === undefined ? [] : [{ from, to, at: call?.at ?? fileStart(path) }];
    }),
  );
  return [...edges, ...references];
}

function isModel(named: Named): named is Extract<Named, { kind: 'model' }> {
  return named.kind === 'model';
}

interface Domains {
  readonly from: string;
  readonly to: string;
}

/**
 * The domains of two models where they surely differ. Folders and contracts are compared with each other; with a topology's
 * folder only where that is a name that folders or contracts use too.
 */
function domainJudge(
  { project }: RuleContext,
  meant: readonly MeantTopology[],
): (from: DbtModel, to: DbtModel) => Domains | undefined {
  const domainOf = domainsOf(project);
  const drawnIn = domainsByNode(meant);
  const topologies = new Set(meant.map(({ topology }) => foldWord(topology.domain)));
  const placeOf = (model: DbtModel): Place => {
    const { own, name } = domainOf(model);
    const drawn = drawnIn.get(modelKey(model)) ?? new Set<string>();
    const [only, ...others] = drawn;
    if (name !== undefined) return { own, name, isDrawn: false };
    return others.length > 0 || only === undefined
      ? { own: new Set() }
      : { own: new Set([foldWord(only)]), name: only, isDrawn: true };
  };
  return (first, second) => {
    const [from, to] = [placeOf(first), placeOf(second)];
    if (from.name === undefined || to.name === undefined) return undefined;
    const differ = [...from.own].every((name) => !to.own.has(name));
    const isOneKind =
      from.isDrawn === to.isDrawn || [from, to].every(({ own }) => [...own].some((name) => topologies.has(name)));
    return differ && isOneKind ? { from: from.name, to: to.name } : undefined;
  };
}

interface Place {
  readonly own: ReadonlySet<string>;
  readonly name?: string;
  /** Whether only a topology tells it. */
  readonly isDrawn?: boolean;
}

/** The folders whose topologies draw something, by its key. */
function domainsByNode(meant: readonly MeantTopology[]): ReadonlyMap<string, ReadonlySet<string>> {
  const domains = new Map<string, Set<string>>();
  for (const { topology, nodes } of meant) {
    if (topology.domain === '') continue;
    for (const key of nodes.keys()) domains.set(key, (domains.get(key) ?? new Set()).add(topology.domain));
  }
  return domains;
}
