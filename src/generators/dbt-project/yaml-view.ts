import type { Json } from '../../model/contract.ts';
import { yamlOf } from '../yaml/yaml-file.ts';

/** What a YAML file says now, for keys whose value may stay; a file that cannot be read says nothing. */
export interface YamlView {
  /** The value below some keys; undefined where there is none. */
  at(path: readonly string[]): Json | undefined;
  /** The keys of the mapping below some keys. */
  keys(path: readonly string[]): readonly string[];
  /** A list of texts; undefined where it is none. */
  texts(key: string): readonly string[] | undefined;
}

/** Reads a file for its values; `undefined` for no file. */
export function viewYaml(text: string | undefined): YamlView {
  const root = yamlOf(text);
  const at = (path: readonly string[]): unknown =>
    path.reduce<unknown>((node, key) => (isRecord(node) && Object.hasOwn(node, key) ? node[key] : undefined), root);
  return {
    at: (path) => {
      const node = at(path);
      return isJson(node) ? node : undefined;
    },
    keys: (path) => {
      const node = at(path);
      return isRecord(node) ? Object.keys(node) : [];
    },
    texts: (key) => {
      const node = at([key]);
      return Array.isArray(node) && node.every((each) => typeof each === 'string') ? node : undefined;
    },
  };
}

function isRecord(node: unknown): node is { readonly [key: string]: unknown } {
  return typeof node === 'object' && node !== null && !Array.isArray(node);
}

/** Null is nothing that could stay. */
function isJson(node: unknown): node is Json {
  return node !== undefined && node !== null && typeof node !== 'bigint' && typeof node !== 'symbol';
}
