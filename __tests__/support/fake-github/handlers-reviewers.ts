import { ApiError } from './api-error.ts';
import { type Call, created, type Handlers, issueOf, ok, pullOf, type Reply } from './call.ts';
import { showPullSummary, showReviewRequest } from './present.ts';
import { asList, asText } from './read.ts';
import type { PullIssue, World } from './world.ts';

/** Who is asked to review a pull request, and the events that tell who was. */
export const reviewerHandlers: Handlers = {
  'pulls/request-reviewers': requestReviewers,
  'issues/list-events': listEvents,
};

/** All or nothing: one who cannot review refuses the whole, and the answer does not say which. */
function requestReviewers(call: Call): Reply {
  const { world, token, body } = call;
  const pull = pullOf(call);
  const [users, teams] = [body['reviewers'], body['team_reviewers']].map((names) =>
    asList(names).map((name) => asText(name) ?? ''),
  );
  requireCollaborators(world, users ?? [], teams ?? []);
  // GITHUB_TOKEN has no permission on the organisation, so it finds a team's name and not the team.
  if (token.login === 'github-actions[bot]' && teams?.length !== undefined && teams.length > 0)
    throw new ApiError(422, 'Validation Failed', ["Could not resolve to a node with the global id of 'T_fake'."]);
  if (users?.some((user) => isSame(user, pull.author)) === true)
    throw new ApiError(422, 'Review cannot be requested from pull request author.');
  addReviewRequests(world, pull, { requester: token.login, users: users ?? [], teams: teams ?? [] });
  return created(showPullSummary(world, pull));
}

function requireCollaborators({ options }: World, users: readonly string[], teams: readonly string[]): void {
  const members = Object.entries(options.collaborators).flatMap(([login, access]) => (access === 'none' ? [] : login));
  if (users.every((user) => isKnown(members, user)) && teams.every((team) => isKnown(options.teams, team))) return;
  throw new ApiError(
    422,
    `Reviews may only be requested from collaborators. One or more of the users or teams you specified is not a collaborator of the ${options.repository} repository.`,
  );
}

/** Records who is asked; whoever is asked already stays so without a second event. */
export function addReviewRequests(
  world: World,
  { number, pull }: PullIssue,
  { requester, users, teams }: { requester: string; users: readonly string[]; teams: readonly string[] },
): void {
  const add = (who: { user: string } | { team: string }): void => {
    world.reviewRequests.push({ id: world.nextId(), pull: number, requester, createdAt: world.now(), ...who });
  };
  for (const user of users.filter((name) => !pull.requestedUsers.includes(name))) add({ user });
  for (const team of teams.filter((name) => !pull.requestedTeams.includes(name))) add({ team });
  pull.requestedUsers = [...new Set([...pull.requestedUsers, ...users])];
  pull.requestedTeams = [...new Set([...pull.requestedTeams, ...teams])];
}

/** Of the many kinds of events only those about reviews are kept. */
function listEvents(call: Call): Reply {
  const { number } = issueOf(call);
  const own = call.world.reviewRequests.filter(({ pull }) => pull === number);
  return ok(own.map((request) => showReviewRequest(call.world, request)));
}

function isKnown(known: readonly string[], name: string): boolean {
  return known.some((each) => isSame(each, name));
}

function isSame(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
