import type { Property } from '../../model/contract.ts';
import type { Fix } from '../../model/finding.ts';
import type { ClassificationPolicy, ClassificationTerm } from '../../model/governance.ts';
import type { RuleContext } from '../../model/rule.ts';
import { indexTerms, needsClassification, termsOf } from '../classification.ts';
import { propertiesOf } from '../contract-places.ts';
import { defineRule } from '../define-rule.ts';
import { exampleContract } from '../example.ts';
import { doubtOf, isMarkedPersonal, personalEvidence } from '../../model/personal-data.ts';

const path = 'specs/contracts/outputs/sales.yaml';
const policy = 'email:\n  classification: confidential\n  pii: true\n  policy: hash_sha256\n';

/** A column that the classification policy calls personal or confidential must carry its classification. */
export default defineRule({
  id: 'spec/unclassified-column',
  kind: 'lint',
  gate: 'lint',
  ignorable: false,
  summary: 'A column that the classification policy calls personal or confidential must carry its classification.',
  why: 'Masking, access and retention follow the classification (LGPD, GDPR): a personal column without one is open to everybody. A name of something about the data (email_template_id, phone_model) is left alone; one that may be the data or something about it (email_id) is a warning.',
  severity: 'error',
  since: '0.1.0',
  examples: [
    {
      name: 'an e-mail column without classification',
      head: {
        'specs/governance/classification.yaml': policy,
        [path]: exampleContract({ columns: ['name: customer_email, logicalType: string, description: E-mail.'] }),
      },
      findings: [`${path}:14 sales/sales.customer_email`],
    },
    {
      name: 'a column that the policy calls confidential, though nobody can be known by it',
      head: {
        'specs/governance/classification.yaml': 'Restricted: [salary]\n',
        [path]: exampleContract({ columns: ['name: base_salary, logicalType: number, description: Pay.'] }),
      },
      findings: [`${path}:14 sales/sales.base_salary`],
    },
    {
      name: 'a column that carries the tag "pii" and no classification',
      head: {
        'specs/governance/classification.yaml': policy,
        [path]: exampleContract({ columns: ['name: handle, logicalType: string, tags: [pii], description: Name.'] }),
      },
      findings: [`${path}:14 sales/sales.handle`],
    },
    {
      name: 'an e-mail column with its classification',
      head: {
        'specs/governance/classification.yaml': policy,
        [path]: exampleContract({
          columns: ['name: customer_email, logicalType: string, classification: confidential, description: E-mail.'],
        }),
      },
      findings: [],
    },
    {
      name: 'a word that only looks like the term',
      head: {
        'specs/governance/classification.yaml': policy,
        [path]: exampleContract({ columns: ['name: emailed_at, logicalType: timestamp, description: When.'] }),
      },
      findings: [],
    },
    {
      name: 'a name of something about an e-mail, a telephone or a document',
      head: {
        'specs/governance/classification.yaml': `${policy}phone:\n  classification: confidential\n  pii: true\n`,
        [path]: exampleContract({
          columns: [
            'name: email_template_id, logicalType: string, description: Template.',
            'name: phone_model, logicalType: string, description: Model.',
          ],
        }),
      },
      findings: [],
    },
    {
      name: 'a type that cannot hold an e-mail address',
      head: {
        'specs/governance/classification.yaml': policy,
        [path]: exampleContract({ columns: ['name: has_email, logicalType: boolean, description: If known.'] }),
      },
      findings: [],
    },
  ],
  check(context) {
    const { classification } = context.governance;
    if (classification === undefined) return;
    const index = indexTerms(classification);
    for (const { contract, property, subject } of propertiesOf(context.project)) {
      if (property.classification !== undefined) continue;
      const found = { column: property.name, contract: contract.id, subject, property };
      const term = termsOf(index, property).find(needsClassification);
      if (term !== undefined) reportTerm(context, found, term);
      else if (isMarkedPersonal(property)) reportMarked(context, found, classification);
    }
  },
});

interface Unclassified {
  readonly column: string;
  readonly contract: string;
  readonly subject: string;
  readonly property: Property;
}

function reportTerm(context: RuleContext, found: Unclassified, term: ClassificationTerm): void {
  const { column, contract, subject, property } = found;
  const asked = term.level === undefined ? 'without-level' : 'message';
  const isDoubtful = term.pii && doubtOf(column, term.term) === 'likely' && personalEvidence(property) === undefined;
  context.report({
    subject,
    at: property.at,
    message: isDoubtful ? 'doubtful' : term.pii ? asked : 'confidential',
    ...(isDoubtful ? { severity: 'warning' } : {}),
    values: {
      column,
      contract,
      term: term.term,
      level: term.level ?? '',
      policy: term.at.path,
      line: String(term.at.line),
    },
    key: [term.term],
    related: [{ at: term.at, message: 'defined' }],
    fix: isDoubtful ? undefined : fixOf(property, term),
  });
}

/** The column calls itself personal data, whatever its name is. */
function reportMarked(context: RuleContext, found: Unclassified, { path: file }: ClassificationPolicy): void {
  const { column, contract, subject, property } = found;
  context.report({
    subject,
    at: property.at,
    message: 'marked',
    values: { column, contract, policy: file },
    key: ['marked'],
  });
}

/** The policy names the level, so the repair is certain. */
function fixOf({ insertion }: Property, { level }: ClassificationTerm): Fix | undefined {
  if (insertion === undefined || level === undefined) return undefined;
  const { path: file, line, column } = insertion.at;
  const key = `classification: ${level}`;
  const edit = {
    path: file,
    startLine: line,
    startColumn: column,
    endLine: line,
    endColumn: column,
    text: `${insertion.prefix}${key}`,
  };
  return { title: key, edits: [edit] };
}
