import { physicalNameOf, type Role } from '../../model/contract.ts';
import { compareText } from '../../model/location.ts';
import type { MaskKind } from '../dbt-macros/mask-policy.ts';
import { accessesOf } from './access.ts';
import { type MaskedColumn, maskedColumns } from './columns.ts';
import { joinLabels } from './labels.ts';
import type { Scope } from './scope.ts';
import type { Site } from './sites.ts';

/** Columns that are masked alike: for the same reason, and as they are for the same roles. */
export interface MaskGroup {
  readonly label: string;
  readonly mask: MaskKind;
  /** Roles that see the columns as they are. */
  readonly unmasked: readonly Role[];
  readonly columns: readonly SiteColumn[];
}

/** A masked column where it is. */
export interface SiteColumn extends MaskedColumn {
  readonly site: Site;
  /** Name of the column. */
  readonly name: string;
}

/** The groups, sorted by label. A contract with roles that see more than others has groups of its own. */
export function maskGroups({ governance }: Scope, sites: readonly Site[]): readonly MaskGroup[] {
  const groups = new Map<string, { mask: MaskKind; unmasked: readonly Role[]; columns: SiteColumn[] }>();
  for (const site of sites) {
    const unmasked = accessesOf(site).accesses.flatMap(({ role, isUnmasked }) => (isUnmasked ? [role] : []));
    for (const column of site.contract.schema.flatMap((object) => maskedColumns(site.contract, object, governance))) {
      const label = unmasked.length === 0 ? column.mask : joinLabels(column.mask, site.label);
      const group = groups.get(label) ?? { mask: column.mask, unmasked, columns: [] };
      group.columns.push({ ...column, site, name: physicalNameOf(column.property) });
      groups.set(label, group);
    }
  }
  return [...groups].map(([label, group]) => ({ label, ...group })).toSorted((a, b) => compareText(a.label, b.label));
}
