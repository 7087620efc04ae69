import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadProject } from '../../src/load/load-project.ts';
import { createMemo } from '../../src/load/memo.ts';
import { loadOwners } from '../../src/load/owners/load-owners.ts';
import { ownersOf } from '../../src/model/owners.ts';
import { memoryTree } from '../support/memory-tree.ts';

describe('one pattern', () => {
  it.each([
    ['*', 'a.md', true],
    ['*', 'a/b/c.md', true],
    ['*.sql', 'a/b/c.sql', true],
    ['*.sql', 'a/b/c.sqlx', false],
    ['/build/logs/', 'build/logs/x/y.log', true],
    ['/build/logs/', 'a/build/logs/y.log', false],
    ['/build/logs/', 'build/logs', false],
    ['docs/*', 'docs/start.md', true],
    ['docs/*', 'docs/build/trouble.md', false],
    ['docs/**', 'docs/build/trouble.md', true],
    ['apps/', 'x/apps/y/z.ts', true],
    ['apps/', 'apps', false],
    ['/docs/', 'docs/a.md', true],
    ['docs', 'x/docs/a.md', true],
    ['/docs', 'docs', true],
    ['**/logs', 'a/b/logs/c', true],
    ['**/logs', 'logs', true],
    ['a/**/z', 'a/z', true],
    ['a/**/z', 'a/b/c/z', true],
    ['a/**/z', 'a/b/c/y', false],
    ['/*', 'root.md', true],
    ['/*', 'folder/file.md', false],
    ['specs/*/sales.yaml', 'specs/x/sales.yaml', true],
    ['specs/*/sales.yaml', 'specs/x/y/sales.yaml', false],
    ['/models/stg_*_v?.sql', 'models/stg_a_b_v2.sql', true],
    ['/models/stg_*_v?.sql', 'models/stg_a_b_v22.sql', false],
    ['\\#notes', '#notes', true],
    ['with\\ blank.md', 'with blank.md', true],
    ['Docs/a.md', 'docs/a.md', false],
  ])('%s, %s: %s', (pattern, path, expected) => {
    expect(ownersOf(loadOwners(`${pattern} @ana\n`), path)).toEqual(expected ? ['@ana'] : []);
  });
});

it('the last line that fits wins, and one without owners takes ownership away', () => {
  const rules = loadOwners(
    '# who owns what\n* @org/all  # everybody\n\r\nspecs/ @ana bia@example.com\r\n/specs/drafts/\n!specs/x @eve\n[Section] @eve\n',
  );
  expect(ownersOf(rules, 'README.md')).toEqual(['@org/all']);
  expect(ownersOf(rules, 'specs/x')).toEqual(['@ana', 'bia@example.com']);
  expect(ownersOf(rules, 'specs/drafts/x')).toEqual([]);
  expect(rules.map(({ line }) => line)).toEqual([2, 4, 5]);
});

it('an owner of everything owns every path', () => {
  const name = fc.string({ minLength: 1, maxLength: 12 }).filter((text) => !text.includes('/'));
  fc.assert(
    fc.property(fc.array(name, { minLength: 1, maxLength: 6 }), (names) => {
      expect(ownersOf(loadOwners('* @ana'), names.join('/'))).toEqual(['@ana']);
    }),
  );
});

it.each([
  ['stars', `/${'*a'.repeat(2_000)}b`, 'a'.repeat(4_000)],
  ['folders', `${'**/a/'.repeat(31)}b`, `${'a/'.repeat(60)}c`],
])('hostile %s end within half a second', (_, pattern, path) => {
  const rules = loadOwners(`${pattern} @eve`);
  const start = performance.now();
  expect(ownersOf(rules, path)).toEqual([]);
  expect(performance.now() - start).toBeLessThan(500);
});

function ownersAt(...paths: readonly string[]): readonly string[] | undefined {
  const files = Object.fromEntries(paths.map((path) => [path, `* @${path}`]));
  return loadProject(memoryTree(files), createMemo()).owners?.flatMap(({ owners }) => owners);
}

it('GitHub reads one file: its own folder, then the root, then docs', () => {
  expect(ownersAt('CODEOWNERS', 'docs/CODEOWNERS', '.github/CODEOWNERS')).toEqual(['@.github/CODEOWNERS']);
  expect(ownersAt('CODEOWNERS', 'docs/CODEOWNERS')).toEqual(['@CODEOWNERS']);
  expect(ownersAt('docs/CODEOWNERS')).toEqual(['@docs/CODEOWNERS']);
  expect(ownersAt()).toBeUndefined();
});
