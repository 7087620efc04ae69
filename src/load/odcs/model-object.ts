import type { SchemaObject } from '../../model/contract.ts';
import { type MapNode, textOf, valueOf } from '../document.ts';
import { modelCustomProperties } from './model-custom-property.ts';
import { modelDefinitions } from './model-definition.ts';
import { modelProperties, modelSynonyms } from './model-property.ts';
import { modelQuality } from './model-quality.ts';
import { modelObjectRelationships, relationshipsByProperty } from './model-relationship.ts';
import { contextOf, locatedSwitch, locatedText, modelMaps, present, textFields, textsOf } from './model-values.ts';

/** The tables, views, topics and files of a contract; one without a name is left out. */
export function modelSchema(root: MapNode): readonly SchemaObject[] {
  return modelMaps(root, 'schema', (node) => {
    const name = textOf(valueOf(node, 'name'));
    return name === undefined ? undefined : modelObject(node, name);
  });
}

function modelObject(node: MapNode, name: string): SchemaObject {
  const relationships = modelObjectRelationships(node);
  return {
    name,
    ...textFields(node, ['id', 'physicalName', 'physicalType', 'businessName']),
    ...present({
      description: locatedText(node, 'description'),
      dataGranularityDescription: locatedText(node, 'dataGranularityDescription'),
      context: contextOf(node),
    }),
    synonyms: modelSynonyms(node),
    deprecated: locatedSwitch(node, 'deprecated'),
    properties: modelProperties(node, relationshipsByProperty(relationships)),
    quality: modelQuality(node),
    relationships,
    authoritativeDefinitions: modelDefinitions(node),
    tags: textsOf(node, 'tags'),
    customProperties: modelCustomProperties(node),
    at: node.at,
  };
}
