/** `owned`: ours to write. `create-only`: ours until it exists. `shared-keys`: we own some keys of it. */
export type Ownership = 'owned' | 'create-only' | 'shared-keys';

/** A file that the specifications say must exist with exactly this content. */
export interface Artifact {
  readonly path: string;
  /** UTF-8 text, LF, final newline. */
  readonly content: string;
  readonly ownership: Ownership;
  /** Folder below `src/generators/`. */
  readonly generator: string;
  /** Spec files it was made from, sorted. */
  readonly sources: readonly string[];
}

/**
 * How an artifact stands in a tree. `stale`: generated from other specs; `edited`: changed by hand since it was generated;
 * `orphaned`: generated once, asked for by no spec any more.
 */
export type ArtifactStatus = 'fresh' | 'stale' | 'missing' | 'edited' | 'orphaned';

/** An artifact compared with the tree. */
export interface ArtifactState {
  readonly path: string;
  readonly status: ArtifactStatus;
  readonly generator: string;
  readonly sources: readonly string[];
  /** 1-based line of the first difference; absent where fresh, missing or orphaned. */
  readonly firstDifference?: number;
  /** The lines at the first difference: what the tree has, what the specs say. */
  readonly found?: string;
  readonly expected?: string;
}
