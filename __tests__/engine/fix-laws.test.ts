import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readYaml } from '../../src/load/yaml.ts';
import { toJson } from '../../src/load/document.ts';
import { checkFiles } from '../support/check-files.ts';
import { fixFiles } from '../support/fix-files.ts';

const path = 'specs/contracts/outputs/sales.yaml';

/** A contract without mistakes, with comments and spaces where people put them. `§n§` is where mistake n can be. */
const template = `# Sales, since 2024
apiVersion: §v3.1.0|3.1.0§
§kind|kimd§: §DataContract|dataContract|DataContrac§   # always
id: sales
version: §1.0.0|1.0|1|"1.0"§
status:   §active|Active|ACTIVE|actve§
team:
  members:
    - { username: ana, role: technical owner }
    - { username: bia, role: business owner }
schema:
  - name: sales
    §description|descripton|Description§: Sales by state.
    §properties|propertes§:
      # the key
      - name: id
        §logicalType|logicaltype|logicalTyp§: §integer|Integer|intger§
        primaryKey: §true|"true"|yes|'yes'§
        primaryKeyPosition: §1|"1"|'1'§
        description: Key.

      - {name: total, logicalType: §number|"Number"|NUMBER§,  §required|requird§: §false|no§, description: 'It''s the sum: é'}
      - name: state
        logicalType: §string|'String'|STRING§ # two letters
        description: >
          Federal state,
          in capitals.
        §tags|Tags§: [ geo,   "br" ]
`;

interface Case {
  readonly right: string;
  readonly wrong: string;
}

/** Splits the template into what stays and what can be wrong; a case picks one spelling per place. */
const someCase: fc.Arbitrary<Case> = (() => {
  const parts = template.split('§');
  const places = parts.filter((_, index) => index % 2 === 1).map((each) => each.split('|'));
  return fc
    .record({
      picks: fc.tuple(...places.map((spellings) => fc.nat(spellings.length - 1))),
      windows: fc.boolean(),
      marked: fc.boolean(),
      ended: fc.boolean(),
    })
    .map(({ picks, windows, marked, ended }) => {
      const text = (pick: (index: number) => number): string => {
        const filled = parts.map((part, index) =>
          index % 2 === 0 ? part : (places[(index - 1) / 2]?.[pick((index - 1) / 2)] ?? ''),
        );
        const lines = ended ? filled.join('') : filled.join('').trimEnd();
        return (marked ? '\uFEFF' : '') + (windows ? lines.replaceAll('\n', '\r\n') : lines);
      };
      return { right: text(() => 0), wrong: text((index) => picks[index] ?? 0) };
    });
})();

/** A repaired value keeps the quotes that it had. */
function withoutQuotes(text: string): string {
  return text.replaceAll(/["']/g, '');
}

function dataOf(text: string): unknown {
  const { root, problems } = readYaml(path, new TextEncoder().encode(text));
  expect(problems).toEqual([]);
  return root === undefined ? undefined : toJson(root);
}

describe('repairs of a contract with seeded mistakes', () => {
  it('lead back to the contract without them: the same data, and the same bytes but for quotes', async () => {
    await fc.assert(
      fc.asyncProperty(someCase, async ({ right, wrong }) => {
        const { outcome, files } = await fixFiles({ head: { [path]: wrong } });
        expect(outcome.left).toEqual([]);
        expect(withoutQuotes(files[path] ?? '')).toBe(withoutQuotes(right));
        expect(dataOf(files[path] ?? '')).toEqual(dataOf(right));
      }),
      { numRuns: 60 },
    );
  });

  it('leave nothing to repair, and a second run changes nothing', async () => {
    await fc.assert(
      fc.asyncProperty(someCase, async ({ wrong }) => {
        const { files } = await fixFiles({ head: { [path]: wrong } });
        const { findings } = await checkFiles({ head: files });
        expect(findings.filter(({ fix }) => fix !== null)).toEqual([]);
        const second = await fixFiles({ head: files });
        expect(second.outcome).toMatchObject({ files: [], applied: [], left: [] });
      }),
      { numRuns: 40 },
    );
  });

  it('do nothing to the contract without mistakes', async () => {
    const { right } = fc.sample(someCase, 1)[0] ?? { right: '' };
    const { outcome } = await fixFiles({ head: { [path]: right } });
    expect(outcome).toMatchObject({ files: [], applied: [], left: [] });
  });
});

describe('keys and words of policies', () => {
  const naming =
    '{\n  "layers": {\n    "staging": { "prefix": "stg_", "materialization": "view" }\n  },\n  "casing": "snake_case"\n}\n';

  it.each([
    ['a key', '"layers"', '"layer"'],
    ['a key in another case', '"prefix"', '"Prefix"'],
    ['a word of a closed set', '"snake_case"', '"Snake_case"'],
  ])('%s is put right', async (_, right, wrong) => {
    const head = { 'specs/governance/naming.json': naming.replace(right, wrong) };
    const { outcome, files } = await fixFiles({ head });
    expect(outcome.applied.map(({ rule }) => rule)).toEqual(['spec/invalid-document']);
    expect(files).toEqual({ 'specs/governance/naming.json': naming });
  });

  it('a key whose right spelling is there too is left', async () => {
    const head = { 'specs/governance/naming.json': naming.replace('{\n', '{\n  "layer": {},\n') };
    expect((await fixFiles({ head })).files).toEqual(head);
  });
});

describe('what is not certain is left to people', () => {
  it.each([
    ['a type that has no near name', 'logicalType: string', 'logicalType: decimal'],
    ['a key whose right spelling is there too', 'name: sales\n', 'name: sales\n    descriptio: Twice.\n'],
    ['a word that is too short to be a slip', 'tags: [', 'tag: ['],
    ['two keys that mean the same one', 'logicalType: integer', 'logicalTyp: integer\n        logicalTpe: integer'],
    ['two former names of one key', '    properties:', '    fields: []\n    columns:'],
    ['a long word with three slips', 'description: Sales by state.', 'dscrptionn: Sales by state.'],
    ['a short word with two slips', 'required: false', 'requrd: false'],
    ['a key that would hold the wrong type', 'description: Sales by state.', 'descripton: [Sales]'],
    ['a version that lacks nothing', 'version: 1.0.0', 'version: 01.2.3'],
    ['a truth value that is none', 'primaryKey: true', 'primaryKey: "maybe"'],
    ['a number with a leading zero', 'primaryKeyPosition: 1', 'primaryKeyPosition: "01"'],
  ])('%s', async (_, right, wrong) => {
    const clean = template.replaceAll(/§([^|§]*)[^§]*§/g, '$1');
    const text = clean.replace(right, wrong);
    expect(text).not.toBe(clean);
    const { outcome, files } = await fixFiles({ head: { [path]: text } });
    expect(outcome.applied.map(({ fix }) => fix?.title)).toEqual([]);
    expect(files[path]).toBe(text);
  });
});
