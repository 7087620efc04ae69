import type { Tier } from '../../model/governance.ts';
import { foldCase } from '../../model/words.ts';

/** Words that name a layer, folded; the medallion's own words first. */
export const layerWords: { readonly [word: string]: Tier } = {
  bronze: 'bronze',
  silver: 'silver',
  prata: 'silver',
  gold: 'gold',
  ouro: 'gold',
  raw: 'bronze',
  landing: 'bronze',
  bruta: 'bronze',
  bruto: 'bronze',
  staging: 'bronze',
  intermediate: 'silver',
  intermediario: 'silver',
  intermediaria: 'silver',
  marts: 'gold',
  mart: 'gold',
};

/** The words of the medallion among them. */
export const medallion: ReadonlySet<string> = new Set(['bronze', 'silver', 'prata', 'gold', 'ouro']);

/** A word of a text that names a layer. */
export interface LayerWord {
  /** As written. */
  readonly name: string;
  readonly tier: Tier;
  /** How many words stand before it. */
  readonly index: number;
  /** Offsets in the text; the end is exclusive. */
  readonly start: number;
  readonly end: number;
}

/** The words that name layers in the first 200 characters of a text. */
export function layersIn(text: string): readonly LayerWord[] {
  const words = [...text.slice(0, 200).matchAll(/[\p{L}\p{N}]+/gu)];
  return words.flatMap(({ 0: name, index: start }, index) => {
    const word = foldCase(name);
    const tier = Object.hasOwn(layerWords, word) ? layerWords[word] : undefined;
    return tier === undefined ? [] : [{ name, tier, index, start, end: start + name.length }];
  });
}
