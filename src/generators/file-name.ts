import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';

/** Longest name of a file, without its ending, that is made from a text. */
const maxLength = 80;

/**
 * A file's name, without its ending, for a text such as the id of a contract: lower-case letters, digits, `.`, `_` and `-`. Where that
 * is not the text itself, eight hexadecimal digits of its SHA-256 follow, so that different texts have different names.
 */
export function fileNameOf(text: string): string {
  const name = text
    .toLowerCase()
    .replaceAll(/[^a-z0-9._-]+/g, '-')
    .replaceAll(/^[.-]+|[.-]+$/g, '')
    .slice(0, maxLength);
  if (name === text) return name;
  const hash = bytesToHex(sha256(utf8ToBytes(text.toWellFormed()))).slice(0, 8);
  return name === '' ? hash : `${name}-${hash}`;
}
