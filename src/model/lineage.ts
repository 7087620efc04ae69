import type { ColumnGap } from './columns.ts';
import type { Direction } from './contract.ts';
import type { Location } from './location.ts';

/** What data goes through. `table`: one that SQL names itself, so that nobody declares it. */
const lineageKinds = ['contract', 'source', 'seed', 'snapshot', 'table', 'model', 'exposure'] as const;
export type LineageKind = (typeof lineageKinds)[number];

/** One station of the data. */
export interface LineageRelation {
  /** `model:fct_orders`, `source:stripe.charges`, `contract:stripe-charges/charges`; with `@` and the project's folder where two dbt projects have one. */
  readonly id: string;
  readonly kind: LineageKind;
  /** The part of the id that people write: `fct_orders`, `stripe.charges`, `stripe-charges/charges`. */
  readonly name: string;
  /** What the warehouse calls it, where dbt gives it another name. */
  readonly alias?: string;
  /** Where it is defined; absent for a table that is only named. */
  readonly at?: Location;
  /** Of contracts: whether they demand from a source or promise to readers. */
  readonly direction?: Direction;
  /** Its columns as far as they are known, in its own order. */
  readonly columns: readonly string[];
  /** Why a model may have more columns than these, or take them from elsewhere. */
  readonly gaps: readonly ColumnGap[];
}

/** One column of a relation. */
export interface LineageColumn {
  /** Id of the relation. */
  readonly relation: string;
  /** As the relation's `columns` has it. */
  readonly column: string;
}

/** That one relation reads, makes or describes another; `from` is upstream. */
export interface LineageEdge {
  readonly from: string;
  readonly to: string;
  /** Whether the steps between their columns are all that there are. */
  readonly isProven: boolean;
  /** Columns of `from` that `to` only filters, joins, groups or sorts by: they go into none of its own. */
  readonly filters: readonly string[];
}

/** What happens to a column on its way: nothing, something, a macro that masks, or it only decides what comes. */
const stepKinds = ['as-is', 'changed', 'masked', 'condition'] as const;
export type StepKind = (typeof stepKinds)[number];

/** The way of one column into one other. */
export interface ColumnStep {
  readonly from: LineageColumn;
  readonly to: LineageColumn;
  readonly kind: StepKind;
  /** Functions and macros around it, the outermost first (see `ColumnOrigin.calls`). */
  readonly calls: readonly string[];
}

/** Where all data of a repository comes from and goes to. Everything is sorted by id and column. */
export interface LineageGraph {
  readonly relations: readonly LineageRelation[];
  readonly edges: readonly LineageEdge[];
  readonly steps: readonly ColumnStep[];
}

/** Which way to look: to what something is made from, or to what is made from it. */
export const lineageDirections = ['up', 'down', 'both'] as const;
export type LineageDirection = (typeof lineageDirections)[number];

/** What a question for lineage starts at: a relation, or one of its columns. */
export interface LineageStart {
  readonly relation: string;
  readonly column?: string;
}

/** The part of a graph that a question leads to. */
export interface LineagePart extends LineageGraph {
  /** Empty where the question is for everything. */
  readonly starts: readonly LineageStart[];
  readonly direction: LineageDirection;
  /** Relations, or columns where the question is for a column, that lie further along and were left out. */
  readonly left: number;
}
