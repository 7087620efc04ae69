import { describe, expect, it } from 'vitest';
import { indexPaths, nearPath } from '../../../src/rules/near-path.ts';

describe('the index of a tree', () => {
  it('has every folder with its names, and files by their names', () => {
    const paths = new Set(['specs/sales/spec.md', 'specs/finance/spec.md', 'specs/index.md', 'README.md']);
    expect(indexPaths(paths)).toEqual({
      paths,
      folders: new Map([
        ['', new Set(['specs', 'README.md'])],
        ['specs', new Set(['sales', 'finance', 'index.md'])],
        ['specs/sales', new Set(['spec.md'])],
        ['specs/finance', new Set(['spec.md'])],
      ]),
      files: new Map([
        ['spec.md', ['specs/sales/spec.md', 'specs/finance/spec.md']],
        ['index.md', ['specs/index.md']],
        ['README.md', ['README.md']],
      ]),
    });
  });

  it('of nothing has a root', () => {
    expect(indexPaths(new Set())).toEqual({
      paths: new Set(),
      folders: new Map([['', new Set()]]),
      files: new Map(),
    });
  });
});

describe('a path that is near', () => {
  const index = indexPaths(
    new Set([
      'specs/governance/naming.json',
      'specs/pipelines/sales/spec.md',
      'specs/steps/step-1.md',
      'infra/governance/tagging.json',
      'infra/Makefile',
      'docs/stiles.md',
      'guides/style.md',
      'exports-of-2024/churn.sql',
    ]),
  );
  it.each([
    ['a folder that exists is not misspelt', 'specs/governance', undefined],
    ['a file that exists is itself', 'specs/governance/naming.json', 'specs/governance/naming.json'],
    ['one is spelt so and another has moved: both may be meant', 'docs/style.md', undefined],
    ['another number with more digits', 'specs/steps/step-11.md', undefined],
    ['a name without ending may be any folder', 'specs/Makefile', undefined],
    ['a file is no folder', 'specs/governance/naming.json/names', undefined],
    ['a folder whose name begins like that of exports', 'specs/churn.sql', 'exports-of-2024/churn.sql'],
    [
      'a file that has moved to a folder that is called alike',
      'specs/governance/tagging.json',
      'infra/governance/tagging.json',
    ],
    ['a file that is spelt so where it was', 'specs/pipeline/sales/spec.md', 'specs/pipelines/sales/spec.md'],
  ])('%s', (_, path, expected) => {
    expect(nearPath(path, index)).toBe(expected);
  });
});
