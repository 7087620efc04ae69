import {
  type ApiVersion,
  type CompatibilityMode,
  compatibilityModes,
  type Contract,
  type CustomProperty,
  type Direction,
  type TeamMember,
} from '../../model/contract.ts';
import type { Located, Location } from '../../model/location.ts';
import { type DocumentNode, entriesOf, type MapNode, textOf, valueOf } from '../document.ts';
import { modelCustomProperties } from './model-custom-property.ts';
import { modelDefinitions } from './model-definition.ts';
import { modelSchema } from './model-object.ts';
import { modelRoles } from './model-role.ts';
import { modelServers } from './model-server.ts';
import { modelPrice, modelSlaProperties, modelSupport } from './model-service.ts';
import { contextOf, locatedText, modelItems, present, textFields, textsOf } from './model-values.ts';

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
  const description = valueOf(root, 'description');
  const customProperties = [
    ...modelCustomProperties(root),
    ...(description?.kind === 'map' ? modelCustomProperties(description) : []),
  ];
  return {
    path: source.path,
    id,
    apiVersion: source.version,
    version: versionOf(root),
    ...textFields(root, ['name', 'domain', 'tenant', 'dataProduct', 'contractCreatedTs']),
    ...descriptionOf(root),
    ...present({ status: locatedText(root, 'status'), context: contextOf(root), price: modelPrice(root) }),
    ...audienceOf(customProperties, source.direction),
    schema: modelSchema(root),
    ...teamOf(root),
    servers: modelServers(root),
    slaProperties: modelSlaProperties(root),
    roles: modelRoles(root),
    support: modelSupport(root),
    authoritativeDefinitions: [...modelDefinitions(root), ...definitionsOfDescription(root)],
    tags: textsOf(root, 'tags'),
    customProperties,
    at: root.at,
    keys: new Map(entriesOf(root).map((entry): [string, Location] => [entry.key, entry.keyAt])),
  };
}

function definitionsOfDescription(root: MapNode): Contract['authoritativeDefinitions'] {
  const description = valueOf(root, 'description');
  return description?.kind === 'map' ? modelDefinitions(description) : [];
}

/** A version that YAML reads as a number (`1.0`) is taken as it is written in JSON; a missing one is empty. */
function versionOf(root: MapNode): Located<string> {
  const node = valueOf(root, 'version');
  if (node?.kind !== 'scalar' || node.value === null) return { value: '', at: node?.at ?? root.at };
  return { value: String(node.value), at: node.at };
}

/** A plain text, as old files have it, is the purpose. */
function descriptionOf(root: MapNode): Pick<Contract, 'purpose' | 'usage' | 'limitations'> {
  const node = valueOf(root, 'description');
  const purpose = textOf(node);
  return purpose === undefined ? textFields(node, ['purpose', 'usage', 'limitations']) : { purpose };
}

const directions: { readonly [mode in CompatibilityMode]?: Direction } = { consumer: 'output', producer: 'input' };

/** Direction and mode as the custom property `dataengos.direction` says; the folder's direction where it says none. */
function audienceOf(
  customProperties: readonly CustomProperty[],
  folder: Direction,
): Pick<Contract, 'direction' | 'mode'> {
  const stated = customProperties.findLast((each) => each.property === 'dataengos.direction')?.value;
  if (stated === 'input' || stated === 'output') return { direction: stated };
  const mode = compatibilityModes.find((each) => each === stated);
  return mode === undefined ? { direction: folder } : { direction: directions[mode] ?? folder, mode };
}

/** Up to 3.0 the team is the list of its members itself. */
function teamOf(root: MapNode): Pick<Contract, 'team' | 'teamName'> {
  const team = valueOf(root, 'team');
  if (team?.kind === 'list') return { team: modelItems(root, 'team', modelMember) };
  return { team: modelItems(team, 'members', modelMember), ...present({ teamName: textOf(valueOf(team, 'name')) }) };
}

function modelMember(node: DocumentNode): TeamMember | undefined {
  const username = textOf(valueOf(node, 'username'));
  if (username === undefined) return undefined;
  return { username, ...textFields(node, ['name', 'role']), at: node.at };
}
