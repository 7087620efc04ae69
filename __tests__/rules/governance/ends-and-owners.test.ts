import { describe, expect, it } from 'vitest';
import type { Files, Rule } from '../../../src/model/rule.ts';
import deprecationIncomplete from '../../../src/rules/contract/deprecation-incomplete.ts';
import { exampleContract } from '../../../src/rules/example.ts';
import classificationConflict from '../../../src/rules/governance/classification-conflict.ts';
import macroUnlisted from '../../../src/rules/governance/macro-unlisted.ts';
import ownerUnresolvable from '../../../src/rules/governance/owner-unresolvable.ts';
import { findingsOf } from '../shared/in-rules.ts';

const path = 'specs/contracts/outputs/sales.yaml';
const codeOwners = '.github/CODEOWNERS';
const columns = ['name: total, logicalType: number, description: Total.'];
const dbt = {
  'implementation/dbt/dbt_project.yml': 'name: shop\n',
  'implementation/dbt/models/sales.sql': 'select 1 as total\n',
};

/** `path:line subject: message` of what one rule finds. */
async function said(rule: Rule, head: Files): Promise<readonly string[]> {
  return (await findingsOf(rule, head)).map(
    ({ path: file, line, subject, message }) => `${file.split('/').at(-1)}:${line} ${subject}: ${message}`,
  );
}

describe('contract/deprecation-incomplete', () => {
  const noEnd = ['sales.yaml:5 sales'];

  it.each([
    ['', noEnd],
    ['slaProperties:\n  - { property: endOfLife, value: 2027-01-01 }\n', []],
    ['slaProperties:\n  - { property: retention, value: 1 }\n  - { property: endOfSupport, value: 2027-01-01 }\n', []],
    ['slaProperties:\n  - { property: end_of_support, value: 2027-01-01 }\n', []],
    ['slaProperties:\n  - { property: ENDOF_LIFE, value: 2027-01-01 }\n', []],
    ['slaProperties:\n  - { property: weekendOfLife, value: 2027-01-01 }\n', noEnd],
    ['slaProperties:\n  - { property: endOfLifeNotice, value: 2027-01-01 }\n', noEnd],
    ['slaProperties:\n  - { property: retention, value: 1 }\n', noEnd],
    ['customProperties:\n  - { property: Sunset, value: "2027-01-01" }\n', []],
    ['customProperties:\n  - { property: unit, value: day }\n  - { property: sunset, value: "2027-01-01" }\n', []],
    ['customProperties:\n  - { property: sunset, value: soon }\n', noEnd],
    ['customProperties:\n  - { property: sunsetAt, value: "2027-01-01" }\n', noEnd],
    ['customProperties:\n  - { property: noSunset, value: "2027-01-01" }\n', noEnd],
    ['customProperties:\n  - { property: created, value: "2027-01-01" }\n', noEnd],
  ])('a contract with %j', async (rest, expected) => {
    const text = `${exampleContract({ status: 'deprecated', columns })}${rest}`;
    const found = await said(deprecationIncomplete, { [path]: text });
    expect(found.map((each) => each.split(':', 2).join(':'))).toEqual(expected);
    expect(await said(deprecationIncomplete, { [path]: text.replace('status: deprecated', 'status: active') })).toEqual(
      [],
    );
    expect(await said(deprecationIncomplete, { [path]: text.replace('status: deprecated\n', '') })).toEqual([]);
  });

  it('names tables, and columns inside columns', async () => {
    const text = `${exampleContract({
      columns: [
        'name: order, logicalType: object, properties: [{ name: uf, logicalType: string, tags: [deprecated] }, { name: state, logicalType: string, tags: [deprecated], description: Em vez de uf. }]',
      ],
    })}    tags: [deprecated]\n`;
    const advice =
      'is deprecated without a word on what to use instead; add the custom property "replacedBy", or say it in the description';
    expect(await said(deprecationIncomplete, { [path]: text })).toEqual([
      `sales.yaml:11 sales/sales: "sales" of contract "sales" ${advice}`,
      `sales.yaml:14 sales/sales.order.uf: "uf" of contract "sales" ${advice}`,
    ]);
  });
});

const team = (...names: readonly string[]): string =>
  exampleContract({ columns }).replace(
    /team:[^]*?schema:/,
    `team:\n  members:\n${names.map((name) => `    - { username: "${name}" }\n`).join('')}schema:`,
  );

const unknown = (names: string): string =>
  `sales.yaml:6 sales: contract "sales" is owned by ${names}, which CODEOWNERS does not know, and CODEOWNERS names nobody for "${path}"; add a line for it, or correct the owner`;

const model = (meta: string): Files => ({
  ...dbt,
  [codeOwners]: 'specs/ @acme/platform\n',
  'implementation/dbt/models/sales.yml': `models:\n  - name: sales\n    meta: { ${meta} }\n`,
});

const owners = (rest: string, ...names: readonly string[]): Promise<readonly string[]> =>
  said(ownerUnresolvable, {
    [codeOwners]: 'implementation/ @acme/platform @Ana\n',
    [path]: `${team(...names)}${rest}`,
  });

