import type {
  ColumnOrigin,
  ColumnProblem,
  ColumnType,
  ColumnUse,
  RelationColumns,
  RelationRead,
  RelationRef,
} from '../../model/columns.ts';
import { compareText } from '../../model/location.ts';
import { type Column, type Entry, Relation } from './relation.ts';

/** What is known of the columns of a relation; undefined where nobody declares any. */
export type ColumnsOf = (relation: RelationRef) => RelationColumns | undefined;

/** Columns made while one query is resolved; stars beyond this stay closed. */
const maxEntries = 1_500_000;

/** What one resolution collects. */
export class Session {
  readonly dialect: string;
  readonly model: string;
  private readonly columnsOf: ColumnsOf;
  private readonly relations = new Map<string, Relation>();
  private readonly readings = new Map<string, RelationRead>();
  private readonly found = new Map<string, ColumnProblem>();
  private readonly used = new Map<string, ColumnUse>();
  private readonly noted = new WeakSet<readonly ColumnOrigin[]>();
  private isBlind = false;
  private entries = 0;

  constructor(columnsOf: ColumnsOf, { dialect, model }: { readonly dialect: string; readonly model: string }) {
    this.columnsOf = columnsOf;
    this.dialect = dialect;
    this.model = model;
  }

  get reads(): readonly RelationRead[] {
    return [...this.readings.values()];
  }

  get problems(): readonly ColumnProblem[] {
    return [...this.found.values()];
  }

  /** Notes a problem, once for each place. */
  report(problem: ColumnProblem): void {
    const key = `${problem.kind} ${problem.column} ${problem.at.path}:${problem.at.line}:${problem.at.column}`;
    if (!this.found.has(key)) this.found.set(key, problem);
  }

  /** Notes what something in the query is made of; undefined where that cannot be told. */
  use(origins: readonly ColumnOrigin[] | undefined): void {
    if (origins === undefined) this.isBlind = true;
    else if (!this.noted.has(origins)) {
      this.noted.add(origins);
      for (const { from, column } of origins) this.used.set(`${from.kind} ${from.name}\n${column}`, { from, column });
    }
  }

  /** Every column that was noted, sorted; undefined where something could not be told. */
  get uses(): readonly ColumnUse[] | undefined {
    if (this.isBlind) return undefined;
    return [...this.used].sort(([a], [b]) => compareText(a, b)).map(([, use]) => use);
  }

  /** Whether so many more columns may be made. */
  affords(count: number): boolean {
    this.entries += count;
    return this.entries <= maxEntries;
  }

  /** The columns of something outside of the query, which counts as read. */
  relation(read: RelationRead): Relation {
    const key = `${read.kind} ${read.name}`;
    if (!this.readings.has(key)) this.readings.set(key, read);
    const before = this.relations.get(key);
    if (before !== undefined) return before;
    const { kind, name } = read;
    const relation = this.load({ kind, name });
    this.relations.set(key, relation);
    return relation;
  }

  private load(from: RelationRef): Relation {
    const isSelf = from.kind === 'ref' && from.name === this.model;
    const known = isSelf ? undefined : this.columnsOf(from);
    const columns = (known?.columns ?? []).map(({ name, type }): Column => baseColumn(from, name, type));
    if (known?.isWhole === true) return new Relation(columns);
    const hole: Entry = {
      kind: 'hole',
      gap: { reason: 'open-relation', detail: from.name },
      except: new Set(),
      rest: [{ from, calls: [], role: 'value' }],
    };
    return new Relation([...columns, hole]);
  }
}

function baseColumn(from: RelationRef, name: string, type: ColumnType | undefined): Column {
  const origin: ColumnOrigin = { from, column: name.toLowerCase(), calls: [], role: 'value' };
  return { kind: 'column', name, isQuoted: false, type, origins: [origin], functions: [] };
}
