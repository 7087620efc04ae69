import { type Contract, physicalNameOf, type SchemaObject } from '../../model/contract.ts';
import { nameSql } from './sql.ts';
import { prefixesOf, type Warehouse } from './warehouse.ts';

/** A table as seen by queries on the server of another contract. */
export interface TablePlace {
  readonly contract: Contract;
  readonly warehouse: Warehouse | undefined;
}

/** Database, schema and name of an object's table, as far as its physical name or its contract's server says them. */
export function tablePath(contract: Contract, object: SchemaObject): readonly string[] {
  const parts = physicalNameOf(object)
    .split('.')
    .map((part) => part.replaceAll(/["`[\]]/g, ''));
  const prefixes = prefixesOf(contract);
  return [...prefixes.slice(0, Math.max(0, prefixes.length - parts.length + 1)), ...parts];
}

/**
 * A table's name in a query: as its contract says it, with database and schema in front where these are not those of the contract
 * that asks. Undefined where a part of it cannot be written.
 */
export function tableSql(
  { contract, object }: { readonly contract: Contract; readonly object: SchemaObject },
  from: TablePlace,
): string | undefined {
  const isNear = prefixesOf(contract).join('/') === prefixesOf(from.contract).join('/');
  const path = isNear ? physicalNameOf(object).split('.') : tablePath(contract, object);
  const parts = path.map((part) => nameSql(part.replaceAll(/["`[\]]/g, ''), from.warehouse));
  return parts.includes(undefined) ? undefined : parts.join('.');
}
