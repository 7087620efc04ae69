import type { IncomingHttpHeaders } from 'node:http';
import { ApiError, notFound } from './api-error.ts';
import type { Handlers } from './call.ts';
import { fillLinks } from './fill-links.ts';
import { GraphqlEndpoint } from './graphql-endpoint.ts';
import { checkHandlers } from './handlers-checks.ts';
import { gitHandlers } from './handlers-git.ts';
import { issueHandlers } from './handlers-issues.ts';
import { pullHandlers } from './handlers-pulls.ts';
import { repositoryHandlers } from './handlers-repository.ts';
import { reviewerHandlers } from './handlers-reviewers.ts';
import { reviewHandlers } from './handlers-reviews.ts';
import type { Failure, RequestRecord, Token } from './nouns.ts';
import { pageOf } from './paging.ts';
import { isApp, needsOfRequest, requirePermission } from './permissions.ts';
import { asObject, isObject } from './read.ts';
import { RestSchema, type Route } from './rest-schema.ts';
import type { World } from './world.ts';

/** A request off the wire. */
export interface Request {
  readonly method: string;
  readonly url: URL;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

/** An answer for the wire. */
export interface Answer {
  readonly status: number;
  readonly headers: { readonly [name: string]: string };
  readonly text: string;
}

/** What answers each operation of the pruned schema. */
export const HANDLERS: Handlers = {
  ...pullHandlers,
  ...reviewHandlers,
  ...reviewerHandlers,
  ...issueHandlers,
  ...checkHandlers,
  ...repositoryHandlers,
  ...gitHandlers,
};

let published: { readonly rest: RestSchema; readonly graphql: GraphqlEndpoint } | undefined;

const DOCUMENTATION = 'https://docs.github.com/rest';

/** Answers requests as GitHub would, records each, and notes what is against the published schemas. */
export class Endpoint {
  readonly requests: RequestRecord[] = [];
  /** Requests and answers against the published schema, and requests that no operation answers. */
  readonly violations: string[] = [];
  readonly #world: World;
  readonly #rest: RestSchema;
  readonly #graphql: GraphqlEndpoint;
  readonly #failures: { failure: Failure; left: number }[] = [];

  constructor(world: World) {
    this.#world = world;
    // Without state, and costly to compile: one of each serves every fake of the process.
    published ??= { rest: new RestSchema(), graphql: new GraphqlEndpoint() };
    this.#rest = published.rest;
    this.#graphql = published.graphql;
  }

  /** Lets the next matching requests fail instead of being answered. */
  failNext(failure: Failure): void {
    this.#failures.push({ failure, left: failure.times ?? 1 });
  }

  /** Answers a request; a mistake of the fake itself is a violation and a 500, never a rejection. */
  async handle(request: Request): Promise<Answer> {
    try {
      return await this.#handle(request);
    } catch (error) {
      return this.#broken(request, error);
    }
  }

  async #handle(request: Request): Promise<Answer> {
    this.#world.refresh();
    const path = request.url.pathname;
    const token = this.#tokenOf(request.headers);
    const body = parseBody(request.text);
    const isGraphql = path === '/graphql';
    const route = isGraphql ? undefined : this.#rest.route(request.method, path);
    const name = isGraphql ? this.#graphql.name(asObject(body)) : route?.operation.id;
    const answer = this.#injected(name, request) ?? (await this.#answer({ request, token, body, route, isGraphql }));
    const query = Object.fromEntries(request.url.searchParams);
    const { method } = request;
    this.requests.push({ method, path, query, body, operationId: name, login: token?.login, status: answer.status });
    return answer;
  }

