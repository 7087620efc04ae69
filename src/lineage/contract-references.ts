import { allProperties, type Contract, type SchemaObject } from '../model/contract.ts';
import { meansFile, readReference } from '../model/contract-reference.ts';
import { groupBy } from '../model/group-by.ts';
import { readSql, type SqlReads } from './read-sql.ts';
import { splitName } from './table-names.ts';

/** What a contract's relationships refer to; names in lower case. */
export interface ContractReference {
  readonly from: Contract;
  /** File part of the reference, resolved from the referring file; undefined for the short form. */
  readonly file?: string;
  readonly object: string;
  /** First property behind the object; undefined where the object itself is meant. */
  readonly property?: string;
}

/** A contract whose quality rules ask a table. */
export interface QualityReference {
  readonly from: Contract;
  readonly table: string;
  readonly reads: SqlReads;
}

/** References of all contracts, by the name of the object that they mean. */
export function relationshipIndex(contracts: readonly Contract[]): ReadonlyMap<string, readonly ContractReference[]> {
  return groupBy(contracts.flatMap(relationshipsOf), ({ object }) => object);
}

/** Quality queries of all contracts, by the last part of the tables that they name. */
export function qualityIndex(contracts: readonly Contract[]): ReadonlyMap<string, readonly QualityReference[]> {
  return groupBy(contracts.flatMap(queriesOf), ({ table }) => splitName(table).table);
}

function relationshipsOf(from: Contract): readonly ContractReference[] {
  const targets = from.schema.flatMap((object) => [
    ...object.relationships.flatMap(({ to }) => to),
    ...[...allProperties(object)].flatMap(({ property }) => property.relationships.map(({ to }) => to)),
  ]);
  if (targets.length === 0) return [];
  const own = new Set(from.schema.flatMap((object) => namesOf(object)));
  return [...new Set(targets)].flatMap((target) => {
    const reference = referenceOf(from, target);
    // The short form means the contract's own objects; only where it has no such object, another contract's.
    return reference === undefined || (reference.file === undefined && own.has(reference.object)) ? [] : [reference];
  });
}

function namesOf(object: SchemaObject): readonly string[] {
  return [object.name, ...(object.id === undefined ? [] : [object.id])].map((name) => name.toLowerCase());
}

function referenceOf(from: Contract, target: string): ContractReference | undefined {
  const reference = readReference(from, target);
  if (reference === undefined) return undefined;
  const { file, names } = reference;
  const [object = '', property] = names.map((name) => name.toLowerCase());
  return {
    from,
    object,
    ...(file === undefined ? {} : { file }),
    ...(property === undefined ? {} : { property }),
  };
}

/** Whether a reference's file is the contract's; the short form names no file, and may mean any. */
export function meansContract({ file }: ContractReference, contract: Contract): boolean {
  return file === undefined || meansFile(file, contract);
}

function queriesOf(from: Contract): readonly QualityReference[] {
  return from.schema.flatMap((object) =>
    [...object.quality, ...[...allProperties(object)].flatMap(({ property }) => property.quality)].flatMap(
      ({ query }) => {
        if (query === undefined) return [];
        const reads = readSql(query);
        return [...reads.tables].map((table) => ({ from, table, reads }));
      },
    ),
  );
}
