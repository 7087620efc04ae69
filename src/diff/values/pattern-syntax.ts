/** A run of characters by code point, both ends included. */
export type CharRange = readonly [low: number, high: number];

/** A regular expression without its anchors. `chars` is one character out of sorted, separate ranges. */
export type PatternNode =
  | { readonly kind: 'chars'; readonly ranges: readonly CharRange[] }
  | { readonly kind: 'sequence'; readonly parts: readonly PatternNode[] }
  | { readonly kind: 'choice'; readonly parts: readonly PatternNode[] }
  | { readonly kind: 'repeat'; readonly part: PatternNode; readonly min: number; readonly max: number };

/** A branch of the alternation on top, and at which ends of the text it must begin and end. */
export interface PatternBranch {
  readonly node: PatternNode;
  readonly fromStart: boolean;
  readonly toEnd: boolean;
}

/**
 * What engines disagree about: `ascii` or Unicode `\d`, `\w`, `\s`, and which line breaks `.` leaves out. What holds under both
 * readings holds.
 */
export type Dialect = 'narrow' | 'wide';

const lastChar = 0x10_ffff;

/** All characters. */
export const anyChar: readonly CharRange[] = [[0, lastChar]];

/**
 * Reads the part of regular expressions whose meaning all engines share; undefined for the rest (look-around, back references,
 * flags, anchors inside, possessive repeats, properties).
 */
export function parsePattern(text: string, dialect: Dialect): readonly PatternBranch[] | undefined {
  if (text.length > 2000) return undefined;
  return new PatternParser(Array.from(text), dialect).parse();
}

/** The characters outside of sorted, separate ranges. */
function complement(ranges: readonly CharRange[]): readonly CharRange[] {
  const result: CharRange[] = [];
  let next = 0;
  for (const [low, high] of ranges) {
    if (low > next) result.push([next, low - 1]);
    next = high + 1;
  }
  return next <= lastChar ? [...result, [next, lastChar]] : result;
}

class PatternParser {
  readonly #chars: readonly string[];
  readonly #dialect: Dialect;
  #at = 0;
  #depth = 0;
  #failed = false;

  constructor(chars: readonly string[], dialect: Dialect) {
    this.#chars = chars;
    this.#dialect = dialect;
  }

  parse(): readonly PatternBranch[] | undefined {
    const branches = this.#branches();
    return this.#failed || this.#at < this.#chars.length ? undefined : branches;
  }

  /** An alternation whose branches may have anchors; a branch that is one group may hold such an alternation itself. */
  #branches(): readonly PatternBranch[] {
    const result: PatternBranch[] = [];
    do result.push(...this.#branch());
    while (this.#take('|'));
    return result;
  }

  #branch(): readonly PatternBranch[] {
    return this.#wholeGroup() ?? [this.#anchored()];
  }

