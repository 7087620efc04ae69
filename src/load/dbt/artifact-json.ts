import { decodeUtf8 } from '../inspect-text.ts';

/** An object of parsed JSON; its keys are whatever the file says. */
export type JsonRecord = { readonly [key: string]: unknown };

/** The object that a file holds; undefined where it is no JSON, or no object. */
export function jsonRecord(bytes: Uint8Array): JsonRecord | undefined {
  const text = decodeUtf8(bytes);
  if (text === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

export function isRecord(value: unknown): value is JsonRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What an object itself has below a key: a file may name keys like those that every object has. */
export function field(value: unknown, key: string): unknown {
  return isRecord(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

/** A text that is not empty. */
export function textField(value: unknown, key: string): string | undefined {
  const found = field(value, key);
  return typeof found === 'string' && found !== '' ? found : undefined;
}

/** Keys and values of an object below a key; none where there is no object. */
export function entriesField(value: unknown, key: string): readonly (readonly [string, unknown])[] {
  const found = field(value, key);
  return isRecord(found) ? Object.entries(found) : [];
}

/** The texts of a list below a key. */
export function textsField(value: unknown, key: string): readonly string[] {
  const found = field(value, key);
  return Array.isArray(found) ? found.filter((item) => typeof item === 'string') : [];
}
