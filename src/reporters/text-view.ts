import type { Finding } from '../model/finding.ts';
import type { Lang } from '../model/messages.ts';
import type { Report } from '../model/report.ts';
import type { Paint } from './terminal.ts';
import { say } from './words.ts';

/** Reads one line (1-based, without its line break) of a file of either tree; undefined where it cannot. */
export type ReadLine = (side: 'head' | 'base', path: string, line: number) => string | undefined;

/** What the parts of the text share. */
export interface TextView {
  readonly report: Report;
  readonly lang: Lang;
  readonly paint: Paint;
  readonly width: number;
  readonly verbose: boolean;
  readonly readLine: ReadLine;
}

/** A section's title with its lines indented below; nothing where there are no lines. */
export function textSection(view: TextView, title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0
    ? []
    : [view.paint('strong', title), ...lines.map((line) => (line === '' ? '' : `  ${line}`))];
}

/** Why and until when a finding is accepted, as one line of untrusted text. */
export function waiverText(lang: Lang, finding: Finding): string {
  const { reason = '', approver = '', expires = '' } = finding.waiver ?? {};
  return say(lang, 'waiver', { reason, approver, expires });
}