  /** The branches inside of a group that is a branch by itself; otherwise nothing is read. */
  #wholeGroup(): readonly PatternBranch[] | undefined {
    const start = this.#at;
    if (this.#failed || !this.#openGroup()) return undefined;
    const inner = this.#branches();
    const alone = this.#take(')') && [undefined, '|', ')'].includes(this.#chars[this.#at]);
    this.#depth -= 1;
    if (alone && !this.#failed) return inner;
    this.#at = start;
    this.#failed = false;
    return undefined;
  }

  #anchored(): PatternBranch {
    const fromStart = this.#take('^');
    const node = this.#sequence();
    return { node, fromStart, toEnd: this.#take('$') };
  }

  #choice(): PatternNode {
    const parts: PatternNode[] = [];
    do parts.push(this.#sequence());
    while (this.#take('|'));
    return { kind: 'choice', parts };
  }

  #sequence(): PatternNode {
    const parts: PatternNode[] = [];
    while (!['|', ')', '$', undefined].includes(this.#chars[this.#at])) parts.push(this.#repeated());
    return { kind: 'sequence', parts };
  }

  #repeated(): PatternNode {
    let node = this.#atom();
    const bounds = this.#quantifier();
    if (bounds === undefined) return node;
    node = { kind: 'repeat', part: node, min: bounds[0], max: bounds[1] };
    // A lazy repeat accepts the same texts; a possessive one, and a repeat of a repeat, do not mean the same everywhere.
    this.#take('?');
    if (['*', '+', '?', '{'].includes(this.#chars[this.#at] ?? '')) this.#fail();
    return node;
  }

  #quantifier(): readonly [number, number] | undefined {
    if (this.#take('*')) return [0, Infinity];
    if (this.#take('+')) return [1, Infinity];
    if (this.#take('?')) return [0, 1];
    if (this.#chars[this.#at] !== '{') return undefined;
    const text = this.#chars.slice(this.#at, this.#at + 12).join('');
    const [whole = '', min = '', comma, max = ''] = /^\{(\d{1,4})(,)?(\d{1,4})?\}/.exec(text) ?? [];
    if (whole === '' || (comma === undefined && max !== '')) return this.#fail();
    const bounds = [Number(min), comma === undefined ? Number(min) : max === '' ? Infinity : Number(max)] as const;
    if (bounds[1] < bounds[0]) return this.#fail();
    this.#at += whole.length;
    return bounds;
  }

  #atom(): PatternNode {
    if (this.#openGroup()) {
      const node = this.#choice();
      if (!this.#take(')')) this.#fail();
      this.#depth -= 1;
      return node;
    }
    const char = this.#next();
    if (char === '[') return { kind: 'chars', ranges: this.#charClass() };
    if (char === '\\') return { kind: 'chars', ranges: this.#escape() };
    if (char === '.') return { kind: 'chars', ranges: dotRanges[this.#dialect] };
    if ('*+?{}^$]'.includes(char)) this.#fail();
    return { kind: 'chars', ranges: single(char) };
  }

  #openGroup(): boolean {
    if (!this.#take('(')) return false;
    this.#depth += 1;
    if (this.#depth > 20 || (this.#take('?') && !this.#take(':'))) this.#fail();
    return true;
  }

  #charClass(): readonly CharRange[] {
    const negated = this.#take('^');
    const ranges: CharRange[] = [];
    do ranges.push(...this.#classPart());
    while (!this.#failed && !this.#take(']'));
    const merged = mergeRanges(ranges);
    return negated ? complement(merged) : merged;
  }

  #classPart(): readonly CharRange[] {
    const low = this.#classAtom();
    const dash = this.#chars[this.#at] === '-' && this.#chars[this.#at + 1] !== ']';
    if (!dash) return low;
    this.#at += 1;
    const high = this.#classAtom();
    const [from, to] = [singleChar(low), singleChar(high)];
    if (from !== undefined && to !== undefined && from <= to) return [[from, to]];
    this.#fail();
    return [];
  }

  /** Inside of a class, `[`, `&&` and `]` in front mean different things to different engines. */
  #classAtom(): readonly CharRange[] {
    const char = this.#next();
    if (char === '\\') return this.#escape();
    const doubled = '&-~|'.includes(char) && this.#chars[this.#at] === char;
    if (char === '[' || char === ']' || doubled) this.#fail();
    return single(char);
  }

  #escape(): readonly CharRange[] {
    const char = this.#next();
    const shorthand = shorthands[this.#dialect].get(char.toLowerCase());
    if (shorthand !== undefined) return char === char.toLowerCase() ? shorthand : complement(shorthand);
    const control = controls.get(char);
    if (control !== undefined) return single(control);
    if (!'^$\\.*+?()[]{}|/-_@#%&,:;!"~= '.includes(char)) this.#fail();
    return single(char);
  }

  #next(): string {
    const char = this.#chars[this.#at];
    if (char === undefined) {
      this.#fail();
      return '';
    }
    this.#at += 1;
    return char;
  }

  /** Goes to the end, where everything stops. */
  #fail(): undefined {
    this.#failed = true;
    this.#at = this.#chars.length;
  }

  #take(char: string): boolean {
    if (this.#chars[this.#at] !== char) return false;
    this.#at += 1;
    return true;
  }
}

const controls = new Map([
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
  ['f', '\f'],
]);

const digits: readonly CharRange[] = [[0x30, 0x39]];
const wordChars: readonly CharRange[] = [
  [0x30, 0x39],
  [0x41, 0x5a],
  [0x5f, 0x5f],
  [0x61, 0x7a],
];
const space: CharRange = [0x20, 0x20];

// Private characters stand for the digits, letters and spaces beyond ASCII that Unicode readings add.
const unicodeDigit: CharRange = [0x10_fff0, 0x10_fff0];
const unicodeLetter: CharRange = [0x10_fff2, 0x10_fff2];
const unicodeSpace: CharRange = [0x10_fff4, 0x10_fff4];

const shorthands: { readonly [dialect in Dialect]: ReadonlyMap<string, readonly CharRange[]> } = {
  narrow: new Map([
    ['d', digits],
    ['w', wordChars],
    // Not all engines hold a vertical tab for a space.
    ['s', [[0x09, 0x0a], [0x0c, 0x0d], space]],
  ]),
  wide: new Map([
    ['d', [...digits, unicodeDigit]],
    ['w', [...wordChars, unicodeDigit, unicodeLetter]],
    ['s', [[0x09, 0x0d], space, unicodeSpace]],
  ]),
};

const dotRanges: { readonly [dialect in Dialect]: readonly CharRange[] } = {
  wide: complement([[0x0a, 0x0a]]),
  narrow: complement([
    [0x0a, 0x0a],
    [0x0d, 0x0d],
    [0x85, 0x85],
    [0x20_28, 0x20_29],
  ]),
};

function single(char: string): readonly CharRange[] {
  const code = char.codePointAt(0);
  return code === undefined ? [] : [[code, code]];
}

function singleChar(ranges: readonly CharRange[]): number | undefined {
  const [first, second] = ranges;
  return first !== undefined && second === undefined && first[0] === first[1] ? first[0] : undefined;
}

function mergeRanges(ranges: readonly CharRange[]): readonly CharRange[] {
  const result: CharRange[] = [];
  for (const [low, high] of ranges.toSorted((a, b) => a[0] - b[0])) {
    const last = result.at(-1);
    if (last !== undefined && low <= last[1] + 1) result[result.length - 1] = [last[0], Math.max(last[1], high)];
    else result.push([low, high]);
  }
  return result;
}
