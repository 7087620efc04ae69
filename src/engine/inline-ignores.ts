import { readIgnores } from '../load/inline-ignores.ts';
import type { Finding } from '../model/finding.ts';
import type { IgnoreOutcome, InlineIgnore, JudgedIgnore } from '../model/ignore.ts';
import type { Config } from '../model/policy.ts';
import type { ProjectFile } from '../model/project.ts';
import type { Gate, Rule } from '../model/rule.ts';
import { suggest } from '../model/suggest.ts';
import { hideSecret } from '../rules/hide-secrets.ts';

/** Rules about ignores; they run after all others. */
export const ignoreRules: ReadonlySet<string> = new Set(['gate/ignore-without-reason', 'gate/ignore-unused']);

/**
 * Gates whose findings are matters of opinion, which whoever knows the file may have another one about. The others protect
 * people who do not see the comment: readers of a contract, those whose data it is, those who run the code.
 */
const ignorableGates: ReadonlySet<Gate> = new Set(['lint', 'owner', 'docs']);

/** Whether a comment in a file can excuse findings of a rule. */
export function isIgnorable({ id, kind, gate, ignorable }: Rule): boolean {
  return kind === 'lint' && ignorable !== false && !ignoreRules.has(id) && ignorableGates.has(gate);
}

/** Finds the ignores in the files of trees; a file that both trees have is read once. */
export function ignoreReader(): (
  files: readonly ProjectFile[],
  text: (path: string) => string | undefined,
) => readonly InlineIgnore[] {
  const known = new Map<string, readonly InlineIgnore[]>();
  return (files, text) =>
    files.flatMap(({ path, oid, role }) => {
      if (role === 'export') return [];
      const key = `${oid} ${path}`;
      const ignores = known.get(key) ?? readIgnores(path, text(path) ?? '');
      known.set(key, ignores);
      return ignores;
    });
}

/** How ignores are judged: by which rules there are, which of them ran, and what shared policies set. */
export interface IgnoreOptions {
  readonly rules: readonly Rule[];
  readonly ran: readonly string[];
  readonly config: Pick<Config, 'shared'>;
}

/** Findings with what excuses them, and what became of each ignore. */
export function applyIgnores(
  findings: readonly Finding[],
  ignores: readonly InlineIgnore[],
  options: IgnoreOptions,
): { readonly findings: readonly Finding[]; readonly judged: readonly JudgedIgnore[] } {
  if (ignores.length === 0) return { findings, judged: [] };
  const states = new Map(options.rules.map((rule) => [rule.id, stateOf(rule, options)]));
  const byLine = linesOf(ignores);
  const used = new Set<string>();
  const excused = findings.map((finding): Finding => {
    const ignore = states.get(finding.rule) === 'unused' ? byLine.get(lineKey(finding.rule, finding)) : undefined;
    if (ignore?.reason === undefined) return finding;
    used.add(useKey(ignore, finding.rule));
    return { ...finding, ignored: { reason: hideSecret(ignore.reason), line: ignore.at.line, added: true } };
  });
  const outcomeOf = (ignore: InlineIgnore, rule: string): IgnoreOutcome =>
    used.has(useKey(ignore, rule)) ? 'used' : (states.get(rule) ?? 'unknown');
  return { findings: excused, judged: ignores.map((ignore) => judgedIgnore(ignore, outcomeOf, [...states.keys()])) };
}

/** What an ignore of the rule is before any finding is looked at. */
function stateOf(rule: Rule, { ran, config }: IgnoreOptions): IgnoreOutcome {
  if (!isIgnorable(rule)) return 'forbidden';
  const isSet = config.shared.some((policy) =>
    [policy, ...policy.overrides].some(({ rules }) => Object.hasOwn(rules, rule.id)),
  );
  if (isSet) return 'locked';
  return ran.includes(rule.id) ? 'unused' : 'not-run';
}

/** The first ignore of a rule on a line that gives a reason. */
function linesOf(ignores: readonly InlineIgnore[]): ReadonlyMap<string, InlineIgnore> {
  const byLine = new Map<string, InlineIgnore>();
  for (const ignore of ignores.filter(({ reason }) => reason !== undefined)) {
    for (const rule of ignore.rules) {
      for (const line of ignore.lines) {
        const key = lineKey(rule, { path: ignore.at.path, line });
        if (!byLine.has(key)) byLine.set(key, ignore);
      }
    }
  }
  return byLine;
}

function lineKey(rule: string, { path, line }: Pick<Finding, 'path' | 'line'>): string {
  return `${rule} ${line} ${path}`;
}

function useKey({ at }: InlineIgnore, rule: string): string {
  return `${rule} ${at.line} ${at.column} ${at.path}`;
}

function judgedIgnore(
  ignore: InlineIgnore,
  outcomeOf: (ignore: InlineIgnore, rule: string) => IgnoreOutcome,
  known: readonly string[],
): JudgedIgnore {
  const outcomes = ignore.rules.map((rule) => {
    const outcome = outcomeOf(ignore, rule);
    const suggestion = outcome === 'unknown' ? suggest(rule, known) : undefined;
    return suggestion === undefined ? { rule, outcome } : { rule, outcome, suggestion };
  });
  return { ...ignore, outcomes };
}
