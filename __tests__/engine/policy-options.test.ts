import { describe, expect, it } from 'vitest';
import { translate } from '../../src/model/messages.ts';
import type { Files, Rule } from '../../src/model/rule.ts';
import { exampleContract } from '../../src/rules/example.ts';
import { checkFiles, gatherFiles } from '../support/check-files.ts';

/** Reports every contract that has more columns than its option allows, and says how many those are. */
const maxColumns: Rule = {
  id: 'test/max-columns',
  kind: 'lint',
  gate: 'lint',
  summary: 'A contract has few columns.',
  why: 'For this test.',
  severity: 'error',
  since: '0.1.0',
  options: {
    max: { type: 'number', default: 2, description: 'Most columns.' },
    words: { type: 'texts', default: [], description: 'Anything.' },
  },
  examples: [],
  check(context) {
    const max = Number(context.options['max']);
    for (const { path, schema, at } of context.project.contracts) {
      const count = schema.flatMap(({ properties }) => properties).length;
      if (count > max) context.report({ subject: path, at, said: `max ${max}`, values: {} });
    }
  },
};

function contract(count: number): string {
  const columns = Array.from({ length: count }, (_, index) => `name: c${index}, logicalType: string, description: C.`);
  return exampleContract({ columns });
}

const finance = 'specs/contracts/outputs/finance/a.yaml';
const sales = 'specs/contracts/outputs/sales/b.yaml';
const head: Files = { [finance]: contract(3), [sales]: contract(3) };

/** `path message` of what the rule finds under a configuration; then what is wrong with that. */
async function judge(config: string, more: Files = {}): Promise<readonly string[]> {
  const policy = { 'dataengos.yaml': config, ...more };
  const report = await checkFiles({ base: policy, head: { ...policy, ...head }, rules: [maxColumns] });
  return [
    ...report.findings.map(({ path, message }) => `${path} ${message}`),
    ...report.skipped
      .filter(({ what }) => what.startsWith('dataengos.yaml') || what.includes('rules.'))
      .map(({ what, why }) => `${what} ${why}`),
  ];
}

function overriding(overrides: string): string {
  return `rules: { test/max-columns: { options: { max: 5 } } }\noverrides: [${overrides}]\n`;
}

describe('options of a rule', () => {
  it('have their defaults', async () => {
    expect(await judge('lang: en\n')).toEqual([`${finance} max 2`, `${sales} max 2`]);
  });

  it('are set for all', async () => {
    expect(await judge('rules: { test/max-columns: { options: { max: 3 } } }\n')).toEqual([]);
  });

  it('are set for a path or a domain, each finding by where it is', async () => {
    const one = '{ domains: finance, rules: { test/max-columns: { options: { max: 1 } } } }';
    const other = '{ paths: sales/, rules: { test/max-columns: { options: { max: 0 } } } }';
    expect(await judge(overriding(one))).toEqual([`${finance} max 1`]);
    expect(await judge(overriding(`${one}, ${other}`))).toEqual([`${finance} max 1`, `${sales} max 0`]);
  });

  it('cannot be changed where a shared policy sets them', async () => {
    const shared = { 'policy/base.yaml': 'rules: { test/max-columns: { options: { max: 1 } } }\n' };
    const config = 'extends: policy/base.yaml\nrules: { test/max-columns: { options: { max: 9, words: [a] } } }\n';
    expect(await judge(config, shared)).toEqual([
      `${finance} max 1`,
      `${sales} max 1`,
      'rules.test/max-columns.options.max dataengos.yaml asks for less than policy/base.yaml does, so it is not in force',
    ]);
  });

  it.each([
    ['max: "3"', 'option "max" of rule "test/max-columns" must be a number, without quotes'],
    ['words: a', 'option "words" of rule "test/max-columns" must be a list of texts'],
    ['maxx: 3', 'rule "test/max-columns" has no option "maxx", so this setting does nothing; did you mean "max"?'],
    [
      'constructor: 3',
      'rule "test/max-columns" has no option "constructor", so this setting does nothing; it has "max", "words"',
    ],
  ])('are of the type that the rule declares: %s', async (option, message) => {
    const config = `rules:\n  test/max-columns:\n    options: { ${option} }\n`;
    const files = { 'dataengos.yaml': config, ...head };
    const report = await checkFiles({ head: files, rules: [maxColumns] });
    // A wrong option is not taken: the default holds.
    expect(report.findings.map(({ message: said }) => said)).toEqual(['max 2', 'max 2']);
    const { input } = await gatherFiles({ head: files, rules: [maxColumns] });
    const problems = input.head.project.problems.filter(({ at }) => at.path === 'dataengos.yaml');
    expect(problems.map(({ at, message: key, values }) => `${at.line} ${translate('en', key, values)}`)).toEqual([
      `3 ${message}`,
    ]);
  });
});
