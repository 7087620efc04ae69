import { unreachable } from '../model/errors.ts';
import { type Finding, isExcused, severities, type Severity } from '../model/finding.ts';
import type { CheckAnnotation } from '../model/plans.ts';
import type { Report } from '../model/report.ts';
import type { FileHunks } from '../ports.ts';
import { capText, visibleText } from '../reporters/escape.ts';
import { fileOf, nearestHeadLine } from './anchor.ts';

/** Most annotations of one request (REST "Create a check run": maxItems 50). */
const maxAnnotationsPerRequest = 50;

/**
 * Most annotations of one check run: ten requests. Each counts five points of the 900 a minute and one of the 1,000 requests
 * an hour that a workflow has (REST "Rate limits"), and a list of thousands is read by nobody.
 */
const maxAnnotations = 500;

/** GitHub allows 64 KB per message and 255 characters per title; people read far less. */
const maxMessageChars = 4_000;
const maxTitleChars = 255;

/** The findings that the change brought as annotations of a check run, in batches that GitHub accepts. */
export function annotationBatches(
  report: Report,
  files: readonly FileHunks[],
): readonly (readonly CheckAnnotation[])[] {
  const annotations = annotatedFindings(report).flatMap((finding) => annotationOf(finding, files) ?? []);
  const count = Math.ceil(annotations.length / maxAnnotationsPerRequest);
  return Array.from({ length: count }, (_, batch) => {
    return annotations.slice(batch * maxAnnotationsPerRequest, (batch + 1) * maxAnnotationsPerRequest);
  });
}

/** How many findings that the change brought are above {@link maxAnnotations}, and so are in the summary only. */
export function countUnannotated(report: Report): number {
  return Math.max(0, newFindings(report).length - maxAnnotations);
}

/** The worst up to the cap, in the order of the report. */
function annotatedFindings(report: Report): readonly Finding[] {
  const findings = newFindings(report);
  if (findings.length <= maxAnnotations) return findings;
  const worstFirst = findings.toSorted((a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity));
  const kept = new Set(worstFirst.slice(0, maxAnnotations));
  return findings.filter((finding) => kept.has(finding));
}

function newFindings(report: Report): readonly Finding[] {
  return report.findings.filter((finding) => finding.introduced && !isExcused(finding));
}

/** Annotations know only head: what was removed shows at the line next to where it was, or nowhere. */
function annotationOf(finding: Finding, files: readonly FileHunks[]): CheckAnnotation | undefined {
  const text = {
    level: levelOf(finding.severity),
    title: capText(visibleText(finding.rule), maxTitleChars),
    message: capText(visibleText(finding.message), maxMessageChars),
  } as const;
  if (finding.side === 'base') {
    const file = fileOf(finding, files);
    const line = nearestHeadLine(finding.line, file);
    return line === undefined
      ? undefined
      : { path: file?.path ?? finding.path, startLine: line, endLine: line, ...text };
  }
  const endLine = Math.max(finding.line, finding.endLine ?? finding.line);
  return { path: finding.path, startLine: finding.line, endLine, ...columnsOf(finding, endLine), ...text };
}

/** Columns are allowed on one line only; `end_column` is inclusive, ours is not. */
function columnsOf(finding: Finding, endLine: number): { readonly startColumn?: number; readonly endColumn?: number } {
  if (endLine !== finding.line) return {};
  const end = finding.endColumn === undefined ? finding.column : finding.endColumn - 1;
  return { startColumn: finding.column, endColumn: Math.max(finding.column, end) };
}

function levelOf(severity: Severity): CheckAnnotation['level'] {
  switch (severity) {
    case 'error':
      return 'failure';
    case 'warning':
      return 'warning';
    case 'info':
      return 'notice';
    default:
      return unreachable(severity);
  }
}
