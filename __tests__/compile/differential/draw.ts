import * as fc from 'fast-check';

/** Where the grammar takes its decisions from. */
export interface Draw {
  /** From 0 up to, but without, `bound`. */
  below(bound: number): number;
  pick<T>(list: readonly [T, ...T[]]): T;
  /** True in `percent` of 100 cases. */
  chance(percent: number): boolean;
  /** `count` different entries of a list, in its order. */
  some<T>(list: readonly T[], count: number): readonly T[];
}

/** Sequences of decisions, drawn by fast-check from its seed. */
export function draws(count: number): readonly Draw[] {
  return fc.sample(fc.gen(), count).map((generate) => drawFrom((bound) => generate(fc.nat, bound - 1)));
}

function drawFrom(below: (bound: number) => number): Draw {
  return {
    below,
    pick: (list) => list[below(list.length)] ?? list[0],
    chance: (percent) => below(100) < percent,
    some(list, count) {
      const rest = [...list.keys()];
      const taken = Array.from({ length: Math.min(count, list.length) }, () => rest.splice(below(rest.length), 1)[0]);
      return list.filter((_, index) => taken.includes(index));
    },
  };
}
