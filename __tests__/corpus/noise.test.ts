import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { env, stdout } from 'node:process';
import { describe, expect, it } from 'vitest';
import { noisePage, readVerdicts } from '../../scripts/noise/page.ts';
import { compareText } from '../../src/model/location.ts';
import { rules } from '../../src/generated/rules.ts';

const root = join(import.meta.dirname, '../..');
const corpus = env['CORPUS_DIR'];
const isThere = corpus !== undefined && existsSync(join(corpus, 'contracts.tsv'));
if (!isThere) stdout.write('noise on the corpus is skipped: set CORPUS_DIR to the folder of the corpus\n');

const page = readFileSync(join(root, 'docs/noise.md'), 'utf8');

describe('docs/noise.md', () => {
  it('gives every kind that it counts a verdict, and no other', () => {
    const counted = new Set([...page.matchAll(/^\| \[`([^`]+)`\]/gm)].map(([, rule = '']) => rule));
    expect(Object.keys(readVerdicts(root))).toEqual([...counted].toSorted(compareText));
  });

  it('speaks of rules that exist', () => {
    const ids = rules.map(({ id }) => id);
    expect(Object.keys(readVerdicts(root)).filter((rule) => !ids.includes(rule))).toEqual([]);
  });

  it.skipIf(!isThere)('is what the corpus gets to hear now', async () => {
    expect(await noisePage(root, corpus ?? '')).toBe(page);
  });
});
