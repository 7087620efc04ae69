import type { ColumnGap, ColumnType, RelationRead } from '../../model/columns.ts';
import type { Location } from '../../model/location.ts';
import type { Marker } from '../jinja/rendition.ts';

/** A query in a plan. */
export type QueryNode = SelectNode | SetNode | ValuesNode | OpaqueNode;

/** `with name (columns) as (query)`. */
export interface CtePlan {
  /** In lower case. */
  readonly name: string;
  /** As written. */
  readonly columns: readonly string[];
  readonly query: QueryNode;
  /** Whether the query may read itself. */
  readonly isRecursive: boolean;
}

/** One `select`. */
export interface SelectNode {
  readonly kind: 'select';
  readonly ctes: readonly CtePlan[];
  readonly items: readonly ItemPlan[];
  readonly sources: readonly SourcePlan[];
  /** What stands in `where`, `group by`, `having`, `qualify`, `order by` and the like. */
  readonly clauses: readonly ClausePlan[];
}

/** A clause of a select that gives no columns. */
export interface ClausePlan {
  readonly value: ExpressionPlan;
  /** Whether names of the select list are seen in it, and whether they come before those of columns in every dialect. */
  readonly names: 'hidden' | 'seen' | 'preferred';
}

/** Several queries that give one result. */
export interface SetNode {
  readonly kind: 'set';
  readonly ctes: readonly CtePlan[];
  readonly parts: readonly QueryNode[];
  /** Each part's columns are found by their names, not by their places. */
  readonly isByName: boolean;
  /** `except` and `minus`: rows of later parts do not come out. */
  readonly isExcept: boolean;
  /** Behind each part but the first. */
  readonly at: Location;
}

/** `values (…), (…)`. */
export interface ValuesNode {
  readonly kind: 'values';
  readonly ctes: readonly CtePlan[];
  /** Of each row, as many as are read: types and origins of the first rows tell those of all. */
  readonly rows: readonly (readonly ExpressionPlan[])[];
}

/** A query whose columns cannot be read. */
export interface OpaqueNode {
  readonly kind: 'opaque';
  readonly gap: ColumnGap;
}

/** One entry of a select list. */
export type ItemPlan =
  | {
      readonly kind: 'value';
      /** As written; empty where the dialect gives a name of its own that is not known. */
      readonly name: string;
      readonly isQuoted: boolean;
      readonly isAlias: boolean;
      readonly at: Location;
      readonly value: ExpressionPlan;
    }
  | StarPlan
  /** Several columns of one value: `posexplode(x) as (position, item)`. */
  | {
      readonly kind: 'values';
      readonly names: readonly string[];
      readonly at: Location;
      readonly value: ExpressionPlan;
    }
  | { readonly kind: 'marker-star'; readonly marker: StarMarker; readonly at: Location }
  | { readonly kind: 'opaque'; readonly gap: ColumnGap };

/** A marker of all columns of a relation. */
export type StarMarker = Extract<Marker, { readonly kind: 'star' }>;

/** `*` and what follows it. */
export interface StarPlan {
  readonly kind: 'star';
  /** In lower case, the outermost first; empty for a bare star. */
  readonly qualifier: readonly string[];
  /** As written, with its qualifier. */
  readonly text: string;
  readonly except: readonly NamePlan[];
  readonly replace: readonly (NamePlan & { readonly value: ExpressionPlan })[];
  readonly rename: readonly (NamePlan & { readonly to: string })[];
  readonly at: Location;
  /** Macros that wrote it. */
  readonly calls: readonly string[];
}

/** A name of a column, where it is written without an expression around it. */
export interface NamePlan {
  /** As written. */
  readonly name: string;
  readonly at: Location;
}

/** One entry of a `from`, with the way it is joined to those before it. */
export interface SourcePlan {
  readonly relation: RelationPlan;
  readonly join: JoinPlan;
}

/** How a relation is joined to those before it. */
export interface JoinPlan {
  readonly kind: 'first' | 'inner' | 'left' | 'right' | 'full' | 'hidden' | 'lateral';
  readonly using: readonly string[];
  readonly isNatural: boolean;
  readonly on: readonly ExpressionPlan[];
  /** Whether its condition sees exactly the relations before it and itself. */
  readonly isPlain: boolean;
}

/** Names for a relation and its columns. */
export interface Naming {
  /** As written; undefined where it has none. */
  readonly alias?: string;
  readonly columns: readonly string[];
}

