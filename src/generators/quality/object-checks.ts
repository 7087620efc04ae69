import {
  type Contract,
  hasColumn,
  physicalNameOf,
  type Property,
  type QualityRule,
  type SchemaObject,
} from '../../model/contract.ts';
import type { Governance } from '../../model/governance.ts';
import type { Complain, Place, QualityCheck } from './check.ts';
import { constraintChecks } from './constraints.ts';
import { noBadRows } from './limit.ts';
import { isOfMaskedValues, maskedFor } from './masked.ts';
import { type ReferencePlace, referenceChecks, refuseCompositeReferences } from './references.ts';
import { ruleCheck, type RulePlace } from './rules.ts';
import { serviceLevelChecks } from './service-levels.ts';

/** A rule for people, or for one engine only, with the property that it stands at. */
export interface PlacedRule {
  readonly rule: QualityRule;
  readonly property?: Property;
}

/** Everything that a contract promises about the rows of one object. */
export interface ObjectChecks {
  readonly contract: Contract;
  readonly object: SchemaObject;
  /** The properties that are columns, in their order. */
  readonly columns: readonly Property[];
  /** Sorted as the contract has them: by column, then those of the whole object. Keys differ per column. */
  readonly checks: readonly QualityCheck[];
  /** Rules of type `text`. */
  readonly texts: readonly PlacedRule[];
  /** Rules of type `custom`. */
  readonly customs: readonly PlacedRule[];
}

/** Reads what can be measured of an object; what cannot is said through `complain`. */
export function checksOf(
  place: ReferencePlace & { readonly governance: Governance },
  complain: Complain,
): ObjectChecks {
  const { contract, object } = place;
  const columns = object.properties.filter((property) => isColumn(property, complain));
  const keys = columns.filter((property) => property.primaryKey.value);
  const rules = [
    ...columns.flatMap((property) => property.quality.map((rule) => ({ rule, property }))),
    ...object.quality.map((rule): PlacedRule => ({ rule })),
  ];
  refuseCompositeReferences(place, complain);
  const checks = [
    ...columns.flatMap((property) => {
      const term = maskedFor(property, contract, place.governance);
      const isMasked = (rule: QualityRule): boolean =>
        term !== undefined && isOfMaskedValues(rule, { property, term }, complain);
      return [
        ...constraintChecks(property, { isOnlyKey: keys.length === 1, term }, complain),
        ...property.quality.flatMap((rule) => (isMasked(rule) ? [] : measured(rule, { object, property }, complain))),
        ...referenceChecks(property, place, complain),
      ];
    }),
    ...compositeKey(object, keys),
    ...object.quality.flatMap((rule) => measured(rule, { object }, complain)),
    ...serviceLevelChecks(contract, object, complain),
  ];
  return {
    contract,
    object,
    columns,
    checks: withOwnKeys(checks),
    texts: rules.filter(({ rule }) => rule.type === 'text'),
    customs: rules.filter(({ rule }) => rule.type === 'custom'),
  };
}

function isColumn(property: Property, complain: Complain): boolean {
  if (!hasColumn(property)) {
    complain('semantic-type', { property }, { semanticType: property.semanticType?.value ?? '' });
    return false;
  }
  if (physicalNameOf(property) === '') {
    complain('name-not-usable', { property });
    return false;
  }
  for (const nested of property.properties) refuseNested({ property, nested }, complain);
  return true;
}

/** Both tools look at whole columns; what is inside them is only described by their type. */
function refuseNested(
  { property, nested }: { readonly property: Property; readonly nested: Property },
  complain: Complain,
): void {
  const isConstrained =
    nested.required.value || nested.unique.value || nested.enum !== undefined || nested.quality.length > 0;
  if (isConstrained || Object.keys(nested.logicalTypeOptions).length > 0) {
    const place: Place = { property, at: nested.at };
    complain('nested-not-expressed', place, { nested: nested.name });
  }
  for (const deeper of nested.properties) refuseNested({ property, nested: deeper }, complain);
}

function measured(rule: QualityRule, place: RulePlace, complain: Complain): readonly QualityCheck[] {
  if (rule.type !== 'library' && rule.type !== 'sql') return [];
  const check = ruleCheck(rule, place, complain);
  return check === undefined ? [] : [check];
}

/** In the order of `primaryKeyPosition`. */
function compositeKey(object: SchemaObject, keys: readonly Property[]): readonly QualityCheck[] {
  if (keys.length < 2) return [];
  const columns = keys.toSorted((a, b) => positionOf(a) - positionOf(b));
  return [{ key: 'primary-key', measure: { kind: 'duplicate', columns }, limit: noBadRows, at: object.at }];
}

/** Keys without a position come last. */
function positionOf({ primaryKeyPosition }: Property): number {
  return primaryKeyPosition ?? Number.MAX_SAFE_INTEGER;
}

/** A second check of the same name at the same place gets a number: `orders-2`. */
function withOwnKeys(checks: readonly QualityCheck[]): readonly QualityCheck[] {
  const taken = new Set<string>();
  return checks.map((check) => {
    for (let count = 1; ; count++) {
      const key = count === 1 ? check.key : `${check.key}-${count}`;
      const place = JSON.stringify([check.property?.name, key]);
      if (taken.has(place)) continue;
      taken.add(place);
      return { ...check, key };
    }
  });
}
