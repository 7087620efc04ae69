import { allProperties, contractSubject, type Property } from '../../model/contract.ts';
import type { Fix } from '../../model/finding.ts';
import type { ClassificationTerm } from '../../model/governance.ts';
import { defineRule } from '../define-rule.ts';
import { exampleContract } from '../example.ts';
import { containsTerm } from '../names.ts';

const path = 'specs/contracts/outputs/sales.yaml';
const policy = 'email:\n  classification: confidential\n  pii: true\n  policy: hash_sha256\n';

/** A column that the classification policy calls personal must carry its classification. */
export default defineRule({
  id: 'spec/unclassified-column',
  kind: 'lint',
  gate: 'lint',
  summary: 'A column that the classification policy calls personal must carry its classification.',
  why: 'Masking, access and retention follow the classification (LGPD, GDPR): a personal column without one is open to everybody.',
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
  ],
  check(context) {
    const terms = context.governance.classification?.terms.filter((term) => term.pii) ?? [];
    if (terms.length === 0) return;
    for (const contract of context.project.contracts) {
      for (const object of contract.schema) {
        for (const { property, path: names } of allProperties(object)) {
          if (property.classification !== undefined) continue;
          const term = terms.find(
            (each) => containsTerm(property.name, each.term) || containsTerm(property.physicalName ?? '', each.term),
          );
          if (term === undefined) continue;
          context.report({
            subject: contractSubject(contract.id, ...names),
            at: property.at,
            message: term.level === undefined ? 'without-level' : 'message',
            values: {
              column: property.name,
              contract: contract.id,
              term: term.term,
              level: term.level ?? '',
              policy: term.at.path,
              line: String(term.at.line),
            },
            key: [term.term],
            related: [{ at: term.at, message: 'defined' }],
            fix: fixOf(property, term),
          });
        }
      }
    }
  },
});

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