/** What a `from` reads. */
export type RelationPlan =
  | ({ readonly kind: 'table'; readonly parts: readonly string[]; readonly read: RelationRead } & Naming)
  | ({ readonly kind: 'query'; readonly query: QueryNode } & Naming)
  | ({ readonly kind: 'joined'; readonly sources: readonly SourcePlan[] } & Naming)
  | TableFunctionPlan
  | PivotPlan
  | UnpivotPlan
  | ({ readonly kind: 'opaque'; readonly gap: ColumnGap } & Naming);

/** `unnest(…)`, `flatten(…)`, `generate_series(…)`. */
export interface TableFunctionPlan extends Naming {
  readonly kind: 'function';
  /** In lower case. */
  readonly name: string;
  readonly value: ExpressionPlan;
  /** Name of the column that counts rows, where one is asked for. */
  readonly offset?: string;
  readonly at: Location;
}

/** `pivot (aggregates for column in (values))`. */
export interface PivotPlan extends Naming {
  readonly kind: 'pivot';
  readonly of: RelationPlan;
  /** In lower case: what is read into the values, and so does not come out. */
  readonly uses: readonly string[];
  /** Columns that it adds; undefined where the data tell them. */
  readonly adds: readonly { readonly name: string; readonly value: ExpressionPlan }[] | undefined;
  readonly at: Location;
}

/** `unpivot (value for name in (columns))`. */
export interface UnpivotPlan extends Naming {
  readonly kind: 'unpivot';
  readonly of: RelationPlan;
  /** In lower case. */
  readonly uses: readonly string[];
  readonly name: string;
  readonly values: readonly string[];
}

/** An expression: what it reads, and of what type it is. */
export interface ExpressionPlan {
  readonly refs: readonly RefPlan[];
  readonly queries: readonly SubqueryPlan[];
  readonly type: TypePlan;
  /**
   * Functions and macros in it, as `OutputColumn.calls` tells them; queries and mentioned columns bring more. Undefined where a tag
   * of the template wrote a value that may be another one at every run.
   */
  readonly functions: readonly string[] | undefined;
  /** Whether something in it hides what it is made of. */
  readonly isOpaque: boolean;
}

/** A mention of a column, or of all columns of a relation. */
export interface RefPlan {
  /** As written, without quotes, the outermost first. */
  readonly parts: readonly string[];
  readonly kind: 'column' | 'row';
  /** Whether it may be something else than a column: nothing is said where it is not found. */
  readonly isDoubtful: boolean;
  readonly at: Location;
  readonly calls: readonly string[];
  readonly role: 'value' | 'condition';
}

/** A query within an expression. */
export interface SubqueryPlan {
  readonly query: QueryNode;
  readonly calls: readonly string[];
  readonly role: 'value' | 'condition';
}

/** What tells the type of an expression. */
export type TypePlan =
  | { readonly kind: 'unknown' }
  /** `null`: fits every type. */
  | { readonly kind: 'null' }
  | { readonly kind: 'is'; readonly type: ColumnType }
  /** That of the mention with this index. */
  | { readonly kind: 'ref'; readonly index: number }
  /** That of the only column of the subquery with this index. */
  | { readonly kind: 'query'; readonly index: number }
  /** The family that all have. */
  | { readonly kind: 'common'; readonly of: readonly TypePlan[] }
  /** Operators from left to right; `hasDates`: days and spans of time may be added and taken away as PostgreSQL does. */
  | {
      readonly kind: 'arithmetic';
      readonly first: TypePlan;
      readonly rest: readonly { readonly operator: string; readonly of: TypePlan }[];
      readonly hasDates: boolean;
    }
  /** That of what an array holds. */
  | { readonly kind: 'element'; readonly of: TypePlan }
  /** Its family, where it is one of these. */
  | { readonly kind: 'within'; readonly of: TypePlan; readonly families: readonly ColumnType['family'][] }
  /** `family`, unless the operand is known to be something else than `families`. */
  | {
      readonly kind: 'unless';
      readonly of: TypePlan;
      readonly families: readonly ColumnType['family'][];
      readonly family: ColumnType['family'];
    }
  /** A string where one of these is; unknown otherwise. */
  | { readonly kind: 'text'; readonly of: readonly TypePlan[] };

/** An expression of which nothing is known. */
export const opaqueExpression: ExpressionPlan = {
  refs: [],
  queries: [],
  type: { kind: 'unknown' },
  functions: [],
  isOpaque: true,
};
