/** What a type holds, whatever a warehouse calls it. `timestamp` is a wall clock, `timestamptz` an instant, `timestampltz` an instant shown in the session's zone. */
export type TypeFamily =
  | 'string'
  | 'integer'
  | 'decimal'
  | 'float'
  | 'boolean'
  | 'date'
  | 'time'
  | 'timetz'
  | 'timestamp'
  | 'timestamptz'
  | 'timestampltz'
  | 'binary'
  | 'json'
  | 'array'
  | 'struct'
  | 'map'
  | 'vector'
  | 'uuid'
  | 'interval'
  | 'geography'
  | 'geometry'
  /** Anything else, told apart by its `kind`. */
  | 'other';

/** A parsed type. A parameter is `undefined` where neither the text nor the warehouse's default tells it; `Infinity` is "no limit". */
export interface PhysicalType {
  readonly family: TypeFamily;
  /** Integers: 8 to 128; floats: 32 or 64. */
  readonly bits?: number;
  readonly unsigned?: boolean;
  /** Characters or bytes. */
  readonly length?: number;
  /** Decimal digits in all; for times, digits of the second's fraction. */
  readonly precision?: number;
  /** Decimal digits after the point. */
  readonly scale?: number;
  /** Whether length, precision and scale come from the text itself (or are fixed by the type's name) and not from a default. */
  readonly stated: boolean;
  /** Shorter texts are filled with blanks. */
  readonly padded?: boolean;
  /** Tells apart types of one family that are not interchangeable: intervals of months and of seconds, an `inet` and a `box`. */
  readonly kind?: string;
  /** Element of an array, vector or range, value of a map. */
  readonly element?: PhysicalType;
  /** Key of a map. */
  readonly key?: PhysicalType;
  readonly fields?: readonly StructField[];
}

export interface StructField {
  readonly name: string;
  readonly type: PhysicalType;
}

/** A row of `rules/types/<warehouse>.yaml`. */
export interface TypeRow {
  readonly family: TypeFamily;
  readonly bits?: number;
  readonly unsigned?: boolean;
  readonly length?: number;
  readonly precision?: number;
  readonly scale?: number;
  /** What `(max)` means. */
  readonly max?: number;
  readonly padded?: boolean;
  readonly kind?: string;
  /** The parameters belong to the name; those in the text are ignored, as the warehouse does. */
  readonly fixed?: boolean;
}

/** Types by warehouse and lower-case name. */
export type TypeTables = { readonly [warehouse: string]: { readonly [name: string]: TypeRow } };
