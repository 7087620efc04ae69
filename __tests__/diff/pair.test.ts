import { describe, expect, it } from 'vitest';
import { Comparisons, pairBy } from '../../src/diff/pair.ts';

/** A thing in words: `id name value`, `-` for what it has not. */
interface Thing {
  readonly id?: string;
  readonly name?: string;
  readonly value: string;
}

function thing(text: string): Thing {
  const [id = '-', name = '-', value = ''] = text.split(' ');
  return { ...(id === '-' ? {} : { id }), ...(name === '-' ? {} : { name }), value };
}

const keys = [(each: Thing) => each.id, (each: Thing) => each.name];
const byValue = { keys, isSame: (base: Thing, head: Thing): boolean => base.value === head.value };

/** The values of the pairs, `-` for a side that is not there. */
function pairs(
  base: readonly string[],
  head: readonly string[],
  matching: typeof keys | typeof byValue,
): readonly string[] {
  const found = pairBy(base.map(thing), head.map(thing), matching);
  return found.map((pair) => `${pair.base?.value ?? '-'} ${pair.head?.value ?? '-'}`);
}

describe('pairBy', () => {
  const rows: readonly (readonly [string, readonly string[], readonly string[], readonly string[]])[] = [
    ['by the first key that both share', ['1 a x', '2 b y'], ['2 a z', '1 b w'], ['y z', 'x w']],
    ['by the second one where the first finds nothing', ['- a x', '2 b y'], ['3 b z', '- a w'], ['y z', 'x w']],
    ['not by keys that neither has', ['- - x'], ['- - x'], ['- x', 'x -']],
    ['each only once', ['1 a x'], ['1 b y', '2 a z'], ['x y', '- z']],
    [
      'head order first, then what only base has',
      ['1 a x', '2 b y', '3 c z'],
      ['4 d w', '3 c v'],
      ['- w', 'z v', 'x -', 'y -'],
    ],
    ['what repeats, the unchanged first', ['1 a x', '1 a y'], ['1 a y', '1 a z'], ['y y', 'x z']],
    ['what repeats on one side', ['1 a x'], ['1 a y', '1 a x'], ['- y', 'x x']],
    ['what repeats on the other side', ['1 a x', '1 a y'], ['1 a y'], ['y y', 'x -']],
    [
      'what repeats, in order where all changed',
      ['1 a x', '1 a y'],
      ['1 a z', '1 a w', '1 a v'],
      ['x z', 'y w', '- v'],
    ],
  ];
  it.each(rows)('%s', (...[, base, head, expected]) => {
    expect(pairs(base, head, byValue)).toEqual(expected);
  });

  it('pairs what repeats in order where nothing tells what changed', () => {
    expect(pairs(['1 a x', '1 a y'], ['1 a y', '1 a x'], keys)).toEqual(['x y', 'y x']);
  });

  it.each([
    [100, true],
    [101, false],
  ])('compares what repeats up to 100 times on both sides: %s', (count, isCompared) => {
    const all = Array.from({ length: count }, (_, at) => `1 a v${at}`);
    const expected = all.map((_, at) => `v${isCompared ? count - 1 - at : at} v${count - 1 - at}`);
    expect(pairs(all, all.toReversed(), byValue)).toEqual(expected);
  });
});

describe('Comparisons', () => {
  it('asks once about each two', () => {
    let asked = 0;
    const comparisons = new Comparisons<string>(() => 1);
    const isSame = (base: string, head: string, answer: boolean): boolean =>
      comparisons.isSame(base, head, { compare: () => (asked++, answer), cost: 1 });
    expect([isSame('a', 'b', true), isSame('a', 'b', false), isSame('a', 'c', false), isSame('a', 'c', true)]).toEqual([
      true,
      true,
      false,
      false,
    ]);
    expect(asked).toBe(2);
  });

  it.each([
    [1, 30],
    [10, 3],
    [7, 5],
  ])('stops when three things were looked at ten times each, %s at a time', (cost, expected) => {
    let asked = 0;
    const comparisons = new Comparisons<number>(() => 3);
    const compare = (): boolean => {
      asked++;
      return true;
    };
    const answers = Array.from({ length: 40 }, (_, at) => comparisons.isSame(at, at, { compare, cost }));
    expect([asked, answers.filter(Boolean).length]).toEqual([expected, expected]);
  });
});
