import { groupBy } from '../model/group-by.ts';
import { type Lang, type MessageValues, translate } from '../model/messages.ts';
import { type Bump, changeClasses } from '../model/change.ts';
import { type Finding, isExcused, severities } from '../model/finding.ts';
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
  | 'ignored'
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
    ['ignored', counts.ignored ?? 0],
    ['not-fresh', stale],
    ['not-checked', notChecked(report)],
    ['pre-existing', counts.preExisting],
  ];
  return tail.filter(([, n]) => n > 0).map(([thing, n]) => countOf(lang, thing, n));
}

/** What a change did, without its values: "property removed". Kinds that no catalogue knows show as they are. */
export function changeTitle(lang: Lang, kind: string): string {
  const key = `change.${kind.replace(/^sla\.[A-Za-z]+\.(?=[a-z]+\b)/, 'sla.')}`;
  const text = say(lang, key);
  return text === `report.${key}` ? kind : text;
}

/** Longest list or text of a value that is shown, in UTF-16 units. */
const maxValueChars = 80;

/** A value before or after a change, in one short line; undefined where there is none. */
export function valueText(value: Json): string | undefined {
  if (value === null) return undefined;
  return capText(visibleText(plainText(value)), maxValueChars);
}

function plainText(value: Json): string {
  if (typeof value === 'string') return value;
  const isList = Array.isArray(value) && value.every((item) => typeof item === 'string' || typeof item === 'number');
  return isList && value.length > 0 ? value.join(', ') : JSON.stringify(value);
}

/** The values that tell something beside the name: both of a change, the one of something that was added or removed. */
export interface ShownValues {
  readonly before?: string | undefined;
  readonly after?: string | undefined;
  /** Whether there is a side to compare with. */
  readonly isChanged: boolean;
}

/** The values of a change to show; undefined where its name says it all. */
export function shownValues(change: ReportChange): ShownValues | undefined {
  const before = valueText(change.before);
  const after = valueText(change.after);
  if (isChanged(change)) return { before, after, isChanged: true };
  const value = after ?? before;
  if (value === undefined || isWhole(change) || value === change.element) return undefined;
  return change.kind.endsWith('.added') ? { after: value, isChanged: false } : { before: value, isChanged: false };
}

/** Whether something stays and is different, rather than being added or removed. */
export function isChanged(change: ReportChange): boolean {
  return !change.kind.endsWith('.added') && !change.kind.endsWith('.removed');
}

/** A whole contract, object or property came or went. */
function isWhole({ kind }: ReportChange): boolean {
  return /^(?:contract|object|property)\.(?:added|removed)$/.test(kind);
}

/**
 * The part of a subject after its contract, with what of it changed: `mrr.amount`, `mrr · rule "no nulls"`. Of what belongs to
 * the contract itself only the name, for the change says what it is: `latency`.
 */
export function elementOf(lang: Lang, change: ReportChange): string {
  const prefix = `${change.contract}/`;
  if (!change.subject.startsWith(prefix)) return change.element ?? change.subject;
  const path = change.subject.slice(prefix.length);
  return change.element === undefined ? path : `${path} · ${elementText(lang, change.kind, change.element)}`;
}

/** The whole subject with what of it changed: `mrr-report/mrr.amount · rule "no nulls"`, `mrr-report · latency`. */
export function subjectOf(lang: Lang, change: ReportChange): string {
  const element = elementOf(lang, change);
  const isBelow = change.subject.startsWith(`${change.contract}/`);
  return isBelow
    ? `${change.contract}/${element}`
    : element === change.subject
      ? element
      : `${change.subject} · ${element}`;
}

function elementText(lang: Lang, kind: string, element: string): string {
  const key = `element.${kind.split('.')[0] ?? ''}`;
  const text = say(lang, key, { name: element });
  return text === `report.${key}` ? say(lang, 'element.other', { name: element }) : text;
}

/** How sure a guess is: "looks like a rename, 92 %"; undefined where nothing was guessed. */
export function certaintyText(lang: Lang, { certainty }: ReportChange): string | undefined {
  return certainty === undefined || certainty === 100 ? undefined : say(lang, 'certainty', { percent: certainty });
}

/** Who relies on the side of the contract that changed. What is no longer asked of a source hurts those who read it. */
export function hurtBy(lang: Lang, { direction, kind }: ReportChange): string {
  return say(lang, `hurt.${direction === 'input' && kind.endsWith('.removed') ? 'reader' : direction}`);
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

/**
 * Findings that are in scope and that nobody has excused. What breaks somebody comes
 * first: sorted by severity, class and path, then as the report has them.
 */
export function shownFindings(report: Report): readonly Finding[] {
  const shown = report.findings.filter((finding) => {
    return !isExcused(finding) && isInScope(finding, report);
  });
  return shown.toSorted((a, b) => findingWeight(a) - findingWeight(b) || compareText(a.path, b.path));
}

/** Whether a finding may fail the gate by the scope of the report: the others are shown folded. */
export function isInScope({ introduced, inChangedFile }: Finding, { scope }: Pick<Report, 'scope'>): boolean {
  return introduced || inChangedFile === true || scope === 'all';
}

/** Smaller is worse: severity before class; findings that are about no change come last in their severity. */
export function findingWeight({ severity, class: changeClass }: Finding): number {
  const rank = changeClass === undefined ? changeClasses.length : changeClasses.indexOf(changeClass);
  return severities.indexOf(severity) * (changeClasses.length + 1) + rank;
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
