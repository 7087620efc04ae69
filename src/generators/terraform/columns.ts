import { classificationRank, confidentialRank } from '../../model/classification.ts';
import { type Contract, hasColumn, physicalNameOf, type Property, type SchemaObject } from '../../model/contract.ts';
import type { Governance } from '../../model/governance.ts';
import { demandOf } from '../../model/masking.ts';
import { type MaskKind, maskOf } from '../dbt-macros/mask-policy.ts';

/** A column that only roles whose access says so may see as it is. */
export interface MaskedColumn {
  readonly contract: Contract;
  readonly object: SchemaObject;
  readonly property: Property;
  readonly mask: MaskKind;
}

/** Columns that are classified confidential or stricter, in themselves or a field of them, or that the policy names. */
export function maskedColumns(
  contract: Contract,
  object: SchemaObject,
  governance: Governance,
): readonly MaskedColumn[] {
  return object.properties.filter(hasColumn).flatMap((property) => {
    const mask = maskIn(property, governance);
    return mask === undefined ? [] : [{ contract, object, property, mask }];
  });
}

/** Whether a contract has a masked column. */
export function hasMasked(contract: Contract, governance: Governance): boolean {
  return contract.schema.some((object) => maskedColumns(contract, object, governance).length > 0);
}

/** Names of the columns that everybody with access may see. */
export function openColumns(contract: Contract, object: SchemaObject, governance: Governance): readonly string[] {
  const masked = new Set(maskedColumns(contract, object, governance).map(({ property }) => property));
  return object.properties.filter((property) => hasColumn(property) && !masked.has(property)).map(physicalNameOf);
}

function maskIn(property: Property, governance: Governance): MaskKind | undefined {
  const own = maskOfColumn(property, governance);
  if (own !== undefined) return own;
  const inner = property.properties.some((each) => maskIn(each, governance) !== undefined);
  return inner ? 'null' : undefined;
}

function maskOfColumn(property: Property, governance: Governance): MaskKind | undefined {
  const { classification } = property;
  const policy = demandOf(property, governance)?.term.policy;
  if (policy !== undefined) return maskOf(policy, governance).kind;
  if (classification === undefined) return undefined;
  const rank = classificationRank(classification.value) ?? confidentialRank;
  return rank >= confidentialRank ? 'hash' : undefined;
}
