import type { Forge, ReviewThread } from '../ports.ts';
import type { ForgeClient } from './github-client.ts';

type ThreadCalls = Pick<Forge, 'listThreads' | 'resolveThread' | 'unresolveThread'>;

/** Comments of a thread that are read: the first tells whose it is and what it is about. */
const commentsPerThread = 20;

const threadsQuery = `query ($owner: String!, $repo: String!, $number: Int!, $after: String) {
  repository(owner: $owner, name: $repo) {
    pullRequest(number: $number) {
      reviewThreads(first: 100, after: $after) {
        pageInfo { hasNextPage endCursor }
        nodes {
          id
          isResolved
          isOutdated
          resolvedBy { login }
          comments(first: ${commentsPerThread}) { nodes { body author { kind: __typename login } } }
        }
      }
    }
  }
}`;

const resolveMutation = `mutation ($id: ID!) {
  resolveReviewThread(input: { threadId: $id }) { thread { id } }
}`;

const unresolveMutation = `mutation ($id: ID!) {
  unresolveReviewThread(input: { threadId: $id }) { thread { id } }
}`;

/** What the query asks for; GraphQL may answer null for anything that may not be read. */
interface ThreadsPage {
  readonly repository: {
    readonly pullRequest: {
      readonly reviewThreads: {
        readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
        readonly nodes: readonly (ThreadNode | null)[] | null;
      };
    } | null;
  } | null;
}

interface ThreadNode {
  readonly id: string;
  readonly isResolved: boolean;
  readonly isOutdated: boolean;
  readonly resolvedBy: { readonly login: string } | null;
  readonly comments: { readonly nodes: readonly (CommentNode | null)[] | null };
}

interface CommentNode {
  readonly body: string;
  readonly author: { readonly kind: string; readonly login: string } | null;
}

/** Review threads: only GraphQL knows them. */
export function createThreadCalls({ graphql, repository }: ForgeClient): ThreadCalls {
  return {
    async listThreads(number) {
      const threads: ReviewThread[] = [];
      let after: string | null = null;
      for (;;) {
        const variables = { ...repository, number, after };
        const page: ThreadsPage = await graphql<ThreadsPage>({
          name: 'list review threads',
          document: threadsQuery,
          variables,
        });
        const connection = page.repository?.pullRequest?.reviewThreads;
        threads.push(...(connection?.nodes ?? []).flatMap((node) => (node === null ? [] : [readThread(node)])));
        if (connection?.pageInfo.hasNextPage !== true) return threads;
        after = connection.pageInfo.endCursor;
      }
    },
    async resolveThread(id) {
      await graphql({ name: 'resolve a review thread', document: resolveMutation, variables: { id } });
    },
    async unresolveThread(id) {
      await graphql({ name: 'reopen a review thread', document: unresolveMutation, variables: { id } });
    },
  };
}

function readThread({ id, isResolved, isOutdated, resolvedBy, comments }: ThreadNode): ReviewThread {
  return {
    id,
    isResolved,
    isOutdated,
    ...(resolvedBy === null ? {} : { resolvedBy: resolvedBy.login }),
    comments: (comments.nodes ?? []).flatMap((node) =>
      node === null ? [] : [{ author: loginOf(node), body: node.body }],
    ),
  };
}

/** GraphQL names an app without the `[bot]` that REST writes; without it a person of the same name would pass for the app. */
function loginOf({ author }: CommentNode): string {
  if (author === null) return 'ghost';
  return author.kind === 'Bot' && !author.login.endsWith('[bot]') ? `${author.login}[bot]` : author.login;
}
