import type { Json, Server } from '../../model/contract.ts';
import { type MapNode, toJson } from '../document.ts';
import { modelCustomProperties } from './model-custom-property.ts';
import { modelRoles } from './model-role.ts';
import { keysOf, modelMaps, textFields } from './model-values.ts';
import { canonicalServerType, typeEntries } from './servers.ts';

/** The servers of a contract; one without a name or a type is left out. */
export function modelServers(root: MapNode): readonly Server[] {
  return modelMaps(root, 'servers', (node) => {
    const { server, type, ...texts } = textFields(node, ['id', 'server', 'type', 'environment', 'description']);
    if (server === undefined || type === undefined) return undefined;
    const fields = typeEntries(node).map(({ key, value }): [string, Json] => serverField(key, toJson(value)));
    return {
      server,
      type: canonicalServerType(type),
      ...texts,
      fields: Object.fromEntries(fields),
      roles: modelRoles(node),
      customProperties: modelCustomProperties(node),
      at: node.at,
      keys: keysOf(node, { staging_dir: 'stagingDir' }),
    };
  });
}

/** 3.0.0 spelled `staging_dir`; 3.2.0 lets a port be text, which may still be a number. */
function serverField(key: string, value: Json): [string, Json] {
  if (key === 'staging_dir') return ['stagingDir', value];
  return [key, key === 'port' && typeof value === 'string' && /^\d{1,5}$/.test(value) ? Number(value) : value];
}
