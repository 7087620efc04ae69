import { groupBy } from '../model/group-by.ts';
import type { Change } from '../model/change.ts';
import type { Location } from '../model/location.ts';
import type { Problem } from '../model/project.ts';

/**
 * Leaves out the changes that only say again that a value of head cannot be read: a type that ODCS does not know is one
 * mistake, not also a type that was taken away, and neither is a key with a typing mistake. `problems` are those that head
 * brought and that fail by themselves: an old mistake, or one that is only a warning, must not hide a broken promise.
 */
export function withoutCascades(changes: readonly Change[], problems: readonly Problem[]): readonly Change[] {
  const errors = groupBy(problems, (problem) => problem.at.path);
  return changes.filter((change) => {
    const fields = fieldsOf(change);
    return !(errors.get(change.at.path) ?? []).some(
      (each) => isWhole(change, each) || (covers(change.at, each.at) && fields.some((field) => isAbout(each, field))),
    );
  });
}

/** Whether the list that something is missing from is no list at all: that it is empty then says nothing. */
function isWhole({ kind }: Change, { key }: Problem): boolean {
  return kind === 'object.removed' && key.startsWith('/schema#');
}

/** The keys of head that would say it: the field that changed, or the list that something is missing from. */
function fieldsOf({ kind }: Change): readonly string[] {
  if (kind === 'property.removed') return ['properties', 'name'];
  if (kind === 'object.removed') return ['schema', 'name'];
  const field = /(\w+)\.changed$/.exec(kind)?.[1];
  return field === undefined ? [] : [field];
}

/** The value of the key is wrong (`/schema/orders/properties/id/logicalType#enum`), or the key was meant to be it. */
function isAbout(problem: Problem, field: string): boolean {
  // A value that only a newer version of ODCS knows is understood, and so is what it changes.
  if (problem.message === 'odcs.needs-version') return false;
  const meant = problem.values['suggestion'];
  return meant === undefined ? field !== 'name' && /\/([^/#]+)#\w+$/.exec(problem.key)?.[1] === field : meant === field;
}

/** Whether `inner` starts inside `outer`. */
function covers(outer: Location, inner: Location): boolean {
  const { line, column, endLine = line, endColumn = column } = outer;
  const after = inner.line > line || (inner.line === line && inner.column >= column);
  return after && (inner.line < endLine || (inner.line === endLine && inner.column <= endColumn));
}
