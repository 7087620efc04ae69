import { allProperties, type Contract, contractSubject } from '../model/contract.ts';
import type { TypeContradiction } from '../model/facts.ts';
import { contradictionOf } from './types/contradiction.ts';
import { warehouseOf } from './warehouse.ts';

/** The properties of a contract whose logical type cannot be what their physical type stores in the contract's warehouse. */
export function typeContradictions(contract: Contract): readonly TypeContradiction[] {
  const { apiVersion } = contract;
  const warehouse = warehouseOf(contract);
  return contract.schema.flatMap((object) =>
    [...allProperties(object)].flatMap(({ property, path }) => {
      const { logicalType: logical, physicalType: physical } = property;
      if (logical === undefined || physical === undefined) return [];
      const found = contradictionOf({ logical: logical.value, physical: physical.value, warehouse, apiVersion });
      if (found === undefined) return [];
      const subject = contractSubject(contract.id, ...path);
      return [{ subject, name: path.slice(1).join('.'), logical, physical, warehouse, ...found }];
    }),
  );
}
