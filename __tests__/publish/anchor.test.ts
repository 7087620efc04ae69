import { describe, expect, test } from 'vitest';
import type { Finding } from '../../src/model/finding.ts';
import type { FileHunks } from '../../src/ports.ts';
import { anchorFinding, nearestHeadLine } from '../../src/publish/anchor.ts';
import { finding } from './build.ts';

const files: readonly FileHunks[] = [
  {
    path: 'a.yaml',
    status: 'modified',
    hunks: [
      { baseStart: 10, baseLines: 8, headStart: 10, headLines: 6 },
      { baseStart: 30, baseLines: 6, headStart: 28, headLines: 9 },
    ],
  },
  {
    path: 'new.yaml',
    basePath: 'old.yaml',
    status: 'renamed',
    hunks: [{ baseStart: 1, baseLines: 4, headStart: 1, headLines: 5 }],
  },
  { path: 'added.yaml', status: 'added', hunks: [{ baseStart: 0, baseLines: 0, headStart: 1, headLines: 3 }] },
  { path: 'gone.yaml', status: 'deleted', hunks: [{ baseStart: 1, baseLines: 3, headStart: 0, headLines: 0 }] },
  { path: 'moved.yaml', basePath: 'before.yaml', status: 'renamed', hunks: [] },
];

const right = { kind: 'lines', path: 'a.yaml', side: 'RIGHT' } as const;
const left = { ...right, side: 'LEFT' } as const;

describe('anchorFinding', () => {
  const rows: readonly (readonly [string, Partial<Finding>, unknown])[] = [
    ['the first line of a hunk', { line: 10 }, { ...right, line: 10 }],
    ['the last line of a hunk', { line: 15 }, { ...right, line: 15 }],
    ['the line after a hunk', { line: 16 }, { kind: 'file', path: 'a.yaml' }],
    ['the line before a hunk', { line: 9 }, { kind: 'file', path: 'a.yaml' }],
    ['a removed line', { line: 17, side: 'base' }, { ...left, line: 17 }],
    ['several lines of one hunk', { line: 11, endLine: 13, endColumn: 4 }, { ...right, startLine: 11, line: 13 }],
    ['a range that ends at the start of a line', { line: 11, endLine: 12, endColumn: 1 }, { ...right, line: 11 }],
    ['a range that leaves the hunk', { line: 14, endLine: 29 }, { ...right, line: 14 }],
    ['a range that starts before the hunk', { line: 9, endLine: 12 }, { kind: 'file', path: 'a.yaml' }],
    [
      'a removed line of a renamed file',
      { path: 'old.yaml', line: 2, side: 'base' },
      { ...left, path: 'new.yaml', line: 2 },
    ],
    ['a head line of a renamed file', { path: 'new.yaml', line: 5 }, { ...right, path: 'new.yaml', line: 5 }],
    ['a file renamed without a change', { path: 'moved.yaml', line: 1 }, { kind: 'file', path: 'moved.yaml' }],
    ['the base side of an added file', { path: 'added.yaml', line: 1, side: 'base' }, { kind: 'none' }],
    ['the head side of a deleted file', { path: 'gone.yaml', line: 1 }, { kind: 'none' }],
    ['a line of a deleted file', { path: 'gone.yaml', line: 3, side: 'base' }, { ...left, path: 'gone.yaml', line: 3 }],
    ['a file outside the diff', { path: 'other.yaml' }, { kind: 'none' }],
    ['the old name on the head side', { path: 'old.yaml', line: 2 }, { kind: 'none' }],
  ];
  test.each(rows)('%s', (_, change, anchor) => {
    expect(anchorFinding(finding({ path: 'a.yaml', ...change }), files)).toEqual(anchor);
  });
});

test.each([
  ['above all hunks', 3, 0, 3],
  ['in a hunk that shrank', 17, 0, 15],
  ['between hunks', 20, 0, 18],
  ['below all hunks', 40, 0, 41],
  ['in a file that is gone', 1, 3, undefined],
])('nearest head line %s', (_, line, ...[file, expected]: readonly (number | undefined)[]) => {
  expect(nearestHeadLine(line, files[file ?? 0])).toBe(expected);
});

test('a file without a diff has the same lines on both sides', () => {
  expect(nearestHeadLine(9, undefined)).toBe(9);
});
