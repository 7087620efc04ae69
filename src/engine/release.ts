import { diffProjects } from '../diff/diff-projects.ts';
import { stableText } from '../diff/same.ts';
import type { Change, ClassifiedChange } from '../model/change.ts';
import type { Project } from '../model/project.ts';
import type { CheckInput } from './check-input.ts';
import { diffOptions, judge } from './judge-changes.ts';

/** What consumers really have: the contracts as they were last released. */
export interface Release {
  /** Tag, or folder of the snapshot. */
  readonly ref: string;
  readonly project: Project;
}

/**
 * What the change does to the last release and not to base: something that one pull request took away and this one brings back
 * otherwise. What base already did to the release was judged when it was merged.
 */
export function releaseChanges(input: CheckInput): readonly ClassifiedChange[] {
  const { release, base, head } = input;
  if (release === undefined) return [];
  const options = diffOptions(input);
  const compare = (from: Project, to: Project): readonly Change[] => diffProjects(from, to, options);
  const known = new Set([...compare(release.project, base.project), ...compare(base.project, head.project)].map(keyOf));
  const fresh = compare(release.project, head.project).filter((change) => !known.has(keyOf(change)));
  return judge(fresh, input).filter(({ class: name }) => name === 'breaking' || name === 'dangerous');
}

/** The same thing done to the same subject with the same outcome. */
function keyOf({ kind, subject, element, after }: Change): string {
  const outcome = typeof after === 'object' && after !== null && 'at' in after ? null : after;
  return stableText([kind, subject, element ?? null, outcome ?? null]);
}
