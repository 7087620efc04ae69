import { describe, expect, it } from 'vitest';
import type { Finding } from '../../../src/model/finding.ts';
import type { Files } from '../../../src/model/rule.ts';
import changed from '../../../src/rules/contract/classification-changed.ts';
import { exampleContract } from '../../../src/rules/example.ts';
import conflict from '../../../src/rules/governance/classification-conflict.ts';
import sensitive from '../../../src/rules/governance/sensitive-column.ts';
import { personalKindOfName } from '../../../src/model/personal-data.ts';
import unclassified from '../../../src/rules/spec/unclassified-column.ts';
import { checkFiles } from '../../support/check-files.ts';
import { fixFiles } from '../../support/fix-files.ts';

const path = 'specs/contracts/outputs/sales.yaml';
const chain = 'email → PII → Confidential → Policy: hash\n';
const rules = [unclassified, conflict, sensitive];

function repository(column: string, policy = `terms:\n  - "${chain.trim()}"\n`): Files {
  return { 'specs/governance/classification-policy.yaml': policy, [path]: exampleContract({ columns: [column] }) };
}

async function found(head: Files): Promise<readonly Finding[]> {
  return (await checkFiles({ head, rules })).findings;
}

async function said(column: string, policy?: string): Promise<readonly string[]> {
  const findings = await found(repository(column, policy));
  return findings.map(({ rule, line, severity, message }) => `${rule}:${line} ${severity} ${message}`);
}

describe('email → PII → Confidential → hash', () => {
  const line = 2;
  it('a column without classification is an error that says the level, and its fix satisfies every rule', async () => {
    const head = repository('name: customer_email, logicalType: string');
    expect(await said('name: customer_email, logicalType: string')).toEqual([
      `spec/unclassified-column:14 error column "customer_email" in contract "sales" has no classification; "email" is personal data by specs/governance/classification-policy.yaml:${line}: add "classification: Confidential"`,
    ]);
    const { files } = await fixFiles({ head, rules });
    expect(files[path]?.split('\n')[13]).toBe(
      '      - { name: customer_email, classification: Confidential, logicalType: string }',
    );
    expect(await found(files)).toEqual([]);
  });

  it('a column below the level is an error, and its fix satisfies every rule', async () => {
    const column = 'name: customer_email, logicalType: string, classification: "internal"';
    expect(await said(column)).toEqual([
      `governance/classification-conflict:14 error column "customer_email" in contract "sales" is classified "internal", but "email" is "Confidential" by specs/governance/classification-policy.yaml:${line}; set "classification: Confidential" or stricter`,
    ]);
    const { files } = await fixFiles({ head: repository(column), rules });
    expect(files[path]?.split('\n')[13]).toBe(
      '      - { name: customer_email, logicalType: string, classification: "Confidential" }',
    );
    expect(await found(files)).toEqual([]);
  });

  it.each(['Confidential', 'confidential', 'confidencial', 'CONFIDENTIAL, pii', 'restricted', 'PII'])(
    '%j passes',
    async (level) => {
      expect(await said(`name: customer_email, logicalType: string, classification: "${level}"`)).toEqual([]);
    },
  );

  it('is the same in the chain that YAML splits at its colon, and in the mapping', async () => {
    for (const policy of [
      'email→PII→Confidential→Policy: hash\n',
      'email: { pii: true, level: Confidential, policy: hash }\n',
    ])
      expect(
        (await found(repository('name: email, logicalType: string', policy))).map(({ fix }) => fix?.title),
      ).toEqual(['classification: Confidential']);
  });
});

describe('spec/unclassified-column', () => {
  it.each([
    ['email: Confidential\nphone: { level: internal }', 'name: phone, logicalType: string', []],
    [
      'salary: Restricted',
      'name: salary, logicalType: number',
      [
        'spec/unclassified-column:14 error column "salary" in contract "sales" has no classification; "salary" is Restricted by specs/governance/classification-policy.yaml:1: add "classification: Restricted"',
      ],
    ],
    [
      'email: Confidential',
      'name: note, logicalType: string, customProperties: [{ property: pii, value: true }]',
      [
        'spec/unclassified-column:14 error column "note" in contract "sales" is marked as personal data, but has no classification; add a "classification" with a level of specs/governance/classification-policy.yaml',
      ],
    ],
    ['email: Confidential', 'name: note, logicalType: string, customProperties: [{ property: pii, value: false }]', []],
    ['email: Confidential', 'name: email_sent_at, logicalType: timestamp', []],
    ['email: Confidential\nemail_domain: Public', 'name: email_domain, logicalType: string', []],
  ])('%j, %j', async (policy, column, expected) => {
    expect(await said(column, policy)).toEqual(expected);
  });
});

