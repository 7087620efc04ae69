/** Why no engine compiles a pattern. */
export type PatternMistake =
  | 'open-group'
  | 'open-class'
  | 'lone-parenthesis'
  | 'nothing-to-repeat'
  | 'range-backwards'
  | 'repeat-backwards'
  | 'lone-backslash';

/** How engines differ in reading `[`: `[]` is empty (ECMA-262), holds a bracket (POSIX, PCRE, RE2), or classes nest (Java). */
const dialects = ['empty', 'literal', 'nested'] as const;
type Dialect = (typeof dialects)[number];

/**
 * What keeps every common engine from compiling a pattern; undefined for all that one of them takes: look-around, back
 * references, possessive quantifiers and inline flags are somebody's syntax. The pattern is only read, never run.
 */
export function patternMistake(pattern: string): PatternMistake | undefined {
  // Quoting (\Q), control characters (\c), comments (flag x), verbs (*…) and placeholders follow rules of their own.
  if (/\\[Qc]|\(\?[a-zA-Z]*x|\(\*[A-Za-z]|\$\{|\{\{/.test(pattern)) return undefined;
  const characters = Array.from(pattern);
  const mistakes = dialects.map((dialect) => scan(characters, dialect));
  return mistakes.includes(undefined) ? undefined : mistakes[0];
}

/** What was read so far, outside of classes. */
interface State {
  /** Index of the next character. */
  at: number;
  groups: number;
  /** Nothing stands yet in this alternative that could be repeated. */
  isStart: boolean;
}

function scan(pattern: readonly string[], dialect: Dialect): PatternMistake | undefined {
  const state: State = { at: 0, groups: 0, isStart: true };
  while (state.at < pattern.length) {
    const mistake = step(pattern, state, dialect);
    if (mistake !== undefined) return mistake;
  }
  return state.groups > 0 ? 'open-group' : undefined;
}

function step(pattern: readonly string[], state: State, dialect: Dialect): PatternMistake | undefined {
  const character = pattern[state.at];
  if (character === '[') return readClass(pattern, state, dialect);
  if (character === '{') return readRepeat(pattern, state);
  if (character === '(') return openGroup(pattern, state);
  if (character === '\\' && state.at + 1 === pattern.length) return 'lone-backslash';
  if (character === ')' && state.groups-- === 0) return 'lone-parenthesis';
  if (state.isStart && (character === '*' || character === '+' || character === '?')) return 'nothing-to-repeat';
  state.isStart = character === '|';
  state.at += character === '\\' ? 2 : 1;
  return undefined;
}

function openGroup(pattern: readonly string[], state: State): PatternMistake | undefined {
  if (pattern[state.at + 1] !== '?') {
    state.groups++;
    state.at++;
    state.isStart = true;
    return undefined;
  }
  state.isStart = false;
  if (pattern[state.at + 2] === '#') {
    const end = pattern.indexOf(')', state.at);
    state.at = end + 1;
    return end === -1 ? 'open-group' : undefined;
  }
  state.groups++;
  state.at += 2;
  return undefined;
}

function readRepeat(pattern: readonly string[], state: State): PatternMistake | undefined {
  const [whole = '{', low, high] =
    /^\{(\d{1,9}),(\d{1,9})\}/.exec(pattern.slice(state.at, state.at + 22).join('')) ?? [];
  if (!state.isStart && Number(low) > Number(high)) return 'repeat-backwards';
  state.at += whole.length;
  state.isStart = false;
  return undefined;
}

/** Reads from `[` to behind its `]`. */
function readClass(pattern: readonly string[], state: State, dialect: Dialect): PatternMistake | undefined {
  state.isStart = false;
  let open = 0;
  /** The character that a hyphen could make the start of a range. */
  let before: string | undefined;
  do {
    const character = pattern[state.at];
    if (character === undefined) return 'open-class';
    const end = character === '-' && before !== undefined ? pattern[state.at + 1] : undefined;
    const length = markLength(pattern, state.at, { dialect, isInside: open > 0 });
    if (length === 0 && before !== undefined && isPlain(end)) {
      if (codeOf(before) > codeOf(end)) return 'range-backwards';
      before = undefined;
      state.at += 2;
      continue;
    }
    if (character === '[' && length > 0) open++;
    if (character === ']') open--;
    before = length === 0 ? character : undefined;
    state.at += Math.max(length, 1);
  } while (open > 0);
  return undefined;
}

/** Characters that a mark of a class takes: its brackets, an escape, an operator; 0 where a plain character stands. */
function markLength(
  pattern: readonly string[],
  at: number,
  { dialect, isInside }: { readonly dialect: Dialect; readonly isInside: boolean },
): number {
  const [character, next] = pattern.slice(at, at + 2);
  if (character === ']') return 1;
  if (character === '\\') return 2;
  if (character === '[' && (!isInside || dialect === 'nested')) {
    const negated = next === '^' ? 2 : 1;
    return dialect !== 'empty' && pattern[at + negated] === ']' ? negated + 1 : negated;
  }
  return dialect === 'nested' && character === next && (character === '&' || character === '-') ? 2 : 0;
}

function isPlain(character: string | undefined): character is string {
  return character !== undefined && character !== ']' && character !== '[' && character !== '\\';
}

function codeOf(character: string): number {
  return character.codePointAt(0) ?? 0;
}
