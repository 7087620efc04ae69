import type { Contract } from '../model/contract.ts';
import type { DbtExposure, DbtModel } from '../model/dbt.ts';
import type { CompiledModel } from '../model/facts.ts';
import type { Topology, TopologyNode } from '../model/pipelines.ts';
import type { FileRole, Project } from '../model/project.ts';
import type { RuleContext } from '../model/rule.ts';
import { suggest } from '../model/suggest.ts';
import { tableNames } from '../model/products-of.ts';

/** Something of the repository that has a name; `key` tells it from everything else. */
export type Named =
  | { readonly kind: 'model'; readonly key: string; readonly name: string; readonly model: DbtModel }
  | { readonly kind: 'seed' | 'source' | 'contract'; readonly key: string; readonly name: string }
  | { readonly kind: 'exposure'; readonly key: string; readonly name: string; readonly exposure: DbtExposure };

/** Everything that a specification of a pipeline may name, and what reads what. Names are compared without case. */
export interface KnownNames {
  /** What a name means; a model wins over a table of the same name. */
  readonly find: (name: string) => Named | undefined;
  /** As the repository writes them. */
  readonly names: readonly string[];
  /** Keys of what a model or exposure reads; undefined for what reads nothing, or of which nothing is known. */
  readonly parents: (named: Named) => ReadonlySet<string> | undefined;
  /** Whether its parents are all that it reads. */
  readonly isWhole: (named: Named) => boolean;
  /** Whether it is a model that does not compile, or has a reference that finds nothing: what it reads is not known. */
  readonly isBroken: (named: Named) => boolean;
}

/** Indexes models, seeds, snapshots, sources, exposures and contracts. */
export function knownNames({ project, facts }: Pick<RuleContext, 'project' | 'facts'>): KnownNames {
  const all = [...inDbt(project), ...project.contracts.flatMap(namedBy)];
  const byName = new Map<string, Named>();
  for (const named of all) if (!byName.has(named.name.toLowerCase())) byName.set(named.name.toLowerCase(), named);
  addTables(project, byName);
  const compiled = new Map(facts.models.map((each) => [each.path, each]));
  // Something of a package is no node of the repository, but it is read.
  const keyOf = (name: string): string => byName.get(name.toLowerCase())?.key ?? keyFor('unknown', name);
  return {
    find: (name) => byName.get(name.trim().toLowerCase()),
    names: [...new Set(all.map(({ name }) => name))],
    parents: (named) => {
      const reads = readsOf(named, compiled);
      return reads === undefined ? undefined : new Set([...reads.refs, ...reads.sources].map(keyOf));
    },
    isWhole: (named) => {
      if (named.kind === 'exposure') return true;
      const result = named.kind === 'model' ? compiled.get(named.model.path) : undefined;
      // A macro whose output is not known here may read anything.
      return result?.render === 'rendered' && result.renderReason === undefined;
    },
    isBroken: (named) => {
      const result = named.kind === 'model' ? compiled.get(named.model.path) : undefined;
      if (result === undefined) return false;
      return result.render === 'template-error' || result.parse === 'failed' || result.unresolved.length > 0;
    },
  };
}

function readsOf(
  named: Named,
  compiled: ReadonlyMap<string, CompiledModel>,
): Pick<CompiledModel, 'refs' | 'sources'> | undefined {
  if (named.kind === 'exposure') return named.exposure;
  return named.kind === 'model' ? compiled.get(named.model.path) : undefined;
}

function inDbt({ dbt }: Project): readonly Named[] {
  return dbt.flatMap(({ models, seeds, snapshots, sources, exposures = [] }) => [
    ...models.map((model): Named => ({ kind: 'model', key: modelKey(model), name: model.name, model })),
    ...[...seeds, ...snapshots].map((name): Named => ({ kind: 'seed', key: keyFor('model', name), name })),
    ...sources.map(({ source, table }): Named => {
      const name = `${source}.${table}`;
      return { kind: 'source', key: keyFor('source', name), name };
    }),
    ...exposures.map(
      (exposure): Named => ({
        kind: 'exposure',
        key: keyFor('exposure', exposure.name),
        name: exposure.name,
        exposure,
      }),
    ),
  ]);
}

