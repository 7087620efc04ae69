import type { Location } from './location.ts';
import type { TypeRelation } from './change.ts';

/** What every fact of drift tells, whatever its kind. */
export interface DriftFacts<Kind extends string> {
  readonly kind: Kind;
  readonly subject: string;
  readonly contract: string;
  /** In the contract: the warehouse has no lines. */
  readonly at: Location;
  /** The table as the snapshot names it (`database.schema.name`); as the contract names it where none was found. */
  readonly table: string;
}

/** Why something could not be judged. */
export type Unchecked =
  /** The contract's file cannot be read, so nothing of it was compared. */
  | { readonly reason: 'unreadable-contract' }
  /** Several tables of the snapshot answer to the object's name: `candidates`. */
  | { readonly reason: 'ambiguous-table'; readonly candidates: readonly string[] }
  /** Several columns answer to the property's name. */
  | { readonly reason: 'ambiguous-column'; readonly candidates: readonly string[] }
  /** One of the types is not understood, or lacks a length or precision that decides. */
  | { readonly reason: 'type-not-comparable'; readonly expected: string; readonly found: string }
  /** The snapshot does not tell whether these required columns may be null. */
  | { readonly reason: 'nullability-unknown'; readonly columns: readonly string[] };

/** A fact about a contract and the warehouse; it carries no opinion. */
export type DriftChange =
  /** `elsewhere`: tables of that name outside the contract's servers. */
  | (DriftFacts<'missing-table'> & { readonly elsewhere: readonly string[] })
  | (DriftFacts<'missing-column'> & { readonly column: string })
  | (DriftFacts<'extra-column'> & { readonly column: string; readonly type: string })
  /** `comparison` is how the warehouse's type relates to the promised one; `incompatible` where only a logical type is promised. */
  | (DriftFacts<'type-mismatch'> & {
      readonly column: string;
      readonly expected: string;
      readonly found: string;
      readonly comparison: Exclude<TypeRelation, 'same' | 'unknown'> | 'incompatible';
    })
  /** Required by the contract, nullable in the warehouse. */
  | (DriftFacts<'nullability'> & { readonly column: string })
  | (DriftFacts<'unchecked'> & { readonly unchecked: Unchecked });
