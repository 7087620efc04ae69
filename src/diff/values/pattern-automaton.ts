import { anyChar, type CharRange, type Dialect, type PatternBranch, type PatternNode } from './pattern-syntax.ts';

/** `search` finds the pattern anywhere in a text, unless anchors say otherwise; `whole` matches texts as a whole. */
export type MatchMode = 'search' | 'whole';

/** A nondeterministic automaton over characters; state 0 is the first one. */
export interface Automaton {
  readonly states: readonly AutomatonState[];
  readonly accepting: number;
}

interface AutomatonState {
  /** The one step that reads a character. */
  step?: { readonly ranges: readonly CharRange[]; readonly to: number };
  /** Where it goes without reading. */
  readonly free: number[];
}

/** Larger automata are not built: a repeat of repeats would grow without end. */
const maxStates = 1500;

/** The automaton of a pattern; undefined where it would be too large. */
export function automatonOf(
  branches: readonly PatternBranch[],
  mode: MatchMode,
  dialect: Dialect,
): Automaton | undefined {
  return new AutomatonBuilder().build(branches.map((branch) => anchoredNode(branch, mode, dialect)));
}

const anyText: PatternNode = { kind: 'repeat', part: { kind: 'chars', ranges: anyChar }, min: 0, max: Infinity };

/** Some engines let `$` stand in front of a line break at the end of the text. */
const lastBreak: PatternNode = { kind: 'repeat', part: { kind: 'chars', ranges: [[0x0a, 0x0a]] }, min: 0, max: 1 };

function anchoredNode(branch: PatternBranch, mode: MatchMode, dialect: Dialect): PatternNode {
  const ending = dialect === 'wide' ? [lastBreak] : [];
  const rest = mode === 'search' ? [anyText] : [];
  return {
    kind: 'sequence',
    parts: [...(branch.fromStart ? [] : rest), branch.node, ...(branch.toEnd ? ending : rest)],
  };
}

class AutomatonBuilder {
  readonly #states: AutomatonState[] = [];

  build(parts: readonly PatternNode[]): Automaton | undefined {
    const start = this.#state();
    const accepting = this.#add({ kind: 'choice', parts }, start);
    return this.#full ? undefined : { states: this.#states, accepting };
  }

  get #full(): boolean {
    return this.#states.length > maxStates;
  }

  #state(): number {
    return this.#states.push({ free: [] }) - 1;
  }

  #free(from: number, to: number): void {
    this.#states[from]?.free.push(to);
  }

  /** Adds what a node accepts behind a state without steps of its own, and returns the state behind it. */
  #add(node: PatternNode, from: number): number {
    if (this.#full) return from;
    switch (node.kind) {
      case 'chars':
        return this.#addStep(node.ranges, from);
      case 'sequence':
        return node.parts.reduce((state, part) => this.#add(part, state), from);
      case 'choice':
        return this.#addChoice(node.parts, from);
      case 'repeat':
        return this.#addRepeat(node, from);
    }
  }

  #addStep(ranges: readonly CharRange[], from: number): number {
    const state = this.#states[from];
    const to = this.#state();
    if (state !== undefined) state.step = { ranges, to };
    return to;
  }

  #addChoice(parts: readonly PatternNode[], from: number): number {
    const end = this.#state();
    for (const part of parts) {
      const start = this.#state();
      this.#free(from, start);
      this.#free(this.#add(part, start), end);
    }
    return this.#next(end);
  }

  #addRepeat(node: Extract<PatternNode, { kind: 'repeat' }>, from: number): number {
    let state = from;
    for (let count = 0; count < node.min && !this.#full; count += 1) state = this.#add(node.part, state);
    return node.max === Infinity ? this.#addLoop(node.part, state) : this.#addOptional(node, state);
  }

  #addLoop(part: PatternNode, from: number): number {
    const start = this.#next(from);
    this.#free(this.#add(part, start), from);
    return this.#next(from);
  }

  #addOptional(node: Extract<PatternNode, { kind: 'repeat' }>, from: number): number {
    const end = this.#state();
    let state = from;
    for (let count = node.min; count < node.max && !this.#full; count += 1) {
      this.#free(state, end);
      state = this.#add(node.part, this.#next(state));
    }
    this.#free(state, end);
    return end;
  }

  /** A fresh state behind another one, so that no state reads two characters. */
  #next(from: number): number {
    const state = this.#state();
    this.#free(from, state);
    return state;
  }
}
