import type { Contract, Property, SchemaObject } from '../model/contract.ts';

/** A schema object or property, as references find it. */
export type NamedNode = SchemaObject | Property;

/**
 * The nodes that a path of names leads to, from `nodes` down; none where it leads nowhere. A node answers to its name, id
 * and physical name in any case; names may hold dots; what arrays and maps hold is passed through.
 */
export function followNames(nodes: readonly NamedNode[], names: readonly string[]): readonly NamedNode[] {
  return names.flatMap((_, index) => {
    const name = names
      .slice(0, index + 1)
      .join('.')
      .toLowerCase();
    const found = nodes.filter((node) => namesOf(node).includes(name));
    const rest = names.slice(index + 1);
    return rest.length === 0 ? found : found.flatMap((node) => followNames(namesBelow(node), rest));
  });
}

/** What can be named next behind a node. */
export function namesBelow({ properties }: NamedNode): readonly Property[] {
  // `[]`, `{key}` and `{value}` have no name of their own.
  return properties.flatMap((property) => (/^[[{]/.test(property.name) ? namesBelow(property) : [property]));
}

/** Every name by which the schema objects of a contract are referred to, in lower case. */
export function objectNames({ schema }: Contract): readonly string[] {
  return schema.flatMap(namesOf);
}

function namesOf({ name, id, physicalName }: NamedNode): readonly string[] {
  return [name, id, physicalName].flatMap((each) => (each === undefined ? [] : [each.toLowerCase()]));
}
