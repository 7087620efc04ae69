import type { CustomProperty } from '../../model/contract.ts';
import { type MapNode, textOf, toJson, valueOf } from '../document.ts';
import { mapsOf } from './model-values.ts';

/** The custom properties of any element. */
export function modelCustomProperties(node: MapNode): readonly CustomProperty[] {
  return mapsOf(node, 'customProperties').flatMap((each) => {
    const property = textOf(valueOf(each, 'property'));
    const value = valueOf(each, 'value');
    return property === undefined ? [] : [{ property, value: value === undefined ? null : toJson(value), at: each.at }];
  });
}
