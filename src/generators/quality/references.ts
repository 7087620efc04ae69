import type { Contract, ObjectRelationship, Property, SchemaObject } from '../../model/contract.ts';
import { meansFile, readReference } from '../../model/contract-reference.ts';
import type { Complain, QualityCheck } from './check.ts';
import { noBadRows } from './limit.ts';
import { serverType } from './warehouse.ts';

/** An object with its contract, and the contracts that its relationships may lead to. */
export interface ReferencePlace {
  readonly contract: Contract;
  readonly object: SchemaObject;
  readonly contracts: readonly Contract[];
}

/** The checks of the relationships of a column. */
export function referenceChecks(
  property: Property,
  place: ReferencePlace,
  complain: Complain,
): readonly QualityCheck[] {
  return property.relationships.flatMap((relationship) => {
    const found = resolve(relationship.to, place);
    if (found !== undefined && !isSameKind(found.contract, place.contract)) {
      complain('relationship-elsewhere', { property, at: relationship.at }, { to: relationship.to });
      return [];
    }
    if (found !== undefined) {
      const measure = { kind: 'reference', ...found } as const;
      return [{ key: `reference-${relationship.to}`, measure, limit: noBadRows, property, at: relationship.at }];
    }
    complain('relationship-not-resolved', { property, at: relationship.at }, { to: relationship.to });
    return [];
  });
}

/** One query reads both tables, so both must be in one kind of warehouse, as far as the contracts tell. */
function isSameKind(a: Contract, b: Contract): boolean {
  const [first, second] = [serverType(a), serverType(b)];
  return first === undefined || second === undefined || first === second;
}

/** Complains of foreign keys of several columns: neither tool compares combinations. Those of one are with their property. */
export function refuseCompositeReferences({ object }: ReferencePlace, complain: Complain): void {
  object.relationships
    .filter(({ from }: ObjectRelationship) => from.length > 1)
    .forEach(({ to, at }) => complain('relationship-composite', { at }, { to: to.join(', ') }));
}

/** An object of this contract, else of the only other contract that has one of that name (or of the file that is named). */
function resolve(
  to: string,
  { contract, contracts }: ReferencePlace,
): { readonly contract: Contract; readonly object: SchemaObject; readonly column: Property } | undefined {
  const reference = readReference(contract, to);
  if (reference === undefined) return undefined;
  const { file, names } = reference;
  const [objectName, columnName] = names.slice(-2);
  const others = contracts.filter((each) => each.path !== contract.path);
  const own = file === undefined ? named([contract], objectName) : [];
  const found =
    own.length > 0
      ? own
      : named(file === undefined ? others : contracts.filter((each) => meansFile(file, each)), objectName);
  const [only] = found;
  const column = only?.object.properties.find((each) => each.name === columnName || each.id === columnName);
  return only === undefined || found.length > 1 || column === undefined ? undefined : { ...only, column };
}

function named(
  contracts: readonly Contract[],
  name: string | undefined,
): readonly { readonly contract: Contract; readonly object: SchemaObject }[] {
  return contracts.flatMap((contract) =>
    contract.schema
      .filter((object) => object.name === name || (object.id !== undefined && object.id === name))
      .map((object) => ({ contract, object })),
  );
}
