import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  buildSchema,
  type DocumentNode,
  execute,
  type GraphQLError,
  type GraphQLSchema,
  type OperationDefinitionNode,
  Kind,
  parse,
  validate,
} from 'graphql';
import { mutations } from './graphql-mutations.ts';
import {
  account,
  graphqlError,
  issueCommentNode,
  repositoryNode,
  reviewCommentNode,
  threadNode,
  type Viewer,
} from './graphql-nodes.ts';
import { asObject, asText, type JsonObject } from './read.ts';

/** The answer to a GraphQL request, and what the published schema says against the request. */
export interface GraphqlReply {
  readonly body: JsonObject;
  readonly problems: readonly string[];
}

const FILE = join(import.meta.dirname, '..', 'github-schema', 'schema.graphql');

/** GitHub's GraphQL endpoint over the pruned schema; `graphql` itself checks documents, variables and answers. */
export class GraphqlEndpoint {
  readonly #schema: GraphQLSchema = buildSchema(readFileSync(FILE, 'utf8'));

  /** `graphql:` and the root fields of the request's operation; undefined where it cannot be parsed. */
  name(body: JsonObject): string | undefined {
    const operation = operationOf(parsed(body));
    if (operation === undefined) return undefined;
    const fields = operation.selectionSet.selections.flatMap((selection) =>
      selection.kind === Kind.FIELD ? [selection.name.value] : [],
    );
    return `graphql:${fields.join('+')}`;
  }

  /** Validates and executes a request. Problems of the schema's are listed apart from what GitHub refuses. */
  async answer(viewer: Viewer, body: JsonObject): Promise<GraphqlReply> {
    const document = parsed(body);
    if (document === undefined) return refusal(['the query cannot be parsed']);
    const invalid = validate(this.#schema, document);
    if (invalid.length > 0) return refusal(invalid.map(({ message }) => message));
    const result = await execute({
      schema: this.#schema,
      document,
      rootValue: rootOf(viewer),
      variableValues: asObject(body['variables']),
      operationName: asText(body['operationName']),
    });
    const errors = result.errors ?? [];
    // Without a type of GitHub's it was not a resolver that refused: a variable, or an answer, is not of the schema.
    const problems = errors.filter(({ extensions }) => extensions['type'] === undefined).map(({ message }) => message);
    const data = result.data === undefined ? {} : { data: result.data };
    return { body: { ...data, ...(errors.length === 0 ? {} : { errors: errors.map(formatted) }) }, problems };
  }
}

function parsed(body: JsonObject): DocumentNode | undefined {
  try {
    return parse(asText(body['query']) ?? '');
  } catch {
    return undefined;
  }
}

function operationOf(document: DocumentNode | undefined): OperationDefinitionNode | undefined {
  return document?.definitions.find((definition) => definition.kind === Kind.OPERATION_DEFINITION);
}

function refusal(problems: readonly string[]): GraphqlReply {
  return { body: { errors: problems.map((message) => ({ message })) }, problems };
}

function formatted({ message, path, locations, extensions }: GraphQLError): JsonObject {
  const type = extensions['type'] === undefined ? {} : { type: extensions['type'] };
  return { ...type, path: path ?? [], locations: locations ?? [], message };
}

/** Fields that `graphql` finds on the root value and calls with their arguments. */
function rootOf(viewer: Viewer): JsonObject {
  const { world, token } = viewer;
  const bound = Object.entries(mutations).map(([name, mutation]) => {
    return [name, ({ input }: JsonObject) => mutation(viewer, asObject(input))] as const;
  });
  return {
    viewer: () => account(world, token.login),
    repository: ({ owner, name }: JsonObject) => {
      const full = `${String(owner)}/${String(name)}`;
      const message = `Could not resolve to a Repository with the name '${full}'.`;
      if (full !== world.options.repository) throw graphqlError('NOT_FOUND', message);
      return repositoryNode(viewer, world.owner);
    },
    node: ({ id }: JsonObject) => nodeOf(viewer, String(id)),
    ...Object.fromEntries(bound),
  };
}

function nodeOf(viewer: Viewer, id: string): JsonObject | null {
  const { world } = viewer;
  const number = Number(id.slice(id.indexOf('_') + 1));
  const thread = world.threads.get(id);
  if (thread !== undefined) return threadNode(viewer, thread);
  const comment = id.startsWith('IC_') ? world.comments.get(number) : undefined;
  if (comment !== undefined) return issueCommentNode(viewer, comment);
  const onDiff = id.startsWith('PRRC_') ? world.reviewComments.get(number) : undefined;
  return onDiff === undefined ? null : reviewCommentNode(viewer, onDiff);
}
