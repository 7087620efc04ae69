import type { FieldChange, FieldKind, Relation, Trait } from '../model/change.ts';
import { type CompatibilityMode, type Contract, contractSubject, type Json } from '../model/contract.ts';
import type { Located, Location } from '../model/location.ts';

/** Marks that things hang on: a change of one is more than words. */
export interface LoadBearing {
  readonly tags: readonly string[];
  readonly customProperties: readonly string[];
}

/** What every change of a contract pair repeats. Direction is base's: what was promised then is what can be broken now. */
export interface ChangeScope {
  readonly contract: string;
  readonly direction: Contract['direction'];
  readonly mode?: CompatibilityMode;
  readonly stability?: 'draft' | 'retired';
  /** Server type that decides about type aliases, where the contract names one. */
  readonly warehouse: string | undefined;
  /** Whether readers tell columns by their position. */
  readonly positional: boolean;
  readonly loadBearing: LoadBearing;
  /** Names that lead to the subject; none for the contract itself. */
  readonly path: readonly string[];
  /** The nearest place that is in both trees: where something added or removed is said on the other side. */
  readonly at: Location;
  readonly baseAt: Location;
}

/** The names, subject and direction of whatever changes in a scope. */
export function factsOf(
  scope: ChangeScope,
): Pick<FieldChange, 'subject' | 'contract' | 'direction' | 'mode' | 'stability'> {
  const { contract, direction, mode, stability, path } = scope;
  return {
    subject: contractSubject(contract, ...path),
    contract,
    direction,
    ...(mode === undefined ? {} : { mode }),
    ...(stability === undefined ? {} : { stability }),
  };
}

/** Whom a contract protects, and how much force its status leaves to it. */
export function forceOf({ direction, mode, status }: Contract): Pick<ChangeScope, 'direction' | 'mode' | 'stability'> {
  const stability =
    status?.value === 'draft' || status?.value === 'proposed'
      ? 'draft'
      : status?.value === 'retired'
        ? 'retired'
        : undefined;
  return { direction, ...(mode === undefined ? {} : { mode }), ...(stability === undefined ? {} : { stability }) };
}

/** One side of a change: the value, and where it is written. */
export interface Side {
  readonly value: Json | undefined;
  readonly at: Location | undefined;
}

/** What a change tells beside its values. */
export interface Details {
  readonly element?: string | undefined;
  readonly relation?: Relation | undefined;
  readonly traits?: readonly Trait[];
  readonly certainty?: number | undefined;
}

/** A change of a value. Where a side does not write it, the scope's own place stands for it. */
export function fieldChange(
  scope: ChangeScope,
  kind: FieldKind,
  { before, after, ...details }: Details & { readonly before: Side; readonly after: Side },
): FieldChange {
  const { element, relation, traits, certainty } = details;
  return {
    kind,
    ...factsOf(scope),
    ...(element === undefined ? {} : { element }),
    ...(before.value === undefined ? {} : { before: before.value }),
    ...(after.value === undefined ? {} : { after: after.value }),
    ...(relation === undefined ? {} : { relation }),
    ...(traits === undefined || traits.length === 0 ? {} : { traits }),
    ...(certainty === undefined ? {} : { certainty }),
    at: after.at ?? scope.at,
    baseAt: before.at ?? scope.baseAt,
    ...(isWritten(before, scope.baseAt) && !isWritten(after, scope.at) ? { unwritten: true } : {}),
  };
}

/** Whether the value has a place of its own, and not only that of the element that leaves it out. */
function isWritten({ at }: Side, element: Location): boolean {
  return at !== undefined && (at.line !== element.line || at.column !== element.column);
}

/** The side of a located value. */
export function located(value: Located<Json> | undefined): Side {
  return { value: value?.value, at: value?.at };
}

/** The side of a value whose own place is not known. */
export function unplaced(value: Json | undefined, at?: Location): Side {
  return { value, at };
}

/** The traits whose condition holds. */
export function traitsWhere(conditions: { readonly [trait in Trait]?: boolean }): readonly Trait[] {
  // The keys are those of the type; the compiler forgets that.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return (Object.keys(conditions) as Trait[]).filter((trait) => conditions[trait] === true);
}
