import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { emitYaml, type YamlData } from '../../src/generators/yaml/emit-yaml.ts';
import { libraryYaml } from '../support/library-yaml.ts';

/** Texts that are made of what YAML gives a meaning to, and ones of anything. */
const words = [
  'yes',
  'No',
  'null',
  'e5',
  'E-12',
  '.inf',
  '0x1',
  '1_0',
  '12:30',
  '2024-01-02',
  '<<',
  '=',
  '%a',
  '---',
  '...',
];
const signs = fc.string({ unit: fc.constantFrom(...'aE0:#-\n\t "\'{}[]&*!|>%@`,?=~<._\u0085\u2028\u00a0é'.split('')) });
const text = fc.oneof(
  fc.constantFrom(...words),
  signs,
  fc
    .array(fc.constantFrom(...words, 'Plain (text)', 'of one/two;', 'x=1'), { maxLength: 5 })
    .map((all) => all.join(' ')),
  fc.array(fc.string({ unit: 'binary' }), { maxLength: 3 }).map((all) => all.join('\n')),
);
const key = fc.oneof(
  text,
  fc.constantFrom('name', 'data_tests', '+enabled', '1'),
  fc.integer({ min: 150, max: 1100 }).map((size) => '"'.repeat(size)),
);
const { data } = fc.letrec<{ data: YamlData }>((tie) => ({
  data: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    text,
    fc.oneof(fc.double(), fc.integer(), fc.boolean(), fc.constantFrom(null, undefined, -0, 1e21)),
    fc.array(tie('data'), { maxLength: 4 }),
    fc.dictionary(key, tie('data'), { maxKeys: 4 }),
  ),
}));

function yamlBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.ya?ml$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));
}

describe('YAML', () => {
  it('is what the library writes, whatever the data', () => {
    const header = fc.oneof({ weight: 5, arbitrary: fc.constant('made from specs/') }, { weight: 1, arbitrary: text });
    fc.assert(
      fc.property(header, fc.oneof(fc.dictionary(key, data), data), (first, all) => {
        expect(emitYaml(first, all)).toBe(libraryYaml(first, all));
      }),
      { numRuns: 5000 },
    );
  });

  const golden = yamlBelow(import.meta.dirname).filter((file) => file.includes('/golden/'));
  const examples = yamlBelow(join(import.meta.dirname, '..', '..', 'examples'));

  it('is what the library writes of every golden file, and of every file of the examples', () => {
    expect(golden.length).toBeGreaterThan(10);
    expect(examples.length).toBeGreaterThan(20);
    for (const file of [...golden, ...examples]) {
      const all: YamlData = parse(readFileSync(file, 'utf8'));
      expect([file, emitYaml('h', all)]).toEqual([file, libraryYaml('h', all)]);
    }
  });
});
