/** One REST operation as shapes: what it takes and what it answers. */
export interface RestOperation {
  readonly method: string;
  readonly path: string;
  /** By `path:name` or `query:name`. */
  readonly parameters: { readonly [place: string]: { readonly required: boolean; readonly schema: unknown } };
  readonly body?: { readonly required: boolean; readonly schema: unknown };
  /** JSON schema by status; null where the answer has no JSON body. */
  readonly responses: { readonly [status: string]: unknown };
}

interface Json {
  readonly [key: string]: unknown;
}

interface Pruned {
  readonly operations: { readonly [operationId: string]: RestOperation };
  readonly schemas: { readonly [name: string]: unknown };
}

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;
const PROSE = new Set([
  'description',
  'title',
  'example',
  'examples',
  'externalDocs',
  'default',
  'deprecated',
  'readOnly',
]);

/**
 * Keeps the named operations of an OpenAPI 3.0 document with the schemas they reach, without prose.
 * @throws Error where an operation does not exist
 */
export function pruneRest(document: Json, wanted: readonly string[]): Pruned {
  const components = asObject(document['components']);
  const all = operationsOf(document, components);
  const operations: { [operationId: string]: RestOperation } = {};
  for (const id of wanted) {
    const operation = all.get(id);
    if (operation === undefined) throw new Error(`operation "${id}" is not in the document`);
    operations[id] = operation;
  }
  return { operations, schemas: reachable(operations, asObject(components['schemas'])) };
}

function operationsOf(document: Json, components: Json): ReadonlyMap<string, RestOperation> {
  const found = new Map<string, RestOperation>();
  for (const [path, item] of Object.entries(asObject(document['paths']))) {
    for (const method of METHODS) {
      const operation = asObject(item)[method];
      if (operation === undefined) continue;
      found.set(String(asObject(operation)['operationId']), shapeOf(asObject(operation), { method, path, components }));
    }
  }
  return found;
}

function shapeOf(operation: Json, at: { method: string; path: string; components: Json }): RestOperation {
  const parameters: { [place: string]: { required: boolean; schema: unknown } } = {};
  for (const entry of asArray(operation['parameters'])) {
    const parameter = follow(entry, at.components);
    const place = `${String(parameter['in'])}:${String(parameter['name'])}`;
    parameters[place] = { required: parameter['required'] === true, schema: withoutProse(parameter['schema']) };
  }
  const responses: { [status: string]: unknown } = {};
  for (const [status, entry] of Object.entries(asObject(operation['responses']))) {
    responses[status] = withoutProse(jsonSchema(follow(entry, at.components)) ?? null);
  }
  const request = asObject(operation['requestBody']);
  const schema = jsonSchema(request);
  const body =
    schema === undefined ? {} : { body: { required: request['required'] === true, schema: withoutProse(schema) } };
  return { method: at.method.toUpperCase(), path: at.path, parameters, ...body, responses };
}

function jsonSchema(container: Json): unknown {
  return asObject(asObject(container['content'])['application/json'])['schema'];
}

/** Parameters and responses are shared in OpenAPI; schemas stay references. */
function follow(entry: unknown, components: Json): Json {
  const reference = asObject(entry)['$ref'];
  if (typeof reference !== 'string') return asObject(entry);
  const [group, name] = reference.replace('#/components/', '').split('/');
  return asObject(asObject(components[group ?? ''])[name ?? '']);
}

function withoutProse(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(withoutProse);
  if (typeof schema !== 'object' || schema === null) return schema;
  const kept: { [key: string]: unknown } = {};
  for (const [key, value] of Object.entries(schema)) {
    if (PROSE.has(key) || key.startsWith('x-')) continue;
    if (key === 'properties') kept[key] = eachValue(asObject(value));
    else kept[key] = key === 'enum' || key === 'required' ? value : withoutProse(value);
  }
  return kept;
}

function eachValue(properties: Json): Json {
  return Object.fromEntries(Object.entries(properties).map(([name, value]) => [name, withoutProse(value)]));
}

function reachable(from: unknown, schemas: Json): Json {
  const found: { [name: string]: unknown } = {};
  const queue = referencesIn(from);
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    if (name in found) continue;
    found[name] = withoutProse(schemas[name]);
    queue.push(...referencesIn(found[name]));
  }
  return Object.fromEntries(Object.entries(found).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function referencesIn(value: unknown): string[] {
  const references = JSON.stringify(value).matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g);
  return [...references].map(([, name]) => String(name));
}

function asObject(value: unknown): Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
}

function asArray(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
