import type { Report } from '../model/report.ts';
import { type AgentBrief, agentBrief, type AgentWorld, checkCommand } from './agent-brief.ts';

/** Tokens that a brief takes where nobody says otherwise. */
export const defaultBudget = 2000;

/** How a brief is cut: what it may take, and how it is written. */
export interface BriefBudget {
  /** In tokens, see {@link estimateTokens}. */
  readonly tokens: number;
  readonly write: (brief: AgentBrief) => string;
}

/** Tokens of a text: a quarter of its bytes in UTF-8, which is near what tokenisers make of code and of European languages. */
export function estimateTokens(text: string): number {
  return Math.ceil(new TextEncoder().encode(text).length / 4);
}

/**
 * The brief, written, with as many findings from its start as fit the budget: each with its edits and columns or not at all. The
 * first one is always there, for else nothing could ever be mended. What was left is counted, and the command that shows it is said.
 */
export function writeBrief(report: Report, world: AgentWorld, { tokens, write }: BriefBudget): string {
  const whole = agentBrief(report, world);
  const text = write(whole);
  const needed = estimateTokens(text);
  if (needed <= tokens || whole.mend.length <= 1) return text;
  const more = moreCommand(needed, world);
  const cutTo = (first: number): string => write(agentBrief(report, world, { first, more }));
  // No finding takes less than a token, and a longer brief is never shorter: the longest that fits is found by halving.
  let [fits, tooMany] = [1, Math.min(whole.mend.length, Math.max(2, tokens))];
  while (tooMany - fits > 1) {
    const middle = Math.floor((fits + tooMany) / 2);
    if (estimateTokens(cutTo(middle)) <= tokens) fits = middle;
    else tooMany = middle;
  }
  return cutTo(fits);
}

/** Rounded up, so that the whole fits when it is asked for again after a small change. */
function moreCommand(needed: number, world: AgentWorld): string {
  const budget = Math.ceil((needed + 50) / 100) * 100;
  return `${checkCommand(world)} --budget ${budget}`;
}
