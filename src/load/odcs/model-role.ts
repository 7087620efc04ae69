import type { Role } from '../../model/contract.ts';
import { type MapNode, textOf, valueOf } from '../document.ts';
import { keysOf, modelMaps, textFields } from './model-values.ts';

/** The roles of a contract or server. */
export function modelRoles(node: MapNode): readonly Role[] {
  return modelMaps(node, 'roles', (each) => {
    const role = textOf(valueOf(each, 'role'));
    if (role === undefined) return undefined;
    const texts = textFields(each, ['id', 'access', 'description', 'firstLevelApprovers', 'secondLevelApprovers']);
    return { role, ...texts, at: each.at, keys: keysOf(each) };
  });
}
