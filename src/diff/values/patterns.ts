import { comparisonOfSets, type Comparison } from './comparison.ts';
import { automatonOf, type MatchMode } from './pattern-automaton.ts';
import { compareAutomata } from './pattern-inclusion.ts';
import { type Dialect, parsePattern } from './pattern-syntax.ts';

/**
 * Compares the texts that two regular expressions accept, by proof: the relation must hold for engines that search and for engines
 * that match the whole text, for ASCII and for Unicode classes. Look-around, back references, flags and what takes too long
 * are `unknown`. No expression is executed.
 */
export function comparePatterns(before: string, after: string): Comparison {
  if (before === after) return 'same';
  if (isBeyondModel(before + after)) return 'unknown';
  const readings = modes.flatMap((mode) => dialects.map((dialect) => ({ mode, dialect })));
  let result: Comparison | undefined;
  for (const reading of readings) {
    const next = compareReading([before, after], reading);
    if (next === 'unknown' || (result !== undefined && next !== result)) return 'unknown';
    result = next;
  }
  return result ?? 'unknown';
}

/** Which letters beyond ASCII `\w` holds, and whether an emoji is one character, differs between engines. */
function isBeyondModel(text: string): boolean {
  return /[\u{10000}-\u{10ffff}]/u.test(text) || (/[\u{80}-\u{ffff}]/u.test(text) && /\\[dswDSW]/.test(text));
}

const modes: readonly MatchMode[] = ['search', 'whole'];
const dialects: readonly Dialect[] = ['narrow', 'wide'];

function compareReading(
  patterns: readonly [before: string, after: string],
  { mode, dialect }: { readonly mode: MatchMode; readonly dialect: Dialect },
): Comparison {
  const [before, after] = patterns.map((pattern) => {
    const branches = parsePattern(pattern, dialect);
    return branches && automatonOf(branches, mode, dialect);
  });
  const inclusion = before && after && compareAutomata(before, after);
  return inclusion === undefined ? 'unknown' : comparisonOfSets(inclusion);
}
