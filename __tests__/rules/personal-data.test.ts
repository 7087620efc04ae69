import { describe, expect, it } from 'vitest';
import type { Property } from '../../src/model/contract.ts';
import { exampleContract } from '../../src/rules/example.ts';
import { canHold, doubtOf, isMarkedPersonal, personalEvidence } from '../../src/model/personal-data.ts';
import { contextOf } from './shared/in-rules.ts';

/** Columns as a contract gives them, each a flow mapping. */
async function propertiesOf(...columns: readonly string[]): Promise<readonly Property[]> {
  const { project } = await contextOf({ 'specs/contracts/outputs/sales.yaml': exampleContract({ columns }) });
  return project.contracts[0]?.schema[0]?.properties ?? [];
}

/** What tells that a column is personal data: `kind by text`. */
async function evidence(column: string): Promise<string | undefined> {
  const [property] = await propertiesOf(column);
  const found = property && personalEvidence(property);
  return found && `${found.kind} by ${found.by}: ${found.text}`;
}

describe('evidence of personal data', () => {
  it.each([
    ['name: customer_email', 'email by name: customer_email'],
    ['name: contact, physicalName: EMAIL_ADDRESS', 'email by name: EMAIL_ADDRESS'],
    ['name: contact, businessName: E-mail', 'email by business-name: E-mail'],
    ['name: contact, logicalType: string, logicalTypeOptions: { format: email }', 'email by format: email'],
    ['name: contact, logicalType: string, logicalTypeOptions: { format: idn-email }', 'email by format: idn-email'],
    ['name: contact, logicalType: string, logicalTypeOptions: { format: uri }', undefined],
    ['name: pregnant, logicalType: boolean', 'health by name: pregnant'],
    ['name: email, logicalType: boolean', undefined],
    ['name: email, logicalType: integer, businessName: CPF', 'national-id by business-name: CPF'],
    ['name: email_hash, businessName: E-mail', undefined],
    ['name: email_hash, logicalType: string, description: E-mail of the customer', undefined],
  ])('%s', async (column, expected) => {
    expect(await evidence(column)).toBe(expected);
  });

  it.each([
    ['E-mail address of the customer', 'email by description: e-mail address'],
    ["The customer's phone number", 'phone by description: phone number'],
    ['CPF do cliente', 'national-id by description: cpf'],
    ['CPF', 'national-id by description: cpf'],
    ['Postal code of the customer', 'postal-code by description: postal code'],
    ['Gender. A list, as people say it', 'gender by description: gender'],
    ['Phone number of the store', undefined],
    ['Salary range', undefined],
    ['Gender count', undefined],
    ['How often; e-mail address of the customer', undefined],
    ['CPF do cliente. Hashed', undefined],
    [`CPF do cliente. ${'Do cadastro. '.repeat(20)}Hashed`, 'national-id by description: cpf'],
  ])('a column that is described as: %s', async (description, expected) => {
    expect(await evidence(`name: x1, logicalType: string, description: ${JSON.stringify(description)}`)).toBe(expected);
  });
});

describe('marks of personal data', () => {
  it.each([
    ['tags: [pii]', true],
    ['tags: [gold, contains-PII]', true],
    ['tags: [dados-pessoais]', true],
    ['tags: [dado_pessoal]', true],
    ['tags: [non-pii]', false],
    ['tags: [pii-free]', false],
    ['customProperties: [{ property: pii, value: true }]', true],
    ['customProperties: [{ property: personalData, value: "Yes" }]', true],
    ['customProperties: [{ property: isPii, value: sim }]', true],
    ['customProperties: [{ property: pii, value: false }]', false],
    ['customProperties: [{ property: pii, value: "no" }]', false],
    ['customProperties: [{ property: pii, value: "not true" }]', false],
    ['customProperties: [{ property: pii, value: "true for some" }]', false],
    ['customProperties: [{ property: pii, value: [true] }]', false],
    ['customProperties: [{ property: unit, value: true }]', false],
  ])('%s: %s', async (mark, expected) => {
    const [property] = await propertiesOf(`name: x1, logicalType: string, description: X., ${mark}`);
    expect(property && isMarkedPersonal(property)).toBe(expected);
  });
});

describe('doubt whether a name is about a term', () => {
  it.each([
    ['email', 'email', undefined],
    ['customer_email', 'email', undefined],
    ['is_email', 'email', undefined],
    ['email_hash', 'email', undefined],
    ['email_template_id', 'email', 'certain'],
    ['qtd_email', 'email', 'certain'],
    ['phone_model', 'phone', 'certain'],
    ['email_id', 'email', 'likely'],
    ['email_id_old', 'email', 'likely'],
    ['email_key', 'email', 'likely'],
    ['phone_country', 'phone', 'likely'],
    ['main_branch_email', 'email', 'likely'],
    ['template_id', 'email', undefined],
  ])('%s: %s', (name, term, expected) => {
    expect(doubtOf(name, term)).toBe(expected);
  });
});

it.each([
  ['email', undefined, true],
  ['email', 'string', true],
  ['email', 'boolean', false],
  ['birth_date', 'date', true],
  ['religion', 'boolean', true],
  ['colour', 'boolean', true],
] as const)('%s in a column of type %s: %s', (word, type, expected) => {
  expect(canHold(word, type)).toBe(expected);
});
