import type {
  ApiVersion,
  Contract,
  CustomProperty,
  Direction,
  Json,
  SchemaObject,
  Server,
  SlaProperty,
  TeamMember,
} from '../../model/contract.ts';
import type { Located, Location } from '../../model/location.ts';
import { type DocumentNode, entriesOf, itemsOf, type MapNode, textOf, toJson, valueOf } from '../document.ts';
import { modelCustomProperties } from './model-custom-property.ts';
import { modelProperties } from './model-property.ts';
import { modelQuality } from './model-quality.ts';
import { relationshipsByProperty } from './model-relationship.ts';
import { locatedText, mapsOf, present, textsOf } from './model-values.ts';
import { canonicalServerType, typeEntries } from './servers.ts';

/** What the reader knows of a file besides its text. */
export interface ContractSource {
  readonly path: string;
  readonly version: ApiVersion;
  readonly direction: Direction;
}

/** The canonical contract of a mapping, whatever version it is written in; undefined without an id. Parts that cannot be understood are left out. */
export function modelContract(root: MapNode, source: ContractSource): Contract | undefined {
  const id = textOf(valueOf(root, 'id'));
  if (id === undefined) return undefined;
  const customProperties = modelCustomProperties(root);
  const team = valueOf(root, 'team');
  return {
    path: source.path,
    id,
    apiVersion: source.version,
    version: versionOf(root),
    ...present({
      status: locatedText(root, 'status'),
      name: textOf(valueOf(root, 'name')),
      domain: textOf(valueOf(root, 'domain')),
      dataProduct: textOf(valueOf(root, 'dataProduct')),
      purpose: textOf(valueOf(valueOf(root, 'description'), 'purpose')),
      teamName: textOf(valueOf(team, 'name')),
    }),
    direction: statedDirection(customProperties) ?? source.direction,
    schema: mapsOf(root, 'schema').flatMap(modelObject),
    team: (team?.kind === 'list' ? itemsOf(team) : itemsOf(valueOf(team, 'members'))).flatMap(modelMember),
    servers: mapsOf(root, 'servers').flatMap(modelServer),
    slaProperties: mapsOf(root, 'slaProperties').flatMap((node) =>
      modelSla(node, textOf(valueOf(root, 'slaDefaultElement'))),
    ),
    tags: textsOf(root, 'tags'),
    customProperties,
    at: root.at,
    keys: new Map(entriesOf(root).map((entry): [string, Location] => [entry.key, entry.keyAt])),
  };
}

/** A version that YAML reads as a number (`1.0`) is taken as it is written in JSON; a missing one is empty. */
function versionOf(root: MapNode): Located<string> {
  const node = valueOf(root, 'version');
  if (node?.kind !== 'scalar' || node.value === null) return { value: '', at: node?.at ?? root.at };
  return { value: String(node.value), at: node.at };
}

function statedDirection(customProperties: readonly CustomProperty[]): Direction | undefined {
  const stated = customProperties.findLast((each) => each.property === 'dataengos.direction')?.value;
  return stated === 'input' || stated === 'output' ? stated : undefined;
}

function modelObject(node: MapNode): readonly SchemaObject[] {
  const name = textOf(valueOf(node, 'name'));
  if (name === undefined) return [];
  return [
    {
      name,
      ...present({
        id: textOf(valueOf(node, 'id')),
        physicalName: textOf(valueOf(node, 'physicalName')),
        physicalType: textOf(valueOf(node, 'physicalType')),
        description: locatedText(node, 'description'),
      }),
      properties: modelProperties(node, relationshipsByProperty(node)),
      quality: modelQuality(node),
      tags: textsOf(node, 'tags'),
      customProperties: modelCustomProperties(node),
      at: node.at,
    },
  ];
}

function modelMember(node: DocumentNode): readonly TeamMember[] {
  const username = textOf(valueOf(node, 'username'));
  if (username === undefined) return [];
  const name = textOf(valueOf(node, 'name'));
  const role = textOf(valueOf(node, 'role'));
  return [{ username, ...present({ name, role }), at: node.at }];
}

function modelServer(node: MapNode): readonly Server[] {
  const server = textOf(valueOf(node, 'server'));
  const type = textOf(valueOf(node, 'type'));
  if (server === undefined || type === undefined) return [];
  const fields = typeEntries(node).map(({ key, value }): [string, Json] => serverField(key, toJson(value)));
  const environment = textOf(valueOf(node, 'environment'));
  return [
    {
      server,
      type: canonicalServerType(type),
      ...present({ environment }),
      fields: Object.fromEntries(fields),
      at: node.at,
    },
  ];
}

/** 3.0.0 spelled `staging_dir`; 3.2.0 lets a port be text, which may still be a number. */
function serverField(key: string, value: Json): [string, Json] {
  if (key === 'staging_dir') return ['stagingDir', value];
  return [key, key === 'port' && typeof value === 'string' && /^\d{1,5}$/.test(value) ? Number(value) : value];
}

function modelSla(node: MapNode, defaultElement: string | undefined): readonly SlaProperty[] {
  const property = textOf(valueOf(node, 'property'));
  if (property === undefined) return [];
  const value = valueOf(node, 'value');
  // Before 3.1.0 some files name the element `column`, as version 2 did.
  const element = textOf(valueOf(node, 'element')) ?? textOf(valueOf(node, 'column')) ?? defaultElement;
  const unit = textOf(valueOf(node, 'unit'));
  return [{ property, value: value === undefined ? null : toJson(value), ...present({ unit, element }), at: node.at }];
}
