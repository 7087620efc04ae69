import type { Json } from '../model/contract.ts';
import { assignedSecret, isSecretKey, isSecretValue, secretKind } from './secrets.ts';

/** A text as people may be shown it: `***` where its shape, or the key that it is the value of, tells a credential. */
export function hideSecret(text: string, key = ''): string {
  const isSecret =
    secretKind(text) !== undefined || assignedSecret(text) !== undefined || (isSecretKey(key) && isSecretValue(text));
  return isSecret ? '***' : text;
}

/** A value as reports may repeat it: every text in it through {@link hideSecret}, by the key nearest to it. */
export function hideSecrets(value: Json, key = ''): Json {
  if (typeof value === 'string') return hideSecret(value, key);
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map((each: Json) => hideSecrets(each, key));
  return Object.fromEntries(Object.entries(value).map(([inner, each]) => [inner, hideSecrets(each, inner)]));
}
