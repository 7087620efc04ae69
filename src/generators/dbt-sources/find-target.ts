import { physicalNameOf, type Property } from '../../model/contract.ts';
import type { PlannedTable } from '../dbt/plan-sources.ts';

/** A table of dbt's sources and a column of it. */
export interface SourceTarget {
  readonly source: string;
  readonly table: string;
  readonly property: Property;
  /** The column's name in the warehouse. */
  readonly column: string;
}

/** Finds what `object.property` of a relationship means; undefined where that is nothing, or not just one thing. */
export type FindTarget = (to: string, from: PlannedTable) => SourceTarget | undefined;

/** Looks among the tables that a dbt project has: in the same contract first, else at the only object of that name. */
export function targetFinder(tables: readonly PlannedTable[]): FindTarget {
  return (to, from) => {
    const [objectName, propertyName] = to.split(/[./]/).slice(-2);
    const named = tables.filter(
      (each) => each.dbt === from.dbt && each.first === undefined && each.object.name === objectName,
    );
    const own = named.filter(({ contract }) => contract === from.contract);
    const [only, ...others] = own.length > 0 ? own : named;
    const property = only?.object.properties.find((each) => each.name === propertyName);
    if (only === undefined || property === undefined || others.length > 0) return undefined;
    const { source, table } = only;
    const isCallable = [source, table].every((name) => /^[\w.-]+$/.test(name));
    return isCallable ? { source, table, property, column: physicalNameOf(property) } : undefined;
  };
}
