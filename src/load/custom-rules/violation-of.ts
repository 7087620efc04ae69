import { RE2JS } from 're2js';
import type { Json } from '../../model/contract.ts';

type JsonMap = { readonly [key: string]: Json };
/** Keys and indexes that lead to a value. */
type Keys = readonly string[];
type Keyword = (argument: Json, value: Json, schema: JsonMap) => Keys | undefined;

/**
 * Where a value breaks a schema of our subset of JSON Schema 2020-12 ("reads" in `read-schema.ts` lists it): the keys that lead
 * to the first value that does not fit; undefined where all fits. Nothing is compiled to code; patterns run in linear time.
 */
export function violationOf(schema: Json, value: Json): Keys | undefined {
  if (typeof schema === 'boolean') return schema ? undefined : [];
  if (!isMap(schema)) return undefined;
  for (const [name, argument] of Object.entries(schema)) {
    const keyword = Object.hasOwn(keywords, name) ? keywords[name] : undefined;
    const found = keyword?.(argument, value, schema);
    if (found !== undefined) return found;
  }
  return undefined;
}

const keywords: { readonly [name: string]: Keyword } = {
  type: (types, value) => hereUnless((Array.isArray(types) ? types : [types]).some((type) => hasType(value, type))),
  const: (wanted, value) => hereUnless(canonical(value) === canonical(wanted)),
  enum: (wanted, value) => hereUnless(listOf(wanted).some((each) => canonical(each) === canonical(value))),
  ...numbers(),
  ...texts(),
  ...lists(),
  ...maps(),
  ...combinations(),
};

function bound(holds: (value: number, limit: number) => boolean): Keyword {
  return (limit, value) => hereUnless(typeof value !== 'number' || typeof limit !== 'number' || holds(value, limit));
}

function numbers(): typeof keywords {
  return {
    minimum: bound((value, limit) => value >= limit),
    maximum: bound((value, limit) => value <= limit),
    exclusiveMinimum: bound((value, limit) => value > limit),
    exclusiveMaximum: bound((value, limit) => value < limit),
  };
}

function texts(): typeof keywords {
  return {
    minLength: (limit, value) => hereUnless(typeof value !== 'string' || Array.from(value).length >= Number(limit)),
    maxLength: (limit, value) => hereUnless(typeof value !== 'string' || Array.from(value).length <= Number(limit)),
    pattern: (pattern, value) =>
      hereUnless(typeof value !== 'string' || typeof pattern !== 'string' || compiled(pattern)?.test(value) !== false),
  };
}

function lists(): typeof keywords {
  return {
    minItems: (limit, value) => hereUnless(!Array.isArray(value) || value.length >= Number(limit)),
    maxItems: (limit, value) => hereUnless(!Array.isArray(value) || value.length <= Number(limit)),
    uniqueItems: (isWanted, value) =>
      hereUnless(isWanted !== true || !Array.isArray(value) || new Set(value.map(canonical)).size === value.length),
    items: (schema, value) => (Array.isArray(value) ? firstOf(value.entries(), schema) : undefined),
    contains: (schema, value) =>
      hereUnless(!Array.isArray(value) || value.some((item: Json) => violationOf(schema, item) === undefined)),
  };
}

function maps(): typeof keywords {
  return {
    required: (names, value) =>
      hereUnless(
        !isMap(value) || listOf(names).every((name) => typeof name !== 'string' || Object.hasOwn(value, name)),
      ),
    properties: (schemas, value) => {
      if (!isMap(value) || !isMap(schemas)) return undefined;
      for (const [name, schema] of Object.entries(schemas)) {
        const found = Object.hasOwn(value, name) ? below(name, violationOf(schema, value[name] ?? null)) : undefined;
        if (found !== undefined) return found;
      }
      return undefined;
    },
    additionalProperties: (schema, value, { properties = {} }) => {
      if (!isMap(value)) return undefined;
      const others = Object.entries(value).filter(([name]) => !(isMap(properties) && Object.hasOwn(properties, name)));
      return firstOf(others, schema);
    },
    minProperties: (limit, value) => hereUnless(!isMap(value) || Object.keys(value).length >= Number(limit)),
    maxProperties: (limit, value) => hereUnless(!isMap(value) || Object.keys(value).length <= Number(limit)),
  };
}

function combinations(): typeof keywords {
  return {
    allOf: (schemas, value) => {
      for (const schema of listOf(schemas)) {
        const found = violationOf(schema, value);
        if (found !== undefined) return found;
      }
      return undefined;
    },
    anyOf: (schemas, value) => hereUnless(listOf(schemas).some((schema) => violationOf(schema, value) === undefined)),
    oneOf: (schemas, value) =>
      hereUnless(listOf(schemas).filter((schema) => violationOf(schema, value) === undefined).length === 1),
    not: (schema, value) => hereUnless(violationOf(schema, value) !== undefined),
    if: (condition, value, { then = true, else: otherwise = true }) =>
      violationOf(violationOf(condition, value) === undefined ? then : otherwise, value),
  };
}

function firstOf(entries: Iterable<readonly [string | number, Json]>, schema: Json): Keys | undefined {
  for (const [key, value] of entries) {
    const found = below(String(key), violationOf(schema, value));
    if (found !== undefined) return found;
  }
  return undefined;
}

function below(key: string, keys: Keys | undefined): Keys | undefined {
  return keys === undefined ? undefined : [key, ...keys];
}

function hereUnless(fits: boolean): Keys | undefined {
  return fits ? undefined : [];
}

function hasType(value: Json, type: Json): boolean {
  switch (type) {
    case 'null':
      return value === null;
    case 'array':
      return Array.isArray(value);
    case 'object':
      return isMap(value);
    case 'integer':
      return Number.isInteger(value);
    default:
      return typeof value === type;
  }
}

function isMap(value: Json): value is JsonMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function listOf(value: Json): readonly Json[] {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- Array.isArray forgets that the list is readonly
  return Array.isArray(value) ? (value as readonly Json[]) : [];
}

/** Equal values have equal texts, whatever the order of their keys. */
function canonical(value: Json): string {
  if (isMap(value)) {
    const entries = Object.keys(value).sort();
    return `{${entries.map((key) => `${JSON.stringify(key)}:${canonical(value[key] ?? null)}`).join(',')}}`;
  }
  return Array.isArray(value) ? `[${listOf(value).map(canonical).join(',')}]` : JSON.stringify(value === 0 ? 0 : value);
}

const patterns = new Map<string, RE2JS | undefined>();

/** A pattern compiled once; undefined where it is none. */
export function compiled(pattern: string): RE2JS | undefined {
  if (!patterns.has(pattern)) patterns.set(pattern, compile(pattern));
  return patterns.get(pattern);
}

function compile(pattern: string): RE2JS | undefined {
  try {
    return RE2JS.compile(pattern);
  } catch {
    return undefined;
  }
}
