import { describe, expect, it } from 'vitest';
import type { Files } from '../../../src/model/rule.ts';
import { fillVersion } from '../../../src/rules/fill-version.ts';
import invalidDocument from '../../../src/rules/spec/invalid-document.ts';
import { findingsOf } from '../shared/in-rules.ts';
import { contractOf, fixed, lintContract } from './lint-contract.ts';

it.each([
  ['1', '1.0.0'],
  ['0', '0.0.0'],
  ['12', '12.0.0'],
  ['1.0', '1.0.0'],
  ['1.2', '1.2.0'],
  ['1.10', '1.10.0'],
  ['20.2345', '20.2345.0'],
  ['1.0.0', undefined],
  ['01', undefined],
  ['1.02', undefined],
  ['v1', undefined],
  ['1.x', undefined],
  ['1a', undefined],
  ['1234567890', undefined],
  ['', undefined],
])('the version "%s" is meant to be %s', (version, expected) => {
  expect(fillVersion(version)).toBe(expected);
});

describe('the repair of a contract that is not valid', () => {
  const contract = contractOf('      - name: id');

  it.each([
    ['version: 1.0.0', 'version: 1.0', 'version: 1.0.0', '1.0 → 1.0.0'],
    ['version: 1.0.0', 'version: 2', 'version: 2.0.0', '2 → 2.0.0'],
    ['id: sales\n', 'id: 1.10\n', 'id: "1.10"\n', '1.10 → "1.10"'],
    ['id: sales\n', 'id: true\n', 'id: "true"\n', 'true → "true"'],
  ])('%s: %s', async (right, ...[wrong, mended, title]) => {
    const text = contract.replace(right, wrong);
    const [found, ...others] = await lintContract(invalidDocument, text);
    expect(others).toEqual([]);
    expect([found?.fix?.title, fixed(text, found)]).toEqual([title, contract.replace(right, mended)]);
  });

  it('is left to people where the value is no single word', async () => {
    const text = contract.replace('id: sales\n', 'id: [sales]\n');
    expect((await lintContract(invalidDocument, text)).map(({ fix }) => fix)).toEqual([null]);
  });
});

const said = async (head: Files): Promise<readonly string[]> =>
  (await findingsOf(invalidDocument, head)).map(
    ({ severity, message, related }) =>
      `${severity}: ${message} [${related.map((each) => `${each.path}:${each.line} ${each.message}`).join()}]`,
  );

describe('what else is said of documents', () => {
  it('a file whose name hides something is not read', async () => {
    expect(await said({ 'specs/contracts/outputs/sales\u202E.yaml': contractOf('      - name: id') })).toEqual([
      'error: the name "specs/contracts/outputs/sales\\u202e.yaml" holds control characters or bytes that are not UTF-8, so the file was not read; rename it []',
    ]);
  });

  it('of two policies for one thing the other is named', async () => {
    expect(
      await said({
        'specs/governance/classification.yaml': 'email: { pii: true }\n',
        'specs/governance/classification-policy.yaml': 'email: { pii: true }\n',
      }),
    ).toEqual([
      'warning: "specs/governance/classification.yaml" and "specs/governance/classification-policy.yaml" say the same kind of thing; only "specs/governance/classification-policy.yaml" counts: merge them and delete one [specs/governance/classification-policy.yaml:1 see also]',
    ]);
  });

  it('what is unknown to the layout or to the code is for other rules', async () => {
    expect(
      await said({
        'specs/nowhere/a.yaml': 'a: [\n',
        'implementation/dbt/dbt_project.yml': 'name: x\n',
        'implementation/dbt/models/a.yml': 'models: [\n',
      }),
    ).toEqual([]);
  });
});
