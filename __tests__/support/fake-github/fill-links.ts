import { asList, asNumber, asObject, asText, isObject, type JsonObject } from './read.ts';
import type { RestSchema } from './rest-schema.ts';

const LINK = /(^|_)url$|^blob_href$/;

/**
 * Puts in the links that GitHub's answers must have and that nobody follows (`stargazers_url`, …), and node ids, where
 * the fake gave none. Nothing else is filled in, so that an answer that lacks a fact is found by the schema.
 */
export function fillLinks(value: unknown, schema: unknown, context: { rest: RestSchema; url: string }): unknown {
  const resolved = resolve(schema, value, context.rest);
  if (Array.isArray(value)) return value.map((item) => fillLinks(item, resolved['items'], context));
  if (!isObject(value)) return value;
  const filled: { [key: string]: unknown } = {};
  for (const part of parts(resolved, value, context.rest)) {
    const properties = asObject(part['properties']);
    for (const name of asList(part['required']).map(String)) {
      if (name in value || name in filled) continue;
      if (LINK.test(name)) filled[name] = `${context.url}/${name}`;
      if (name === 'node_id') filled[name] = `N_${asNumber(value['id']) ?? asText(value['sha']) ?? ''}`;
    }
    for (const [name, inner] of Object.entries(value)) {
      if (name in properties) filled[name] = fillLinks(inner, properties[name], context);
    }
  }
  return { ...value, ...filled };
}

function parts(schema: JsonObject, value: unknown, rest: RestSchema): readonly JsonObject[] {
  const all = asList(schema['allOf']).map((part) => resolve(part, value, rest));
  return [schema, ...all];
}

/** The object or list schema behind references and alternatives that fits the value's kind. */
function resolve(schema: unknown, value: unknown, rest: RestSchema): JsonObject {
  const known = asObject(schema);
  const reference = asText(known['$ref']);
  if (reference !== undefined) return resolve(rest.dereference(reference), value, rest);
  const alternatives = [...asList(known['oneOf']), ...asList(known['anyOf'])].map((part) => resolve(part, value, rest));
  const kind = Array.isArray(value) ? 'array' : 'object';
  return alternatives.find((part) => part['type'] === kind) ?? known;
}
