import type { ChangeClass } from './change.ts';

export const severities = ['error', 'warning', 'info'] as const;
export type Severity = (typeof severities)[number];

/** Replaces `[start, end)` of a head file with `text`. Lines and columns are 1-based. */
export interface Edit {
  readonly path: string;
  readonly startLine: number;
  readonly startColumn: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly text: string;
}

/** A repair that is certain enough to be offered with one click. */
export interface Fix {
  readonly title: string;
  readonly edits: readonly Edit[];
}

/** Another place that belongs to the finding: the rule that a name breaks, the removed line. */
export interface Related {
  readonly path: string;
  readonly line: number;
  readonly message: string;
}

/** Something in the repository that the finding hits. */
export interface Impact {
  readonly kind: 'model' | 'contract' | 'exposure' | 'dag' | 'consumer' | 'sample-data';
  readonly name: string;
  readonly path?: string;
  readonly owner?: string;
}

/** An accepted exception; read from the base tree only. */
export interface Waiver {
  readonly rule: string;
  readonly subject: string;
  readonly reason: string;
  readonly approver: string;
  /** ISO 8601 date. */
  readonly expires: string;
}

/** A comment in the file that excuses a finding; it does not fail the gate, and is shown with its reason. */
export interface Ignored {
  readonly reason: string;
  /** Line of the comment, in the finding's file. */
  readonly line: number;
  /** Whether base does not excuse the same finding: reviewers look at these. */
  readonly added: boolean;
}

/** One mistake, at one place, said once. Shape of `findings[]` in `schemas/report.schema.json`. */
export interface Finding {
  readonly rule: string;
  readonly severity: Severity;
  readonly class?: ChangeClass;
  readonly path: string;
  readonly line: number;
  readonly column: number;
  readonly endLine?: number;
  readonly endColumn?: number;
  /** The tree that `path` and `line` belong to: removed things are shown where they were. */
  readonly side: 'head' | 'base';
  readonly subject: string;
  /** What is wrong, where, what is allowed and how to repair, in the report's language. */
  readonly message: string;
  /** Stable over line moves and message changes: rule + subject + the values that matter. */
  readonly fingerprint: string;
  /** False where the base tree has the same finding: shown, never failing. */
  readonly introduced: boolean;
  /** Base has it too, but the scope asks for everything in files that the change touches: then it may fail the gate. */
  readonly inChangedFile?: true;
  readonly waiver: Waiver | null;
  /** Absent where no comment in the file excuses it. */
  readonly ignored?: Ignored;
  readonly fix: Fix | null;
  /** What a person may take over with one click, and nothing ever does by itself: it would lose what somebody wrote. */
  readonly proposal?: readonly Edit[];
  readonly impact: readonly Impact[];
  readonly related: readonly Related[];
  /** The way of the column that it is about, as a Mermaid flowchart without a fence; absent where there is none. */
  readonly picture?: string;
}

/** Whether somebody has accepted the finding, by a waiver or in the file: then it is shown apart and fails nothing. */
export function isExcused({ waiver, ignored }: Pick<Finding, 'waiver' | 'ignored'>): boolean {
  return waiver !== null || ignored !== undefined;
}
