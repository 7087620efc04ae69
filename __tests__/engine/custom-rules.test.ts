import { describe, expect, it } from 'vitest';
import type { Files } from '../../src/model/rule.ts';
import { exampleContract } from '../../src/rules/example.ts';
import { checkFiles, gatherFiles, type Scenario } from '../support/check-files.ts';
import { check } from '../../src/engine/check.ts';
import { renderSarif } from '../../src/reporters/sarif.ts';

const path = 'specs/contracts/outputs/finance/sales.yaml';
const rulePath = 'specs/governance/rules/own.yaml';

function rule(text: string): Files {
  return {
    [rulePath]: `id: own\nmessage: { en: "{name} of {contract} at {subject}", pt-BR: "{name} de {contract}" }\n${text}`,
  };
}

/** `line:column severity subject: message` of findings of the rule, where the base branch already has it. */
async function judge(own: Files, head: Files, more: Partial<Scenario> = {}): Promise<readonly string[]> {
  const report = await checkFiles({ base: own, head: { ...own, ...head }, ...more });
  return report.findings
    .filter((finding) => finding.rule === 'custom/own')
    .map((finding) => `${finding.line}:${finding.column} ${finding.severity} ${finding.subject}: ${finding.message}`);
}

const contract = exampleContract({
  columns: [
    'name: email, logicalType: string, description: E-mail., classification: confidential',
    'name: total, logicalType: number, description: Total., tags: [money]',
  ],
});
const dbt: Files = {
  'implementation/dbt/dbt_project.yml': 'name: shop\n',
  'implementation/dbt/models/marts/fct_sales.sql': 'select 1 as total\n',
  'implementation/dbt/models/marts/fct_sales.yml':
    'version: 2\nmodels:\n  - name: fct_sales\n    config: { materialized: view }\n    columns:\n      - name: total\n        data_type: int\nsources:\n  - name: shop\n    tables:\n      - name: orders\n',
};

describe('custom rules', () => {
  it.each<[string, string, Files, readonly string[]]>([
    [
      'a property, where a condition holds',
      'select: property\nwhen: { required: [classification] }\nthen: { required: [encryptedName] }\n',
      { [path]: contract },
      ['14:17 error sales/sales.email: email of sales at sales/sales.email'],
    ],
    [
      'the value that does not fit',
      'select: property\nseverity: warning\nthen: { properties: { tags: { items: { pattern: "^[A-Z]+$" } } } }\n',
      { [path]: contract },
      ['15:73 warning sales/sales.total: total of sales at sales/sales.total'],
    ],
    [
      'an object',
      'select: object\nthen: { required: [tags] }\n',
      { [path]: contract },
      ['11:11 error sales/sales: sales of sales at sales/sales'],
    ],
    [
      'a contract',
      'select: contract\nthen: { properties: { team: { properties: { members: { minItems: 3 } } } } }\n',
      { [path]: contract },
      ['7:3 error sales: sales of sales at sales'],
    ],
    [
      'nothing outside its paths',
      'select: contract\npaths: specs/contracts/inputs/\nthen: false\n',
      { [path]: contract },
      [],
    ],
    [
      'paths',
      'select: contract\npaths: [specs/contracts/inputs/, finance/]\nthen: false\n',
      { [path]: contract },
      ['1:1 error sales: sales of sales at sales'],
    ],
    [
      'a model',
      'select: model\nthen: { properties: { config: { properties: { materialized: { const: table } } } } }\n',
      dbt,
      ['3:11 error model:fct_sales: fct_sales of  at model:fct_sales'],
    ],
    [
      'a model whose properties are generated, at its own file',
      'select: model\nthen: { required: [group] }\n',
      {
        'implementation/dbt/dbt_project.yml': 'name: shop\n',
        'implementation/dbt/models/fct_sales.sql': '-- total\nselect 1 as total\n',
        'implementation/dbt/models/_fct_sales__contract.yml':
          '# Generated\nversion: 2\nmodels:\n  - name: fct_sales\n    columns:\n      - name: total\n',
      },
      ['1:1 error model:fct_sales: fct_sales of  at model:fct_sales'],
    ],
    [
      'a column',
      'select: column\nthen: { required: [description] }\n',
      dbt,
      ['6:15 error model:fct_sales.total: total of  at model:fct_sales.total'],
    ],
    [
      'a source',
      'select: source\nthen: { required: [database] }\n',
      dbt,
      [
        '11:15 error implementation/dbt/models/marts/fct_sales.yml: shop.orders of  at implementation/dbt/models/marts/fct_sales.yml',
      ],
    ],
  ])('look at %s', async (...[, text, head, found]) => {
    expect(await judge(rule(text), head)).toEqual(found);
  });

  const forbidding = rule('select: contract\nthen: false\n');

  it('speak the language of the report', async () => {
    expect(await judge(forbidding, { [path]: contract }, { request: { lang: 'pt-BR' } })).toEqual([
      '1:1 error sales: sales de sales',
    ]);
  });

  it('come from the base branch: a change neither brings one nor takes one away', async () => {
    const without = await checkFiles({ base: forbidding, head: { [path]: contract } });
    expect(without.findings.map(({ rule: id }) => id)).toContain('custom/own');
    const tip = { 'dataengos.yaml': 'lang: en\n' };
    const added = await checkFiles({ base: tip, head: { ...tip, ...forbidding, [path]: contract } });
    expect(added.rules.ran).not.toContain('custom/own');
  });

  it('are rules like any other: listed, set by id, off', async () => {
    const set = { ...forbidding, 'dataengos.yaml': 'rules: { custom/own: info }\n' };
    expect(await judge(set, { [path]: contract })).toEqual(['1:1 info sales: sales of sales at sales']);
    const report = await checkFiles({ base: forbidding, head: { ...forbidding, [path]: contract } });
    expect(report.rules.ran).toContain('custom/own');
    const off = { ...forbidding, 'dataengos.yaml': 'rules: { custom/own: off }\n' };
    expect((await checkFiles({ base: off, head: { ...off, [path]: contract } })).rules.skipped).toEqual([
      { what: 'custom/own', why: 'off in dataengos.yaml' },
    ]);
  });

  it('are told in SARIF', async () => {
    const { input } = await gatherFiles({ base: forbidding, head: { ...forbidding, [path]: contract } });
    const log: { runs: { tool: { driver: { rules: { id: string; shortDescription: { text: string } }[] } } }[] } =
      JSON.parse(renderSarif(check(input), []));
    const own = log.runs[0]?.tool.driver.rules.find(({ id }) => id === 'custom/own');
    expect(own?.shortDescription.text).toBe('{name} of {contract} at {subject}');
  });

  it('do not take names from prototypes', async () => {
    const text = 'id: own\nmessage: constructor\nselect: contract\nthen: { required: [constructor] }\n';
    expect(await judge({ [rulePath]: text }, { [path]: contract })).toEqual(['1:1 error sales: constructor']);
  });
});

