import type { ChangeScope } from './change-scope.ts';
import type { Change } from '../model/change.ts';
import { type Contract, contractSubject, type SchemaObject } from '../model/contract.ts';
import type { Located, Location } from '../model/location.ts';
import { warehouseOf } from './warehouse.ts';
import { diffProperties } from './diff-properties.ts';
import { pairBy } from './pair.ts';

/** One contract in both trees. */
export interface ContractPair {
  readonly base: Contract;
  readonly head: Contract;
}

/** The facts that differ between two versions of one contract. */
export function diffContracts({ base, head }: ContractPair): Change[] {
  const scope: ChangeScope = {
    contract: head.id,
    direction: base.direction,
    warehouse: warehouseOf(head) ?? warehouseOf(base),
  };
  return [...diffIdentity({ base, head }, scope), ...diffObjects({ base, head }, scope)];
}

function diffIdentity({ base, head }: ContractPair, { contract, direction }: ChangeScope): Change[] {
  const facts = { subject: head.id, contract, direction };
  const changes: Change[] = [];
  if (base.path !== head.path) {
    changes.push({
      kind: 'contract.moved',
      ...facts,
      before: base.path,
      after: head.path,
      at: head.at,
      baseAt: base.at,
    });
  }
  if (base.direction !== head.direction) {
    changes.push({
      kind: 'direction.changed',
      ...facts,
      before: base.direction,
      after: head.direction,
      at: head.at,
      baseAt: base.at,
    });
  }
  if (base.id !== head.id)
    changes.push({
      kind: 'id.changed',
      ...facts,
      ...sides({ value: base.id, at: base.at }, { value: head.id, at: head.keys.get('id') ?? head.at }),
    });
  if (base.version.value !== head.version.value)
    changes.push({ kind: 'version.changed', ...facts, ...sides(base.version, head.version) });
  if (base.apiVersion !== head.apiVersion) {
    changes.push({
      kind: 'apiVersion.changed',
      ...facts,
      before: base.apiVersion,
      after: head.apiVersion,
      at: head.keys.get('apiVersion') ?? head.at,
      baseAt: base.keys.get('apiVersion') ?? base.at,
    });
  }
  if (base.status?.value !== head.status?.value) {
    changes.push({
      kind: 'status.changed',
      ...facts,
      before: base.status?.value,
      after: head.status?.value,
      at: head.status?.at ?? head.at,
      baseAt: base.status?.at ?? base.at,
    });
  }
  return changes;
}

function sides<T>(base: Located<T>, head: Located<T>): { before: T; after: T; at: Location; baseAt: Location } {
  return { before: base.value, after: head.value, at: head.at, baseAt: base.at };
}

/** By id, then by name, then by the name in the warehouse. */
const objectKeys: readonly ((object: SchemaObject) => string | undefined)[] = [
  (object) => object.id,
  (object) => object.name,
  (object) => object.physicalName ?? object.name,
];

function diffObjects({ base, head }: ContractPair, scope: ChangeScope): Change[] {
  return pairBy(base.schema, head.schema, objectKeys).flatMap((pair): Change[] => {
    const name = pair.head?.name ?? pair.base?.name ?? '';
    const facts = {
      subject: contractSubject(scope.contract, name),
      contract: scope.contract,
      direction: scope.direction,
    };
    if (pair.base === undefined)
      return pair.head === undefined ? [] : [{ kind: 'object.added', ...facts, after: pair.head, at: pair.head.at }];
    if (pair.head === undefined) {
      return [
        {
          kind: 'object.removed',
          ...facts,
          before: pair.base,
          at: head.keys.get('schema') ?? head.at,
          baseAt: pair.base.at,
        },
      ];
    }
    return diffObject(pair.base, pair.head, { ...scope, path: [name] });
  });
}

function diffObject(
  base: SchemaObject,
  head: SchemaObject,
  scope: ChangeScope & { readonly path: readonly string[] },
): Change[] {
  const facts = {
    subject: contractSubject(scope.contract, ...scope.path),
    contract: scope.contract,
    direction: scope.direction,
    at: head.at,
    baseAt: base.at,
  };
  const changes: Change[] = [];
  const names = { before: base.physicalName ?? base.name, after: head.physicalName ?? head.name };
  if (names.before !== names.after) changes.push({ kind: 'object.physicalName.changed', ...facts, ...names });
  else if (base.name !== head.name)
    changes.push({ kind: 'object.renamed', ...facts, before: base.name, after: head.name });
  if (base.description?.value !== head.description?.value) {
    changes.push({
      kind: 'description.changed',
      ...facts,
      before: base.description?.value,
      after: head.description?.value,
    });
  }
  return [...changes, ...diffProperties({ base: base.properties, head: head.properties, parentAt: head.at }, scope)];
}
