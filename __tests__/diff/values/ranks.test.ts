import * as fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import {
  compareAccess,
  compareClassifications,
  compareFormats,
  compareSeverities,
} from '../../../src/diff/values/ranks.ts';
import { mirrorRelation, type Relation } from '../../../src/model/change.ts';

type Text = string | undefined;
type Compared = Relation | 'same';
const mirror = (relation: Compared): Compared => (relation === 'same' ? relation : mirrorRelation(relation));

describe('compareSeverities', () => {
  test.each<[string, Text, Text, Compared]>([
    ['absent is error', undefined, 'error', 'same'],
    ['one rank', 'critical', 'error', 'same'],
    ['fails no more', 'error', 'warning', 'lowered'],
    ['warns', 'info', 'WARN', 'raised'],
    ['in Portuguese', 'aviso', 'crítico', 'raised'],
    ['other words', 'error', 'urgent', 'unknown'],
    ['the same other word', 'urgent', 'Urgent', 'same'],
  ])('%s', (_name, ...[before, after, expected]) => {
    expect(compareSeverities(before, after)).toBe(expected);
    expect(compareSeverities(after, before)).toBe(mirror(expected));
  });
});

describe('compareClassifications', () => {
  test.each<[string, Text, Text, Compared]>([
    ['neither', undefined, ' ', 'same'],
    ['added', undefined, 'public', 'raised'],
    ['removed', 'internal', undefined, 'lowered'],
    ['raised', 'public', 'restricted', 'raised'],
    ['lowered', 'secret', 'internal', 'lowered'],
    ['raised in Portuguese', 'interno', 'Confidencial', 'raised'],
    ['to the top', 'restrito', 'sigiloso', 'raised'],
    ['spelling', 'Highly Confidential', 'highly-confidential', 'same'],
    ['another word of the rank', 'pii', 'confidential', 'unknown'],
    ['an unknown word', 'public', 'level-3', 'unknown'],
    ['a word of objects', 'public', 'constructor', 'unknown'],
  ])('%s', (_name, ...[before, after, expected]) => {
    expect(compareClassifications(before, after)).toBe(expected);
    expect(compareClassifications(after, before)).toBe(mirror(expected));
  });

  it('is transitive', () => {
    const word = fc.constantFrom(undefined, 'public', 'internal', 'pii', 'confidential', 'restricted', 'secret');
    fc.assert(
      fc.property(word, word, word, (a, b, c) => {
        fc.pre(compareClassifications(a, b) === 'raised' && compareClassifications(b, c) === 'raised');
        expect(compareClassifications(a, c)).toBe('raised');
      }),
    );
  });
});

describe('compareAccess', () => {
  test.each<[string, Text, Text, Compared]>([
    ['neither', undefined, undefined, 'same'],
    ['spelling', 'read-only', 'READ', 'same'],
    ['taken away', 'write', 'read', 'tightened'],
    ['given', 'read', 'admin', 'loosened'],
    ['a list', 'read, write', 'read', 'tightened'],
    ['read/write is write', 'read/write', 'write', 'same'],
    ['in Portuguese', 'leitura', 'escrita', 'loosened'],
    ['said first', undefined, 'read', 'unknown'],
    ['an unknown word', 'read', 'read and audit', 'unknown'],
  ])('%s', (_name, ...[before, after, expected]) => {
    expect(compareAccess(before, after)).toBe(expected);
    expect(compareAccess(after, before)).toBe(mirror(expected));
  });
});

describe('compareFormats', () => {
  test.each<[string, 'integer' | 'number' | 'string', Text, Text, Compared]>([
    ['more bits', 'integer', 'i32', 'i64', 'widened'],
    ['fewer bits', 'integer', 'u128', 'u8', 'narrowed'],
    ['a sign with room', 'integer', 'u32', 'i64', 'widened'],
    ['a sign without room', 'integer', 'u64', 'i64', 'unknown'],
    ['a sign dropped', 'integer', 'i8', 'u64', 'unknown'],
    ['floats', 'number', 'f64', 'f32', 'narrowed'],
    ['floats of integers', 'integer', 'f32', 'f64', 'unknown'],
    ['the same', 'string', 'email', 'email', 'same'],
    ['other texts', 'string', 'email', 'uri', 'unknown'],
    ['said first', 'integer', undefined, 'i32', 'unknown'],
  ])('%s', (_name, ...[type, before, after, expected]) => {
    expect(compareFormats(type, before, after)).toBe(expected);
    expect(compareFormats(type, after, before)).toBe(mirror(expected));
  });
});
