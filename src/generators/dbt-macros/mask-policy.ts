import { classificationRank, confidentialRank } from '../../model/classification.ts';
import type { Property } from '../../model/contract.ts';
import type { Governance } from '../../model/governance.ts';
import { demandOf, maskedTerms } from '../../model/masking.ts';
import { isMarkedPersonal, personalEvidence } from '../../model/personal-data.ts';
import { foldCase } from '../../model/words.ts';

/** What becomes of a value: its SHA-256, a fixed text, its last four characters behind a fixed text, or nothing. */
export const maskKinds = ['hash', 'redact', 'last4', 'null'] as const;
export type MaskKind = (typeof maskKinds)[number];

/** How a policy is carried out. */
export interface Mask {
  readonly kind: MaskKind;
  /**
   * Why it is not just what the policy's words ask for: `unknown`, no macro does that; `not-approved`, a part of the value would stay
   * readable, and the macro library does not say that this is masking.
   */
  readonly instead?: 'unknown' | 'not-approved';
}

/** The macro that leaves a part of a value readable: only where the macro library lists it as masking. */
export const last4Macro = 'dataengos_mask_last4';

/** What the words of a policy (`hash_sha256`, `masking`, `last4`, …) ask for, in English and Portuguese. Words that are not known are hashed. */
export function maskOf(policy: string, { macros }: Governance): Mask {
  const words = foldCase(policy).replaceAll(/[^a-z0-9]+/g, ' ');
  const [kind] = meanings.find(([, pattern]) => pattern.test(words)) ?? [];
  if (kind === undefined || (kind === 'hash' && otherWays.test(words))) return { kind: 'hash', instead: 'unknown' };
  const isApproved = macros?.macros.some(({ name, masks }) => masks && name === last4Macro) === true;
  return kind === 'last4' && !isApproved ? { kind: 'hash', instead: 'not-approved' } : { kind };
}

const meanings: readonly (readonly [MaskKind, RegExp])[] = [
  ['hash', /hash|sha ?\d|sha2|md5|hmac|pseudon[iy]mi[sz]/],
  ['last4', /\blast ?(?:4|four)\b|partial|parcial|ultimos ?4|truncat/],
  ['null', /\bnull|\bnulo|\bdrop|\bremov|\bomit|\bexclu|\bdelet|\bdescart/],
  ['redact', /redact|mask|mascar|ocult|\bhid|suppress|suprim|anon[iy]mi[sz]|blur|obfuscat|ofusc/],
];

/** Ways to hash that are not SHA-256 alone. */
const otherWays = /md5|hmac|sha ?1\b|sha ?(?:224|384|512)|salt|\bsal\b|sha3/;

/**
 * How the values of a source's property are masked before anybody else reads them; undefined where they need not be. The
 * classification policy decides; where there is none, personal data that the contract calls confidential is hashed.
 */
export function maskOfProperty(property: Property, governance: Governance): Mask | undefined {
  const demand = demandOf(property, governance);
  if (demand !== undefined) return maskOf(demand.term.policy ?? 'hash', governance);
  if (maskedTerms(governance).length > 0 || property.classification === undefined) return undefined;
  const rank = classificationRank(property.classification.value) ?? confidentialRank;
  const isPersonal = isMarkedPersonal(property) || personalEvidence(property) !== undefined;
  return isPersonal && rank >= confidentialRank ? { kind: 'hash' } : undefined;
}
