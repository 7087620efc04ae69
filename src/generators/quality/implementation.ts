import { parse } from 'yaml';
import type { Json } from '../../model/contract.ts';

/** What a custom rule says to its engine: a mapping, or YAML text of one; undefined for everything else. */
export function readImplementation(implementation: Json | undefined): { readonly [key: string]: Json } | undefined {
  if (typeof implementation !== 'string') return isRecord(implementation) ? implementation : undefined;
  try {
    const value: unknown = parse(implementation, { maxAliasCount: 0, logLevel: 'error' });
    return isJson(value) && isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Whether a value is a mapping. */
export function isRecord(value: Json | undefined): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isJson(value: unknown): value is Json {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return true;
  if (typeof value === 'number') return Number.isFinite(value);
  return typeof value === 'object' && Object.values(value).every(isJson);
}
