import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';

/** Longest label that is a text itself or the start of one. */
const maxLength = 60;

/**
 * A name that Terraform takes, for any text: letters, digits, `-` and single `_`. Where that is not the text itself, eight hexadecimal
 * digits of its SHA-256 follow, so that different texts have different labels whatever other texts there are. No label holds `__`,
 * so labels joined by it are different, too.
 */
export function labelOf(text: string): string {
  if (isLabel(text)) return text;
  const words = text
    .replaceAll(/[^A-Za-z0-9-]+/g, '_')
    .replaceAll(/^[^A-Za-z]+/g, '')
    .slice(0, maxLength);
  return [...words.split('_').filter((word) => word !== ''), hashOf(text)].join('_').replace(/^(?=\d)/, 'x');
}

/** Whether a text is a label by itself; one that ends like those with a hash gets a hash, too. */
function isLabel(text: string): boolean {
  const isName = /^[A-Za-z][A-Za-z0-9-]*(?:_[A-Za-z0-9-]+)*$/.test(text) && text.length <= maxLength;
  return isName && !/(?:^|_)x?[0-9a-f]{8}$/.test(text);
}

/** Labels as one. */
export function joinLabels(...labels: readonly string[]): string {
  return labels.join('__');
}

/** Eight hexadecimal digits that stand for a text. */
export function hashOf(text: string): string {
  return bytesToHex(sha256(utf8ToBytes(text.toWellFormed()))).slice(0, 8);
}
