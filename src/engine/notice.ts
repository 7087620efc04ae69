import { readYaml } from '../load/yaml.ts';
import { loadContract } from '../load/odcs/load-contract.ts';
import type { Change, Trait } from '../model/change.ts';
import type { Contract } from '../model/contract.ts';
import { dayOf, type Deprecation, deprecationOf } from '../model/deprecation.ts';
import { groupBy } from '../model/group-by.ts';
import type { Config } from '../model/policy.ts';
import type { Project } from '../model/project.ts';
import type { FileHistory, Git } from '../ports.ts';
import { deprecableElements, withdrawnKey } from './deprecable-elements.ts';

/** Since when things are deprecated, as the history of the base branch tells. */
export interface NoticeFacts {
  /** The day of the run: `2026-06-30`. */
  readonly today: string;
  /** First day on which a deprecation was there, by {@link noticeKey}; nothing where the history is too shallow to tell. */
  readonly since: ReadonlyMap<string, string>;
}

/** The most versions of a file that are looked at to date a deprecation. */
const maxVersions = 200;

/** What a change takes away from base although it was promised: how it was deprecated. */
interface Withdrawn {
  readonly contract: Contract;
  /** In every version of the contract. */
  readonly key: string;
  readonly deprecation: Deprecation;
}

/** Looks up in base's history since when removed things were deprecated. Each file's history is read once. */
export async function gatherNotice(
  changes: readonly Change[],
  {
    base,
    revision,
    git,
    now,
  }: { readonly base: Project; readonly revision: string; readonly git: Git; readonly now: Date },
): Promise<NoticeFacts> {
  const found = withdrawnFrom(base);
  const since = new Map<string, string>();
  const byFile = groupBy(
    changes.flatMap((change) => found(change) ?? []),
    ({ contract }) => contract.path,
  );
  for (const [path, withdrawn] of byFile) {
    const history = await git.fileHistory({ revision, path, count: maxVersions });
    for (const [key, day] of firstDays(history, withdrawn)) since.set(noticeKey(path, key), day);
  }
  return { today: now.toISOString().slice(0, 10), since };
}

function noticeKey(path: string, key: string): string {
  return `${path}\n${key}`;
}

/** Adds to changes what is known about the notice that was given: for how long something was deprecated before it went. */
export function noticeReader({
  base,
  facts,
  policy,
}: {
  readonly base: Project;
  readonly facts: NoticeFacts;
  readonly policy: Config['deprecation'];
}): (change: Change) => Change {
  const find = withdrawnFrom(base);
  return (change) => {
    const found = find(change);
    if (found === undefined) return change;
    const { contract, key, deprecation } = found;
    const since = laterDay(deprecation.since, facts.since.get(noticeKey(contract.path, key)));
    const notice = noticeOf(deprecation, { since, days: daysFor(change, policy), today: facts.today });
    return { ...change, traits: [...(change.traits ?? []), 'deprecated', notice] };
  };
}

/** Both sides of a contract in mode `full` have the longer period. */
function daysFor({ direction, mode }: Change, { outputDays, inputDays }: Config['deprecation']): number {
  if (mode === 'full') return Math.max(outputDays, inputDays);
  return direction === 'input' ? inputDays : outputDays;
}

/** What a file says of its own past is not believed beyond what the history saw. */
function laterDay(said: string | undefined, seen: string | undefined): string | undefined {
  if (said === undefined || seen === undefined) return said ?? seen;
  return seen > said ? seen : said;
}

interface Notice {
  readonly since: string | undefined;
  readonly days: number;
  readonly today: string;
}

/** An announced last day must have passed, and the period too where its start is known. */
function noticeOf({ sunset }: Deprecation, { since, days, today }: Notice): Trait {
  if (sunset !== undefined && today < sunset) return 'notice-short';
  if (days === 0) return 'notice-given';
  if (since === undefined) return sunset === undefined ? 'notice-unknown' : 'notice-given';
  return daysBetween(since, today) >= days ? 'notice-given' : 'notice-short';
}

function daysBetween(from: string, to: string): number {
  return Math.floor((Date.parse(to) - Date.parse(from)) / 86_400_000);
}

/** Finds what a change takes away from base, where that was deprecated there. */
function withdrawnFrom(base: Project): (change: Change) => Withdrawn | undefined {
  const contracts = new Map(base.contracts.map((contract) => [contract.path, contract]));
  return (change) => {
    if (!change.kind.endsWith('.removed') && !isRetirement(change)) return undefined;
    const contract = contracts.get(change.baseAt?.path ?? '');
    const key = contract && withdrawnKey(contract, change);
    const element = key === undefined ? undefined : contract && deprecableElements(contract).get(key);
    if (contract === undefined || key === undefined || element === undefined) return undefined;
    const deprecation = deprecationOf(element);
    return deprecation.deprecated ? { contract, key, deprecation } : undefined;
  };
}

function isRetirement(change: Change): boolean {
  return change.kind === 'status.changed' && change.after === 'retired';
}

/** The first day of the unbroken time in which each was deprecated. Versions are only read as far back as one is still open. */
function firstDays({ versions, complete }: FileHistory, withdrawn: readonly Withdrawn[]): ReadonlyMap<string, string> {
  const days = new Map<string, string>();
  let open = withdrawn;
  for (const { bytes, date } of versions) {
    const [first] = open;
    if (first === undefined) return days;
    const { path, direction } = first.contract;
    const then = loadContract(readYaml(path, bytes), direction).contract;
    const day = dayOf(date);
    open = open.filter(({ key }) => {
      const element = then && deprecableElements(then).get(key);
      const isThere = element !== undefined && deprecationOf(element).deprecated;
      if (isThere && day !== undefined) days.set(key, day);
      return isThere;
    });
  }
  // Where the history ends before a deprecation began, its first day is not known.
  if (!complete) for (const { key } of open) days.delete(key);
  return days;
}
