import type { Json } from '../../model/contract.ts';
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
  let level = models;
  for (const name of [undefined, ...names]) {
    if (name !== undefined) level = valueOf(level, name);
    if (level?.kind !== 'map') break;
    config = mergeConfig(config, levelConfig(level));
  }
  return config;
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
  const config: [string, Json][] = [];
  for (const { key, value } of entriesOf(level)) {
    if (key.startsWith('+')) config.push([key.slice(1).trim(), toJson(value)]);
    else if (value.kind !== 'map') config.push([key, toJson(value)]);
  }
  return Object.fromEntries(config);
}

function textsOf(value: Json | undefined): readonly string[] {
  if (typeof value === 'string') return [value];
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}
