import { groupBy } from '../model/group-by.ts';
import type { Change } from '../model/change.ts';
import type { Location } from '../model/location.ts';
import type { Problem } from '../model/project.ts';

/**
 * Leaves out the changes that only say again that a value of head cannot be read: a type that ODCS does not know is one
 * mistake, not also a type that was taken away. Only a mistake of the very field that changed does so: another one nearby,
 * which may be an old one, must not hide a broken promise. Things that were removed stay: they have no place in head.
 */
export function withoutCascades(changes: readonly Change[], problems: readonly Problem[]): readonly Change[] {
  const errors = groupBy(
    problems.filter((problem) => problem.severity !== 'warning'),
    (problem) => problem.at.path,
  );
  return changes.filter((change) => {
    const field = /(\w+)\.changed$/.exec(change.kind)?.[1];
    if (field === undefined) return true;
    return !(errors.get(change.at.path) ?? []).some((each) => fieldOf(each) === field && covers(change.at, each.at));
  });
}

/** Whether `inner` starts inside `outer`. */
function covers(outer: Location, inner: Location): boolean {
  const { line, column, endLine = line, endColumn = column } = outer;
  const after = inner.line > line || (inner.line === line && inner.column >= column);
  return after && (inner.line < endLine || (inner.line === endLine && inner.column <= endColumn));
}

/** The key whose value is wrong: `logicalType` of `/schema/orders/properties/id/logicalType#enum`. */
function fieldOf(problem: Problem): string | undefined {
  return /\/([^/#]+)#\w+$/.exec(problem.key)?.[1];
}
