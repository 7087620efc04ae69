import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { RuleFinding } from '../model/rule.ts';

/**
 * Identity of a mistake over pushes: rule, subject and the values that matter; never a line or a message text.
 * 16 hex digits of SHA-256. Waivers, review threads and the drift issue hang on it.
 */
export function fingerprintOf(rule: string, finding: RuleFinding, occurrence: number): string {
  const parts = [
    rule,
    finding.subject,
    finding.side ?? 'head',
    ...(finding.key ?? []),
    ...(occurrence === 0 ? [] : [`#${occurrence}`]),
  ];
  return bytesToHex(sha256(utf8ToBytes(parts.map((part) => JSON.stringify(part)).join('\n')))).slice(0, 16);
}
