import type { DbtModel } from '../model/dbt.ts';
import type { CompiledModel } from '../model/facts.ts';
import type { Governance, StackDemand, Tier, TierDemand, TierLayer } from '../model/governance.ts';
import { kindOf, kindOfWord, type LayerKind, rankOf } from '../model/layer-kinds.ts';
import { fileStart, type Located, type Location } from '../model/location.ts';
import type { RuleContext } from '../model/rule.ts';
import type { SqlRead, SqlShape } from '../model/sql-shape.ts';
import { foldCase } from '../model/words.ts';

const kindByTier: { readonly [tier in Tier]: LayerKind } = { bronze: 'bronze', silver: 'intermediate', gold: 'marts' };

/** The layers of dbt that a layer of the tiering standards is about: those of all its names. */
function kindsOfTier({ name, aliases = [], tier }: TierLayer): readonly LayerKind[] {
  const names = [name, ...aliases];
  // `Silver (staging)`: the folder's word says which layer of dbt is meant, and the medallion's does not.
  const folders = names.filter((each) => !metals.has(foldCase(each)));
  const kinds = (folders.length > 0 ? folders : names).flatMap((each) => kindOfWord(each) ?? []);
  return kinds.length === 0 ? [kindByTier[tier]] : kinds;
}

/** Words that mean a layer of dbt only where no other word does. */
const metals = new Set(['silver', 'prata', 'gold', 'ouro']);

/** Where the tiering standards demand something of a model's layer; undefined where they do not. */
export function demandOn({ tiering }: Governance, model: DbtModel, demand: TierDemand): Location | undefined {
  const kind = kindOf(model);
  const layers = tiering?.layers ?? [];
  const folder = foldCase(model.layer ?? '');
  const layer =
    layers.find(({ name }) => foldCase(name) === folder) ??
    layers.find(({ aliases = [] }) => aliases.some((alias) => foldCase(alias) === folder)) ??
    layers.find((each) => kind !== undefined && kindsOfTier(each).includes(kind));
  return layer?.demands.find((each) => each.demand === demand)?.at;
}

/** Whether the model lies in the layer that the standards demand to mask (intermediate where they demand none), or in one that reads it. */
export function isMaskedLayer(governance: Governance, model: DbtModel): boolean {
  if (demandOn(governance, model, 'masked') !== undefined) return true;
  const kind = kindOf(model);
  if (kind === undefined) return false;
  const layers = (governance.tiering?.layers ?? []).filter(({ demands }) =>
    demands.some(({ demand }) => demand === 'masked'),
  );
  const masking: readonly LayerKind[] = layers.length === 0 ? ['intermediate'] : layers.flatMap(kindsOfTier);
  return masking.some((each) => rankOf(kind) >= rankOf(each));
}

const tierByKind: { readonly [kind in LayerKind]: Tier } = {
  bronze: 'bronze',
  staging: 'bronze',
  intermediate: 'silver',
  marts: 'gold',
};

/** Where the stack standards demand something of a model; undefined where they do not, or only of other layers. */
export function stackDemandOn({ stack }: Governance, model: DbtModel, demand: StackDemand): Location | undefined {
  const kind = kindOf(model);
  return stack?.demands.find(
    ({ demand: each, tiers }) =>
      each === demand && (tiers === undefined || (kind !== undefined && tiers.includes(tierByKind[kind]))),
  )?.at;
}

/** Where the naming policy names the model's layer, if it is the layer of dbt that is asked for. */
export function namedLayer({ naming }: Governance, model: DbtModel, kind: LayerKind): Location | undefined {
  if (kindOf(model) !== kind) return undefined;
  return naming?.layers.find(({ layer }) => layer === model.layer)?.at;
}

/** A SQL model with what is known of it. */
export interface ModelFacts {
  readonly model: DbtModel;
  /** Folder of its dbt project. */
  readonly root: string;
  readonly shape?: SqlShape;
  readonly compiled?: CompiledModel;
}

/** Every model of the repository with its shape and what compiling it told. */
export function modelsOf({ project, facts }: Pick<RuleContext, 'project' | 'facts'>): readonly ModelFacts[] {
  const shapes = new Map((facts.sql ?? []).map((shape) => [shape.path, shape]));
  const compiled = new Map(facts.models.map((model) => [model.path, model]));
  return project.dbt.flatMap(({ root, models }) =>
    models.map((model) => {
      const shape = shapes.get(model.path);
      const result = compiled.get(model.path);
      return { model, root, ...(shape && { shape }), ...(result && { compiled: result }) };
    }),
  );
}

/** What a model reads, each thing once, where it is read first. */
export function readsOf({ shape }: ModelFacts): readonly SqlRead[] {
  const reads = new Map<string, SqlRead>();
  for (const read of shape?.reads ?? []) {
    const key = `${read.kind} ${read.name}`;
    if (!reads.has(key)) reads.set(key, read);
  }
  return [...reads.values()];
}

/** A value of a model's configuration: its own call wins over its YAML entry, and that over its folder's. */
export interface Configured extends Located<unknown> {
  readonly from: 'model' | 'properties' | 'folder';
}

/** What a model is configured with under a key, and where that is written; undefined where nothing says it. */
export function configured({ model, shape, compiled }: ModelFacts, key: string): Configured | undefined {
  const written = shape?.config.get(key);
  const own = compiled?.config[key] ?? written?.value;
  if (own !== undefined) return { value: own, at: written?.at ?? fileStart(model.path), from: 'model' };
  const { properties, folderConfig, folderConfigAt } = model;
  const described = properties?.config[key];
  if (properties !== undefined && described !== undefined)
    return { value: described, at: properties.configAt?.get(key) ?? properties.at, from: 'properties' };
  const ofFolder = folderConfig[key];
  if (ofFolder === undefined) return undefined;
  return { value: ofFolder, at: folderConfigAt?.get(key) ?? fileStart(model.path), from: 'folder' };
}

/** How dbt builds the model, where that is a plain word: `view` where nothing says it. */
export function materializationOf(facts: ModelFacts): Configured | undefined {
  const found = configured(facts, 'materialized');
  if (found === undefined) return { value: 'view', at: fileStart(facts.model.path), from: 'model' };
  return typeof found.value === 'string' && !found.value.includes('{') ? found : undefined;
}
