import type { Contract, SchemaObject } from '../model/contract.ts';
import type { DbtExposure } from '../model/dbt.ts';
import type { Impact } from '../model/finding.ts';
import { compareText } from '../model/location.ts';
import type { DagFile } from '../model/orchestration.ts';
import { modelOwner, ownersOf, teamOwner } from '../model/owners.ts';
import type { DataProduct } from '../model/products.ts';
import type { ColumnKnowledge } from './column-reads.ts';
import { meansContract } from './contract-references.ts';
import type { ModelNode } from './dbt-graph.ts';
import type { ImpactWorld } from './impact-world.ts';
import { allReaders, type Asked, dbtPlaces, directReaders } from './model-readers.ts';
import { tableKey } from './read-sql.ts';
import { mayBeAt, splitName, tableNames } from './table-names.ts';

export { type ImpactWorld, impactWorld } from './impact-world.ts';

/** A contract, one of its schema objects, or a property of that: what is changed or gone. */
export interface ImpactElement {
  readonly contract: Contract;
  readonly object?: SchemaObject;
  /** Names that lead to the property from its object; whoever uses the outermost one is hit. */
  readonly path?: readonly string[];
}

/** One schema object that is asked for. */
export interface Target extends Asked {
  readonly contract: Contract;
  readonly object: SchemaObject;
  /** How relationships may name the column. */
  readonly referenced?: ReadonlySet<string>;
}

/** Who in the repository uses an element, sorted by kind, name and path; nobody is listed twice. */
export function impactOf(world: ImpactWorld, element: ImpactElement): readonly Impact[] {
  const targets = targetsOf(world, element);
  const models = new Set(targets.flatMap((target) => [...allReaders(knowledgeOf(world), target)]));
  const found: readonly Impact[] = [
    ...contractsHit(world, element, targets),
    ...(world.products.get(element.contract.id) ?? []).map(productImpact),
    ...[...models].map(modelImpact),
    ...exposuresHit(world, targets, models).map(exposureImpact),
    ...dagsHit(world, element, { targets, models }).map(({ name, path }) => ({ kind: 'dag', name, path }) as const),
    ...targets.flatMap((target) => samplesHit(world, target)),
  ];
  return sortedOnce(found.map((impact) => withOwner(world, impact)));
}

/** Whether a dbt model or a DAG of the repository reads the element itself. */
export function isStillRead(world: ImpactWorld, element: ImpactElement): boolean {
  return targetsOf(world, element).some((target) => {
    if (directReaders(knowledgeOf(world), target).length > 0) return true;
    const { columns } = target;
    const dags = wordsOf(target).flatMap((word) => world.dags.get(word) ?? []);
    return dags.some(({ words }) => columns === undefined || [...columns].some((column) => words.has(column)));
  });
}

/** What tells who reads which column. */
export function knowledgeOf({ dbt, columns }: ImpactWorld): ColumnKnowledge {
  return { graph: dbt, columns };
}

/** The schema objects that an element stands for, with their places in dbt. */
export function targetsOf(world: ImpactWorld, { contract, object, path }: ImpactElement): readonly Target[] {
  const column = object === undefined ? {} : columnNames(object, path?.[0]);
  return (object === undefined ? contract.schema : [object]).map((each) => {
    const names = tableNames(contract, each);
    const places = dbtPlaces(world.dbt, contract.direction, names);
    return { contract, object: each, names, places, ...column };
  });
}

/** The outermost property is the column: SQL knows it by its physical name, people write either, relationships also its id. */
function columnNames(object: SchemaObject, column: string | undefined): Pick<Target, 'columns' | 'referenced'> {
  if (column === undefined) return {};
  const property =
    object.properties.find(({ name }) => name === column) ??
    object.properties.find(({ physicalName }) => physicalName === column);
  const names = [column, property?.physicalName ?? column].map((name) => name.toLowerCase());
  return { columns: new Set(names), referenced: new Set([...names, (property?.id ?? column).toLowerCase()]) };
}

/** Other contracts that refer to the element, or whose quality rules ask it. */
function contractsHit(world: ImpactWorld, { contract }: ImpactElement, targets: readonly Target[]): readonly Impact[] {
  const hit = targets.flatMap((target) => [...referring(world, target), ...asking(world, target)]);
  return [...new Set(hit)]
    .filter(({ id, path }) => id !== contract.id && path !== contract.path)
    .map((each) => {
      const owner = teamOwner(each.team) ?? each.teamName;
      return { kind: 'contract', name: each.id, path: each.path, ...(owner === undefined ? {} : { owner }) };
    });
}