  #tokenOf({ authorization }: IncomingHttpHeaders): Token | undefined {
    return this.#world.tokens.get((authorization ?? '').replace(/^(?:token|bearer)\s+/i, ''));
  }

  #injected(name: string | undefined, request: Request): Answer | undefined {
    const places = [name ?? '', `${request.method} ${request.url.pathname}`];
    const found = this.#failures.find(({ failure: { match }, left }) => {
      return left > 0 && places.some((place) => (typeof match === 'string' ? place === match : match.test(place)));
    });
    if (found === undefined) return undefined;
    found.left -= 1;
    const { status, headers = {}, body = { message: 'Server Error', status: String(status) } } = found.failure;
    return json(status, body, headers);
  }

  async #answer(asked: Asked): Promise<Answer> {
    try {
      if (asked.token === undefined)
        throw new ApiError(
          401,
          asked.request.headers.authorization === undefined ? 'Requires authentication' : 'Bad credentials',
        );
      if (asked.isGraphql) return await this.#answerGraphql(asked.token, asked);
      return this.#answerRest(asked.token, asked);
    } catch (error) {
      if (!(error instanceof ApiError)) return this.#broken(asked.request, error);
      const errors = error.errors === undefined ? {} : { errors: error.errors };
      const body = {
        message: error.message,
        ...errors,
        documentation_url: DOCUMENTATION,
        status: String(error.status),
      };
      this.#checkAnswer(asked.route, error.status, body);
      return json(error.status, body);
    }
  }

  async #answerGraphql(token: Token, { body }: Asked): Promise<Answer> {
    const { problems, body: answer } = await this.#graphql.answer({ world: this.#world, token }, asObject(body));
    for (const problem of problems) this.violations.push(`graphql: ${problem}`);
    return json(200, answer);
  }

  #answerRest(token: Token, { request, body, route }: Asked): Answer {
    const { method, url, headers } = request;
    if (route === undefined) {
      this.violations.push(`${method} ${url.pathname}: no such operation`);
      throw notFound();
    }
    const { operation, params } = route;
    const handler = HANDLERS[operation.id];
    if (handler === undefined) throw new Error(`no handler for ${operation.id}`);
    if (params['repo'] !== undefined && `${params['owner']}/${params['repo']}` !== this.#world.options.repository)
      throw notFound();
    const needs = needsOfRequest(this.#world, operation, params);
    if (params['repo'] !== undefined && (isApp(token) || method !== 'GET')) requirePermission(token, ...needs);
    const query = Object.fromEntries(url.searchParams);
    this.#checkRequest(route, query, body);
    const reply = handler({
      world: this.#world,
      token,
      params,
      query,
      body: asObject(body),
      accept: headers.accept ?? '',
    });
    if (reply.text !== undefined)
      return { status: reply.status, headers: { 'content-type': 'text/plain' }, text: reply.text };
    const paged = operation.queryParameters.includes('per_page')
      ? pageOf(reply, url)
      : { body: reply.body, link: undefined };
    const schema = this.#rest.answerSchema(operation, reply.status);
    const filled = fillLinks(paged.body, schema, { rest: this.#rest, url: this.#world.url });
    this.#checkAnswer(route, reply.status, filled);
    return json(reply.status, filled, paged.link === undefined ? {} : { link: paged.link });
  }

  /** GitHub refuses a body against its own schema with 422; the violation is noted as well. */
  #checkRequest({ operation }: Route, query: { readonly [name: string]: string }, body: unknown): void {
    const inQuery = this.#rest.queryProblems(operation, query);
    const inBody = this.#rest.bodyProblems(operation, body);
    for (const problem of [...inQuery, ...inBody]) this.violations.push(`${operation.id} request: ${problem}`);
    const [first] = inBody;
    if (first !== undefined) throw new ApiError(422, `Invalid request.\n\n${first}`);
  }

  #checkAnswer(route: Route | undefined, status: number, body: unknown): void {
    if (route === undefined) return;
    const problems = this.#rest.answerProblems(route.operation, status, body);
    for (const problem of problems) this.violations.push(`${route.operation.id} answer ${status}: ${problem}`);
  }

  #broken({ method, url }: Request, error: unknown): Answer {
    const said = error instanceof Error ? (error.stack ?? error.message) : String(error);
    this.violations.push(`${method} ${url.pathname}: the fake failed: ${said}`);
    return json(500, { message: 'Server Error', status: '500' });
  }
}

interface Asked {
  readonly request: Request;
  readonly token: Token | undefined;
  readonly body: unknown;
  readonly route: Route | undefined;
  readonly isGraphql: boolean;
}

function parseBody(text: string): unknown {
  if (text === '') return undefined;
  try {
    const parsed: unknown = JSON.parse(text);
    // Octokit sends {} with a DELETE or PUT that has no body.
    return isObject(parsed) && Object.keys(parsed).length === 0 ? undefined : parsed;
  } catch {
    return text;
  }
}

function json(status: number, body: unknown, headers: { readonly [name: string]: string } = {}): Answer {
  const text = body === undefined ? '' : JSON.stringify(body);
  return { status, headers: { 'content-type': 'application/json; charset=utf-8', ...headers }, text };
}
