import { kindOfWord, rankOf } from '../../model/layer-kinds.ts';
import type { DbtModel } from '../../model/dbt.ts';
import { compareText } from '../../model/location.ts';
import { refKey } from '../../model/template-tokens.ts';
import type { PipelinePart } from '../schedule/schedule-pipelines.ts';

/** One task of dbt: what it builds, and after which others. */
export interface Step {
  /** Letters, digits and `_`. */
  readonly id: string;
  /** Selections of dbt: any of them. */
  readonly select: readonly string[];
  readonly exclude: readonly string[];
  /** Ids of steps. */
  readonly after: readonly string[];
}

/**
 * The steps that build the models of a part: seeds, then one per layer that they are made from, then the layer of the models
 * themselves, which also takes everything that no layer before it does. One step where layers do not tell the order.
 */
export function stepsOf(part: PipelinePart): readonly Step[] {
  const targets = part.targets.map(({ name }) => `+${name}`);
  const elsewhere = part.others.map(({ name }) => `+${name}`);
  const layers = layersOf(part);
  if (layers === undefined) return [{ id: 'build', select: targets, exclude: elsewhere, after: [] }];
  const before = layers.slice(0, -1).map((layer, index) => {
    const select = targets.flatMap((target) => layer.selections.map((selection) => `${target},${selection}`));
    return { id: layer.id, select, exclude: elsewhere, after: index === 0 ? [] : [layers[index - 1]?.id ?? ''] };
  });
  const done = layers.slice(0, -1).flatMap(({ selections }) => selections);
  const last = before.at(-1)?.id;
  const final = { id: layers.at(-1)?.id ?? 'build', select: targets, exclude: [...elsewhere, ...done] };
  return [...before, { ...final, after: last === undefined ? [] : [last] }];
}

/** Ids of tasks that are no layers. */
const reserved = ['seeds', 'freshness', 'published'];

interface Layer {
  readonly id: string;
  /** How dbt selects its models: by their folders. */
  readonly selections: readonly string[];
}

/** The layers in the order in which they are built, that of the targets last; undefined where folders do not tell one. */
function layersOf(part: PipelinePart): readonly Layer[] | undefined {
  const { graph, targets, ancestors } = part;
  const { project, models } = graph;
  const places = new Map<string, string>();
  for (const key of [...ancestors, ...targets.map(({ name }) => refKey(name))]) {
    const model = models.get(key);
    const folder = model === undefined ? undefined : layerFolder(project.root, model);
    if (model !== undefined && folder === undefined) return undefined;
    if (folder !== undefined) places.set(key, folder);
    // A snapshot says nothing of what it is made from here.
    else if (project.snapshots.some((name) => refKey(name) === key)) return undefined;
  }
  const last = [...new Set(targets.map(({ name }) => places.get(refKey(name)) ?? ''))];
  const all = groupsOf(places, last);
  if (!isOrdered(part, places, all)) return undefined;
  const built = new Set([...places].flatMap(([key, folder]) => (isEphemeral(models.get(key)) ? [] : [folder])));
  // Ephemeral models are built where they are read; should one not be so after all, the last step takes it.
  const groups = all.filter((folders, at) => at === all.length - 1 || folders.some((folder) => built.has(folder)));
  const seeds = project.seeds.some((name) => ancestors.has(refKey(name)));
  const layers = groups.map((folders) => ({ id: idOf(folders), selections: folders.map((each) => `path:${each}`) }));
  const ids = new Set(layers.map(({ id }) => id));
  if (ids.size < layers.length || reserved.some((id) => ids.has(id))) return undefined;
  return [...(seeds ? [{ id: 'seeds', selections: ['resource_type:seed'] }] : []), ...layers];
}

/** Whether YAML says that dbt only puts the model's text into others. */
function isEphemeral(model: DbtModel | undefined): boolean {
  return (model?.properties?.config['materialized'] ?? model?.folderConfig['materialized']) === 'ephemeral';
}

/** Folders by the name of their layer, in the order of the layers; the targets' folders are one group, the last. */
function groupsOf(places: ReadonlyMap<string, string>, last: readonly string[]): readonly (readonly string[])[] {
  const lastLayers = new Set(last.map(nameOf));
  const byLayer = new Map<string, string[]>();
  for (const folder of [...new Set(places.values())].toSorted(compareText)) {
    if (lastLayers.has(nameOf(folder))) continue;
    byLayer.set(nameOf(folder), [...(byLayer.get(nameOf(folder)) ?? []), folder]);
  }
  const before = [...byLayer]
    .toSorted(([a], [b]) => rank(a) - rank(b) || compareText(a, b))
    .map(([, folders]) => folders);
  return [...before, last.toSorted(compareText)];
}

/** A layer that nobody knows the place of stands in front of the marts. */
function rank(layer: string): number {
  const kind = kindOfWord(layer);
  return kind === undefined ? rankOf('marts') - 0.5 : rankOf(kind);
}

/** Whether every model reads only models of its own group or an earlier one. */
function isOrdered(
  { graph }: PipelinePart,
  places: ReadonlyMap<string, string>,
  groups: readonly (readonly string[])[],
): boolean {
  const lastLayers = new Set((groups.at(-1) ?? []).map(nameOf));
  const position = (key: string): number | undefined => {
    const folder = places.get(key);
    if (folder === undefined) return undefined;
    return lastLayers.has(nameOf(folder)) ? groups.length : groups.findIndex((folders) => folders.includes(folder));
  };
  return [...places.keys()].every((key) =>
    [...(graph.reads.get(key) ?? [])].every((read) => (position(read) ?? 0) <= (position(key) ?? 0)),
  );
}

/** The folder of a model's layer, from the dbt project on; undefined where it has none, or one that a selection cannot name. */
function layerFolder(
  root: string,
  { path, layer }: { readonly path: string; readonly layer?: string },
): string | undefined {
  const inside = root === '' ? path : path.slice(root.length + 1);
  const segments = inside.split('/').slice(0, -1);
  // Below a folder per domain the layer is the second one.
  const known = segments.findIndex((segment) => kindOfWord(segment) !== undefined);
  const at = known > 0 ? known : segments.indexOf(layer ?? '/');
  const folder = segments.slice(0, at + 1).join('/');
  return at > 0 && /^[\w.-]+(?:\/[\w.-]+)*$/.test(folder) ? folder : undefined;
}

function nameOf(folder: string): string {
  return folder.slice(folder.lastIndexOf('/') + 1);
}

function idOf(folders: readonly string[]): string {
  return nameOf(folders[0] ?? '').replaceAll(/[^A-Za-z0-9]+/g, '_');
}