describe('names of something about personal data', () => {
  const policy = 'email: { pii: true, level: Confidential }\nphone: { pii: true, level: Confidential }\n';
  it.each([
    'name: email_template_id, logicalType: string',
    'name: email_template_id, logicalType: string, classification: public',
    'name: email_subject, logicalType: string',
    'name: email_opt_in_source, logicalType: string',
    'name: email_provider, logicalType: string',
    'name: email_address_type, logicalType: string',
    'name: status_email, logicalType: string',
    'name: modelo_phone, logicalType: string',
    'name: phone_model, logicalType: string',
    'name: phone_support_minutes, logicalType: integer',
    'name: support_phone, logicalType: string',
    'name: passport_required_countries, logicalType: integer',
    'name: passport_validity_required, logicalType: string',
    'name: product_gender, logicalType: string',
    'name: gender_count, logicalType: integer',
    'name: genero_musical, logicalType: string',
    'name: mobile_sessions, logicalType: integer',
    'name: is_mobile, logicalType: boolean',
    'name: platform_mobile, logicalType: string',
    'name: store_zip_code, logicalType: string',
    'name: device_type, logicalType: string',
  ])('%s: nothing is said', async (column) => {
    expect(await said(column, policy)).toEqual([]);
  });

  it.each([
    ['email_id', 'warning'],
    ['phone_country', 'warning'],
    ['email_hash', 'error'],
    ['source_email', 'error'],
    ['phone_number', 'error'],
    ['phone_num', 'error'],
    ['email_2', 'error'],
  ])('%s is an unclassified column: %s, with a fix where it is certain', async (name, severity) => {
    const findings = await found(repository(`name: ${name}, logicalType: string`, policy));
    expect(findings.map((each) => [each.rule, each.severity, each.fix !== null])).toEqual([
      ['spec/unclassified-column', severity, severity === 'error'],
    ]);
  });

  it('a format says what a doubtful name does not', async () => {
    const findings = await found(
      repository('name: email_source, logicalType: string, logicalTypeOptions: { format: email }', policy),
    );
    expect(findings.map(({ rule, severity }) => `${rule} ${severity}`)).toEqual(['spec/unclassified-column error']);
  });
});

describe('governance/sensitive-column', () => {
  it.each([
    ['mobile', 'phone'],
    ['customer_mobile', 'phone'],
    ['mobile_no', 'phone'],
    ['celular', 'phone'],
    ['contact_mail', 'email'],
    ['device_id', 'device-id'],
    ['imei', 'device-id'],
    ['gender', 'gender'],
    ['customer_gender', 'gender'],
    ['sexo', 'gender'],
    ['gênero', 'gender'],
    ['genero_cliente', 'gender'],
    ['postcode', 'postal-code'],
    ['zip_code', 'postal-code'],
    ['zipcode', 'postal-code'],
    ['cep', 'postal-code'],
    ['cep_entrega', 'postal-code'],
  ])('%s looks like %s', (name, kind) => {
    expect(personalKindOfName(name)).toBe(kind);
  });
});

describe('governance/classification-conflict', () => {
  const policy =
    'levels: [Ouro, Prata]\nterms:\n  - { term: email, level: Confidential }\n  - { term: cpf, level: Restricted }\n  - { term: score, level: Ouro }\n  - { term: phone, pii: true }\n';
  it.each([
    ['name: email_cpf, logicalType: string, classification: confidential', 'Restricted'],
    ['name: score, logicalType: number, classification: Prata', 'Ouro'],
    ['name: score, logicalType: number, classification: public', 'Ouro'],
    ['name: user, physicalName: usr_email, logicalType: string, classification: public', 'Confidential'],
    ['name: email_hash, logicalType: string, classification: public', 'Confidential'],
  ])('%j must be %j', async (column, level) => {
    const findings = await found(repository(column, policy));
    expect(findings.map(({ rule, fix }) => [rule, fix?.edits[0]?.text])).toEqual([
      ['governance/classification-conflict', level],
    ]);
  });

  it.each([
    'name: email_cpf, logicalType: string, classification: restrito',
    'name: score, logicalType: number, classification: ouro',
    'name: email_hash, logicalType: string, classification: internal',
    'name: has_email, logicalType: boolean, classification: public',
    'name: phone, logicalType: string, classification: anything',
    'name: total, logicalType: number, classification: public',
  ])('%j passes', async (column) => {
    expect(await said(column, policy)).toEqual([]);
  });

  it('personal data without a level must only not be public', async () => {
    expect(await said('name: phone, logicalType: string, classification: public', policy)).toEqual([
      'governance/classification-conflict:14 error column "phone" is classified "public", but "phone" is personal data by specs/governance/classification-policy.yaml:6; give it a level that is not for everybody',
    ]);
    expect(await said('name: note, logicalType: string, classification: public, tags: [PII]', policy)).toEqual([
      'governance/classification-conflict:14 error column "note" is classified "public", but marked as personal data; give it a level of specs/governance/classification-policy.yaml that is not for everybody, or remove the mark',
    ]);
  });

  it('judges by the policy of the base branch', async () => {
    const column = 'name: email, logicalType: string, classification: internal';
    const base = repository(column);
    const head = repository(column, 'email: { level: Internal, pii: true }\n');
    const report = await checkFiles({ base, head, rules: [conflict] });
    expect(report.findings.map(({ subject, introduced }) => [subject, introduced])).toEqual([
      ['sales/sales.email', false],
    ]);
  });
});

