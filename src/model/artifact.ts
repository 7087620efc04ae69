import type { Json } from './contract.ts';
import type { Location } from './location.ts';

/** `owned`: ours to write. `create-only`: ours until it exists. `shared-keys`: we own some keys of it. */
export type Ownership = 'owned' | 'create-only' | 'shared-keys';

/** A step into a YAML document: a key of a mapping, or the entry of a list whose `key` is `is`. */
export type KeyStep = string | { readonly key: string; readonly is: string };

/** A key of a file that people own, whose value is ours. */
export interface OwnedKey {
  readonly path: readonly KeyStep[];
  readonly value: Json;
}

/** A file that the specifications say must exist with exactly this content. */
export interface Artifact {
  readonly path: string;
  /** UTF-8 text, LF, final newline. Of `shared-keys`: what the file is where it does not exist yet. */
  readonly content: string;
  readonly ownership: Ownership;
  /** Of `shared-keys`: what is ours in a file (YAML) that exists; everything else stays as people wrote it, byte for byte. */
  readonly keys?: readonly OwnedKey[];
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
  readonly ownership: Ownership;
  readonly sources: readonly string[];
  /**
   * Of an edited file: what becomes of the hand's lines where the specifications changed, too. `clean`: both stand side by side in
   * `content`; `conflict`: both changed the same lines, nothing is written; `unneeded`: the specifications ask for nothing new.
   */
  readonly merge?: 'clean' | 'conflict' | 'unneeded';
  /** What is to be written; absent where nothing is: fresh, orphaned (deleted), or a person's own. */
  readonly content?: string;
  /** 1-based line of the first difference; absent where fresh, missing or orphaned. */
  readonly firstDifference?: number;
  /** The lines at the first difference: what the tree has, what the specs say. */
  readonly found?: string;
  readonly expected?: string;
  /** What would make the file what the specs say: `text` in the place of the lines from `startLine` up to before `endLine` (1-based). */
  readonly replacement?: { readonly startLine: number; readonly endLine: number; readonly text: string };
  /** Of a file with shared keys: why our keys could not be set in it; key of a message. */
  readonly refused?: string;
  /** The line of the specifications whose change makes the file differ; absent where no change does. */
  readonly because?: Location;
}

/** Something that the specifications ask for and the target cannot express, or that could not be judged. Never dropped in silence. */
export interface GeneratorNote {
  /** Folder below `src/generators/`. */
  readonly generator: string;
  /** Subject as in findings: `<contract id>/<object>.<property>`, or a path. */
  readonly subject: string;
  readonly at: Location;
  /** Key in the message catalogues with its namespace (`generators.hand-written-properties`), and the values of its placeholders. */
  readonly message: string;
  readonly values: { readonly [name: string]: string };
  /** `info`: left out for a reason that nobody need act on, so it is listed and no finding. Default: a finding. */
  readonly severity?: 'info';
}
