import type { DbtModel } from './dbt.ts';
import { foldCase } from './words.ts';

/** The layers of dbt in the order in which data runs through them. */
const layerKinds = ['bronze', 'staging', 'intermediate', 'marts'] as const;
export type LayerKind = (typeof layerKinds)[number];

const kindByWord: ReadonlyMap<string, LayerKind> = new Map([
  ['bronze', 'bronze'],
  ['raw', 'bronze'],
  ['landing', 'bronze'],
  ['staging', 'staging'],
  ['stg', 'staging'],
  ['intermediate', 'intermediate'],
  ['int', 'intermediate'],
  ['intermediario', 'intermediate'],
  ['intermediaria', 'intermediate'],
  ['silver', 'intermediate'],
  ['prata', 'intermediate'],
  ['marts', 'marts'],
  ['mart', 'marts'],
  ['gold', 'marts'],
  ['ouro', 'marts'],
  ['datamart', 'marts'],
  ['datamarts', 'marts'],
  ['reporting', 'marts'],
  ['reports', 'marts'],
  ['presentation', 'marts'],
  ['consumption', 'marts'],
]);

/** Which layer a folder's name, or a layer's in a standard, means; undefined for a name of the repository's own. */
export function kindOfWord(word: string): LayerKind | undefined {
  return kindByWord.get(foldCase(word));
}

/** The layer that the folder of a model means. */
export function kindOf({ layer }: DbtModel): LayerKind | undefined {
  return layer === undefined ? undefined : kindOfWord(layer);
}

/** Position of a layer in the flow of data. */
export function rankOf(kind: LayerKind): number {
  return layerKinds.indexOf(kind);
}