function referring(world: ImpactWorld, { contract, object, referenced }: Target): readonly Contract[] {
  const names = [object.name, object.id ?? object.name].map((name) => name.toLowerCase());
  return [...new Set(names)]
    .flatMap((name) => world.relationships.get(name) ?? [])
    .filter(({ property }) => referenced === undefined || property === undefined || referenced.has(property))
    .filter((reference) => meansContract(reference, contract))
    .map(({ from }) => from);
}

function asking(world: ImpactWorld, { names, columns }: Target): readonly Contract[] {
  return [...new Set([names.table, ...names.logical])]
    .flatMap((name) => world.quality.get(name) ?? [])
    .filter(({ table }) => mayBeAt(names, splitName(table)))
    .filter(
      ({ reads, table }) =>
        columns === undefined ||
        reads.stars.has(tableKey(table)) ||
        [...columns].some((column) => reads.columns.has(column)),
    )
    .map(({ from }) => from);
}

function productImpact({ name, id, path, team, teamName, owner }: DataProduct): Impact {
  const who = owner ?? teamOwner(team) ?? teamName;
  return { kind: 'consumer', name: name ?? id, path, ...(who === undefined ? {} : { owner: who }) };
}

function modelImpact({ model, project, compiled }: ModelNode): Impact {
  const owner = modelOwner(model, project, compiled?.config);
  return { kind: 'model', name: model.name, path: model.path, ...(owner === undefined ? {} : { owner }) };
}

function exposuresHit(
  world: ImpactWorld,
  targets: readonly Target[],
  models: ReadonlySet<ModelNode>,
): readonly DbtExposure[] {
  const keys = [...targets.flatMap(({ places }) => places.keys), ...[...models].map(({ key }) => key)];
  return keys.flatMap((key) => world.dbt.exposures.get(key) ?? []);
}

function exposureImpact({ name, at, owner }: DbtExposure): Impact {
  const who = owner.email ?? owner.name;
  return { kind: 'exposure', name, path: at.path, ...(who === undefined ? {} : { owner: who }) };
}

interface Hit {
  readonly targets: readonly Target[];
  readonly models: ReadonlySet<ModelNode>;
}

function dagsHit(world: ImpactWorld, { contract }: ImpactElement, { targets, models }: Hit): readonly DagFile[] {
  const names = [...models].map(({ model }) => model.name.toLowerCase());
  const words = new Set([contract.id.toLowerCase(), ...targets.flatMap(wordsOf), ...names]);
  return [...words].flatMap((word) => world.dags.get(word) ?? []);
}

/** How a DAG may name an object: by its table, by the model that makes it, or by its dbt source. */
function wordsOf({ names, places }: Target): readonly string[] {
  const makers = places.makers.map(({ model }) => model.name.toLowerCase());
  const sources = places.sources.map(({ source }) => `${source.source}.${source.table}`.toLowerCase());
  return [...new Set([names.table, ...makers, ...sources])];
}

function samplesHit(world: ImpactWorld, { contract, names, columns }: Target): readonly Impact[] {
  const own = new Set([names.table, ...names.logical, contract.id.toLowerCase()]);
  return [...own]
    .flatMap((name) => world.samples.get(name) ?? [])
    .filter((sample) => own.has(sample.names.find((name) => own.has(name) || world.objectNames.has(name)) ?? ''))
    .filter((sample) => columns === undefined || sample.columns.some((column) => columns.has(column.toLowerCase())))
    .map(({ path }) => ({ kind: 'sample-data', name: path.slice(path.lastIndexOf('/') + 1), path }));
}

/** Where nothing in the thing itself says who owns it, CODEOWNERS does. */
function withOwner({ owners }: ImpactWorld, impact: Impact): Impact {
  if (impact.owner !== undefined || impact.path === undefined) return impact;
  const owner = ownersOf(owners, impact.path).join(' ');
  return owner === '' ? impact : { ...impact, owner };
}

function sortedOnce(impacts: readonly Impact[]): readonly Impact[] {
  const unique = new Map(impacts.map((impact) => [JSON.stringify([impact.kind, impact.name, impact.path]), impact]));
  return [...unique.values()].sort(
    (a, b) => compareText(a.kind, b.kind) || compareText(a.name, b.name) || compareText(a.path ?? '', b.path ?? ''),
  );
}
