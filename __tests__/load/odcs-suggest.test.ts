import { describe, expect, it } from 'vitest';
import { suggest } from '../../src/model/suggest.ts';

describe('a suggestion', () => {
  it.each([
    ['logicalTyp', ['logicalType', 'physicalType'], 'logicalType'],
    ['requierd', ['required', 'unique'], 'required'],
    ['REQUIRED', ['required', 'unique'], 'required'],
    ['tag', ['tags', 'team'], 'tags'],
    ['rowCuont', ['rowCount'], 'rowCount'],
    ['ab', ['ba', 'xy'], 'ba'],
    ['cat', ['car', 'bat'], 'bat'],
    ['required', ['required'], undefined],
    ['quality', ['servers', 'team'], undefined],
    ['', ['a'], undefined],
    ['x'.repeat(65), ['x'.repeat(64)], undefined],
  ] as const)('for %j among %j is %j', (word, candidates, expected) => {
    expect(suggest(word, candidates)).toBe(expected);
  });
});
