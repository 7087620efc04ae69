import type { Contract, Direction, Property, SchemaObject } from './contract.ts';
import type { Location } from './location.ts';

/** What every change tells, whatever its kind. `at` is on the head side, `baseAt` on the base side. */
interface ChangeFacts<Kind extends string, Value> {
  readonly kind: Kind;
  readonly subject: string;
  readonly contract: string;
  readonly direction: Direction;
  readonly before?: Value;
  readonly after?: Value;
  /** Where head says it; for something removed, the nearest place that still exists. */
  readonly at: Location;
  readonly baseAt?: Location;
}

type Added<Kind extends string, Value> = ChangeFacts<Kind, Value> & { readonly after: Value };
type Removed<Kind extends string, Value> = ChangeFacts<Kind, Value> & {
  readonly before: Value;
  readonly baseAt: Location;
};
type Changed<Kind extends string, Value> = ChangeFacts<Kind, Value> & { readonly baseAt: Location };

/** How two physical types stand to each other: whether every value of the one fits the other. */
export type TypeRelation = 'same' | 'widened' | 'narrowed' | 'different' | 'unknown';

/** A fact about two contracts that were paired; it carries no opinion about who is hurt. */
export type Change =
  | Added<'contract.added', Contract>
  | Removed<'contract.removed', Contract>
  | Changed<'contract.moved', string>
  | Changed<'id.changed', string>
  | Changed<'direction.changed', string>
  | Changed<'version.changed', string>
  | Changed<'status.changed', string>
  | Changed<'apiVersion.changed', string>
  | Added<'object.added', SchemaObject>
  | Removed<'object.removed', SchemaObject>
  | Changed<'object.renamed', string>
  | Changed<'object.physicalName.changed', string>
  | Added<'property.added', Property>
  | Removed<'property.removed', Property>
  | Changed<'property.renamed', string>
  | Changed<'property.physicalName.changed', string>
  | Changed<'logicalType.changed', string>
  | (Changed<'physicalType.changed', string> & { readonly relation: TypeRelation })
  | Changed<'required.changed', boolean>
  | Changed<'unique.changed', boolean>
  | Changed<'primaryKey.changed', boolean>
  | Changed<'classification.changed', string>
  | Changed<'description.changed', string>;

export type ChangeKind = Change['kind'];

/** How much a change hurts: `rules/compatibility.yaml` decides. */
export const changeClasses = ['breaking', 'dangerous', 'compatible', 'docs'] as const;
export type ChangeClass = (typeof changeClasses)[number];

/** The part of `version` that a change asks to raise. */
export const bumps = ['major', 'minor', 'patch', 'none'] as const;
export type Bump = (typeof bumps)[number];

/** A change with the opinion of the compatibility table. */
export interface ClassifiedChange {
  readonly change: Change;
  readonly class: ChangeClass;
  readonly bump: Bump;
  /** Row of `rules/compatibility.yaml` that decided. */
  readonly row: string;
  /** Rule that reports it, where one does. */
  readonly rule?: string;
}

/** The change of `version` that a contract's changes ask for, against what the file declares. */
export interface VersionBump {
  readonly contract: string;
  /** File of the contract in head. */
  readonly path: string;
  readonly from: string;
  readonly to: string;
  readonly required: Bump;
  readonly declared: Bump | 'lowered' | 'not-semver';
  /** The lowest version that says enough; `to` where it does already. */
  readonly next: string;
  readonly ok: boolean;
}
