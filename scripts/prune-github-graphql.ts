import {
  type ASTNode,
  type DefinitionNode,
  type FieldDefinitionNode,
  type InterfaceTypeDefinitionNode,
  Kind,
  type ObjectTypeDefinitionNode,
  parse,
  print,
  type StringValueNode,
  visit,
} from 'graphql';

/** Output types and the fields that are wanted of each. */
export type GraphqlFields = { readonly [type: string]: readonly string[] };

/**
 * Keeps the wanted fields of the wanted output types, and every input type, enum and scalar that they reach.
 * An interface is implemented as far as its type keeps all wanted fields of it.
 * @throws Error where a type or a field does not exist
 */
export function pruneGraphql(source: string, wanted: GraphqlFields): string {
  const definitions = new Map<string, DefinitionNode>();
  for (const definition of parse(source).definitions) {
    if ('name' in definition && definition.name !== undefined) definitions.set(definition.name.value, definition);
  }
  const kept = Object.entries(wanted).map(([type, fields]) => pick(definitions.get(type), { type, fields, wanted }));
  const all = [...kept, ...reachedInputs(kept, definitions)];
  return all.map((definition) => print(withoutProse(definition))).join('\n\n');
}

type Selection = { readonly type: string; readonly fields: readonly string[]; readonly wanted: GraphqlFields };

function pick(definition: DefinitionNode | undefined, { type, fields, wanted }: Selection): DefinitionNode {
  if (definition?.kind !== Kind.OBJECT_TYPE_DEFINITION && definition?.kind !== Kind.INTERFACE_TYPE_DEFINITION) {
    throw new Error(`type "${type}" is not in the schema`);
  }
  const kept = fields.map((name) => fieldOf(definition, name));
  const whole = (name: string): boolean => wanted[name]?.every((field) => fields.includes(field)) ?? false;
  const interfaces = (definition.interfaces ?? []).filter(({ name }) => whole(name.value));
  return { ...definition, fields: kept, interfaces, directives: [] };
}

function fieldOf(
  definition: ObjectTypeDefinitionNode | InterfaceTypeDefinitionNode,
  name: string,
): FieldDefinitionNode {
  const field = definition.fields?.find((candidate) => candidate.name.value === name);
  if (field === undefined) throw new Error(`type "${definition.name.value}" has no field "${name}"`);
  return field;
}

/** Inputs, enums and scalars; output types are only those that were asked for. */
function reachedInputs(
  from: readonly DefinitionNode[],
  definitions: ReadonlyMap<string, DefinitionNode>,
): DefinitionNode[] {
  const found = new Map<string, DefinitionNode>();
  const queue = from.flatMap(namedTypes);
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    const definition = definitions.get(name);
    if (definition === undefined || found.has(name) || !isInput(definition)) continue;
    found.set(name, definition);
    queue.push(...namedTypes(definition));
  }
  return [...found.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, definition]) => definition);
}

function isInput(definition: DefinitionNode): boolean {
  return (
    definition.kind === Kind.INPUT_OBJECT_TYPE_DEFINITION ||
    definition.kind === Kind.ENUM_TYPE_DEFINITION ||
    definition.kind === Kind.SCALAR_TYPE_DEFINITION
  );
}

function namedTypes(definition: ASTNode): string[] {
  const names: string[] = [];
  visit(definition, { NamedType: (node) => void names.push(node.name.value) });
  return names;
}

function withoutProse(definition: DefinitionNode): DefinitionNode {
  return visit(definition, {
    ObjectTypeDefinition: drop,
    InterfaceTypeDefinition: drop,
    FieldDefinition: drop,
    InputValueDefinition: drop,
    InputObjectTypeDefinition: drop,
    EnumTypeDefinition: drop,
    EnumValueDefinition: drop,
    ScalarTypeDefinition: drop,
    Directive: () => null,
  });
}

function drop<T extends { readonly description?: StringValueNode }>(node: T): T {
  return { ...node, description: undefined };
}
