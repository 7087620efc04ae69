import { classificationRank, confidentialRank, isPublic } from './classification.ts';
import { physicalNameOf, type Property } from './contract.ts';
import type { ClassificationTerm, Governance } from './governance.ts';
import type { Location } from './location.ts';
import { containsTerm } from './names.ts';
import { canHold, isMarkedPersonal, personalEvidence, personalKindOfName, saysOtherwise } from './personal-data.ts';
import { foldWord } from './words.ts';

/** What a column must not leave unmasked for. */
export interface Demand {
  readonly term: ClassificationTerm;
  /** Where the contract of a source classifies the column; absent where its name alone tells. */
  readonly classifiedAt?: Location;
  /** Nothing but its classification speaks for it, and the policy masks all that it knows of that classification. */
  readonly isLikely?: true;
}

/** Words with which a policy says that nothing is to be done. */
const noPolicy = new Set(['none', 'nenhuma', 'nenhum', 'public', 'publico', 'n/a', '-']);

/** The terms of the policy whose columns must be masked. */
export function maskedTerms({ classification: policy }: Governance): readonly ClassificationTerm[] {
  return (policy?.terms ?? []).filter(
    (term) => term.policy !== undefined && !noPolicy.has(term.policy.trim().toLowerCase()),
  );
}

/** `email` in `customer_email`; not in `email_hash`, `email_verified` or `emailed_at`. */
export function holdsTerm(column: string, { term }: ClassificationTerm): boolean {
  if (!containsTerm(column, term) || saysOtherwise(column)) return false;
  return personalKindOfName(term) === undefined || personalKindOfName(column) !== undefined;
}

/** What is demanded of a property: by its names, else by its classification, tags and description. */
export function demandOf(property: Property, governance: Governance): Demand | undefined {
  const { name, logicalType, classification } = property;
  const terms = maskedTerms(governance);
  if (terms.length === 0 || (classification !== undefined && isPublic(classification.value))) return undefined;
  const names = [physicalNameOf(property), name];
  const named = terms.find(
    (term) => names.some((each) => holdsTerm(each, term)) && canHold(term.term, logicalType?.value),
  );
  if (named !== undefined) return { term: named };
  if (names.some(saysOtherwise)) return undefined;
  const classifiedAt = (classification ?? property).at;
  const term = personalTerm(property, terms);
  if (term !== undefined) return { term, classifiedAt };
  const likely = termOfLevel(property, governance);
  return likely && { term: likely, classifiedAt, isLikely: true };
}

/** The term that stands for a column whose contract, and not its name, says that it is personal. */
function personalTerm(property: Property, terms: readonly ClassificationTerm[]): ClassificationTerm | undefined {
  const evidence = personalEvidence(property);
  const level = property.classification?.value;
  const isPersonal =
    isMarkedPersonal(property) ||
    (level !== undefined && (isPersonalWord(level) || (evidence !== undefined && isConfidential(level))));
  if (!isPersonal) return undefined;
  const personal = terms.filter(({ pii }) => pii);
  return (
    personal.find(({ term }) => evidence !== undefined && personalKindOfName(term) === evidence.kind) ??
    personal.find((term) => hasLevel(term, level ?? '')) ??
    personal[0]
  );
}

/** The first term of a property's classification, where all terms of it are to be masked and the property is a text. */
function termOfLevel(
  { classification, logicalType }: Property,
  governance: Governance,
): ClassificationTerm | undefined {
  if (classification === undefined || (logicalType?.value ?? 'string') !== 'string') return undefined;
  const masked = new Set(maskedTerms(governance));
  const all = (governance.classification?.terms ?? []).filter((term) => hasLevel(term, classification.value));
  return all.every((term) => masked.has(term)) ? all[0] : undefined;
}

function hasLevel({ level }: ClassificationTerm, classification: string): boolean {
  return level !== undefined && foldWord(level) === foldWord(classification);
}

/** Words that are not common protect all that they are given to. */
function isConfidential(classification: string): boolean {
  return (classificationRank(classification) ?? confidentialRank) >= confidentialRank;
}

function isPersonalWord(classification: string): boolean {
  return /^(?:pii|phi|lgpd|gdpr|sensitivepersonal|personal|personaldata|sensitivepersonaldata|pessoal|dados?pesso(?:al|ais)(?:sensive(?:l|is))?)$/.test(
    foldWord(classification),
  );
}
