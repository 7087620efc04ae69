import type { RelationRef } from '../../model/columns.ts';
import type { Location } from '../../model/location.ts';

/** What a template renders to in one kind of run, with the way back to the template. */
export interface Rendition {
  readonly sql: string;
  /** Where an offset of `sql` (UTF-16 units) comes from in the template. */
  locate(offset: number): Location;
  /** Whether a tag of the template, and not the template's own text, wrote some of `sql` between two offsets. */
  isPrinted(start: number, end: number): boolean;
  /** What calls of macros wrote, outer ones before those inside them. */
  readonly macros: readonly MacroRange[];
  /** What the calls `dataengos__unknown(0)` and `dataengos__star(1)` in `sql` stand for: their argument is an index. */
  readonly markers: readonly Marker[];
}

/** The part of rendered SQL that one call of a macro wrote. */
export interface MacroRange {
  /** As dbt knows it: `mask_pii`, `dbt_utils.generate_surrogate_key`. */
  readonly name: string;
  /** Offsets in the SQL, in UTF-16 units; `end` is exclusive. */
  readonly start: number;
  readonly end: number;
}

/** What could not be rendered, and stands in the SQL as a call that every dialect reads. */
export type Marker =
  /** A macro that is not there: a value, or anything else. */
  | { readonly kind: 'unknown'; readonly macro: string; readonly at: Location }
  /** All columns of a relation but some, as `dbt_utils.star` writes them. */
  | {
      readonly kind: 'star';
      readonly macro: string;
      readonly of: RelationRef;
      /** In lower case. */
      readonly except: readonly string[];
      /** Alias of the relation that stands before each; empty for none. */
      readonly qualifier: string;
      /** Written around each name that comes out; empty for none. */
      readonly prefix: string;
      readonly suffix: string;
      readonly at: Location;
    };

/** Functions in rendered SQL that stand for a {@link Marker}. */
export const markerFunctions = { unknown: 'dataengos__unknown', star: 'dataengos__star' } as const;
