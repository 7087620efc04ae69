import type { Severity } from '../model/finding.ts';
import type { SummaryOptions } from '../reporters/markdown.ts';

/** What a review says, and how much of it. */
export interface ReviewOptions {
  /** Tells several gates on one pull request apart: workflow, job and input `id`. */
  readonly key: string;
  /** The commit that was judged. */
  readonly headSha: string;
  /** A draft gets the check run and nothing else. */
  readonly draft: boolean;
  /** Name of the check run; undefined: none. */
  readonly checkRun: string | undefined;
  /** Whether the sticky comment, the review and its threads are wanted. */
  readonly comments: boolean;
  readonly labels: boolean;
  /** Comments on lines, all runs together. */
  readonly maxInline: number;
  /** Comments on whole files, all runs together. */
  readonly maxFileComments: number;
  /** Findings below it are in the summary and the annotations only. */
  readonly leastSeverity: Severity;
  readonly links?: Pick<SummaryOptions, 'commitUrl' | 'fileUrl'>;
  /** What becomes of generated files: paragraphs of the summary. */
  readonly exportNotes?: SummaryOptions['exportNotes'];
}

/** Sensible for people: the caps are reviewdog's, which avoid GitHub's abuse detection. */
export const defaultReviewOptions = {
  key: 'default',
  draft: false,
  checkRun: 'DataEngOS Gatekeeper',
  comments: true,
  labels: false,
  maxInline: 30,
  maxFileComments: 10,
  leastSeverity: 'warning',
} as const satisfies Omit<ReviewOptions, 'headSha'>;
