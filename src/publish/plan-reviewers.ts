import { type Finding, isExcused } from '../model/finding.ts';
import type { PullRequest, Reviewers } from '../ports.ts';

export interface ReviewersRequest {
  readonly findings: readonly Finding[];
  readonly pull: Pick<PullRequest, 'author' | 'draft'>;
  /** Login of the repository's owner: only teams of this organisation can be asked. */
  readonly organization: string;
  /** Everyone who was ever asked on this pull request, or reviewed it. */
  readonly asked: Reviewers;
}

/** The most reviewers of one pull request, all runs together. */
export const maxReviewers = 15;

/**
 * Whom to ask for a review: the users and teams that own what new breaking and dangerous changes hit, the breaking ones first,
 * each once in the life of a pull request. Nobody for a draft; never its author, a bot, or a team of another organisation.
 */
export function planReviewers({ findings, pull, organization, asked }: ReviewersRequest): Reviewers {
  const owners = pull.draft ? [] : ownersHit(findings).filter((owner) => mayReview(owner, pull.author, organization));
  const known = new Set([...asked.users, ...asked.teams.map((team) => `${organization}/${team}`)].map(fold));
  // Cut before those who know already are left out: further runs must not go past the limit.
  const fresh = owners.slice(0, maxReviewers).filter((owner) => !known.has(fold(owner)));
  return {
    users: fresh.filter((owner) => !owner.includes('/')),
    teams: fresh.flatMap((owner) => owner.split('/').slice(1)),
  };
}

/** Users (`ana`) and teams (`acme/data`) that own what findings hit, each once, in the order of the findings. */
export function ownersHit(findings: readonly Finding[]): readonly string[] {
  const counted = findings.filter(
    (finding) => finding.introduced && !isExcused(finding) && finding.severity !== 'info',
  );
  const harmful = (['breaking', 'dangerous'] as const).flatMap((wanted) =>
    counted.filter((finding) => finding.class === wanted),
  );
  const owners = harmful.flatMap(({ impact }) => impact.flatMap(({ owner = '' }) => handlesIn(owner)));
  return [...new Map(owners.toReversed().map((owner) => [fold(owner), owner])).values()].toReversed();
}

/** An account's name has letters, digits and hyphens; one of an enterprise also an underscore. A team's slug also dots. */
const handle = /^@([a-z\d][a-z\d_-]{0,99}(?:\/[a-z\d_][\w.-]{0,99})?)$/i;

/** What is written otherwise (an e-mail address, a name) is nobody that GitHub could ask. */
function handlesIn(owner: string): readonly string[] {
  return owner.split(/[\s,;]+/).flatMap((word) => handle.exec(word)?.[1] ?? []);
}

function mayReview(owner: string, author: string, organization: string): boolean {
  const [name = '', team] = fold(owner).split('/');
  if (team !== undefined) return name === fold(organization);
  return name !== fold(author) && `${name}[bot]` !== fold(author) && !/[-_]bot$/.test(name);
}

/** Names of accounts and teams are the same in upper and lower case. */
function fold(name: string): string {
  return name.toLowerCase();
}
