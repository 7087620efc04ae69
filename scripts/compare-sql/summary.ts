import type { ModelResult, ProjectResult } from './measure.ts';
import { type Verdict, verdictOf } from './verdicts.ts';

/** The figures of one project. */
export interface Summary extends Pick<ProjectResult, 'name' | 'commit' | 'dialect'> {
  readonly models: number;
  readonly rendered: number;
  /** Rendered to a query that its warehouse would take, as far as anybody knows. */
  readonly valid: number;
  readonly parsed: number;
  readonly claimed: number;
  /** Claimed, and bound by DuckDB. */
  readonly checked: number;
  /** Checked, and all names equal, in order; or different through no mistake of ours. */
  readonly right: number;
  readonly problems: number;
  /** Why columns are not claimed, with the number of models, the most frequent first. */
  readonly reasons: readonly Count[];
}

/** A reason and how often it was met. */
export type Count = readonly [reason: string, count: number];

export function summarise({ name, commit, dialect, models }: ProjectResult, verdicts: readonly Verdict[]): Summary {
  const rendered = models.filter(isRendered);
  const found = (model: ModelResult): Verdict['verdict'] | undefined => verdictOf(verdicts, name, model.path)?.verdict;
  const valid = rendered.filter((model) => model.parse === 'parsed' || found(model) !== 'invalid');
  const claimed = models.filter((model) => model.claimed !== undefined);
  const checked = claimed.filter(({ check }) => check === 'right' || check === 'wrong');
  return {
    name,
    commit,
    dialect,
    models: models.length,
    rendered: rendered.length,
    valid: valid.length,
    parsed: valid.filter(({ parse }) => parse === 'parsed').length,
    claimed: claimed.length,
    checked: checked.length,
    right: checked.filter((model) => model.check === 'right' || found(model) === 'theirs').length,
    problems: models.filter(({ problems }) => problems.length > 0).length,
    reasons: counted(models.flatMap((model) => (model.claimed === undefined ? [reasonOf(model)] : []))),
  };
}

/** A template whose values are templates, or parts of which only a package or the warehouse could write, is no text to judge. */
export function isRendered({ render, parse, reason = '' }: ModelResult): boolean {
  return render === 'rendered' && !(parse === 'unknown' && /still holds Jinja|is not known here/.test(reason));
}

function reasonOf(model: ModelResult): string {
  const [gap] = model.gaps;
  if (gap === undefined) return 'nothing';
  if (gap.reason === 'not-rendered') return model.render;
  return gap.reason === 'not-read' && !isRendered(model) ? 'needs-var' : gap.reason;
}

/** How often each text occurs, the most frequent first. */
export function counted(texts: readonly string[]): readonly Count[] {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return [...counts].toSorted(([, a], [, b]) => b - a);
}
