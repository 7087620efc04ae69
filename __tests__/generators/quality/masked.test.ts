import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { generateArtifacts } from '../../../src/generators/generate.ts';
import type { Direction } from '../../../src/model/contract.ts';
import { fileStart } from '../../../src/model/location.ts';
import type { Project } from '../../../src/model/project.ts';
import { contract, object, property, rule } from '../../drift/contracts.ts';
import { project } from '../shop.ts';

const policyPath = 'specs/governance/classification.yaml';
const terms = [{ term: 'email', level: 'confidential', pii: true, policy: 'hash_sha256', at: fileStart(policyPath) }];
const governance: Project['governance'] = { classification: { path: policyPath, terms } };
const mustBe = { name: 'mustBe', value: 0 } as const;

/** A text that promises everything which can be promised of its values, and what a mask leaves as it is. */
const quality = [
  rule({ id: 'known', metric: 'invalidValues', arguments: { validValues: ['a@b.c'] }, operator: mustBe }),
  rule({ id: 'told', metric: 'missingValues', arguments: { missingValues: ['n/a'] }, operator: mustBe }),
  rule({ id: 'there', metric: 'nullValues', operator: mustBe }),
];
const email = property('email', {
  logical: 'string',
  required: true,
  unique: true,
  enum: ['a@b.c'],
  logicalTypeOptions: { minLength: 3, maxLength: 50, pattern: '@', format: 'email' },
  quality,
});
const amount = property('amount', { logical: 'integer', logicalTypeOptions: { minimum: 0 } });

function generate(generator: string, direction: Direction, given = governance) {
  const made = contract({ direction, schema: [object('o', [email, amount])] });
  const from = { ...project([made], []), governance: given };
  const { artifacts, notes } = generateArtifacts(from, { enabled: { [generator]: true } });
  const content = artifacts.find((artifact) => artifact.generator === generator)?.content ?? '';
  return { content, notes: notes.filter((note) => note.generator === generator) };
}

/** Checks of a suite as `<column>: <expectation>`. */
function expectations(content: string): readonly string[] {
  const suite: { expectations: { type: string; meta: { element: string; check: string } }[] } = JSON.parse(content);
  return suite.expectations.map(({ meta }) => `${meta.element} ${meta.check}`);
}

/** Types of the checks of a Soda contract by column. */
function sodaChecks(content: string): unknown {
  const { columns }: { columns: { name: string; checks?: object[] }[] } = parse(content);
  return columns.map(({ name, checks = [] }) => [name, checks.map((check) => Object.keys(check)[0])]);
}

describe.each(['great-expectations', 'soda'])('%s of a masked column', (generator) => {
  it('says what is not tested in an output contract, and nothing of an input contract', () => {
    const { notes } = generate(generator, 'output');
    expect(notes.map(({ message, severity, values }) => ({ message, severity, values }))).toEqual(
      ['enum, minLength, maxLength, pattern, format', 'known', 'told'].map((options) => ({
        message: `${generator}.masked-values`,
        severity: 'info',
        values: { name: 'o.email', options, term: 'email' },
      })),
    );
    expect(generate(generator, 'input').notes).toEqual([]);
  });

  it('is as any other where nothing asks for a mask', () => {
    expect(generate(generator, 'output', {}).notes).toEqual([]);
  });
});

describe('what is tested of a masked column', () => {
  it('is what its mask leaves: great-expectations', () => {
    const kept = ['o.email required', 'o.email unique', 'o.email there', 'o.amount range'];
    expect(expectations(generate('great-expectations', 'output').content)).toEqual(['o columns', ...kept]);
    const all = expectations(generate('great-expectations', 'input').content);
    expect(all).toEqual(expect.arrayContaining([...kept, 'o.email enum', 'o.email length', 'o.email pattern']));
    expect(expectations(generate('great-expectations', 'output', {}).content)).toEqual(all);
  });

  it('is what its mask leaves: soda', () => {
    expect(sodaChecks(generate('soda', 'output').content)).toEqual([
      ['email', ['missing', 'duplicate', 'missing']],
      ['amount', ['invalid']],
    ]);
    expect(JSON.stringify(sodaChecks(generate('soda', 'input').content))).toContain('invalid","invalid"');
  });
});
