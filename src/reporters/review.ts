/** A pull request as people see it on GitHub: plain data for {@link renderReviewHtml}. Bodies are GitHub-flavoured Markdown. */
export interface Review {
  readonly title: string;
  readonly number: number;
  readonly state: 'open' | 'closed' | 'merged';
  readonly labels: readonly string[];
  readonly checks: readonly ReviewCheck[];
  /** In the order of time. */
  readonly timeline: readonly ReviewEvent[];
}

/** A check run, as the merge box shows it. */
export interface ReviewCheck {
  readonly name: string;
  readonly conclusion: 'success' | 'failure' | 'neutral';
  readonly title: string;
  readonly summary: string;
}

/** Something that happened on the pull request. */
export type ReviewEvent =
  | { readonly kind: 'comment'; readonly author: string; readonly body: string }
  | {
      readonly kind: 'review';
      readonly author: string;
      readonly body: string;
      readonly threads: readonly ReviewThread[];
    }
  | { readonly kind: 'commit'; readonly sha: string; readonly message: string; readonly author: string };

/** A review comment on lines of the diff; `hunk` is in unified format, its `@@` line first. */
export interface ReviewThread {
  readonly path: string;
  readonly side: 'LEFT' | 'RIGHT';
  /** 1-based line of the side; undefined for a comment on the whole file. */
  readonly line?: number;
  readonly startLine?: number;
  readonly hunk: string;
  readonly body: string;
  readonly resolved: boolean;
}
