import { expect, it } from 'vitest';
import { applyEdits } from '../../src/model/edits.ts';
import type { Files } from '../../src/model/rule.ts';
import { exampleContract } from '../../src/rules/example.ts';
import { checkFiles } from '../support/check-files.ts';

const path = 'specs/contracts/outputs/sales.yaml';
const naming = { 'specs/governance/naming.json': '{ "casing": { "columns": "snake_case" } }\n' };

/** What is said of a comment behind a column, and the line after each repair. */
async function judged(comment: string, column: string, more: Files = {}): Promise<readonly string[]> {
  const text = `${exampleContract({ columns: [column] }).trimEnd()} # dataengos: ${comment}\n`;
  const { findings } = await checkFiles({ base: more, head: { ...naming, ...more, [path]: text } });
  return findings
    .filter(({ rule }) => rule.startsWith('gate/ignore-'))
    .map(({ rule, line, message, fix }) => {
      const mended = fix === null ? 'no repair' : (applyEdits(text, fix.edits) ?? '').split('\n')[13]?.split('} ')[1];
      return `${rule.slice(5)}:${line} ${message.split(/;|, so/, 1)[0]} [${fix?.title ?? 'none'}: ${mended ?? 'nothing'}]`;
    });
}

const used = 'name: isActive, logicalType: boolean, description: A.';
const unused = 'name: is_active, logicalType: boolean, description: A.';
const excused = 'ignore-unused:14 nothing here breaks spec/naming-convention [remove the comment: nothing]';
const kept = '[keep only spec/naming-convention: # dataengos: ignore spec/naming-convention -- theirs]';
const noRule = 'ignore-unused:14 this comment names no rule [remove the comment: nothing]';
const forbidden = `ignore-unused:14 contract/property-removed cannot be ignored in a file: it protects people who do not read it ${kept}`;

it.each<[string, string, string[]]>([
  ['ignore spec/naming-convention -- theirs', used, []],
  ['ignore spec/naming-convention -- theirs', unused, [excused]],
  ['ignore spec/naming-convention, gate/owner-missing -- theirs', unused, [excused]],
  ['ignore spec/naming-convention, contract/property-removed -- theirs', used, [forbidden]],
  ['ignore contract/property-removed, spec/naming-convention, spec/secret-literal -- theirs', used, [forbidden]],
  ['ignore contract/property-removed, spec/naming-convention, dbt/ref-cycle -- theirs', used, [forbidden]],
  [
    'ignore spec/naming-convention, dbt/ref-cycle, gate/description-missing -- theirs',
    'name: isActive, logicalType: boolean',
    [
      'ignore-unused:14 dbt/ref-cycle cannot be ignored in a file: it protects people who do not read it [keep only spec/naming-convention, gate/description-missing: # dataengos: ignore spec/naming-convention, gate/description-missing -- theirs]',
    ],
  ],
  [
    'ignore spec/naming-convention, contract/property-remove -- theirs',
    used,
    ['ignore-unused:14 there is no rule "contract/property-remove" [none: no repair]'],
  ],
  ['ignore a/b, spec/naming-convention -- theirs', used, [`ignore-unused:14 there is no rule "a/b" ${kept}`]],
  ['ignore -- theirs', used, [noRule]],
  ['ignore', used, [noRule]],
  [
    'ignore spec/naming-convention',
    used,
    ['ignore-without-reason:14 this comment ignores spec/naming-convention without a reason [none: no repair]'],
  ],
  [
    'ignore spec/naming-convention, a/b',
    used,
    ['ignore-without-reason:14 this comment ignores spec/naming-convention, a/b without a reason [none: no repair]'],
  ],
])('%s (%s)', async (comment, column, expected) => {
  expect(await judged(comment, column)).toEqual(expected);
});

it('a rule that did not run may excuse something', async () => {
  const comment = 'ignore spec/naming-convention -- theirs';
  expect(await judged(comment, unused, { 'dataengos.yaml': 'rules: { spec/naming-convention: off }\n' })).toEqual([]);
});
