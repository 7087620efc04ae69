import {
  type EnumValue,
  type Insertion,
  type LogicalType,
  logicalTypes,
  type Property,
  type Relationship,
} from '../../model/contract.ts';
import type { Located } from '../../model/location.ts';
import { type DocumentNode, entryOf, type MapNode, textOf, toJson, valueOf } from '../document.ts';
import { modelCustomProperties } from './model-custom-property.ts';
import { modelDefinitions } from './model-definition.ts';
import { modelOptions } from './model-options.ts';
import { modelQuality } from './model-quality.ts';
import { modelRelationships } from './model-relationship.ts';
import {
  locatedSwitch,
  locatedText,
  modelItems,
  modelMaps,
  nothing,
  offAt,
  present,
  textFields,
  textsOf,
} from './model-values.ts';

/** Relationships that the schema object declares for a property, by the property's name or id. */
export type DeclaredRelationships = ReadonlyMap<string, readonly Relationship[]>;

const none: DeclaredRelationships = new Map();

/** What is known of a property from what stands around it. */
interface Surroundings {
  readonly name: string;
  readonly declared: DeclaredRelationships;
}

/** The properties of a schema object or of a property of type object. */
export function modelProperties(node: MapNode, declared: DeclaredRelationships = none): readonly Property[] {
  return modelMaps(node, 'properties', (each) => {
    const name = textOf(valueOf(each, 'name'));
    return name === undefined ? undefined : modelProperty(each, { name, declared });
  });
}

/** Other words for a schema object or property. */
export function modelSynonyms(node: MapNode): readonly string[] {
  return modelMaps(node, 'synonyms', (each) => textOf(valueOf(each, 'synonym')));
}

function modelProperty(node: MapNode, { name, declared }: Surroundings): Property {
  return {
    name,
    ...textFields(node, ['id', 'physicalName']),
    ...modelOptions(node),
    ...textsWithPlace(node),
    ...present({
      logicalType: logicalTypeOf(node),
      primaryKeyPosition: positionOf(node, 'primaryKeyPosition'),
      partitionKeyPosition: positionOf(node, 'partitionKeyPosition'),
      semanticType: semanticTypeOf(node),
      insertion: insertionOf(node),
    }),
    ...switchesOf(node),
    ...enumOf(node),
    synonyms: modelSynonyms(node),
    transformSourceObjects: textsOf(node, 'transformSourceObjects'),
    examples: modelItems(node, 'examples', toJson),
    properties: joined(modelProperties(node), innerProperties(node)),
    quality: modelQuality(node),
    relationships: relationshipsOf(node, { name, declared }),
    authoritativeDefinitions: modelDefinitions(node),
    tags: textsOf(node, 'tags'),
    customProperties: modelCustomProperties(node),
    at: node.at,
  };
}

const placedTexts = [
  'physicalType',
  'businessName',
  'description',
  'classification',
  'encryptedName',
  'transformLogic',
  'transformDescription',
] as const;

function textsWithPlace(node: MapNode): Pick<Property, (typeof placedTexts)[number]> {
  const texts: { [key in (typeof placedTexts)[number]]?: Located<string> } = {};
  for (const key of placedTexts) {
    const text = locatedText(node, key);
    if (text !== undefined) texts[key] = text;
  }
  return texts;
}

type Switch = 'required' | 'unique' | 'primaryKey' | 'deprecated' | 'partitioned' | 'criticalDataElement';

function switchesOf(node: MapNode): Pick<Property, Switch> {
  const off = offAt(node);
  return {
    required: negated(node, 'isNullable') ?? locatedSwitch(node, 'required', off),
    unique: former(node, 'isUnique') ?? locatedSwitch(node, 'unique', off),
    primaryKey: former(node, 'isPrimary') ?? locatedSwitch(node, 'primaryKey', off),
    deprecated: locatedSwitch(node, 'deprecated', off),
    partitioned: locatedSwitch(node, 'partitioned', off),
    criticalDataElement: locatedSwitch(node, 'criticalDataElement', off),
  };
}

/** The property's own relationships, then those that its schema object declares for its name or id. */
function relationshipsOf(node: MapNode, { name, declared }: Surroundings): readonly Relationship[] {
  const id = textOf(valueOf(node, 'id'));
  const byId = id === undefined || id === name ? undefined : declared.get(id);
  return joined(joined(modelRelationships(node), declared.get(name) ?? nothing), byId ?? nothing);
}

/** Both lists as one, without a copy where one of them is empty. */
function joined<T>(first: readonly T[], second: readonly T[]): readonly T[] {
  if (second.length === 0) return first;
  return first.length === 0 ? second : [...first, ...second];
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
  if (map === undefined && inner[0]?.[1] === undefined) return nothing;
  return inner.flatMap(([name, each]) => (each?.kind === 'map' ? [modelProperty(each, { name, declared: none })] : []));
}

function logicalTypeOf(node: MapNode): Located<LogicalType> | undefined {
  const text = locatedText(node, 'logicalType');
  const value = logicalTypes.find((type) => type === text?.value);
  return text === undefined || value === undefined ? undefined : { value, at: text.at };
}

/** -1 is how the standard says "no part of the key". */
function positionOf(node: MapNode, key: 'primaryKeyPosition' | 'partitionKeyPosition'): number | undefined {
  const value = valueOf(node, key);
  return value?.kind === 'scalar' && typeof value.value === 'number' && value.value >= 0 ? value.value : undefined;
}

function enumOf(node: MapNode): Pick<Property, 'enum' | 'enumValues'> {
  if (valueOf(node, 'enum')?.kind !== 'list') return {};
  const enumValues = modelItems(node, 'enum', enumValueOf);
  return { enum: enumValues.map((each) => each.value), enumValues };
}

/** A value with what is said about it, or a bare value. */
function enumValueOf(item: DocumentNode): EnumValue | undefined {
  const value = item.kind === 'map' ? valueOf(item, 'value') : item;
  if (value === undefined) return undefined;
  return { value: toJson(value), ...textFields(item, ['id', 'label', 'description']), at: item.at };
}

/** `column` is what a property is anyway. */
function semanticTypeOf(node: MapNode): Located<string> | undefined {
  const text = locatedText(node, 'semanticType');
  return text?.value === 'column' ? undefined : text;
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
