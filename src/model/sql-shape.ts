import type { Located, Location } from './location.ts';

/** What the SQL of a model looks like, read from its template: every place is exact, and nothing is rendered. */
export interface SqlShape {
  readonly model: string;
  readonly path: string;
  /** Columns of the result by what is written; those that only a template or a star over another model names are not among them. */
  readonly outputs: readonly SqlOutput[];
  readonly stars: readonly SqlStar[];
  readonly subqueries: readonly Subquery[];
  /** Every `join`. */
  readonly joins: readonly Location[];
  readonly commas: readonly SqlComma[];
  readonly keywords: readonly SqlKeyword[];
  /** The first thing that leaves one row of several: `distinct`, `group by`, `qualify`, a ranking, a union. */
  readonly dedup?: Location;
  /** What `config(…)` gives to a key, where it is a plain text. */
  readonly config: ReadonlyMap<string, Located<string>>;
  /** `ref` and `source` calls: what the model reads, and where. */
  readonly reads: readonly SqlRead[];
}

/** A `ref('model')` or `source('source', 'table')` of a model. */
export interface SqlRead {
  readonly kind: 'ref' | 'source';
  /** `stg_orders`, `stripe.charges`. */
  readonly name: string;
  readonly at: Location;
}

/** One column of the result. */
export interface SqlOutput {
  /** As written, without quotes. */
  readonly name: string;
  /** Where the name is written: the alias, or the column itself. */
  readonly at: Location;
  /** Whether it is a name that this model gives (`… as total`), and not the column's own. */
  readonly isAlias: boolean;
  /** What it is made of as written, on one line; absent where that is long, or holds a text or a template. */
  readonly written?: string;
  /** What it surely holds: what it is cast to, or a comparison; undefined where the text does not tell. */
  readonly kind?: 'boolean' | 'timestamp' | 'date';
}

/** `select *`, `select t.*`. */
export interface SqlStar {
  readonly at: Location;
  /** Whether it only hands on: a common table expression that imports one table, or a result that is one of them. */
  readonly isImport: boolean;
}

/** A query in parentheses that is neither a common table expression nor an operand of `union`. */
export interface Subquery {
  readonly at: Location;
  readonly clause: 'from' | 'other';
  /** 1 for one in the query itself or in a common table expression. */
  readonly depth: number;
  /** Whether there is no common table expression for it: `exists (…)`, or what an incremental model asks of its own table. */
  readonly isIdiom: boolean;
}

/** A comma between columns or common table expressions that ends a line or begins one. */
export interface SqlComma {
  readonly style: 'trailing' | 'leading';
  readonly at: Location;
}

/** A word that is surely no name. */
export interface SqlKeyword {
  /** As written. */
  readonly word: string;
  readonly at: Location;
}
