import type { RuleContext } from '../model/rule.ts';

/**
 * How often each name stands as a whole word in the files of the repository, in any case: 1 where only its own place says
 * it. Names are given and answered in lower case. Reads every text file once.
 */
export function countUses(context: RuleContext, names: ReadonlySet<string>): ReadonlyMap<string, number> {
  const uses = new Map<string, number>();
  if (names.size === 0) return uses;
  const paths = context.project.paths ?? context.project.files.map(({ path }) => path);
  for (const path of paths) {
    for (const [word] of (context.text(context.side, path) ?? '').matchAll(/[\p{L}\p{N}_$]+/gu)) {
      const name = word.toLowerCase();
      if (names.has(name)) uses.set(name, (uses.get(name) ?? 0) + 1);
    }
  }
  return uses;
}

/** Whether the base branch's version of a file holds a text, in any case. */
export function isKnownTo(context: RuleContext, path: string, text: string): boolean {
  return context.text('base', path)?.toLowerCase().includes(text.toLowerCase()) === true;
}
