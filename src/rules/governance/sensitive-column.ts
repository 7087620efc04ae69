import { allProperties, type Contract, contractSubject, type Property } from '../../model/contract.ts';
import { fileStart } from '../../model/location.ts';
import type { RuleContext } from '../../model/rule.ts';
import { indexTerms, type TermIndex, termsOf } from '../classification.ts';
import { defineRule } from '../define-rule.ts';
import { exampleContract } from '../example.ts';
import { isMarkedPersonal, personalEvidence } from '../../model/personal-data.ts';

const path = 'specs/contracts/outputs/sales.yaml';

/** A column that looks like personal data must be classified, also where the policy has no word for it. */
export default defineRule({
  id: 'governance/sensitive-column',
  kind: 'lint',
  gate: 'lint',
  summary: 'A column that looks like personal data must be classified, also where the policy has no word for it.',
  why: 'A policy names the words that people thought of. What a name, a format or a description calls personal is open to everybody until somebody decides; a classification, whichever it is, is that decision.',
  severity: 'warning',
  since: '0.1.0',
  examples: [
    {
      name: 'a name that says so',
      head: files('name: data_nascimento, logicalType: date, description: Dia.'),
      findings: [`${path}:14 sales/sales.data_nascimento`],
    },
    {
      name: 'a format that says so',
      head: files('name: login, logicalType: string, logicalTypeOptions: { format: email }, description: Login.'),
      findings: [`${path}:14 sales/sales.login`],
    },
    {
      name: 'a description that says so',
      head: files('name: contact, logicalType: string, description: E-mail address of the buyer.'),
      findings: [`${path}:14 sales/sales.contact`],
    },
    {
      name: 'a column that is classified',
      head: files('name: data_nascimento, logicalType: date, classification: internal, description: Dia.'),
      findings: [],
    },
    {
      name: 'a count, a hash and a moment are no addresses',
      head: files(
        'name: email_count, logicalType: integer, description: E-mails that were sent.',
        'name: email_hash, logicalType: string, description: Hash of the address.',
        'name: email_sent_at, logicalType: timestamp, description: When.',
      ),
      findings: [],
    },
    {
      name: 'a repository without a classification policy',
      head: { [path]: exampleContract({ columns: ['name: cpf, logicalType: string, description: CPF.'] }) },
      findings: [],
    },
  ],
  check(context) {
    const policy = context.governance.classification;
    if (policy === undefined) return;
    const index = indexTerms(policy);
    for (const contract of context.project.contracts) judgeContract(context, index, contract);
  },
});

function files(...columns: readonly string[]): { readonly [path: string]: string } {
  return { 'specs/governance/classification.yaml': 'tax_id: {pii: true}\n', [path]: exampleContract({ columns }) };
}

function judgeContract(context: RuleContext, policy: TermIndex, contract: Contract): void {
  for (const object of contract.schema) {
    const decided = new Set<string>();
    for (const { property, path: names } of allProperties(object)) {
      // What stands within a classified column is classified with it.
      if (property.classification !== undefined || decided.has(names.slice(0, -1).join('\u0000')))
        decided.add(names.join('\u0000'));
      else judgeProperty(context, policy, { property, subject: contractSubject(contract.id, ...names) });
    }
  }
}

interface OpenColumn {
  readonly property: Property;
  readonly subject: string;
}

function judgeProperty(context: RuleContext, policy: TermIndex, { property, subject }: OpenColumn): void {
  // The rest is said by the rule for unclassified columns.
  if (/^[[{]/.test(property.name) || termsOf(policy, property).length > 0 || isMarkedPersonal(property)) return;
  const evidence = personalEvidence(property);
  if (evidence === undefined) return;
  const { kind, by, text } = evidence;
  context.report({
    subject,
    at: property.at,
    message: by,
    values: { column: property.name, kind: `rules.governance/sensitive-column.kind-${kind}`, text, file: policy.path },
    translated: ['kind'],
    key: [kind],
    related: [{ at: fileStart(policy.path), message: 'see' }],
  });
}