describe('a file of a custom rule', () => {
  const valid = 'id: own\nmessage: Text.\nselect: property\nthen: { required: [tags] }\n';
  it.each([
    ['', '1:1 the file is empty'],
    [valid.replace('own', 'Own_Rule'), '1:5 "Own_Rule" cannot be the id of a rule'],
    [valid.replace('select', 'selects'), '3:1 key "selects" is not known here; did you mean "select"?'],
    [valid.replace('property', 'propert'), '3:9 "propert" is not allowed for "select"; did you mean "property"?'],
    [valid.replace('required', '$ref'), '4:9 key "$ref" is not known here'],
    [
      valid.replace('required: [tags]', 'pattern: "(?=a)"'),
      '4:18 "then.pattern" does not compile: "(?=a)" is no regular expression of RE2',
    ],
    [valid.replace('required: [tags]', 'then: true'), '4:1 "then" in "then" has no "if" beside it'],
    [valid.replace('required: [tags]', 'minItems: -1'), '4:19 "then.minItems" must be a whole number, 0 or more'],
    [
      valid.replace('required: [tags]', 'properties: { a: { typ: string } }'),
      '4:28 key "typ" is not known here; did you mean "type"?',
    ],
    [`${valid}when: 3\n`, '5:7 "when" must be a mapping of keys to values'],
  ])('says what is wrong: %j', async (text, message) => {
    const report = await checkFiles({ head: { [rulePath]: text } });
    const said = report.findings
      .filter(({ path: file }) => file === rulePath)
      .map(({ line, column, message: found }) => `${line}:${column} ${found}`.slice(0, message.length));
    expect(said).toEqual([message]);
  });

  it('says where an id is taken', async () => {
    const second = 'specs/governance/rules/second.yaml';
    const report = await checkFiles({ head: { [rulePath]: valid, [second]: valid.replace('own', 'custom/own') } });
    expect(report.findings.map(({ path: file, line, message }) => `${file}:${line} ${message}`)).toEqual([
      `${second}:1 "custom/own" is already the id of the rule in "${rulePath}", which counts; give this one another id`,
    ]);
  });
});
