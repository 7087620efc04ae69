import type { Forge } from '../ports.ts';
import { createAuthorCalls } from './github-authors.ts';
import { createBranchCalls } from './github-branches.ts';
import { createCheckCalls } from './github-checks.ts';
import { createClient, type ForgeOptions } from './github-client.ts';
import { createIssueCalls } from './github-issues.ts';
import { createPullCalls } from './github-pulls.ts';
import { createReviewerCalls } from './github-reviewers.ts';
import { createThreadCalls } from './github-threads.ts';

/**
 * GitHub over REST and GraphQL. Lists are read to their last page; limits are waited for at most a minute in all.
 * @throws ConfigError where `repository` is not `owner/name`; the methods reject with EnvironmentError, which carries the HTTP status
 */
export function createForge(options: ForgeOptions): Forge {
  const client = createClient(options);
  return {
    ownLogin: client.ownLogin,
    ...createPullCalls(client),
    ...createReviewerCalls(client),
    ...createAuthorCalls(client),
    ...createThreadCalls(client),
    ...createIssueCalls(client),
    ...createCheckCalls(client),
    ...createBranchCalls(client),
  };
}
