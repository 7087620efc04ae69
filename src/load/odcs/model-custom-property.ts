import type { CustomProperty } from '../../model/contract.ts';
import { type MapNode, textOf, valueOf } from '../document.ts';
import { jsonOf, modelMaps } from './model-values.ts';

/** The custom properties of any element. */
export function modelCustomProperties(node: MapNode): readonly CustomProperty[] {
  return modelMaps(node, 'customProperties', (each) => {
    const property = textOf(valueOf(each, 'property'));
    return property === undefined ? undefined : { property, value: jsonOf(each, 'value') ?? null, at: each.at };
  });
}
