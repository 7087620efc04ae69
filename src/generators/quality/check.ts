import type { Contract, Property, QualityRule, SchemaObject } from '../../model/contract.ts';
import type { Location } from '../../model/location.ts';
import type { Limit } from './limit.ts';

/** A value that can stand in a list of allowed or missing values. */
export type Scalar = string | number | boolean;

/** One side of a range. Texts are ISO 8601 dates and times. */
export interface Bound {
  readonly value: number | string;
  /** Whether the bound itself is outside. */
  readonly isStrict: boolean;
}

/** What is measured; except of `row-count`, `query`, `age` and `retention` it is a number (or share) of bad rows. */
export type Measure =
  | { readonly kind: 'row-count' }
  | { readonly kind: 'null' }
  | { readonly kind: 'missing'; readonly values: readonly Scalar[]; readonly countsNulls: boolean }
  | { readonly kind: 'invalid'; readonly values?: readonly Scalar[]; readonly pattern?: string }
  /** Rows that would have to go for the combination to be unique; rows with a null among them do not count. */
  | { readonly kind: 'duplicate'; readonly columns: readonly Property[] }
  | { readonly kind: 'length'; readonly minimum?: number; readonly maximum?: number }
  | { readonly kind: 'items'; readonly minimum?: number; readonly maximum?: number }
  | { readonly kind: 'range'; readonly minimum?: Bound; readonly maximum?: Bound }
  | { readonly kind: 'multiple'; readonly factor: number }
  /** Values that the column of another object does not have. */
  | {
      readonly kind: 'reference';
      readonly contract: Contract;
      readonly object: SchemaObject;
      readonly column: Property;
    }
  /** The one value of a query; `{object}` and `{property}` stand in it as written. */
  | { readonly kind: 'query'; readonly query: string }
  /** How old the newest value is, at most; in seconds. */
  | { readonly kind: 'age'; readonly seconds: number }
  /** How old the oldest value is, at most; in days. */
  | { readonly kind: 'retention'; readonly days: number };

/** One thing that a contract promises about the rows of an object, for any tool that can measure it. */
export interface QualityCheck {
  /** Names it among the checks of its property, or of its object: `required`, `enum`, the name of its rule. */
  readonly key: string;
  readonly measure: Measure;
  readonly limit: Limit;
  /** Absent where it is about the whole object. */
  readonly property?: Property;
  /** The rule that it comes from; absent of constraints and service levels. */
  readonly rule?: QualityRule;
  readonly at: Location;
}

/** Where something is that could not be expressed. */
export interface Place {
  readonly property?: Property;
  readonly at?: Location;
}

/** Says that something could not be expressed: a key of the generator's own messages, and values. */
export type Complain = (message: string, place?: Place, values?: { readonly [name: string]: string }) => void;

/** Whether a column holds texts, as far as its types tell: dates may be kept as text, too. */
export function isTextColumn({ logicalType, physicalType }: Property): boolean {
  return (
    logicalType === undefined || logicalType.value === 'string' || /char|text|string/i.test(physicalType?.value ?? '')
  );
}

/** What a rule is called where people read of it. */
export function ruleName(rule: QualityRule): string {
  return rule.name ?? rule.id ?? rule.metric ?? rule.type;
}
