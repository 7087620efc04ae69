import {
  type Insertion,
  type Json,
  type LogicalType,
  logicalTypes,
  type Property,
  type Relationship,
} from '../../model/contract.ts';
import type { Located } from '../../model/location.ts';
import { type DocumentNode, entriesOf, entryOf, itemsOf, type MapNode, textOf, toJson, valueOf } from '../document.ts';
import { modelCustomProperties } from './model-custom-property.ts';
import { modelQuality } from './model-quality.ts';
import { modelRelationships } from './model-relationship.ts';
import { locatedSwitch, locatedText, mapsOf, present, textsOf } from './model-values.ts';

/** Relationships that the schema object declares for a property, by the property's name or id. */
export type DeclaredRelationships = ReadonlyMap<string, readonly Relationship[]>;

const none: DeclaredRelationships = new Map();

/** The properties of a schema object or of a property of type object. */
export function modelProperties(node: MapNode, declared: DeclaredRelationships = none): readonly Property[] {
  return mapsOf(node, 'properties').flatMap((each) => {
    const name = textOf(valueOf(each, 'name'));
    return name === undefined ? [] : [modelProperty(each, { name, declared })];
  });
}

function modelProperty(node: MapNode, { name, declared }: { name: string; declared: DeclaredRelationships }): Property {
  const id = textOf(valueOf(node, 'id'));
  return {
    name,
    ...present({
      id,
      physicalName: textOf(valueOf(node, 'physicalName')),
      logicalType: logicalTypeOf(node),
      physicalType: locatedText(node, 'physicalType'),
      description: locatedText(node, 'description'),
      primaryKeyPosition: positionOf(node),
      classification: locatedText(node, 'classification'),
      enum: enumOf(node),
      semanticType: semanticTypeOf(node),
      insertion: insertionOf(node),
    }),
    logicalTypeOptions: optionsOf(node),
    required: negated(node, 'isNullable') ?? locatedSwitch(node, 'required'),
    unique: former(node, 'isUnique') ?? locatedSwitch(node, 'unique'),
    primaryKey: former(node, 'isPrimary') ?? locatedSwitch(node, 'primaryKey'),
    properties: [...modelProperties(node), ...innerProperties(node)],
    quality: modelQuality(node),
    relationships: [
      ...modelRelationships(node),
      ...(declared.get(name) ?? []),
      ...(id === undefined || id === name ? [] : (declared.get(id) ?? [])),
    ],
    tags: textsOf(node, 'tags'),
    customProperties: modelCustomProperties(node),
    at: node.at,
  };
}

/** Behind the name, which is one line in any file that people write; an alias or a quoted text over lines has no safe place. */
function insertionOf(node: MapNode): Insertion | undefined {
  const entry = entryOf(node, 'name');
  if (entry === undefined) return undefined;
  const { path, line, endLine, endColumn } = entry.value.at;
  if (endLine !== line || endColumn === undefined || entry.keyAt.line !== line) return undefined;
  const prefix = node.flow ? ', ' : `\n${' '.repeat(entry.keyAt.column - 1)}`;
  return { at: { path, line, column: endColumn }, prefix };
}

/** What arrays and maps hold: `[]`, `{key}` and `{value}`. */
function innerProperties(node: MapNode): readonly Property[] {
  const map = valueOf(node, 'map');
  const inner: readonly (readonly [string, DocumentNode | undefined])[] = [
    ['[]', valueOf(node, 'items')],
    ['{key}', valueOf(map, 'key')],
    ['{value}', valueOf(map, 'value')],
  ];
  return inner.flatMap(([name, each]) => (each?.kind === 'map' ? [modelProperty(each, { name, declared: none })] : []));
}

function logicalTypeOf(node: MapNode): Located<LogicalType> | undefined {
  const text = locatedText(node, 'logicalType');
  const value = logicalTypes.find((type) => type === text?.value);
  return text === undefined || value === undefined ? undefined : { value, at: text.at };
}

/** -1 is how the standard says "no part of the key". */
function positionOf(node: MapNode): number | undefined {
  const value = valueOf(node, 'primaryKeyPosition');
  return value?.kind === 'scalar' && typeof value.value === 'number' && value.value >= 0 ? value.value : undefined;
}

function enumOf(node: MapNode): readonly Json[] | undefined {
  const list = valueOf(node, 'enum');
  if (list?.kind !== 'list') return undefined;
  return itemsOf(list).flatMap((item) => {
    const value = item.kind === 'map' ? valueOf(item, 'value') : item;
    return value === undefined ? [] : [toJson(value)];
  });
}

/** `column` is what a property is anyway. */
function semanticTypeOf(node: MapNode): string | undefined {
  const text = textOf(valueOf(node, 'semanticType'));
  return text === 'column' ? undefined : text;
}

/** The options with exclusive bounds as numbers: before 3.1.0 they were switches for `maximum` and `minimum`. */
function optionsOf(node: MapNode): { readonly [key: string]: Json } {
  const options = new Map(
    entriesOf(valueOf(node, 'logicalTypeOptions')).map((entry): [string, Json] => [entry.key, toJson(entry.value)]),
  );
  for (const [bound, exclusive] of [
    ['maximum', 'exclusiveMaximum'],
    ['minimum', 'exclusiveMinimum'],
  ] as const) {
    const isExclusive = options.get(exclusive);
    if (typeof isExclusive !== 'boolean') continue;
    const value = options.get(bound);
    options.delete(exclusive);
    if (!isExclusive || value === undefined) continue;
    options.delete(bound);
    options.set(exclusive, value);
  }
  return Object.fromEntries(options);
}

/** A switch of version 2 that some files still carry; its newer spelling wins. */
function former(node: MapNode, key: 'isPrimary' | 'isUnique'): Located<boolean> | undefined {
  const newer = key === 'isPrimary' ? 'primaryKey' : 'unique';
  const hasFormer = valueOf(node, newer) === undefined && valueOf(node, key) !== undefined;
  return hasFormer ? locatedSwitch(node, key) : undefined;
}

function negated(node: MapNode, key: 'isNullable'): Located<boolean> | undefined {
  if (valueOf(node, 'required') !== undefined || valueOf(node, key) === undefined) return undefined;
  const { value, at } = locatedSwitch(node, key);
  return { value: !value, at };
}
