import type { DbtModel } from './dbt.ts';
import type { LayerNaming, NamingPolicy } from './governance.ts';

/** What keeps its rows between runs is a table. */
const tables = ['incremental', 'materialized_view', 'dynamic_table', 'streaming_table'];

/** What the naming policy says of how models of the layer are built, the preferred word first. */
export function demandedMaterializations(demanded: string): readonly string[] {
  return demanded.split('|').map((word) => word.trim());
}

/** Every word of dbt that keeps such a demand. */
export function allowedMaterializations(demanded: string): readonly string[] {
  const words = demandedMaterializations(demanded);
  return words.includes('table') ? [...words, ...tables] : words;
}

/** What the naming policy says of a model's layer. */
export function layerNamingOf(
  naming: NamingPolicy | undefined,
  { layer }: Pick<DbtModel, 'layer'>,
): LayerNaming | undefined {
  return naming?.layers.find((each) => each.layer === layer);
}