function namedBy(contract: Contract): readonly Named[] {
  const key = keyFor('contract', contract.id);
  return [contract.id, ...contract.schema.flatMap(tableNames)].map((name) => ({ kind: 'contract', key, name }));
}

/** A table by its own name, or by the warehouse's, where only one source has it and nothing else is called so. */
function addTables({ dbt }: Project, byName: Map<string, Named>): void {
  const tables = new Map<string, Set<string>>();
  for (const { source, table, identifier = table } of dbt.flatMap(({ sources }) => sources))
    for (const name of [table.toLowerCase(), identifier.toLowerCase()])
      tables.set(name, (tables.get(name) ?? new Set()).add(`${source}.${table}`));
  for (const [table, [name, ...others]] of [...tables].map(([each, names]) => [each, [...names]] as const)) {
    const known = byName.get(table);
    const isFree = known === undefined || known.kind === 'contract';
    if (isFree && name !== undefined && others.length === 0)
      byName.set(table, { kind: 'source', key: keyFor('source', name), name });
  }
}

/** The key of a model. */
export function modelKey({ name }: DbtModel): string {
  return keyFor('model', name);
}

function keyFor(kind: string, name: string): string {
  return `${kind} ${name.toLowerCase()}`;
}

/** What a node of a flowchart means: by its text, else its id, else the only known name within its text. */
export function meaningOf({ id, label }: TopologyNode, known: KnownNames): Named | undefined {
  const whole = [label, id].flatMap((name) => (name === undefined ? [] : (known.find(name) ?? [])));
  if (whole[0] !== undefined) return whole[0];
  const words = new Map(
    [...(label ?? '').matchAll(/\w+(?:\.\w+)*/g)].flatMap(([word]) => {
      const named = known.find(word);
      return named === undefined || !/[_.]/.test(word) ? [] : [[named.key, named] as const];
    }),
  );
  const [only, ...others] = words.values();
  return others.length === 0 ? only : undefined;
}

/** Whether a node stands for something that is not there yet (`fct_orders:::planned`). */
export function isPlanned({ classes }: TopologyNode): boolean {
  return classes.some((each) => each.toLowerCase() === 'planned');
}

/** Nodes of a topology that stand for something of the repository, by id; subgraphs and what is planned stand for nothing. */
export function meaningsOf({ nodes, subgraphs }: Topology, known: KnownNames): ReadonlyMap<string, Named> {
  const groups = new Set(subgraphs.map(({ id }) => id));
  return new Map(
    nodes.flatMap((node) => {
      const named = groups.has(node.id) || isPlanned(node) ? undefined : meaningOf(node, known);
      return named === undefined ? [] : [[node.id, named] as const];
    }),
  );
}

/** Whether a file of one of the roles could not be read: what is missing may then stand in it. */
export function hasUnread({ files, problems }: Project, roles: readonly FileRole[]): boolean {
  const paths = new Set(files.filter(({ role }) => roles.includes(role)).map(({ path }) => path));
  return problems.some(({ at, severity }) => severity !== 'warning' && paths.has(at.path));
}

/** What a name was probably meant to be, and whether nothing else is near; names of the same layer (`int_…`) come first. */
export function nearest(
  name: string,
  names: readonly string[],
): { readonly name: string; readonly isOnly: boolean } | undefined {
  const alike = names.filter((each) => prefixOf(each) === prefixOf(name));
  const sameLayer = suggest(name, alike);
  const near = sameLayer ?? suggest(name, names);
  if (near === undefined) return undefined;
  const others = (sameLayer === undefined ? names : alike).filter((each) => each !== near);
  return { name: near, isOnly: suggest(name, others) === undefined };
}

function prefixOf(name: string): string {
  return name.slice(0, Math.max(0, name.indexOf('_'))).toLowerCase();
}
