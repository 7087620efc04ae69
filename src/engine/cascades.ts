import type { Change } from '../model/change.ts';
import type { Location } from '../model/location.ts';
import type { Problem } from '../model/project.ts';

/**
 * Leaves out the changes that only say again that a value of head cannot be read: a type that ODCS does not know is one
 * mistake, not also a type that was taken away. Things that were removed stay: they have no place in head.
 */
export function withoutCascades(changes: readonly Change[], problems: readonly Problem[]): readonly Change[] {
  const errors = Map.groupBy(
    problems.filter((problem) => problem.severity !== 'warning'),
    (problem) => problem.at.path,
  );
  return changes.filter((change) => {
    const isWhole = typeof change.before === 'object' || typeof change.after === 'object';
    return isWhole || !(errors.get(change.at.path) ?? []).some((problem) => covers(change.at, problem.at));
  });
}

/** Whether `inner` starts inside `outer`. */
function covers(outer: Location, inner: Location): boolean {
  const { line, column, endLine = line, endColumn = column } = outer;
  const after = inner.line > line || (inner.line === line && inner.column >= column);
  return after && (inner.line < endLine || (inner.line === endLine && inner.column <= endColumn));
}
