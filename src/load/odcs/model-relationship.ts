import type { ObjectRelationship, Relationship } from '../../model/contract.ts';
import { type DocumentNode, type MapNode, textOf, valueOf } from '../document.ts';
import { modelMaps, nothing, textFields } from './model-values.ts';

/** The relationships that a property declares itself: one per property referred to. */
export function modelRelationships(node: MapNode): readonly Relationship[] {
  const declared = modelMaps(node, 'relationships', (each) =>
    endsOf(valueOf(each, 'to')).map((to) => ({ ...textFields(each, ['id']), to, ofObject: false, at: each.at })),
  );
  return declared.length === 0 ? nothing : declared.flat();
}

/** The relationships that a schema object declares, as written; one without both ends relates nothing. */
export function modelObjectRelationships(node: MapNode): readonly ObjectRelationship[] {
  return modelMaps(node, 'relationships', (each) => {
    const from = sourcesOf(each);
    const to = endsOf(valueOf(each, 'to'));
    if (from.length === 0 || to.length === 0) return undefined;
    return { ...textFields(each, ['id']), from, to, at: each.at };
  });
}

/** The relationships of a schema object by the last name of the referring property's reference. */
export function relationshipsByProperty(
  declared: readonly ObjectRelationship[],
): ReadonlyMap<string, readonly Relationship[]> {
  const byProperty = new Map<string, Relationship[]>();
  for (const { from, to: targets, ...rest } of declared) {
    for (const [index, reference] of from.entries()) {
      const to = targets[index];
      if (to === undefined) continue;
      const name = reference.split(/[./]/).at(-1) ?? reference;
      const relationships = byProperty.get(name) ?? [];
      relationships.push({ ...rest, to, ofObject: true });
      byProperty.set(name, relationships);
    }
  }
  return byProperty;
}

function endsOf(value: DocumentNode | undefined): readonly string[] {
  const ends = value?.kind === 'list' ? value.items : [value];
  return ends.flatMap((each) => textOf(each) ?? []);
}

function sourcesOf(node: MapNode): readonly string[] {
  return endsOf(valueOf(node, 'from'));
}
