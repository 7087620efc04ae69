import type { DbtGraph, NodeKey } from '../lineage/dbt-graph.ts';
import { dbtPlaces } from '../lineage/model-readers.ts';
import { tableNames } from '../lineage/table-names.ts';
import type { Contract, SchemaObject } from '../model/contract.ts';

/** A schema object that a node of dbt is, with its contract. */
export interface BoundObject {
  readonly contract: Contract;
  readonly object: SchemaObject;
}

/** Models, sources, seeds and snapshots that exactly one schema object describes: two for one table would be asked in vain. */
export function contractedNodes(graph: DbtGraph, contracts: readonly Contract[]): ReadonlyMap<NodeKey, BoundObject> {
  const found = new Map<NodeKey, BoundObject[]>();
  for (const contract of contracts) {
    for (const object of contract.schema) {
      const { keys } = dbtPlaces(graph, contract.direction, tableNames(contract, object));
      for (const key of new Set(keys)) {
        const known = found.get(key) ?? [];
        found.set(key, known);
        known.push({ contract, object });
      }
    }
  }
  return new Map([...found].flatMap(([key, [only, ...others]]) => (only && others.length === 0 ? [[key, only]] : [])));
}
