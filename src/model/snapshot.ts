/** What a warehouse really holds, as a neutral table list; read from a dump, never from a live connection. */
export interface WarehouseSnapshot {
  /** File that it was read from. */
  readonly path: string;
  readonly format: 'information-schema' | 'dbt-catalog';
  readonly tables: readonly SnapshotTable[];
}

export interface SnapshotTable {
  readonly database?: string;
  readonly schema?: string;
  readonly name: string;
  /** In ordinal order. */
  readonly columns: readonly SnapshotColumn[];
}

export interface SnapshotColumn {
  readonly name: string;
  readonly type: string;
  /** Undefined where the source does not tell (dbt's catalog.json). */
  readonly nullable?: boolean;
}
