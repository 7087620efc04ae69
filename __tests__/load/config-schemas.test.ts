import { describe, expect, it } from 'vitest';
import { loadShared } from '../../src/load/config.ts';
import { schemaKeywords } from '../../src/load/custom-rules/read-schema.ts';
import { checkFiles } from '../support/check-files.ts';
import { schemaVerdict } from '../support/schema-verdict.ts';
import { fencedBlocks, readText } from '../docs/files.ts';

/** Whether the reader of custom rules has nothing to say about a file. */
async function isRule(text: string): Promise<boolean> {
  const report = await checkFiles({ head: { 'specs/governance/rules/own.yaml': text } });
  return !report.findings.some(({ path }) => path.startsWith('specs/governance/rules/'));
}

function isShared(text: string): boolean {
  return loadShared('policy.yaml', new TextEncoder().encode(text)).problems.length === 0;
}

describe('the schema of shared policies says what the reader says', () => {
  const isValid = schemaVerdict('shared-policy.schema.json');
  it.each([
    ['preset: strict', true],
    ['extends: [a.yaml, b.yaml]\nrules: { a/b: { severity: off, options: { c: 1 } } }', true],
    ['overrides: [{ domains: a, rules: { a/b: off } }]', true],
    ['fail-on: never\nscope: all\ndeprecation: { days: 3 }\nload-bearing: { tags: [a] }', true],
    ['allow: [compatibility, contracts, deprecation, fail-on, generators, load-bearing, release]', true],
    ['allow: []', true],
    ['allow: [rules]', false],
    ['allow: generators', false],
    ['lang: en', false],
    ['generators: { catalog: true }', false],
    ['fail-on: sometimes', false],
    ['overrides: [{ rules: {} }]', false],
  ])('%j: %s', (text, expected) => {
    expect([isShared(text), isValid(text)]).toEqual([expected, expected]);
  });
});

describe('the schema of custom rules says what the reader says', () => {
  const isValid = schemaVerdict('custom-rule.schema.json');
  const head = 'id: own\nmessage: Text.\nselect: property\n';
  it.each([
    ['then: true', true],
    ['then: {}', true],
    ['then: { type: [string, "null"], not: { const: { a: [1] } }, enum: [1, a] }\nwhen: false', true],
    ['then: { items: { pattern: "^a" }, contains: {}, minItems: 0, uniqueItems: true }\npaths: [a, b/]', true],
    ['then: { properties: { a: { minimum: -1.5 } }, required: [a], additionalProperties: false }', true],
    ['then: { if: {}, then: {}, else: false, allOf: [{}], anyOf: [true], oneOf: [{}] }\nseverity: info', true],
    [
      'then: { title: a, description: b, $comment: c, minLength: 1, maxLength: 2, minProperties: 0, maxProperties: 3 }',
      true,
    ],
    ['then: { exclusiveMinimum: 1, exclusiveMaximum: 2, maximum: 3, maxItems: 4 }', true],
    ['when: {}', false],
    ['then: []', false],
    ['then: text', false],
    ['then: { type: text }', false],
    ['then: { minimum: "1" }', false],
    ['then: { minItems: 1.5 }', false],
    ['then: { required: a }', false],
    ['then: { required: [1] }', false],
    ['then: { allOf: [] }', false],
    ['then: { anyOf: {} }', false],
    ['then: { properties: [] }', false],
    ['then: { properties: { a: 1 } }', false],
    ['then: { items: [{}] }', false],
    ['then: { uniqueItems: 1 }', false],
    ['then: { then: {} }', false],
    ['then: { $ref: "#" }', false],
    ['then: { patternProperties: {} }', false],
    ['then: { format: date }', false],
    ['then: {}\nseverity: off', false],
    ['then: {}\npaths: ""', false],
    ['then: {}\nwhy: because', false],
  ])('%j: %s', async (text, expected) => {
    expect([await isRule(`${head}${text}\n`), isValid(`${head}${text}\n`)]).toEqual([expected, expected]);
  });

  it.each([
    ['id: own\nmessage: { en: A. }\nselect: property\nthen: true', true],
    ['id: custom/own-2\nmessage: { en: A., pt-BR: A. }\nselect: property\nthen: true', true],
    ['id: Own\nmessage: A.\nselect: property\nthen: true', false],
    ['id: own/rule\nmessage: A.\nselect: property\nthen: true', false],
    ['id: own\nmessage: { pt-BR: A. }\nselect: property\nthen: true', false],
    ['id: own\nmessage: { en: A., pt: A. }\nselect: property\nthen: true', false],
    ['id: own\nmessage: ""\nselect: property\nthen: true', false],
    ['id: own\nmessage: A.\nselect: server\nthen: true', false],
    ['id: own\nmessage: A.\nthen: true', false],
  ])('%j: %s', async (text, expected) => {
    expect([await isRule(`${text}\n`), isValid(`${text}\n`)]).toEqual([expected, expected]);
  });

  it('the documentation lists every keyword', () => {
    const page = readText('docs/specs/custom-rules.md');
    expect(schemaKeywords.filter((keyword) => !page.includes(`\`${keyword}\``))).toEqual([]);
  });

  it('the rule in the documentation does what it says', async () => {
    const [rule = ''] = fencedBlocks(readText('docs/specs/custom-rules.md'), 'yaml');
    const governance = { 'specs/governance/rules/purpose.yaml': rule };
    const path = 'specs/contracts/outputs/a.yaml';
    const contract = `apiVersion: v3.1.0\nkind: DataContract\nid: a\nversion: 1.0.0\nstatus: active\nschema:\n  - name: a\n    properties:\n      - { name: email, logicalType: string, classification: confidential }\n      - { name: phone, logicalType: string, classification: confidential, customProperties: [{ property: purpose, value: support }] }\n      - { name: total, logicalType: number }\n`;
    const report = await checkFiles({ base: governance, head: { ...governance, [path]: contract } });
    const own = report.findings.filter((finding) => finding.rule === 'custom/personal-data-has-a-purpose');
    expect(own.map(({ line, message }) => `${line} ${message}`)).toEqual([
      '9 column "email" is confidential; say what for in the custom property "purpose"',
    ]);
    expect(isValid(rule)).toBe(true);
  });
});

it('the files in the documentation of policy can be read', () => {
  const blocks = fencedBlocks(readText('docs/policy.md'), 'yaml');
  const shared = blocks.find((block) => block.startsWith('# policy/organisation.yaml')) ?? '';
  expect([isShared(shared), schemaVerdict('shared-policy.schema.json')(shared)]).toEqual([true, true]);
});
