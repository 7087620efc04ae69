import { groupBy } from '../model/group-by.ts';
import { type Lang, type MessageValues, translate } from '../model/messages.ts';
import type { Bump } from '../model/change.ts';
import type { Finding } from '../model/finding.ts';
import type { Json } from '../model/contract.ts';
import type { Report, ReportChange, ReportRef } from '../model/report.ts';
import { compareText } from '../model/location.ts';
import { capText, visibleText } from './escape.ts';

/** What people call a countable thing in the catalogue `report.count`. */
export type Countable =
  | 'error'
  | 'warning'
  | 'info'
  | 'breaking'
  | 'dangerous'
  | 'compatible'
  | 'docs'
  | 'waived'
  | 'not-fresh'
  | 'not-checked'
  | 'unknown-model'
  | 'pre-existing'
  | 'contract'
  | 'model'
  | 'finding'
  | 'change';

/** A text of the reporters (`rules/messages/<lang>/report.yaml`). */
export function say(lang: Lang, key: string, values: MessageValues = {}): string {
  return translate(lang, `report.${key}`, values);
}

/** `n` things, in words: "1 error", "2 errors". */
export function countOf(lang: Lang, thing: Countable, n: number): string {
  return say(lang, `count.${thing}.${n === 1 ? 'one' : 'other'}`, { n });
}

/** The counts that are not zero, joined by commas. */
export function countList(lang: Lang, counts: readonly (readonly [Countable, number])[]): string {
  return counts
    .filter(([, n]) => n > 0)
    .map(([thing, n]) => countOf(lang, thing, n))
    .join(', ');
}

/** How many things the run could not or did not judge: left-out files, rules that did not run, models that were not rendered. */
export function notChecked(report: Report): number {
  return report.skipped.length + report.rules.skipped.length + report.counts.unknownModels;
}

/** The verdict with its counts in one line: the same words in every format, without any text of the pull request. */
export function verdictLine(report: Report): string {
  const { word, found } = verdictLead(report);
  const parts = [...(found === '' ? [] : [found]), ...verdictTail(report)];
  return parts.length === 0 ? word : `${word}: ${parts.join('; ')}`;
}

/** The verdict's word and the findings it rests on, which may be none: "Failed" and "2 errors". */
export function verdictLead(report: Report): { readonly word: string; readonly found: string } {
  const { lang, counts } = report;
  const found = countList(lang, [
    ['error', counts.errors],
    ['warning', counts.warnings],
    ['info', counts.infos],
  ]);
  if (report.verdict !== 'pass') return { word: say(lang, `verdict.${report.verdict}`), found };
  if (nothingRan(report)) return { word: say(lang, 'verdict.nothing'), found };
  const clean = say(lang, verdictTail(report).length === 0 ? 'verdict.clean' : 'verdict.nothing-new');
  return { word: say(lang, 'verdict.pass'), found: found === '' ? clean : found };
}

/** Whether no gate had anything to judge. */
export function nothingRan(report: Report): boolean {
  return Object.values(report.gates).every((status) => status === 'skipped');
}

/** What else a reader must know beside the findings: changes, waivers, stale files, what was not checked. */
export function verdictTail(report: Report): readonly string[] {
  const { lang, counts } = report;
  const stale = report.artifacts.filter((artifact) => artifact.status !== 'fresh').length;
  const tail: readonly (readonly [Countable, number])[] = [
    ['breaking', counts.breaking],
    ['dangerous', counts.dangerous],
    ['waived', counts.waived],
    ['not-fresh', stale],
    ['not-checked', notChecked(report)],
    ['pre-existing', counts.preExisting],
  ];
  return tail.filter(([, n]) => n > 0).map(([thing, n]) => countOf(lang, thing, n));
}

/** What a change did, without its values: "property removed". Kinds that no catalogue knows show as they are. */
export function changeTitle(lang: Lang, kind: string): string {
  const text = say(lang, `change.${kind}`);
  return text === `report.change.${kind}` ? kind : text;
}

/** A value before or after a change, in one short line; undefined where there is none. */
export function valueText(value: Json): string | undefined {
  if (value === null) return undefined;
  return capText(visibleText(typeof value === 'string' ? value : JSON.stringify(value)), 80);
}

/** The part of a subject after its contract: `mrr.amount` of `mrr-report/mrr.amount`. */
export function elementOf(change: ReportChange): string {
  const prefix = `${change.contract}/`;
  return change.subject.startsWith(prefix) ? change.subject.slice(prefix.length) : change.subject;
}

/** Who relies on the side of the contract that changed. */
export function hurtBy(lang: Lang, change: ReportChange): string {
  return say(lang, `hurt.${change.direction}`);
}

/** The bump in words; `none` says that no raise is needed. */
export function bumpText(lang: Lang, bump: Bump | 'lowered' | 'not-semver'): string {
  return say(lang, `bump.${bump}`);
}

/** A revision and its commit, `main (4be1a02)`, with both written by `code`; the working directory by its name. */
export function refText(lang: Lang, { ref, sha }: ReportRef, code: (text: string) => string): string {
  if (sha === undefined) return ref === 'worktree' ? say(lang, 'worktree') : code(ref);
  return ref === sha ? code(shortSha(sha)) : `${code(ref)} (${code(shortSha(sha))})`;
}

/** First seven characters of a commit id. */
export function shortSha(sha: string): string {
  return sha.slice(0, 7);
}

/** What was judged against what: one sentence without its full stop. `name` writes a revision. */
export function judgedText(report: Report, name: (ref: ReportRef) => string): string {
  const { lang, counts } = report;
  const values = {
    contracts: countOf(lang, 'contract', counts.contracts),
    models: countOf(lang, 'model', counts.models),
    head: name(report.head),
  };
  // A drift check looks at one tree: naming it as its own base would say nothing.
  if (report.base.ref === report.head.ref && report.base.sha === report.head.sha)
    return say(lang, 'judged-alone', values);
  const judged =
    report.base.origin === 'empty'
      ? say(lang, 'judged-alone', values)
      : say(lang, 'judged', { ...values, base: name(report.base) });
  return `${judged}; ${say(lang, `origin.${report.base.origin}`)}`;
}

/** What tells a local run to compare with the same base: the commit, where there is one. */
export function baseArguments(report: Report): readonly string[] {
  return report.base.sha === undefined ? [] : ['--base', shortSha(report.base.sha)];
}

/** Findings that the change introduced and nobody waived; with scope `all` the pre-existing ones too. */
export function shownFindings(report: Report): readonly Finding[] {
  return report.findings.filter((finding) => {
    return finding.waiver === null && (finding.introduced || report.scope === 'all');
  });
}

/** Groups values by a text key, keys in code point order, values in their own order. */
export function sortedGroups<T>(
  values: readonly T[],
  keyOf: (value: T) => string,
): readonly (readonly [string, readonly T[]])[] {
  return [...groupBy(values, keyOf)].sort(([a], [b]) => compareText(a, b));
}

/** Whether a change may break somebody: class breaking or dangerous. */
export function hurtsSomebody(change: ReportChange): boolean {
  return change.class === 'breaking' || change.class === 'dangerous';
}
