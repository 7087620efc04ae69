import type { ColumnGap } from './columns.ts';
import type { Location } from './location.ts';

/** What the models of a tree give, held against what contracts and properties files say of it. */
export interface Parity {
  /** Every model that surely makes the object of a contract, and whose columns were looked at. */
  readonly pairs: readonly ParityPair[];
  readonly differences: readonly ParityDifference[];
}

/** An object of an output contract, and the one model that makes it. */
export interface ParityPair {
  readonly contract: string;
  /** Of the schema object. */
  readonly subject: string;
  readonly model: string;
  readonly path: string;
  /** Of the schema object in the contract. */
  readonly at: Location;
  /** Columns of the contract's primary key, as the warehouse calls them. */
  readonly keys: readonly string[];
}

/** What every difference tells, whatever its kind. */
export interface ParityFacts<Kind extends string> {
  readonly kind: Kind;
  readonly subject: string;
  readonly model: string;
  /** In the model; where only the whole result is meant, its first column. */
  readonly at: Location;
}

/** What is told of a difference from a contract. */
export interface PromiseFacts<Kind extends string> extends ParityFacts<Kind> {
  readonly contract: string;
  /** In the contract: the property, its type, or the object. */
  readonly promisedAt: Location;
  /** Whether the contract is only proposed yet. */
  readonly isDraft: boolean;
}

/** What is told of a difference from the properties that a YAML file gives the model. */
export interface PropertiesFacts<Kind extends string> extends ParityFacts<Kind> {
  /** In the properties file: the column, or the model. */
  readonly writtenAt: Location;
  /** Whether the model promises its columns itself (`contract: {enforced: true}`): dbt refuses to build what differs. */
  readonly isEnforced: boolean;
}

/** A fact about a model and what is written of it; it carries no opinion. */
export type ParityDifference =
  /** `meant`: the column of the model that surely is the one, under another name, and no column of the contract. */
  | (PromiseFacts<'missing-column'> & {
      readonly column: string;
      /** What the model gives. */
      readonly columns: readonly string[];
      readonly meant?: string;
    })
  | (PromiseFacts<'extra-column'> & { readonly column: string; readonly type?: string })
  /** `isCertain`: values of another kind; else only a length, a precision or a time zone differs. */
  | (PromiseFacts<'type-mismatch'> & TypeMismatch & { readonly isCertain: boolean })
  /** Not all of the model's columns are known. */
  | (PromiseFacts<'not-proven'> & { readonly gaps: readonly ColumnGap[] })
  /** Nothing that is declared leads to a promised column. */
  | (PromiseFacts<'untraceable'> & { readonly column: string; readonly cause: UntraceableCause })
  | (PropertiesFacts<'properties-missing'> & {
      readonly column: string;
      readonly columns: readonly string[];
      readonly meant?: string;
      readonly hasTests: boolean;
    })
  | (PropertiesFacts<'properties-extra'> & { readonly column: string })
  | (PropertiesFacts<'properties-type'> & TypeMismatch);

/** Two types of one column. */
export interface TypeMismatch {
  readonly column: string;
  readonly expected: string;
  readonly found: string;
}

/** Why nothing leads to a column. `constant`: the SQL writes its values itself (`null`, a text, a number). `undeclared`: a source has no such column. */
export type UntraceableCause =
  | { readonly kind: 'constant'; readonly writtenAt: Location }
  | { readonly kind: 'undeclared'; readonly source: string; readonly column: string; readonly declaredAt: Location };
