import type { ModelColumns, OutputColumn } from '../model/columns.ts';
import {
  type Contract,
  contractSubject,
  hasColumn,
  physicalNameOf,
  type Property,
  type SchemaObject,
} from '../model/contract.ts';
import type { Location } from '../model/location.ts';
import type { ParityDifference, UntraceableCause } from '../model/parity.ts';
import { forceOf } from './change-scope.ts';
import { Candidates, columnKey, columnsByKey, resultPlace } from './parity-names.ts';
import { typeClash } from './parity-types.ts';
import { warehouseOf } from './warehouse.ts';

/** An object of a contract and what the model that makes it gives. */
export interface MadeObject {
  readonly contract: Contract;
  readonly object: SchemaObject;
  readonly columns: ModelColumns;
  /** SQL dialect of the model's project. */
  readonly dialect: string | undefined;
  /** Why nothing that is declared leads to a column; undefined where something does, and where nobody can tell. */
  readonly untraceable: (column: OutputColumn, model: ModelColumns) => UntraceableCause | undefined;
}

/** How a model differs from the contract of what it makes, in the contract's order; a contract without columns promises none. */
export function diffContract(made: MadeObject): readonly ParityDifference[] {
  const promised = made.object.properties.filter(hasColumn);
  const { columns } = made;
  if (promised.length === 0) return [];
  if (columns.gaps.length > 0) return [notProven(made)];
  if (columns.columns.length === 0) return [];
  const given = columnsByKey(columns);
  const declared = new Set(made.object.properties.flatMap(namesOf).map(columnKey));
  const candidates = new Candidates(columns.columns.filter(({ name }) => !declared.has(columnKey(name))));
  return [
    ...promised.flatMap((property) => {
      const column = columnOf(given, property);
      return column === undefined ? [missing(made, property, candidates)] : columnDifferences(made, property, column);
    }),
    ...candidates.rest.map((column) => extra(made, column)),
  ];
}

/** The names that the warehouse may have for a property: what is encrypted stands under a name of its own. */
function namesOf(property: Property): readonly string[] {
  const { encryptedName } = property;
  return [physicalNameOf(property), ...(encryptedName === undefined ? [] : [encryptedName.value])];
}

function columnOf(given: ReadonlyMap<string, OutputColumn>, property: Property): OutputColumn | undefined {
  return namesOf(property)
    .map((name) => given.get(columnKey(name)))
    .find((column) => column !== undefined);
}

/** What every difference from a contract tells; its subject is the property, where it is about one. */
function factsOf({ contract, object, columns }: MadeObject, promisedAt: Location, property?: Property) {
  const names = property === undefined ? [object.name] : [object.name, property.name];
  return {
    subject: contractSubject(contract.id, ...names),
    contract: contract.id,
    model: columns.model,
    promisedAt,
    isDraft: forceOf(contract).stability === 'draft',
  };
}

function notProven(made: MadeObject): ParityDifference {
  const { columns, object } = made;
  const at = columns.gaps[0]?.at ?? resultPlace(columns);
  return { ...factsOf(made, object.at), kind: 'not-proven', at, gaps: columns.gaps };
}

function missing(made: MadeObject, property: Property, candidates: Candidates): ParityDifference {
  const { columns } = made;
  const name = physicalNameOf(property);
  const meant = candidates.take([name, property.name]);
  return {
    ...factsOf(made, property.at, property),
    kind: 'missing-column',
    at: meant?.at ?? resultPlace(columns),
    column: name,
    columns: columns.columns.map((column) => column.name),
    ...(meant === undefined ? {} : { meant: meant.name }),
  };
}

function extra(made: MadeObject, { name, at, type }: OutputColumn): ParityDifference {
  const shown = type === undefined ? {} : { type: type.text ?? type.family };
  return { ...factsOf(made, made.object.at), kind: 'extra-column', at, column: name, ...shown };
}

function columnDifferences(made: MadeObject, property: Property, column: OutputColumn): readonly ParityDifference[] {
  return [...typeDifference(made, property, column), ...originDifference(made, property, column)];
}

function typeDifference(made: MadeObject, property: Property, column: OutputColumn): readonly ParityDifference[] {
  const { physicalType, logicalType } = property;
  const { contract, dialect } = made;
  // An encrypted value has the type of the cipher.
  const isPlain = columnKey(column.name) === columnKey(physicalNameOf(property));
  if (column.type === undefined || !isPlain) return [];
  const promise = {
    physical: physicalType?.value,
    logical: logicalType?.value,
    warehouse: warehouseOf(contract) ?? dialect,
    apiVersion: contract.apiVersion,
  };
  const clash = typeClash(promise, column.type, dialect);
  if (clash === undefined) return [];
  const promisedAt = (physicalType ?? logicalType)?.at ?? property.at;
  return [
    { ...factsOf(made, promisedAt, property), kind: 'type-mismatch', at: column.at, column: column.name, ...clash },
  ];
}

function originDifference(made: MadeObject, property: Property, column: OutputColumn): readonly ParityDifference[] {
  const cause = isDerived(property) ? undefined : made.untraceable(column, made.columns);
  if (cause === undefined) return [];
  return [{ ...factsOf(made, property.at, property), kind: 'untraceable', at: column.at, column: column.name, cause }];
}

/** Whether the contract itself says what the column is made from. */
function isDerived({ transformLogic, transformSourceObjects, transformDescription }: Property): boolean {
  return transformLogic !== undefined || transformDescription !== undefined || transformSourceObjects.length > 0;
}