describe('governance/sensitive-column', () => {
  it.each([
    ['email', 'email'],
    ['customerEmail', 'email'],
    ['e_mail', 'email'],
    ['cpf', 'national-id'],
    ['nr_cpf_cliente', 'national-id'],
    ['rg', 'national-id'],
    ['numero_rg', 'national-id'],
    ['ssn', 'national-id'],
    ['passportNumber', 'passport'],
    ['telefone_celular', 'phone'],
    ['mobile_phone', 'phone'],
    ['data_nascimento', 'birth-date'],
    ['dob', 'birth-date'],
    ['address', 'address'],
    ['billing_address_line_1', 'address'],
    ['endereço', 'address'],
    ['card_number', 'payment-card'],
    ['pan', 'payment-card'],
    ['iban', 'bank-account'],
    ['salario', 'salary'],
    ['first_name', 'person-name'],
    ['nome_da_mae', 'person-name'],
    ['blood_type', 'health'],
    ['religiao', 'special'],
    ['client_ip', 'ip-address'],
  ])('%s is %s', (name, kind) => {
    expect(personalKindOfName(name)).toBe(kind);
  });

  it.each([
    'email_count',
    'email_hash',
    'email_template_id',
    'emailed',
    'email_campaign',
    'phone_country_code',
    'store_address',
    'address_id',
    'contract_address',
    'ip_address_count',
    'company_phone',
    'avg_salary',
    'salary_range',
    'org',
    'target_rg_group',
    'cargo',
    'pan_european',
    'campaign_name',
    'nome_produto',
    'cnpj',
    'credit_card_amount',
    'card_type',
    'total',
  ])('%s is not personal', (name) => {
    expect(personalKindOfName(name)).toBeUndefined();
  });

  it.each([
    ['name: a, logicalType: string, logicalTypeOptions: { format: email }', 'an e-mail address by its format "email"'],
    [
      'name: a, logicalType: string, description: Data de nascimento do cliente.',
      'a date of birth by its description ("data de nascimento")',
    ],
    [
      'name: a, logicalType: string, description: "The customer\'s phone number, with area"',
      'a phone number by its description ("phone number")',
    ],
    [
      'name: a, logicalType: string, businessName: Customer E-mail',
      'an e-mail address by its business name "Customer E-mail"',
    ],
    ['name: a, physicalName: CUST_CPF, logicalType: string', 'a national identity number by its name "CUST_CPF"'],
  ])('%j', async (column, because) => {
    expect(await said(column, 'tax_id: { pii: true }')).toEqual([
      `governance/sensitive-column:14 warning column "a" looks like ${because}, but has no classification, and no term of specs/governance/classification-policy.yaml covers it; classify it, or add a term`,
    ]);
  });

  it.each([
    'name: a, logicalType: string, description: Hash of the e-mail address.',
    'name: a, logicalType: string, description: E-mail campaign that brought the customer.',
    'name: a, logicalType: integer, description: Phone calls of the day.',
    'name: a, logicalType: boolean, description: E-mail of the customer is known.',
    'name: a, logicalType: string, description: "E-mail address, hashed with SHA-256."',
    'name: a_hash, logicalType: string, description: E-mail address of the customer.',
    'name: a, logicalType: string, description: Whether the e-mail address is known.',
    'name: a, logicalType: string, logicalTypeOptions: { format: uuid }',
    'name: email, logicalType: boolean',
  ])('%j says nothing', async (column) => {
    expect(await said(column, 'tax_id: { pii: true }')).toEqual([]);
  });

  it('what stands within a classified column is classified with it', async () => {
    const head = repository(
      'name: person, logicalType: object, classification: internal, properties: [{ name: email, logicalType: string }]',
      'tax_id: { pii: true }',
    );
    expect(await found(head)).toEqual([]);
  });
});

describe('contract/classification-changed', () => {
  it.each([
    ['lowered', ', classification: public', 'public'],
    ['removed', '', 'none'],
  ])('%s: says whom to ask', async (_, written, after) => {
    const column = 'name: state, logicalType: string';
    const before = `${column}, classification: confidential`;
    const base = { [path]: exampleContract({ version: '1.0.0', columns: [before] }) };
    const head = { [path]: exampleContract({ version: '1.1.0', columns: [`${column}${written}`] }) };
    const { findings } = await checkFiles({ base, head, rules: [changed] });
    expect(findings.map(({ class: changeClass }) => changeClass)).toEqual([
      expect.stringMatching(/breaking|dangerous/),
    ]);
    expect(findings.map(({ message }) => message)).toEqual([
      expect.stringContaining(`"state" in contract "sales" changed from confidential to ${after}: `),
    ]);
    expect(findings[0]?.message).toMatch(/answers for privacy/);
  });
});
