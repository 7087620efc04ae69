import { diffProjects } from '../diff/diff-projects.ts';
import { stableText } from '../diff/same.ts';
import { type Change, changeClasses, type ClassifiedChange } from '../model/change.ts';
import type { Contract, Json, Property, SchemaObject } from '../model/contract.ts';
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
 * otherwise. What base already did to the release was judged when it was merged, and what the change does to base is judged as
 * that, unless it looks harmless there and is not for those who have the release.
 */
export function releaseChanges(input: CheckInput, current: readonly ClassifiedChange[]): readonly ClassifiedChange[] {
  const { release, base, head } = input;
  if (release === undefined) return [];
  const options = diffOptions(input);
  const merged = new Set(diffProjects(release.project, base.project, options).map(keyOf));
  const said = new Map(current.map((each) => [outcomeOf(each.change), changeClasses.indexOf(each.class)]));
  const fresh = diffProjects(release.project, head.project, options).filter((change) => !merged.has(keyOf(change)));
  return judge(fresh, { input, from: release.project }).filter(({ change, class: name }) => {
    const rank = changeClasses.indexOf(name);
    const isSaid = (said.get(outcomeOf(change)) ?? Infinity) <= rank;
    return !isSaid && (name === 'breaking' || name === 'dangerous');
  });
}

/** The same thing done to the same subject: from the same value to the same one. */
function keyOf(change: Change): string {
  return stableText([outcomeOf(change), valueOf(change.before)]);
}

function outcomeOf({ kind, subject, element, after }: Change): string {
  return stableText([kind, subject, element ?? null, valueOf(after)]);
}

/** Of a whole element only that it is there: what is inside is not what came or went. */
function valueOf(value: Change['before']): Json {
  if (value === undefined || value === null) return null;
  return isElement(value) ? 'element' : value;
}

function isElement(value: NonNullable<Change['before']>): value is Contract | SchemaObject | Property {
  return typeof value === 'object' && 'at' in value && 'customProperties' in value;
}
