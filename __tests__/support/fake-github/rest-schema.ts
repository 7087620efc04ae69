import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import { asList, asObject, asText, isObject, type JsonObject } from './read.ts';

/** One operation of GitHub's published REST schema. */
export interface Operation {
  readonly id: string;
  readonly method: string;
  readonly path: string;
  readonly pattern: RegExp;
  readonly names: readonly string[];
  readonly queryParameters: readonly string[];
}

/** A request's operation with its path parameters, decoded. */
export interface Route {
  readonly operation: Operation;
  readonly params: { readonly [name: string]: string };
}

/** Fields that GitHub answers with null, on outdated comments and whole files, although its schema says integer. */
const ANSWERED_WITH_NULL: { readonly [schema: string]: readonly string[] } = {
  'pull-request-review-comment': ['line', 'original_line', 'position'],
  'review-comment': ['line', 'original_line', 'position'],
};

const FILE = join(import.meta.dirname, '..', 'github-schema', 'rest.json');
/** Where a path parameter may hold slashes that are not encoded; elsewhere they would hide an unknown operation. */
const WIDE = [/\/contents\/\{path\}$/, /\/git\/refs?\/\{ref\}$/];

/** GitHub's published REST schema: finds the operation of a request, and validates requests and answers. */
export class RestSchema {
  readonly operations: readonly Operation[];
  readonly #document: JsonObject;
  readonly #ajv: Ajv;
  readonly #validators = new Map<string, ValidateFunction>();