describe('governance/owner-unresolvable', () => {
  it.each([
    [['@bia'], '', [unknown('"@bia"')]],
    [[' @bia ', '@bia', '@acme/sales'], '', [unknown('"@bia", "@acme/sales"')]],
    [['@bia', ' @ANA '], '', []],
    [['@bia'], 'customProperties: [{ property: businessOwner, value: "@ana" }]\n', []],
    [['bia'], 'customProperties: [{ property: technical_owner, value: "@caio" }]\n', [unknown('"@caio"')]],
    [['bia'], 'customProperties: [{ property: reviewer, value: "@caio" }]\n', []],
    [['bia'], 'customProperties: [{ property: owner, value: ["@caio"] }]\n', []],
    [['bia', 'bia@example.com', '@', '@a b'], '', []],
  ])('%j %s', async (names, rest, expected) => {
    expect(await owners(rest, ...names)).toEqual(expected);
  });

  it('says nothing where nobody is known, or the file has somebody to ask', async () => {
    expect(await said(ownerUnresolvable, { [path]: team('@bia') })).toEqual([]);
    expect(await said(ownerUnresolvable, { [codeOwners]: '# nobody\n', [path]: team('@bia') })).toEqual([]);
    expect(await said(ownerUnresolvable, { [codeOwners]: '* @ana\n', [path]: team('@bia') })).toEqual([]);
  });

  it('judges models by their own owner, and one without has none', async () => {
    expect(await said(ownerUnresolvable, model('unit: day'))).toEqual([]);
    expect(await said(ownerUnresolvable, model('owner: "@acme/platforn"'))).toEqual([
      'sales.yml:2 model:sales: model "sales" is owned by "@acme/platforn", which CODEOWNERS does not know; did you mean "@acme/platform"? CODEOWNERS names nobody for "implementation/dbt/models/sales.sql"',
    ]);
    expect(await said(ownerUnresolvable, model('owner: "@acme/platform"'))).toEqual([]);
  });
});

const listed = (call: string): Files => ({
  'specs/governance/macro-library.md': '- `cents(x)`\n- `dbt_utils`\n',
  'implementation/dbt/dbt_project.yml': 'name: shop\n',
  'implementation/dbt/macros/cents.sql':
    '{% macro cents(x) %}{{ x }}{% endmacro %}\n{% macro euros(x) %}{{ x }}{% endmacro %}\n',
  'implementation/dbt/models/sales.sql': `select ${call} as total\n`,
});

describe('governance/macro-unlisted', () => {
  it.each([
    ['{{ cents(1) }}', []],
    ['{{ shop.cents(1) }}', []],
    ['{{ dbt_utils.star(1) }}', []],
    ['{{ euros(1) }}', ['euros']],
    ['{{ shop.euros(1) }}', ['euros']],
    ['{{ other.cents(1) }}', ['other.cents']],
    ['{{ shop(1) }}', ['shop']],
    ['1', []],
  ])('%s', async (call, expected) => {
    const found = await said(macroUnlisted, listed(call));
    expect(found.map((each) => /macro "([^"]*)"/.exec(each)?.[1])).toEqual(expected);
  });
});

describe('governance/classification-conflict', () => {
  const policy = 'specs/governance/classification.yaml';
  const judged = (terms: string, column: string): Promise<readonly string[]> =>
    said(classificationConflict, {
      [policy]: terms,
      [path]: exampleContract({ columns: [`${column}, logicalType: string, description: D.`] }),
    });

  it.each([
    [
      'of two terms the strictest counts',
      'email:\n  classification: internal\nwork:\n  classification: confidential\n',
      'name: work_email, classification: internal',
      [
        'sales.yaml:14 sales/sales.work_email: column "work_email" in contract "sales" is classified "internal", but "work" is "confidential" by specs/governance/classification.yaml:3; set "classification: confidential" or stricter',
      ],
    ],
    [
      'of two terms in another order too',
      'email:\n  classification: confidential\nwork:\n  classification: internal\n',
      'name: work_email, classification: public',
      [
        'sales.yaml:14 sales/sales.work_email: column "work_email" in contract "sales" is classified "public", but "email" is "confidential" by specs/governance/classification.yaml:1; set "classification: confidential" or stricter',
      ],
    ],
    [
      'one of two that cannot be compared is enough',
      'email:\n  classification: blue\nwork:\n  classification: red\n',
      'name: work_email, classification: red',
      [],
    ],
    [
      'none of two that cannot be compared',
      'email:\n  classification: blue\nwork:\n  classification: red\n',
      'name: work_email, classification: green',
      [
        'sales.yaml:14 sales/sales.work_email: column "work_email" in contract "sales" is classified "green", but "email" is "blue" by specs/governance/classification.yaml:1; set "classification: blue" or stricter',
      ],
    ],
    [
      'a term without level asks for none',
      'email:\n  pii: true\nwork:\n  classification: internal\n',
      'name: work_email, classification: internal',
      [],
    ],
    [
      'personal data is not public',
      'email:\n  pii: true\n',
      'name: email, classification: public',
      [
        'sales.yaml:14 sales/sales.email: column "email" is classified "public", but "email" is personal data by specs/governance/classification.yaml:1; give it a level that is not for everybody',
      ],
    ],
    [
      'a hash may be less, but not public',
      'email:\n  classification: confidential\n',
      'name: email_hash, classification: internal',
      [],
    ],
    [
      'a public hash',
      'email:\n  classification: confidential\n',
      'name: email_hash, classification: public',
      [
        'sales.yaml:14 sales/sales.email_hash: column "email_hash" in contract "sales" is classified "public", but "email" is "confidential" by specs/governance/classification.yaml:1; set "classification: confidential" or stricter',
      ],
    ],
    [
      'a mark',
      'email:\n  classification: confidential\n',
      'name: x1, tags: [pii], classification: public',
      [
        'sales.yaml:14 sales/sales.x1: column "x1" is classified "public", but marked as personal data; give it a level of specs/governance/classification.yaml that is not for everybody, or remove the mark',
      ],
    ],
    ['no classification', 'email:\n  classification: confidential\n', 'name: email', []],
  ])('%s', async (_, ...[terms, column, expected]) => {
    expect(await judged(terms, column)).toEqual(expected);
  });
});
