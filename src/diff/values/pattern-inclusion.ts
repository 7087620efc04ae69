import type { Automaton } from './pattern-automaton.ts';

/** Which of two automata accepts every text of the other. */
export interface Inclusion {
  readonly afterInBefore: boolean;
  readonly beforeInAfter: boolean;
}

/** Steps after which the comparison gives up; some hundredths of a second. */
const maxSteps = 500_000;

/** Walks both automata together over all texts; undefined where that takes too long. */
export function compareAutomata(before: Automaton, after: Automaton): Inclusion | undefined {
  const chars = alphabetOf([before, after]);
  const walker = new Walker(chars);
  return walker.walk(new Subsets(before), new Subsets(after));
}

/** One character for each part of Unicode that both automata treat as one. */
function alphabetOf(automata: readonly Automaton[]): readonly number[] {
  const starts = new Set([0]);
  for (const { states } of automata) {
    for (const [low, high] of states.flatMap((state) => state.step?.ranges ?? [])) {
      starts.add(low);
      starts.add(high + 1);
    }
  }
  return [...starts].filter((char) => char <= 0x10_ffff);
}

/** A set of states that an automaton may be in. */
interface Subset {
  readonly key: string;
  readonly states: readonly number[];
  readonly accepting: boolean;
}

class Walker {
  readonly #chars: readonly number[];

  constructor(chars: readonly number[]) {
    this.#chars = chars;
  }

  walk(before: Subsets, after: Subsets): Inclusion | undefined {
    const queue: (readonly [Subset, Subset])[] = [[before.start(), after.start()]];
    const seen = new Set<string>();
    let [afterInBefore, beforeInAfter] = [true, true];
    for (let pair = queue.pop(); pair !== undefined; pair = queue.pop()) {
      const [base, head] = pair;
      if (head.accepting && !base.accepting) afterInBefore = false;
      if (base.accepting && !head.accepting) beforeInAfter = false;
      if (!afterInBefore && !beforeInAfter) break;
      if (before.steps + after.steps > maxSteps) return undefined;
      for (const char of this.#chars) {
        const next = [before.move(base, char), after.move(head, char)] as const;
        const key = `${next[0].key}|${next[1].key}`;
        if (seen.has(key)) continue;
        seen.add(key);
        queue.push(next);
      }
    }
    return { afterInBefore, beforeInAfter };
  }
}

/** The deterministic view of an automaton, made as far as it is walked. */
class Subsets {
  readonly #automaton: Automaton;
  /** States visited so far: the cost of the walk. */
  steps = 0;

  constructor(automaton: Automaton) {
    this.#automaton = automaton;
  }

  start(): Subset {
    return this.#closure([0]);
  }

  move(from: Subset, char: number): Subset {
    this.steps += from.states.length + 1;
    const next = from.states.flatMap((index) => {
      const step = this.#automaton.states[index]?.step;
      return step?.ranges.some(([low, high]) => low <= char && char <= high) === true ? [step.to] : [];
    });
    return this.#closure(next);
  }

  #closure(from: readonly number[]): Subset {
    const found = new Set(from);
    // A set is walked in the order of insertion, also over what is added meanwhile.
    for (const index of found) {
      for (const next of this.#automaton.states[index]?.free ?? []) found.add(next);
    }
    this.steps += found.size;
    const states = [...found].sort((a, b) => a - b);
    return { key: states.join(), states, accepting: found.has(this.#automaton.accepting) };
  }
}
