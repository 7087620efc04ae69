import type { Relationship } from '../../model/contract.ts';
import { type DocumentNode, type MapNode, textOf, valueOf } from '../document.ts';
import { mapsOf } from './model-values.ts';

/** The relationships that a property declares itself: one per property referred to. */
export function modelRelationships(node: MapNode): readonly Relationship[] {
  return mapsOf(node, 'relationships').flatMap((each) =>
    endsOf(valueOf(each, 'to')).map((to) => ({ to, at: each.at })),
  );
}

/** The relationships that a schema object declares, by the last name of the referring property's reference. */
export function relationshipsByProperty(node: MapNode): ReadonlyMap<string, readonly Relationship[]> {
  const byProperty = new Map<string, Relationship[]>();
  for (const each of mapsOf(node, 'relationships')) {
    const targets = endsOf(valueOf(each, 'to'));
    for (const [index, from] of endsOf(valueOf(each, 'from')).entries()) {
      const to = targets[index];
      if (to === undefined) continue;
      const name = from.split(/[./]/).at(-1) ?? from;
      byProperty.set(name, [...(byProperty.get(name) ?? []), { to, at: each.at }]);
    }
  }
  return byProperty;
}

function endsOf(node: DocumentNode | undefined): readonly string[] {
  const nodes = node?.kind === 'list' ? node.items : [node];
  return nodes.flatMap((each) => textOf(each) ?? []);
}
