import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { rowCases } from '../../scripts/compare/cases.ts';
import { compatibilityRows } from '../../src/generated/compatibility.ts';
import { compareText } from '../../src/model/location.ts';

const root = join(import.meta.dirname, '../..');
const document = readFileSync(join(root, 'docs/comparison.md'), 'utf8');

describe('docs/comparison.md', () => {
  it.each([
    ['output', 'Disagreements over the examples, for readers'],
    ['input', 'Disagreements over the examples, for sources'],
  ] as const)('lists every row with its label as %s; run "npm run compare" when it does not', (direction, heading) => {
    const { cases, excluded } = rowCases(root, direction);
    expect(cases.length + excluded.length).toBe(compatibilityRows.length);
    const expected = [
      ...cases.map(({ key, label }) => `${key} ${label}`),
      ...excluded.map((key) => `${key} not compared`),
    ];
    expect(listedRows(section(heading)).sort(compareText)).toEqual(expected.sort(compareText));
  });

  it('gives our reason for every row that a peer sees differently', () => {
    const reasons = new Map(rowCases(root, 'output').cases.map(({ key, reason }) => [key, reason]));
    const lines = section('Disagreements over the examples, for readers').filter((line) => line.startsWith('| `'));
    const cells = lines.map((line) => line.split(' | '));
    expect(cells.length).toBeGreaterThan(0);
    for (const each of cells) {
      const [key = '', reason] = [each[0]?.replaceAll(/[|` ]/g, ''), each.at(-1)?.slice(0, -2)];
      expect([key, reason]).toEqual([key, reasons.get(key)?.replaceAll('|', '\\|')]);
    }
  });

  it('knows of no break that a peer detects and the gate misses', () => {
    const [, text] = section('Where a peer detects a break that we miss').filter((line) => line !== '');
    expect(text).toBe('None.');
  });

  it('names no path of a machine and no day', () => {
    expect(document.match(/\/(?:home|root|tmp|work|Users)\/|\b20\d\d-\d\d-\d\d\b/g)).toBeNull();
  });
});

function section(heading: string): readonly string[] {
  const lines = document.split('\n');
  const start = lines.indexOf(`## ${heading}`);
  const length = lines.slice(start + 1).findIndex((line) => line.startsWith('## '));
  return start < 0 ? [] : lines.slice(start + 1, length < 0 ? undefined : start + 1 + length);
}

/** Rows of the table, of the list of those on which all agree, and of those not compared, as `id label`. */
function listedRows(lines: readonly string[]): string[] {
  return lines.flatMap((line) => {
    const [, row, label] = /^\| `([\w-]+)` \| (\w+) \|/.exec(line) ?? [];
    if (row !== undefined) return [`${row} ${label}`];
    const [, agreed, keys = ''] = /^- (\w+): (`.+)$/.exec(line) ?? [];
    if (agreed !== undefined) return [...keys.matchAll(/`([\w-]+)`/g)].map(([, key]) => `${key} ${agreed}`);
    const [, excluded] = /^- `([\w-]+)`$/.exec(line) ?? [];
    return excluded === undefined ? [] : [`${excluded} not compared`];
  });
}
