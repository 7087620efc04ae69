import { groupBy } from '../model/group-by.ts';
import { type Bump, bumps, type ClassifiedChange, type VersionBump } from '../model/change.ts';
import type { Project } from '../model/project.ts';
import { parseSemver, type Semver } from '../model/version.ts';

/**
 * What every changed contract declares and should declare, in the order of head's contracts. Where a major version is merged and
 * not yet released, a second breaking change needs no further one: readers have what was released.
 */
export function versionBumps(
  head: Project,
  changes: readonly ClassifiedChange[],
  released?: Project,
): readonly VersionBump[] {
  // Two versions of one contract may share an id: a change belongs to the file that it is in.
  const byFile = groupBy(changes, ({ change }) => `${change.contract}\n${change.at.path}`);
  return head.contracts.flatMap((contract): VersionBump[] => {
    const own = byFile.get(`${contract.id}\n${contract.path}`) ?? [];
    if (own.length === 0 || own.some(({ change }) => change.kind === 'contract.added')) return [];
    const to = contract.version.value;
    const declared = { contract: contract.id, to, asked: largest(own) };
    const step = versionBump({ ...declared, from: versionBefore(own) ?? to });
    const last = released?.contracts.find(({ id }) => id === contract.id)?.version.value;
    const isAnnounced = step.declared === 'none' && last !== undefined && versionBump({ ...declared, from: last }).ok;
    return [{ ...step, ...(isAnnounced ? { ok: true, next: to } : {}), path: contract.path }];
  });
}

function versionBefore(changes: readonly ClassifiedChange[]): string | undefined {
  const change = changes.find((each) => each.change.kind === 'version.changed')?.change;
  return typeof change?.before === 'string' ? change.before : undefined;
}

function largest(changes: readonly ClassifiedChange[]): Bump {
  return bumps.find((bump) => changes.some((each) => each.bump === bump)) ?? 'none';
}

interface Declared {
  readonly contract: string;
  readonly from: string;
  readonly to: string;
  readonly asked: Bump;
}

/** Judges one step of `version` by semver 2.0.0; below 1.0.0 the minor number plays the major one (semver §4). */
function versionBump({ contract, from, to, asked }: Declared): Omit<VersionBump, 'path'> {
  const facts = { contract, from, to };
  const before = parseSemver(from);
  const after = parseSemver(to);
  if (before === undefined) return { ...facts, required: asked, declared: 'not-semver', next: to, ok: true };
  if (after === undefined) {
    // A version that stops being one would silence every later question about it.
    const next = nextVersion(before, asked === 'none' ? 'patch' : asked, from);
    return { ...facts, required: asked, declared: 'not-semver', next, ok: false };
  }
  const required = before[0] === 0 && asked === 'major' ? 'minor' : asked;
  // A pre-release promises nothing yet (semver §9): the next one may change whatever it likes.
  const declared =
    /^v?[\d.]+-/.test(from) && from !== to && !isLower(after, before) ? 'major' : declaredBump(before, after);
  // Words alone need no new version: asking for one at every typo would teach people to ignore the rule.
  const ok = declared !== 'lowered' && (required === 'patch' || bumps.indexOf(declared) <= bumps.indexOf(required));
  return { ...facts, required, declared, next: ok ? to : nextVersion(before, required, from), ok };
}

function isLower(version: Semver, than: Semver): boolean {
  return declaredBump(than, version) === 'lowered';
}

function declaredBump(before: Semver, after: Semver): Bump | 'lowered' {
  const names = ['major', 'minor', 'patch'] as const;
  for (const [index, name] of names.entries()) {
    const step = (after[index] ?? 0) - (before[index] ?? 0);
    if (step !== 0) return step > 0 ? name : 'lowered';
  }
  return 'none';
}

function nextVersion([major, minor, patch]: Semver, bump: Bump, from: string): string {
  const prefix = from.startsWith('v') ? 'v' : '';
  switch (bump) {
    case 'major':
      return `${prefix}${major + 1}.0.0`;
    case 'minor':
      return `${prefix}${major}.${minor + 1}.0`;
    case 'patch':
      return `${prefix}${major}.${minor}.${patch + 1}`;
    case 'none':
      return from;
  }
}
