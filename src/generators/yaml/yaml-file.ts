import { parse } from 'yaml';
import type { GeneratorContext } from '../define-generator.ts';

type Read = GeneratorContext['read'];

/** What was read through one `read`: generators ask for the same file once per model, and parsing is what costs. */
const parsed = new WeakMap<Read, Map<string, unknown>>();

/** The plain data of a YAML file; undefined where it is not there or cannot be read, which its own reader says. */
export function yamlAt(read: Read, path: string): unknown {
  const known = parsed.get(read) ?? new Map<string, unknown>();
  parsed.set(read, known);
  if (!known.has(path)) known.set(path, yamlOf(read(path)));
  return known.get(path);
}

/** The value of a mapping's own key; undefined for anything else. */
export function entryOf(data: unknown, key: string): unknown {
  if (typeof data !== 'object' || data === null || !Object.hasOwn(data, key)) return undefined;
  return Object.getOwnPropertyDescriptor(data, key)?.value;
}

/** The plain data of a text; undefined where there is none, or where it cannot be read. */
export function yamlOf(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : parse(text, { logLevel: 'silent', maxAliasCount: 100 });
  } catch {
    return undefined;
  }
}