  constructor() {
    const published = asObject(JSON.parse(readFileSync(FILE, 'utf8')));
    const operations = Object.entries(asObject(published['operations']));
    this.operations = operations
      .map(([id, operation]) => readOperation(id, asObject(operation)))
      .sort(mostLiteralFirst);
    const closedOperations = operations.map(([id, operation]) => [id, withClosedBody(asObject(operation))]);
    const components = { schemas: withKnownNulls(asObject(published['schemas'])) };
    this.#document = asObject(toJsonSchema({ components, operations: Object.fromEntries(closedOperations) }));
    this.#ajv = new Ajv({ strict: false, allErrors: true, logger: false, coerceTypes: false });
    addFormats()(this.#ajv);
    this.#ajv.addSchema({ $id: 'rest', ...this.#document });
  }

  /** The operation of a request; undefined where the schema has none. */
  route(method: string, path: string): Route | undefined {
    for (const operation of this.operations) {
      const match = operation.method === method ? operation.pattern.exec(path) : null;
      if (match === null) continue;
      const values = match.slice(1).map((value) => decodeURIComponent(value));
      return {
        operation,
        params: Object.fromEntries(operation.names.map((name, index) => [name, values[index] ?? ''])),
      };
    }
    return undefined;
  }

  /** What the schema says against a request's query, in plain sentences. */
  queryProblems(operation: Operation, query: { readonly [name: string]: string }): readonly string[] {
    return Object.entries(query).flatMap(([name, value]) => {
      if (!operation.queryParameters.includes(name)) return [`query parameter "${name}" is not in the schema`];
      const place = ['operations', operation.id, 'parameters', `query:${name}`, 'schema'];
      const typed = fromText(value, asObject(this.#at(place))['type']);
      return this.#validator(place)(typed) ? [] : [`query parameter "${name}" must not be "${value}"`];
    });
  }

  /** What the schema says against a request's body, worded as GitHub words it; unknown keys are refused too. */
  bodyProblems(operation: Operation, body: unknown): readonly string[] {
    const declared = asObject(asObject(this.#at(['operations', operation.id]))['body']);
    if (declared['schema'] === undefined) return body === undefined ? [] : ['this operation takes no body'];
    if (body === undefined) return declared['required'] === true ? ['a body is required'] : [];
    const validate = this.#validator(['operations', operation.id, 'body', 'schema']);
    return validate(body) ? [] : (validate.errors ?? []).map((error) => sentence(error, body));
  }

  /** What the schema says against an answer of the fake itself. */
  answerProblems(operation: Operation, status: number, body: unknown): readonly string[] {
    const declared = asObject(asObject(this.#at(['operations', operation.id]))['responses']);
    const known = String(status) in declared;
    if (!known && status < 400) return [`status ${status} is not in the schema`];
    const schema = known ? declared[String(status)] : this.#at(['components', 'schemas', 'basic-error']);
    // GitHub's schema gives some refusals no body, although all of them have the usual one.
    const isBare = known && (schema === null || schema === undefined) && status >= 400;
    if (!isBare && (schema === null || schema === undefined))
      return body === undefined ? [] : [`status ${status} has no body`];
    const place =
      known && !isBare
        ? ['operations', operation.id, 'responses', String(status)]
        : ['components', 'schemas', 'basic-error'];
    const validate = this.#validator(place);
    return validate(body) ? [] : (validate.errors ?? []).map((error) => `${error.instancePath} ${error.message ?? ''}`);
  }

  /** The schema of an answer, for filling it; undefined where it has none. */
  answerSchema(operation: Operation, status: number): unknown {
    return this.#at(['operations', operation.id, 'responses', String(status)]);
  }

  /** The schema that a reference of an answer's schema points to. */
  dereference(reference: string): unknown {
    return this.#at(reference.replace('#/', '').split('/'));
  }

  #at(place: readonly string[]): unknown {
    return place.reduce<unknown>((value, key) => asObject(value)[key], this.#document);
  }

  #validator(place: readonly string[]): ValidateFunction {
    const pointer = place.map((key) => encodeURIComponent(key.replaceAll('/', '~1'))).join('/');
    const known = this.#validators.get(pointer) ?? this.#ajv.compile({ $ref: `rest#/${pointer}` });
    this.#validators.set(pointer, known);
    return known;
  }
}

/** ajv-formats is CommonJS whose types do not fit a default import under nodenext. */
function addFormats(): (ajv: Ajv) => unknown {
  return createRequire(import.meta.url)('ajv-formats');
}

function fromText(value: string, type: unknown): unknown {
  if (type === 'integer' || type === 'number') return Number(value);
  return type === 'boolean' ? value === 'true' : value;
}

function readOperation(id: string, operation: JsonObject): Operation {
  const path = asText(operation['path']) ?? '';
  const names = [...path.matchAll(/\{([^}]+)\}/g)].map(([, name]) => name ?? '');
  const source = path
    .split(/\{[^}]+\}/)
    .map((literal) => literal.replaceAll('.', '\\.'))
    .reduce(
      (left, right, index) =>
        `${left}${WIDE.some((wide) => wide.test(path)) && index === names.length ? '(.+)' : '([^/]+)'}${right}`,
    );
  const places = Object.keys(asObject(operation['parameters']));
  const queryParameters = places.filter((place) => place.startsWith('query:')).map((place) => place.slice(6));
  const pattern = new RegExp(`^${source}$`);
  return { id, method: asText(operation['method']) ?? '', path, pattern, names, queryParameters };
}

function mostLiteralFirst(a: Operation, b: Operation): number {
  return literals(b) - literals(a);
}

function literals({ path }: Operation): number {
  return path.split('/').filter((segment) => segment !== '' && !segment.includes('{')).length;
}

function withKnownNulls(schemas: JsonObject): JsonObject {
  const corrected = Object.entries(ANSWERED_WITH_NULL).map(([name, fields]) => {
    const schema = asObject(schemas[name]);
    const properties = asObject(schema['properties']);
    const nullable = fields.map((field) => [field, { ...asObject(properties[field]), nullable: true }]);
    return [name, { ...schema, properties: { ...properties, ...Object.fromEntries(nullable) } }];
  });
  return { ...schemas, ...Object.fromEntries(corrected) };
}

function withClosedBody(operation: JsonObject): JsonObject {
  const body = asObject(operation['body']);
  return body['schema'] === undefined ? operation : { ...operation, body: { ...body, schema: closed(body['schema']) } };
}

/** Refuses unknown keys in every object of a request, where GitHub would ignore them: they are typing mistakes. */
function closed(schema: unknown): unknown {
  if (!isObject(schema)) return schema;
  const result: { [key: string]: unknown } = { ...schema };
  for (const key of ['oneOf', 'anyOf']) if (Array.isArray(schema[key])) result[key] = asList(schema[key]).map(closed);
  if (schema['items'] !== undefined) result['items'] = closed(schema['items']);
  if (isObject(schema['properties'])) {
    const properties = Object.entries(schema['properties']);
    result['properties'] = Object.fromEntries(properties.map(([name, value]) => [name, closed(value)]));
    result['additionalProperties'] = schema['additionalProperties'] ?? false;
  }
  return result;
}

/** OpenAPI 3.0 says `nullable`; JSON Schema says so with a type. */
function toJsonSchema(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(toJsonSchema);
  if (!isObject(schema)) return schema;
  const { nullable, ...rest } = schema;
  const converted = Object.fromEntries(Object.entries(rest).map(([key, value]) => [key, toJsonSchema(value)]));
  return nullable === true ? { anyOf: [{ type: 'null' }, converted] } : converted;
}

/** GitHub's wording of a mistake that its own schema check finds. */
function sentence(error: ErrorObject, body: unknown): string {
  const at = error.instancePath.slice(1);
  const value =
    at === ''
      ? body
      : at
          .split('/')
          .reduce<unknown>((inner, key) => (Array.isArray(inner) ? inner[Number(key)] : asObject(inner)[key]), body);
  const { limit, missingProperty, additionalProperty } = asObject(error.params);
  switch (error.keyword) {
    case 'required':
      return `"${String(missingProperty)}" wasn't supplied.`;
    case 'additionalProperties':
      return `"${String(additionalProperty)}" is not a permitted key.`;
    case 'maxLength':
      return `Only ${String(limit)} characters are allowed; ${Array.from(asText(value) ?? '').length} were supplied.`;
    case 'maxItems':
      return `No more than ${String(limit)} items are allowed; ${asList(value).length} were supplied.`;
    default:
      return `For '${at}', ${JSON.stringify(value)} ${error.message ?? 'is invalid'}.`;
  }
}
