import type { FieldChange, FieldKind } from '../model/change.ts';
import type { Json, Role, Server } from '../model/contract.ts';
import { type ChangeScope, fieldChange, traitsWhere, unplaced } from './change-scope.ts';
import { diffCustomProperties, diffDeprecation } from './diff-marks.ts';
import { pairBy } from './pair.ts';
import { sameJson, sameWords, stableText } from './same.ts';
import { isPlaceholder } from './values/places.ts';
import { compareAccess } from './values/ranks.ts';
import { isProduction } from './warehouse.ts';

/** Fields that say where the data is. */
const locationFields = new Set([
  'account',
  'catalog',
  'catalogUrl',
  'database',
  'dataset',
  'endpointUrl',
  'host',
  'location',
  'namespace',
  'path',
  'project',
  'schema',
  'serviceName',
  'stream',
  'topic',
]);

/** Fields that say how the bytes are read. */
const formatFields = new Set(['delimiter', 'encoding', 'format']);

/** The servers that differ: by id, by name, then by where they are. */
export function diffServers(base: readonly Server[], head: readonly Server[], scope: ChangeScope): FieldChange[] {
  const pairs = pairBy(base, head, {
    keys: [(each) => each.id, (each) => each.server, contentOf],
    isSame: (before, after) => diffServer(before, after, scope).length === 0,
  });
  return pairs.flatMap(({ base: before, head: after }): FieldChange[] => {
    if (before !== undefined && after !== undefined) return diffServer(before, after, scope);
    const server = after ?? before;
    if (server === undefined) return [];
    return [
      fieldChange(scope, before === undefined ? 'server.added' : 'server.removed', {
        element: server.server,
        before: unplaced(before?.server, before?.at),
        after: unplaced(after?.server, after?.at),
        traits: traitsWhere({ production: isProduction(server) }),
      }),
    ];
  });
}

/** Whether a server holds the same data in both trees. */
export function staysOnServer(base: readonly Server[], head: readonly Server[]): boolean {
  const places = new Set(base.map(contentOf));
  return head.some((server) => places.has(contentOf(server)));
}

function contentOf({ type, environment, fields }: Server): string {
  return stableText([type, environment ?? null, fields]);
}

function diffServer(base: Server, head: Server, scope: ChangeScope): FieldChange[] {
  const traits = { production: isProduction(base) || isProduction(head) };
  const changes: FieldChange[] = [];
  if (base.server !== head.server) changes.push(one('server.renamed', 'server', [base.server, head.server]));
  if (base.type !== head.type) changes.push(one('server.location.changed', 'type', [base.type, head.type]));
  for (const key of new Set([...Object.keys(base.fields), ...Object.keys(head.fields)])) {
    const [before, after] = [base.fields[key], head.fields[key]];
    if (!sameJson(before, after)) changes.push(one(kindOf(key), key, [before, after]));
  }
  if (!sameWords(base.environment, head.environment)) {
    const change = one('server.environment.changed', 'environment', [base.environment, head.environment]);
    changes.push({ ...change, ...promotionOf(base, head) });
  }
  for (const key of ['description', 'id'] as const) {
    if (!sameWords(base[key], head[key])) changes.push(one('server.changed', key, [base[key], head[key]]));
  }
  return [
    ...changes,
    ...diffRoles({ base: base.roles, head: head.roles, prefix: `${head.server}.` }, scope),
    ...diffCustomProperties(base, head, { ...scope, within: head.server, isJudged: true }),
    ...diffDeprecation(base, head, scope).map((change) => ({
      ...change,
      element: change.element === undefined ? head.server : `${head.server}.${change.element}`,
    })),
  ];

  function one(
    kind: FieldKind,
    key: string,
    [before, after]: readonly [base: Json | undefined, head: Json | undefined],
  ): FieldChange {
    const placeholder = isPlaceholder(before) && isPlaceholder(after);
    return fieldChange(scope, kind, {
      element: key === 'server' ? head.server : `${head.server}.${key}`,
      before: unplaced(before, base.keys.get(key) ?? base.at),
      after: unplaced(after, head.keys.get(key) ?? head.at),
      traits: traitsWhere({ ...traits, placeholder }),
    });
  }
}

/** Whether production gained or lost the server. */
function promotionOf(base: Server, head: Server): Pick<FieldChange, 'relation'> {
  if (isProduction(base) === isProduction(head)) return {};
  return { relation: isProduction(head) ? 'raised' : 'lowered' };
}

function kindOf(key: string): FieldKind {
  if (locationFields.has(key)) return 'server.location.changed';
  return formatFields.has(key) ? 'server.format.changed' : 'server.configuration.changed';
}

/** Roles of a contract or server in both trees; `prefix` names the server. */
export interface RoleLists {
  readonly base: readonly Role[];
  readonly head: readonly Role[];
  readonly prefix: string;
}

/** The roles that differ: who may do what. */
export function diffRoles({ base, head, prefix }: RoleLists, scope: ChangeScope): FieldChange[] {
  const pairs = pairBy(base, head, {
    keys: [(each) => each.id, (each) => `${each.role}\n${each.access ?? ''}`, (each) => each.role],
    isSame: (before, after) => diffRole(before, after, { scope, prefix }).length === 0,
  });
  return pairs.flatMap(({ base: before, head: after }): FieldChange[] => {
    if (before !== undefined && after !== undefined) return diffRole(before, after, { scope, prefix });
    const role = after ?? before;
    if (role === undefined) return [];
    return [
      fieldChange(scope, before === undefined ? 'role.added' : 'role.removed', {
        element: `${prefix}${role.role}`,
        before: unplaced(before?.role, before?.at),
        after: unplaced(after?.role, after?.at),
      }),
    ];
  });
}

function diffRole(
  base: Role,
  head: Role,
  { scope, prefix }: { readonly scope: ChangeScope; readonly prefix: string },
): FieldChange[] {
  const element = `${prefix}${head.role}`;
  const changes: FieldChange[] = [];
  // A role of another name is another role for whoever holds it, even where its id stays.
  if (base.role !== head.role) {
    changes.push(
      fieldChange(scope, 'role.removed', {
        element: `${prefix}${base.role}`,
        before: unplaced(base.role, base.at),
        after: unplaced(undefined, head.at),
      }),
      fieldChange(scope, 'role.added', {
        element,
        before: unplaced(undefined, base.at),
        after: unplaced(head.role, head.at),
      }),
    );
  }
  const relation = compareAccess(base.access, head.access);
  if (relation !== 'same') {
    changes.push(
      fieldChange(scope, 'role.access.changed', {
        element,
        before: unplaced(base.access, base.keys.get('access') ?? base.at),
        after: unplaced(head.access, head.keys.get('access') ?? head.at),
        relation,
      }),
    );
  }
  const texts = ['description', 'firstLevelApprovers', 'secondLevelApprovers'] as const;
  const key = texts.find((each) => !sameWords(base[each], head[each]));
  if (key !== undefined) {
    changes.push(
      fieldChange(scope, 'role.changed', {
        element,
        before: unplaced(base[key], base.keys.get(key) ?? base.at),
        after: unplaced(head[key], head.keys.get(key) ?? head.at),
      }),
    );
  }
  return changes;
}
