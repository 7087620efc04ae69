import type { ColumnProblem } from '../model/columns.ts';
import type { RuleContext } from '../model/rule.ts';
import { groupBy } from '../model/group-by.ts';

/** One wrong name in a model, with every place where its SQL writes it. */
export interface ModelProblem extends ColumnProblem {
  readonly model: string;
  readonly path: string;
  /** All of them in order, the finding's own first. */
  readonly places: readonly ColumnProblem['at'][];
}

/** Mistakes of a kind in the SQL of all models; the same name is one mistake, however often a model writes it. */
export function columnProblems({ facts }: RuleContext, kind: ColumnProblem['kind']): readonly ModelProblem[] {
  const broken = new Set(facts.models.flatMap(({ path, error }) => (error === undefined ? [] : [path])));
  return (facts.columns ?? [])
    .filter(({ path }) => !broken.has(path))
    .flatMap(({ model, path, problems }) => {
      const groups = groupBy(
        problems.filter((problem) => problem.kind === kind),
        ({ column, at }) => (kind === 'set-arity' ? `${at.line}:${at.column}` : column.toLowerCase()),
      );
      return [...groups.values()].flatMap((same) => {
        const [first] = same;
        return first === undefined ? [] : [{ ...first, model, path, places: same.map(({ at }) => at) }];
      });
    });
}
