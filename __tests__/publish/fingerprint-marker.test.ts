import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  findingMarker,
  isSameLogin,
  parseFindingMarker,
  startsWithMarker,
  stickyMarker,
} from '../../src/publish/fingerprint-marker.ts';

describe('markers', () => {
  test('are one hidden line', () => {
    expect(stickyMarker('gate')).toBe('<!-- dataengos-gatekeeper:v1:gate -->');
    expect(findingMarker('gate', ['ab12', 'cd34'])).toBe('<!-- dataengos-gatekeeper:v1:gate:finding:ab12,cd34 -->');
  });

  test('stay one comment whatever is in the key', () => {
    expect(stickyMarker('a-->b--c\nd')).toBe('<!-- dataengos-gatekeeper:v1:a-%2D%3Eb-%2Dc%0Ad -->');
  });

  test('give back any key and fingerprints', () => {
    const texts = fc.string({ unit: 'binary' }).map((text) => text.toWellFormed());
    fc.assert(
      fc.property(
        texts,
        fc.array(
          texts.filter((text) => text !== ''),
          { minLength: 1 },
        ),
        (key, fingerprints) => {
          const marker = findingMarker(key, fingerprints);
          expect(marker.split('\n')).toHaveLength(1);
          expect(marker.slice(4, -3)).not.toMatch(/--|>/);
          expect(parseFindingMarker(`${marker}\ntext`, key)).toEqual(fingerprints);
        },
      ),
    );
  });

  test('of different keys never meet', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (a, b) => {
        expect(stickyMarker(a) === stickyMarker(b)).toBe(a === b);
        expect(parseFindingMarker(findingMarker(a, ['f']), b) === undefined).toBe(a !== b);
      }),
    );
  });

  test.each([
    ['further down', `text\n${stickyMarker('gate')}`],
    ['after a space', ` ${stickyMarker('gate')}`],
    ['with something behind', `${stickyMarker('gate')} text`],
    ['of another gate', stickyMarker('other')],
    ['of a finding', findingMarker('gate', ['f'])],
  ])('a sticky marker %s is none', (_, body) => {
    expect(startsWithMarker(body, stickyMarker('gate'))).toBe(false);
  });

  test('a line end of Windows does not hide a marker', () => {
    expect(startsWithMarker(`${stickyMarker('gate')}\r\ntext`, stickyMarker('gate'))).toBe(true);
  });

  test.each([
    '<!-- dataengos-gatekeeper:v1:gate:finding: -->',
    '<!-- dataengos-gatekeeper:v1:gate:finding:%E0%A4%A -->',
    '',
  ])('broken marker %j names no finding', (body) => expect(parseFindingMarker(body, 'gate')).toBeUndefined());
});

test.each([
  ['github-actions[bot]', 'github-actions[bot]', true],
  ['github-actions[bot]', 'github-actions', true],
  ['github-actions', 'github-actions[bot]', false],
  ['mallory', 'github-actions[bot]', false],
  ['ana', undefined, false],
  ['', '', false],
])('author %j is %j: %s', (author, own, same) => {
  expect(isSameLogin(author, own)).toBe(same);
});
