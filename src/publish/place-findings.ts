import type { Finding } from '../model/finding.ts';
import type { FileComment, InlineComment } from '../model/plans.ts';
import type { Report } from '../model/report.ts';
import type { FileHunks } from '../ports.ts';
import { capText } from '../reporters/escape.ts';
import { findingMarkdown } from '../reporters/markdown.ts';
import { type Anchor, anchorFinding, anchorLines, fileOf, hunkAt, type LineRange } from './anchor.ts';
import { findingMarker } from './fingerprint-marker.ts';
import type { ReviewOptions } from './review-options.ts';
import { say } from './say.ts';
import { committableSuggestion, fixDiff, type ReadHead, type Suggestion } from './suggestion.ts';

/** Which findings are said where. */
export interface Placement {
  /** New comments on lines. */
  readonly inline: readonly InlineComment[];
  /** New comments on files. */
  readonly fileComments: readonly FileComment[];
  /** Fingerprints of findings that only the summary can say: no place in the diff, or above the caps. */
  readonly unanchored: readonly string[];
}

export interface PlaceRequest {
  readonly report: Report;
  /** The worst first. */
  readonly findings: readonly Finding[];
  readonly hunks: readonly FileHunks[];
  readonly options: Pick<ReviewOptions, 'key' | 'maxInline' | 'maxFileComments'>;
  readonly readHead: ReadHead;
  /** Fingerprints of findings that have a thread; they count towards the caps, so that a second run does not post the next ones. */
  readonly carried: ReadonlySet<string>;
}

/** Longest comment body with room for our marker; GitHub's limit is 65 536 characters. */
const maxCommentChars = 60_000;

/** Gives every finding its one place, within the caps; a line range carries one suggestion only. */
export function placeFindings(request: PlaceRequest): Placement {
  const { options, carried } = request;
  const inline: InlineComment[] = [];
  const fileComments: FileComment[] = [];
  const unanchored: string[] = [];
  const placed = request.findings.map((finding) => placeFinding(finding, request));
  const count = { lines: 0, file: 0 };
  for (const { anchor } of placed.filter((each) => carried.has(each.finding.fingerprint))) {
    if (anchor.kind !== 'none') count[anchor.kind] += 1;
  }
  const taken: Suggestion[] = [];
  for (const place of placed.filter((each) => !carried.has(each.finding.fingerprint))) {
    const { anchor, finding } = place;
    if (anchor.kind === 'lines' && count.lines < options.maxInline) {
      count.lines += 1;
      const body = commentBody(place, request, taken);
      inline.push({ fingerprint: finding.fingerprint, ...linesOf(anchor), body });
    } else if (anchor.kind === 'file' && count.file < options.maxFileComments) {
      count.file += 1;
      const body = commentBody({ ...place, suggestion: undefined }, request, taken);
      fileComments.push({ fingerprint: finding.fingerprint, path: anchor.path, body });
    } else unanchored.push(finding.fingerprint);
  }
  return { inline, fileComments, unanchored };
}

interface Place {
  readonly finding: Finding;
  readonly anchor: Anchor;
  readonly suggestion: Suggestion | undefined;
}

function linesOf(anchor: Extract<Anchor, { kind: 'lines' }>): Omit<InlineComment, 'fingerprint' | 'body'> {
  const { path, side, line, startLine } = anchor;
  return { path, side, line, ...(startLine === undefined ? {} : { startLine }) };
}

/** A comment with a suggestion must sit on exactly the lines that the suggestion replaces. */
function placeFinding(finding: Finding, { hunks, readHead }: PlaceRequest): Place {
  const anchor = anchorFinding(finding, hunks);
  const file = fileOf(finding, hunks);
  const edits = finding.fix?.edits ?? finding.proposal;
  const suggestion =
    edits === undefined || file === undefined || finding.side === 'base'
      ? undefined
      : committableSuggestion(edits, file, readHead);
  if (suggestion === undefined || file === undefined) return { finding, anchor, suggestion: undefined };
  const hunk = hunkAt(file, 'head', finding.line);
  const isNear = hunk === undefined || hunk === hunkAt(file, 'head', suggestion.range.start);
  const lines = isNear ? anchorLines(file, 'head', suggestion.range) : undefined;
  return lines === undefined ? { finding, anchor, suggestion: undefined } : { finding, anchor: lines, suggestion };
}

function commentBody(place: Place, request: PlaceRequest, taken: Suggestion[]): string {
  const { finding } = place;
  const marker = findingMarker(request.options.key, [finding.fingerprint]);
  const text = findingMarkdown(finding, request.report);
  const repair = repairBlock(place, request, taken);
  const body = repair === undefined ? text : `${text.trimEnd()}\n\n${repair}`;
  return `${marker}\n${body.length <= maxCommentChars ? body : capText(text, maxCommentChars)}\n`;
}

/**
 * The suggestion where no other comment has one on these lines; else the fix as a diff, where it is short, and the command that
 * does it as a whole: half of a fix is never offered. The text already names the fix.
 */
function repairBlock(
  { finding, suggestion }: Place,
  { readHead, report }: PlaceRequest,
  taken: Suggestion[],
): string | undefined {
  const edits = finding.fix?.edits ?? finding.proposal;
  if (edits === undefined) return undefined;
  const isFree =
    suggestion !== undefined &&
    !taken.some((other) => other.path === suggestion.path && overlaps(other.range, suggestion.range));
  const isOffered = finding.fix === null;
  const words = isOffered
    ? say(report.lang, 'proposal')
    : say(report.lang, 'fix-command', { command: `npx dataengos fix --rule ${finding.rule}` });
  if (!isFree) {
    const diff = fixDiff(edits, readHead);
    if (isOffered) return diff === undefined ? undefined : `${words}\n\n${diff}`;
    return diff === undefined ? words : `${diff}\n\n${words}`;
  }
  taken.push(suggestion);
  return isOffered ? `${words}\n\n${suggestion.markdown}` : suggestion.markdown;
}

function overlaps(a: LineRange, b: LineRange): boolean {
  return a.start <= b.end && b.start <= a.end;
}
