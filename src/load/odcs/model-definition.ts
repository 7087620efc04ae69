import type { AuthoritativeDefinition } from '../../model/contract.ts';
import { type MapNode, valueOf } from '../document.ts';
import { modelMaps, textFields } from './model-values.ts';

/** The authoritative definitions of any element; one without a type or an address says nothing. */
export function modelDefinitions(node: MapNode): readonly AuthoritativeDefinition[] {
  const single = valueOf(node, 'authoritativeDefinitions');
  // Some write the only one without a list: what it says is clear, although its form is a mistake.
  if (single?.kind === 'map') return [single].flatMap((each) => modelDefinition(each) ?? []);
  return modelMaps(node, 'authoritativeDefinitions', modelDefinition);
}

function modelDefinition(node: MapNode): AuthoritativeDefinition | undefined {
  const { type, url, ...rest } = textFields(node, ['id', 'type', 'url', 'description']);
  return type === undefined || url === undefined ? undefined : { type, url, ...rest, at: node.at };
}
