import { readYaml } from '../load/yaml.ts';
import { loadContract } from '../load/odcs/load-contract.ts';
import type { Change, Trait } from '../model/change.ts';
import { allProperties, type Contract, subjectNames } from '../model/contract.ts';
import { dayOf, type Deprecable, type Deprecation, deprecationOf } from '../model/deprecation.ts';
import type { Config } from '../model/policy.ts';
import type { Project } from '../model/project.ts';
import type { FileHistory, Git } from '../ports.ts';

/** Since when things are deprecated, as the history of the base branch tells. */
export interface NoticeFacts {
  /** The day of the run: `2026-06-30`. */
  readonly today: string;
  /** By {@link noticeKey}. */
  readonly seen: ReadonlyMap<string, Seen>;
}

/** What the history shows of a deprecation. */
interface Seen {
  /** First day on which it was there; undefined where the history is too shallow to tell. */
  readonly day?: string;
  /** Whether an older version was seen without it: then no date in the file can be earlier. */
  readonly began: boolean;
}

/** The most versions of a file that are looked at to date a deprecation. */
const maxVersions = 200;

/** Looks up in base's history since when removed things were deprecated. */
export async function gatherNotice(
  changes: readonly Change[],
  {
    base,
    revision,
    git,
    now,
  }: { readonly base: Project; readonly revision: string; readonly git: Git; readonly now: Date },
): Promise<NoticeFacts> {
  const seen = new Map<string, Seen>();
  for (const change of changes) {
    const found = withdrawn(change, base);
    if (found === undefined) continue;
    const { contract } = found;
    const history = await git.fileHistory({ revision, path: contract.path, count: maxVersions });
    seen.set(noticeKey(change), seenIn(history, contract, change));
  }
  return { today: now.toISOString().slice(0, 10), seen };
}

/** What a removal is told apart by. */
export function noticeKey({ kind, subject, element }: Change): string {
  return JSON.stringify([kind, subject, element ?? null]);
}

/** The change with what is known about the notice that was given: for how long it was deprecated before it went. */
export function withNotice(
  change: Change,
  {
    base,
    facts,
    policy,
  }: { readonly base: Project; readonly facts: NoticeFacts; readonly policy: Config['deprecation'] },
): Change {
  const found = withdrawn(change, base);
  if (found === undefined) return change;
  const days = change.direction === 'input' ? policy.inputDays : policy.outputDays;
  const seen = facts.seen.get(noticeKey(change));
  const notice = noticeOf(found, { since: sinceWhen(found, seen), days, today: facts.today });
  return { ...change, traits: [...(change.traits ?? []), 'deprecated', notice] };
}

/** What the file says, but never earlier than the day on which the history saw it begin. */
function sinceWhen({ since: said }: Deprecation, seen: Seen | undefined): string | undefined {
  const day = seen?.day;
  if (said === undefined || day === undefined) return said ?? day;
  return seen?.began === true && day > said ? day : said;
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

/** The deprecation in base of what a change takes away; undefined where it takes nothing away, or nothing deprecated. */
function withdrawn(change: Change, base: Project): (Deprecation & { readonly contract: Contract }) | undefined {
  if (!change.kind.endsWith('.removed') && !isRetirement(change)) return undefined;
  const contract = base.contracts.find((each) => each.path === change.baseAt?.path);
  const element = contract && elementOf(contract, change);
  if (contract === undefined || element === undefined) return undefined;
  const deprecation = deprecationOf(element);
  return deprecation.deprecated ? { ...deprecation, contract } : undefined;
}

function isRetirement(change: Change): boolean {
  return change.kind === 'status.changed' && change.after === 'retired';
}

/** What a change is about, in any version of its contract. */
function elementOf(contract: Contract, change: Change): Deprecable | undefined {
  switch (change.kind) {
    case 'contract.removed':
    case 'status.changed':
      return wholeContract(contract);
    case 'object.removed':
      return contract.schema.find((object) => object.name === subjectNames(change)[0]);
    case 'property.removed':
      return propertyOf(contract, subjectNames(change));
    case 'server.removed':
      return contract.servers.find((server) => server.server === change.element);
    case 'sla.removed':
      return contract.slaProperties.find((level) => level.property === change.element);
    default:
      return undefined;
  }
}

function propertyOf(contract: Contract, names: readonly string[]): Deprecable | undefined {
  const object = contract.schema.find((each) => each.name === names[0]);
  const wanted = JSON.stringify(names);
  return object && [...allProperties(object)].find(({ path }) => JSON.stringify(path) === wanted)?.property;
}

/** A contract is deprecated by its status; its end may be a service level. */
function wholeContract(contract: Contract): Deprecable {
  const at = contract.status?.at ?? contract.at;
  const end = contract.slaProperties.find(({ property }) => /^end_?of_?(?:life|support)$/i.test(property));
  const day = dayOf(end?.value);
  const announced = day === undefined || end === undefined ? [] : [{ property: 'sunset', value: day, at: end.at }];
  const isDeprecated = contract.status?.value === 'deprecated';
  // The dates alone are no deprecation: most contracts name their end of life from the first day.
  return {
    deprecated: { value: isDeprecated, at },
    customProperties: isDeprecated ? [...announced, ...contract.customProperties] : [],
    at,
  };
}

/** The first day of the unbroken time in which it was deprecated. */
function seenIn({ versions, complete }: FileHistory, contract: Contract, change: Change): Seen {
  let day: string | undefined;
  for (const { bytes, date } of versions) {
    const then = loadContract(readYaml(contract.path, bytes), contract.direction).contract;
    const element = then && elementOf(then, change);
    if (element === undefined || !deprecationOf(element).deprecated)
      return day === undefined ? { began: true } : { day, began: true };
    day = dayOf(date);
  }
  return complete && day !== undefined ? { day, began: false } : { began: false };
}
