/** What git records at a path. Symlinks and submodules are listed, never followed. */
export type EntryKind = 'file' | 'symlink' | 'submodule';

/** One path of a tree. `oid` identifies the bytes: equal oids mean equal content, in either tree. */
export interface TreeEntry {
  readonly path: string;
  readonly oid: string;
  readonly kind: EntryKind;
  /** Size in bytes; undefined for submodules. */
  readonly sizeBytes?: number;
}

/** A file that was left out, and why; it is said in the report. */
export interface Skipped {
  readonly what: string;
  /** A key of the message catalogues, or the reason itself where it is no text of ours. */
  readonly why: string;
  readonly values?: { readonly [name: string]: string | number };
}

/**
 * One side of the comparison. `entries` is sorted by path and holds every path of the tree;
 * `read` answers for the files that were gathered and returns undefined for all others
 * (outside the folders of the product, over a cap, a symlink, a submodule).
 */
export interface Tree {
  /** Branch, tag, revision or `worktree`, as people wrote it. */
  readonly ref: string;
  /** Commit id, or undefined for the working directory. */
  readonly sha?: string;
  readonly entries: readonly TreeEntry[];
  /** What was not read, and why. */
  readonly skipped: readonly Skipped[];
  read(path: string): Uint8Array | undefined;
}

/** Caps on what is read from one tree. */
export interface TreeLimits {
  readonly maxFileBytes: number;
  readonly maxFiles: number;
  readonly maxTotalBytes: number;
}

/** Generous for people, small enough that a hostile tree cannot exhaust the runner. */
export const defaultTreeLimits: TreeLimits = {
  maxFileBytes: 4 * 1024 * 1024,
  maxFiles: 20_000,
  maxTotalBytes: 256 * 1024 * 1024,
};
