import type { TypeRelation } from '../model/change.ts';
import {
  type Contract,
  contractSubject,
  hasColumn,
  physicalNameOf,
  type Property,
  type SchemaObject,
} from '../model/contract.ts';
import type { DriftChange, DriftFacts } from '../model/drift.ts';
import { unreachable } from '../model/errors.ts';
import type { Location } from '../model/location.ts';
import type { SnapshotColumn, SnapshotTable, WarehouseSnapshot } from '../model/snapshot.ts';
import { findTable, foldColumn, type TableMatch, tableName } from './drift-tables.ts';
import { compareTypes, compatibleWithLogical, withoutParameters } from './types/compare-types.ts';
import { normaliseTypeText, parseType } from './types/parse-type.ts';

/** Compares every object of `contracts` with the warehouse, in the order of the contracts. What cannot be judged is `unchecked`. */
export function diffDrift(contracts: readonly Contract[], snapshot: WarehouseSnapshot): readonly DriftChange[] {
  return contracts.flatMap((contract) => contract.schema.flatMap((object) => objectDrift(contract, object, snapshot)));
}

function objectDrift(contract: Contract, object: SchemaObject, snapshot: WarehouseSnapshot): readonly DriftChange[] {
  const match = findTable(contract, object, snapshot);
  const facts = { subject: contractSubject(contract.id, object.name), contract: contract.id, at: object.at };
  switch (match.kind) {
    case 'none':
      return [{ ...facts, kind: 'missing-table', table: physicalNameOf(object), elsewhere: match.elsewhere }];
    case 'several':
      return [
        {
          ...facts,
          kind: 'unchecked',
          table: physicalNameOf(object),
          unchecked: { reason: 'ambiguous-table', candidates: match.candidates },
        },
      ];
    case 'one':
      return tableDrift({ contract, object, match });
    default:
      return unreachable(match);
  }
}

interface MatchedObject {
  readonly contract: Contract;
  readonly object: SchemaObject;
  readonly match: Extract<TableMatch, { kind: 'one' }>;
}

function tableDrift(matched: MatchedObject): readonly DriftChange[] {
  const { contract, object, match } = matched;
  const facts = {
    subject: contractSubject(contract.id, object.name),
    contract: contract.id,
    at: object.at,
    table: tableName(match.table),
  };
  const properties = object.properties.filter(hasColumn);
  const pairs = properties.map((property) => ({ property, columns: columnsOf(match, property) }));
  const named = new Set(pairs.flatMap((pair) => pair.columns));
  const unknownNulls = pairs.flatMap(({ property, columns }) =>
    isRequired(property) && columns.length === 1 && columns[0]?.nullable === undefined
      ? [physicalNameOf(property)]
      : [],
  );
  return [
    ...pairs.flatMap(({ property, columns }) => columnDrift(matched, property, columns)),
    ...match.table.columns
      .filter((column) => !named.has(column))
      .map((column) => ({ ...facts, kind: 'extra-column' as const, column: column.name, type: column.type })),
    ...(unknownNulls.length === 0
      ? []
      : [
          {
            ...facts,
            kind: 'unchecked' as const,
            unchecked: { reason: 'nullability-unknown' as const, columns: unknownNulls },
          },
        ]),
  ];
}

/** The columns that answer to a property: the exact spelling if there is one, else all that the warehouse folds alike. */
function columnsOf(
  match: { readonly table: SnapshotTable; readonly warehouse: string },
  property: Property,
): readonly SnapshotColumn[] {
  const name = physicalNameOf(property);
  const exact = match.table.columns.filter((column) => column.name === name);
  if (exact.length > 0) return exact;
  const folded = foldColumn(match.warehouse, name);
  return match.table.columns.filter((column) => foldColumn(match.warehouse, column.name) === folded);
}

function columnDrift(
  matched: MatchedObject,
  property: Property,
  columns: readonly SnapshotColumn[],
): readonly DriftChange[] {
  const { contract, object, match } = matched;
  const column = columns[0];
  const name = physicalNameOf(property);
  const facts = {
    subject: contractSubject(contract.id, object.name, property.name),
    contract: contract.id,
    at: property.at,
    table: tableName(match.table),
  };
  if (column === undefined) return [{ ...facts, kind: 'missing-column', column: name }];
  if (columns.length > 1) {
    const candidates = columns.map((each) => each.name);
    return [{ ...facts, kind: 'unchecked', unchecked: { reason: 'ambiguous-column', candidates } }];
  }
  const nulls = isRequired(property) && column.nullable === true;
  return [
    ...typeDrift(facts, { property, column, warehouse: match.warehouse }),
    ...(nulls ? [{ ...facts, kind: 'nullability' as const, at: requiredAt(property), column: name }] : []),
  ];
}

interface ComparedColumn {
  readonly property: Property;
  readonly column: SnapshotColumn;
  readonly warehouse: string;
}

/** A promised physical type is compared, else the logical type; a contract that promises neither says nothing about the type. */
function typeDrift(facts: Omit<DriftFacts<never>, 'kind'>, compared: ComparedColumn): readonly DriftChange[] {
  const { property, column } = compared;
  const promise = property.physicalType ?? property.logicalType;
  if (promise === undefined) return [];
  const comparison = compareWithPromise(compared);
  const at = promise.at;
  const found = column.type;
  if (comparison === 'same') return [];
  if (comparison === 'unknown') {
    const unchecked = { reason: 'type-not-comparable' as const, expected: promise.value, found };
    return [{ ...facts, at, kind: 'unchecked', unchecked }];
  }
  return [
    {
      ...facts,
      at,
      kind: 'type-mismatch',
      column: physicalNameOf(property),
      expected: promise.value,
      found,
      comparison,
    },
  ];
}

function compareWithPromise({ property, column, warehouse }: ComparedColumn): TypeRelation | 'incompatible' {
  const found = parseType(warehouse, column.type);
  if (property.physicalType !== undefined) {
    if (normaliseTypeText(property.physicalType.value) === normaliseTypeText(column.type)) return 'same';
    const promised = parseType(warehouse, property.physicalType.value);
    // A contract that says VARCHAR does not promise the warehouse's default length.
    if (promised !== undefined && found !== undefined && !promised.stated && promised.family === found.family) {
      return compareTypes(withoutParameters(promised), withoutParameters(found));
    }
    return compareTypes(promised, found);
  }
  const fits =
    found === undefined || property.logicalType === undefined
      ? undefined
      : compatibleWithLogical(property.logicalType.value, found);
  if (fits === undefined) return 'unknown';
  return fits ? 'same' : 'incompatible';
}

function isRequired(property: Property): boolean {
  return property.required.value || property.primaryKey.value;
}

function requiredAt(property: Property): Location {
  return property.required.value ? property.required.at : property.primaryKey.at;
}
