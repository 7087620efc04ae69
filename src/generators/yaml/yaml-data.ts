import type { Json } from '../../model/contract.ts';

/** Data whose keys are written in their order; undefined values are left out. */
export type YamlData = Json | undefined | readonly YamlData[] | { readonly [key: string]: YamlData };

/** `Array.isArray` does not narrow readonly lists. */
export function isYamlList(data: YamlData): data is readonly YamlData[] {
  return Array.isArray(data);
}

/** Whether data is a map: neither a list nor a scalar. */
export function isYamlMap(data: YamlData): data is { readonly [key: string]: YamlData } {
  return typeof data === 'object' && data !== null && !isYamlList(data);
}
