import type { Location } from './location.ts';

/** Something with columns that the SQL of a model reads. */
export interface RelationRef {
  /** `ref`: a model, seed or snapshot. `table`: named in the SQL itself. */
  readonly kind: 'ref' | 'source' | 'table';
  /** `stg_orders`, `stripe.charges` (source and table), `raw.public.orders`; of a table in lower case and without quotes. */
  readonly name: string;
}

/** What values are, whatever a warehouse calls it: types of one family are read alike. */
export const columnFamilies = [
  'number',
  'string',
  'boolean',
  'date',
  'timestamp',
  'time',
  'interval',
  'json',
  'array',
  'struct',
  'bytes',
  'uuid',
  'geography',
] as const;
export type ColumnFamily = (typeof columnFamilies)[number];

/** The type of a column, as far as SQL and contracts tell. */
export interface ColumnType {
  readonly family: ColumnFamily;
  /** The whole type where it is certain: what the column is cast to, or what a contract says (`varchar(20)`). */
  readonly text?: string;
}

/** A column of what a model reads, on its way into the model's result. */
export interface ColumnOrigin {
  readonly from: RelationRef;
  /** In lower case. */
  readonly column: string;
  /**
   * Functions, macros and constructs around it, the outermost first, in lower case, through every common table expression;
   * `macro:name` for a macro whose call wrote it, `cast`, `case`, `||`, `over`, `=` (any comparison) for what is no call.
   */
  readonly calls: readonly string[];
  /** `value`: its values pass into the result. `condition`: they only decide it (`case when`, a comparison, a count). */
  readonly role: 'value' | 'condition';
}

/** One column of what a model gives. */
export interface OutputColumn {
  /** As the warehouse will call it: as written, without quotes. */
  readonly name: string;
  /** Where the template names it: the alias, the column itself, or the star that brings it. */
  readonly at: Location;
  /** Undefined where nothing tells. */
  readonly type?: ColumnType;
  /** What its values are made of, each once; empty for a constant; undefined where it cannot be told. */
  readonly origins?: readonly ColumnOrigin[];
  /**
   * Functions and macros anywhere in its expression, through every common table expression of this model, each once and sorted:
   * named as in {@link ColumnOrigin.calls}, but without signs, `case`, `cast` and comparisons (`count` of `count(*)`,
   * `current_timestamp`, `uuid_string`), and with `date` where a function stands in a cast to a day. Empty for a value that is
   * written out; undefined where it cannot be told, or where a tag of the template writes the value.
   */
  readonly calls?: readonly string[];
}

/** Why more may come out of a model than its columns say. */
const gapReasons = [
  /** A star over something whose columns nobody declares; `detail` names it. */
  'open-relation',
  /** A macro that is not installed, or that writes columns only dbt knows. */
  'unknown-macro',
  /** The template could not be rendered: it needs a warehouse, a package or a variable. */
  'not-rendered',
  /** Its SQL could not be read, or only by a parser that gives no syntax tree. */
  'not-read',
  /** A construct whose columns depend on the data, or that the reader does not follow; `detail` names it. */
  'construct',
  /** A Python model. */
  'no-sql',
] as const;
export type GapReason = (typeof gapReasons)[number];

/** One reason for which the columns of a model are not all known. */
export interface ColumnGap {
  readonly reason: GapReason;
  /** What it is about: `stripe.charges`, `dbt_utils.pivot`, `pivot`; the message of the renderer. */
  readonly detail: string;
  readonly at?: Location;
}

/** A mistake in names of columns that the SQL of a model makes for certain. */
export interface ColumnProblem {
  /**
   * `unknown-column`: nothing that is read has it, and all of that is known. `ambiguous-column`: several have it, and no
   * qualifier says which. `duplicate-column`: the result has the name twice. `set-arity`: the parts of a union differ in number.
   */
  readonly kind: 'unknown-column' | 'ambiguous-column' | 'duplicate-column' | 'set-arity';
  /** As written, with its qualifier; for `set-arity` the numbers of columns: `3, 2`. */
  readonly column: string;
  readonly at: Location;
  /** What was looked through, as the SQL calls it: aliases, common table expressions, relations. */
  readonly relations: readonly string[];
  /** Columns that exist there, sorted. */
  readonly candidates: readonly string[];
}

/** What a model gives, read from its files alone. */
export interface ModelColumns {
  readonly model: string;
  readonly path: string;
  /** In order. */
  readonly columns: readonly OutputColumn[];
  /** Why there may be more; where it is empty, these are all, and each is certain. */
  readonly gaps: readonly ColumnGap[];
  readonly problems: readonly ColumnProblem[];
  /** Everything that the SQL reads, each once, in the order of its first mention. */
  readonly reads: readonly RelationRead[];
  /**
   * Every column of what it reads that its SQL names or a star takes, in whatever clause (`where`, `join`, `order by` too), each
   * once and sorted by relation and column; absent where it cannot be told of all, so that nobody takes silence for a proof.
   */
  readonly uses?: readonly ColumnUse[];
}

/** A column that the SQL of a model reads. */
export interface ColumnUse {
  readonly from: RelationRef;
  /** In lower case. */
  readonly column: string;
}

/** One mention of a relation in the SQL of a model. */
export interface RelationRead extends RelationRef {
  readonly at: Location;
}

/** What is known of the columns of something that models read. */
export interface RelationColumns {
  readonly columns: readonly RelationColumn[];
  /** Whether these are all. */
  readonly isWhole: boolean;
}

/** A column of something that models read. */
export interface RelationColumn {
  readonly name: string;
  readonly type?: ColumnType;
}
