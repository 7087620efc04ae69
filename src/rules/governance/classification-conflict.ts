import type { Fix } from '../../model/finding.ts';
import { isPublic } from '../../model/classification.ts';
import type { Property } from '../../model/contract.ts';
import type { Located } from '../../model/location.ts';
import type { ClassificationTerm } from '../../model/governance.ts';
import type { RuleContext } from '../../model/rule.ts';
import { indexTerms, satisfies, type TermIndex, termsOf } from '../classification.ts';
import { type PlacedProperty, propertiesOf } from '../contract-places.ts';
import { defineRule } from '../define-rule.ts';
import { exampleContract } from '../example.ts';
import { isMarkedPersonal, saysOtherwise } from '../../model/personal-data.ts';
import { replaceValue } from '../replace-text.ts';

const path = 'specs/contracts/outputs/sales.yaml';
const policyPath = 'specs/governance/classification.yaml';
const policy =
  'email: {classification: Confidential, pii: true}\nphone: {pii: true}\ncpf: {classification: Restricted, pii: true}\n';

/** A column's classification must not contradict the classification policy. */
export default defineRule({
  id: 'governance/classification-conflict',
  kind: 'lint',
  gate: 'lint',
  summary: "A column's classification must not contradict the classification policy.",
  why: 'Grants and masking follow what the contract says: a column below the level of its term is open to people whom the policy keeps out. A stricter level is fine; where a name holds several terms, the strictest counts.',
  severity: 'error',
  since: '0.1.0',
  examples: [
    {
      name: 'an e-mail column classified below its term',
      head: files('name: customer_email, logicalType: string, classification: internal, description: E-mail.'),
      findings: [`${path}:14 sales/sales.customer_email`],
    },
    {
      name: 'a level that the policy does not know',
      head: files('name: customer_email, logicalType: string, classification: blue, description: E-mail.'),
      findings: [`${path}:14 sales/sales.customer_email`],
    },
    {
      name: 'of two terms in a name the strictest counts',
      head: files('name: email_or_cpf, logicalType: string, classification: Confidential, description: Login.'),
      findings: [`${path}:14 sales/sales.email_or_cpf`],
    },
    {
      name: 'personal data that is public',
      head: files('name: phone, logicalType: string, classification: public, description: Phone.'),
      findings: [`${path}:14 sales/sales.phone`],
    },
    {
      name: 'the level of the term, in any casing and language',
      head: files('name: customer_email, logicalType: string, classification: confidencial, description: E-mail.'),
      findings: [],
    },
    {
      name: 'a stricter level than that of the term',
      head: files('name: customer_email, logicalType: string, classification: restricted, description: E-mail.'),
      findings: [],
    },
    {
      name: 'a hash of an e-mail address that is not for everybody',
      head: files('name: customer_email_hash, logicalType: string, classification: internal, description: Hash.'),
      findings: [],
    },
  ],
  check(context) {
    const classification = context.governance.classification;
    if (classification === undefined) return;
    const index = indexTerms(classification);
    for (const placed of propertiesOf(context.project)) judgeProperty(context, index, placed);
  },
});

function files(column: string): { readonly [path: string]: string } {
  return { [policyPath]: policy, [path]: exampleContract({ columns: [column] }) };
}

function judgeProperty(context: RuleContext, index: TermIndex, placed: PlacedProperty): void {
  const { property, subject } = placed;
  const { classification } = property;
  if (classification === undefined) return;
  const own = termsOf(index, property);
  const term = isMadeUnreadable(property) ? undefined : brokenTerm(own, classification.value);
  if (term !== undefined) return reportTerm(context, { placed, classification, term });
  const personal = own.find(({ pii }) => pii);
  if (!isPublic(classification.value) || (personal === undefined && !isMarkedPersonal(property))) return;
  context.report({
    subject,
    at: classification.at,
    message: personal === undefined ? 'public-mark' : 'public-term',
    values: { column: property.name, found: classification.value, ...ruleValues(personal, index.path) },
    key: ['public'],
    related: personal === undefined ? [] : [{ at: personal.at, message: 'defined' }],
  });
}

/** A hash has less to hide than what it was made of, but it is still about a person. */
function isMadeUnreadable({ name, classification }: Property): boolean {
  return saysOtherwise(name) && !isPublic(classification?.value ?? '');
}

/** The strictest term that a classification breaks. Where levels cannot be compared, any of them will do. */
function brokenTerm(terms: readonly ClassificationTerm[], classification: string): ClassificationTerm | undefined {
  const leveled = terms.filter(({ level }) => level !== undefined);
  const [strictest] = leveled;
  if (strictest?.level === undefined || satisfies(classification, strictest.level)) return undefined;
  const isComparable = leveled.every(({ level }) => satisfies(strictest.level ?? '', level ?? ''));
  const isAnother = leveled.some(({ level }) => satisfies(classification, level ?? ''));
  return !isComparable && isAnother ? undefined : strictest;
}

interface Broken {
  readonly placed: PlacedProperty;
  readonly classification: Located<string>;
  readonly term: ClassificationTerm;
}

function reportTerm(context: RuleContext, { placed, classification, term }: Broken): void {
  const { contract, property, subject } = placed;
  context.report({
    subject,
    at: classification.at,
    values: {
      column: property.name,
      contract: contract.id,
      found: classification.value,
      level: term.level ?? '',
      ...ruleValues(term, term.at.path),
    },
    key: [term.term],
    related: [{ at: term.at, message: 'defined' }],
    fix: fixOf(context, classification, term.level ?? ''),
  });
}

function ruleValues(term: ClassificationTerm | undefined, file: string): { readonly [name: string]: string } {
  return { term: term?.term ?? '', file, line: String(term?.at.line ?? 1) };
}

function fixOf(context: RuleContext, classification: Located<string>, level: string): Fix | undefined {
  const edit = replaceValue(context, classification, level);
  return edit === undefined ? undefined : { title: `classification: ${level}`, edits: [edit] };
}
