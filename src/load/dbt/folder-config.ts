import type { Json } from '../../model/contract.ts';
import type { Location } from '../../model/location.ts';
import { type DocumentNode, entriesOf, toJson, valueOf } from '../document.ts';
import { isJsonMap, mergeJson } from './project-file.ts';

/** Configuration of dbt by key. */
export type ConfigMap = { readonly [key: string]: Json };

/**
 * The configuration that the `models:` tree gives a model. `names` are the project's name, the folders below the model
 * path and the model's name. As in dbt, a key is configuration with a `+`, or without one where its value is no mapping;
 * deeper levels win, `tags` add up and `meta` is merged.
 */
export function folderConfigOf(models: DocumentNode | undefined, names: readonly string[]): ConfigMap {
  let config: ConfigMap = {};
  for (const level of levelsOf(models, names)) config = mergeConfig(config, levelConfig(level));
  return config;
}

/** Where each value of {@link folderConfigOf} is written: at the nearest level that gives it. */
export function folderConfigPlaces(
  models: DocumentNode | undefined,
  names: readonly string[],
): ReadonlyMap<string, Location> {
  const places = new Map<string, Location>();
  for (const level of levelsOf(models, names))
    for (const { key, value } of configEntries(level)) places.set(key, value.at);
  return places;
}

function* levelsOf(models: DocumentNode | undefined, names: readonly string[]): Generator<DocumentNode> {
  let level = models;
  for (const name of [undefined, ...names]) {
    if (name !== undefined) level = valueOf(level, name);
    if (level?.kind !== 'map') return;
    yield level;
  }
}

/** Merges two levels of configuration; `over` is the nearer one. */
export function mergeConfig(under: ConfigMap, over: ConfigMap): ConfigMap {
  const merged: { [key: string]: Json } = { ...mergeJson(under, over) };
  const tags = [...textsOf(under['tags']), ...textsOf(over['tags'])];
  if (tags.length > 0) merged['tags'] = [...new Set(tags)];
  if (isJsonMap(under['meta']) && isJsonMap(over['meta'])) merged['meta'] = mergeJson(under['meta'], over['meta']);
  return merged;
}

function levelConfig(level: DocumentNode): ConfigMap {
  return Object.fromEntries(configEntries(level).map(({ key, value }) => [key, toJson(value)]));
}

function configEntries(level: DocumentNode): readonly { readonly key: string; readonly value: DocumentNode }[] {
  return entriesOf(level).flatMap(({ key, value }) => {
    if (key.startsWith('+')) return [{ key: key.slice(1).trim(), value }];
    return value.kind === 'map' ? [] : [{ key, value }];
  });
}

function textsOf(value: Json | undefined): readonly string[] {
  if (typeof value === 'string') return [value];
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}
