import { applySpans, lineStarts, type Span, spansOf } from '../model/edits.ts';
import type { Edit, Finding } from '../model/finding.ts';
import { groupBy } from '../model/group-by.ts';
import { compareText } from '../model/location.ts';

/**
 * Why a repair was not done: it touches another one's text (`overlap`), does not fit the file or changes nothing (`misfit`), its
 * file cannot be edited (`unreadable`) or is not the one that was judged (`changed`), it does not make its finding go away
 * (`ineffective`), or there were too many rounds (`rounds`).
 */
export type LeftReason = 'overlap' | 'misfit' | 'unreadable' | 'changed' | 'ineffective' | 'rounds';

/** A finding whose repair was not done. */
export interface LeftFinding {
  readonly finding: Finding;
  readonly reason: LeftReason;
}

/** A file's text, or why there is none to edit. */
export type EditableText = { readonly text: string } | { readonly reason: LeftReason };

/** What applying repairs once gave. */
export interface FixResult {
  /** New texts of the files that changed, by path. */
  readonly texts: ReadonlyMap<string, string>;
  readonly applied: readonly Finding[];
  readonly left: readonly LeftFinding[];
}

/**
 * Applies the repairs of findings to texts: in the order of their places, each with all of its edits or not at all. A repair that
 * touches what another one has written is left. Inserted lines end as the lines around them do.
 */
export function applyFixes(findings: readonly Finding[], textOf: (path: string) => EditableText): FixResult {
  const files = new Map<string, OpenFile>();
  const applied: Finding[] = [];
  const left: LeftFinding[] = [];
  for (const finding of findings.toSorted(compareRepairs)) {
    const reason = applyOne(finding.fix?.edits ?? [], files, textOf);
    if (reason === undefined) applied.push(finding);
    else left.push({ finding, reason });
  }
  return { texts: textsOf(files), applied, left };
}

/** A file whose repairs are being collected. */
interface OpenFile {
  readonly text: string;
  /** Where its lines start. */
  readonly starts: readonly number[];
  readonly spans: readonly Span[];
}

function compareRepairs(a: Finding, b: Finding): number {
  return (
    compareText(a.path, b.path) ||
    a.line - b.line ||
    a.column - b.column ||
    compareText(a.rule, b.rule) ||
    compareText(a.fingerprint, b.fingerprint)
  );
}

/** Adds all edits to the open files, or none of them and says why. */
function applyOne(
  edits: readonly Edit[],
  files: Map<string, OpenFile>,
  textOf: (path: string) => EditableText,
): LeftReason | undefined {
  const next = new Map<string, OpenFile>();
  for (const [path, own] of groupBy(edits, (edit) => edit.path)) {
    const known = files.get(path);
    const found = known ?? textOf(path);
    if ('reason' in found) return found.reason;
    const { text } = found;
    const starts = known?.starts ?? lineStarts(text);
    const spans = spansOf(text, own, starts)?.map((span) => withLineEnds(text, span));
    if (spans === undefined || isPointless(text, spans)) return 'misfit';
    const taken = known?.spans ?? [];
    // Two findings may ask for the same repair: it is done once, for both.
    const added = spans.filter((span) => !taken.some((other) => isSame(span, other)));
    if (added.some((span) => taken.some((other) => touches(span, other)))) return 'overlap';
    next.set(path, { text, starts, spans: [...taken, ...added] });
  }
  if (next.size === 0) return 'misfit';
  for (const [path, file] of next) files.set(path, file);
  return undefined;
}

/** Whether a repair writes what is there already, or says two things about one place. */
function isPointless(text: string, spans: readonly Span[]): boolean {
  const isThere = spans.every((span) => text.slice(span.from, span.to) === span.text);
  return isThere || (spans.length > 1 && applySpans(text, spans) === undefined);
}

function isSame(a: Span, b: Span): boolean {
  return a.from === b.from && a.to === b.to && a.text === b.text;
}

/** Whether two spans share text; of an insertion also whether it is at an end of the other, where nobody can say which is first. */
function touches(a: Span, b: Span): boolean {
  const isInsertion = a.from === a.to || b.from === b.to;
  return isInsertion ? a.from <= b.to && b.from <= a.to : a.from < b.to && b.from < a.to;
}

function withLineEnds(text: string, span: Span): Span {
  if (!span.text.includes('\n') || !endsAsOnWindows(text, span.from)) return span;
  return { ...span, text: span.text.replaceAll(/\r?\n/g, '\r\n') };
}

/** Whether the line that an offset is in, or the one before the last, ends with CR and LF. */
function endsAsOnWindows(text: string, offset: number): boolean {
  const after = text.indexOf('\n', offset);
  const end = after === -1 ? text.lastIndexOf('\n') : after;
  return end > 0 && text[end - 1] === '\r';
}

function textsOf(files: ReadonlyMap<string, OpenFile>): ReadonlyMap<string, string> {
  return new Map([...files].map(([path, { text, spans }]) => [path, applySpans(text, spans) ?? text]));
}
