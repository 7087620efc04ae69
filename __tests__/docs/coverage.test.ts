import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readCoverage } from '../../scripts/coverage.ts';
import { rules } from '../../src/generated/rules.ts';

const root = join(import.meta.dirname, '../..');
const { rows, beyond } = readCoverage(root);
const named = rows.flatMap(({ rules: own = [] }) => own);
const added = beyond.flatMap(({ rules: own }) => own);
const ids = new Set(rules.map(({ id }) => id));

function numbers(first: number, last: number): readonly string[] {
  return Array.from({ length: last - first + 1 }, (_, index) => `B${String(first + index).padStart(2, '0')}`);
}

describe('rules/coverage.yaml', () => {
  it('has every row, in order', () => {
    const found = rows.map(({ id }) => id);
    expect(found).toEqual([...new Set(found)].sort());
    const wanted = [...numbers(1, 39), 'B42', 'B58', ...numbers(75, 85)];
    expect(wanted.filter((id) => !found.includes(id))).toEqual([]);
  });

  it('says for every row which rule or which other part answers', () => {
    expect(rows.filter(({ rules: own = [], part }) => own.length === 0 && part === undefined)).toEqual([]);
  });

  it('names rules that exist', () => {
    expect([...named, ...added].filter((id) => !ids.has(id))).toEqual([]);
  });

  it('names every rule, in a row or beyond, and none in both', () => {
    const known = new Set([...named, ...added]);
    expect([...ids].filter((id) => !known.has(id))).toEqual([]);
    expect(added.filter((id, index) => named.includes(id) || added.indexOf(id) !== index)).toEqual([]);
  });

  it.each(rows.map((row) => [row.id, row] as const))('%s: its rules have examples that fail and pass', (_, row) => {
    const without = rules.filter(
      ({ id, examples }) =>
        row.rules?.includes(id) === true &&
        !(
          examples.some(({ findings }) => findings.length > 0) && examples.some(({ findings }) => findings.length === 0)
        ),
    );
    expect(without.map(({ id }) => id)).toEqual([]);
  });
});
