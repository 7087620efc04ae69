import { type DbtGraph, dbtGraph, type NodeKey } from '../lineage/dbt-graph.ts';
import { dbtPlaces } from '../lineage/model-readers.ts';
import { tableNames } from '../lineage/table-names.ts';
import type { DbtProject } from '../model/dbt.ts';
import type { CompiledModel } from '../model/facts.ts';
import type { Project } from '../model/project.ts';
import { refKey, sourceKey } from '../model/template-tokens.ts';

/** One tree, with what compiling its models told. */
export interface CompiledTree {
  readonly project: Project;
  readonly compiled: readonly CompiledModel[];
}

/** What a change touches. */
export interface Touched {
  /** Paths whose bytes differ between the trees. */
  readonly paths: ReadonlySet<string>;
  /** Paths of models of which nothing that their SQL depends on differs; undefined where all models are looked at. */
  readonly unchanged: ReadonlySet<string> | undefined;
}

/**
 * Paths of the models of which a change can alter what is to be said about their columns: those that changed, or whose contracts,
 * properties, sources or seeds did, and everything that reads these. New demands (governance) concern all.
 */
export function affectedModels(trees: readonly CompiledTree[], { paths, unchanged }: Touched): ReadonlySet<string> {
  const demandsChanged = [...paths].some((path) => path.startsWith('specs/governance/'));
  const all = unchanged === undefined || demandsChanged;
  return new Set(trees.flatMap((tree) => (all ? modelPaths(tree) : affectedIn(tree, { paths, unchanged }))));
}

function modelPaths({ project }: CompiledTree): readonly string[] {
  return project.dbt.flatMap(({ models }) => models.map(({ path }) => path));
}

function affectedIn({ project, compiled }: CompiledTree, touched: Required<Touched>): readonly string[] {
  const graph = dbtGraph(project.dbt, compiled);
  const keys = new Set([
    ...project.dbt.flatMap((each, index) => touchedKeys(each, touched).map((key) => `${index} ${key}`)),
    ...contractKeys(project, graph, touched.paths),
  ]);
  const readers = new Set<string>();
  // A set that grows while it is walked: each is visited once.
  for (const key of keys) {
    for (const { node } of graph.readers.get(key) ?? []) {
      keys.add(node.key);
      readers.add(node.model.path);
    }
  }
  const own = [...graph.byModel.values()].flat().filter((node) => keys.has(node.key));
  return [...readers, ...own.map(({ model }) => model.path)];
}

/** Models, sources and seeds of a project that changed, as their calls name them. */
function touchedKeys(
  { root, models, sources, seeds }: DbtProject,
  { paths, unchanged }: Required<Touched>,
): readonly string[] {
  const isTouched = (path: string | undefined): boolean => path !== undefined && paths.has(path);
  const files = [...paths].filter((path) => path.startsWith(root) && path.endsWith('.csv'));
  return [
    ...models
      .filter(({ path, properties }) => unchanged?.has(path) !== true || isTouched(properties?.at.path))
      .map(({ name }) => refKey(name)),
    ...sources.filter(({ at }) => isTouched(at.path)).map(({ source, table }) => sourceKey(`${source}.${table}`)),
    ...seeds.filter((name) => files.some((path) => path.endsWith(`/${name}.csv`))).map(refKey),
  ];
}

/** What contracts that changed describe. */
function contractKeys({ contracts }: Project, graph: DbtGraph, paths: ReadonlySet<string>): readonly NodeKey[] {
  return contracts
    .filter(({ path }) => paths.has(path))
    .flatMap((contract) =>
      contract.schema.flatMap((object) => dbtPlaces(graph, contract.direction, tableNames(contract, object)).keys),
    );
}
