import { type Finding, isExcused } from '../model/finding.ts';
import type { GateStatus, Report, ReportRef, Verdict } from '../model/report.ts';
import { gates } from '../model/rule.ts';
import { codeSpan, linkTarget } from './escape.ts';
import { findingBody } from './markdown-finding.ts';
import { type Block, fixedBlock, joinBlocks } from './markdown-blocks.ts';
import { affectedBlocks } from './lineage-affected.ts';
import { changeBlocks } from './markdown-changes.ts';
import {
  artifactBlocks,
  bumpBlocks,
  findingBlocks,
  ignoredBlocks,
  preExistingBlocks,
  skippedBlocks,
  waivedBlocks,
} from './markdown-sections.ts';
import {
  baseArguments,
  isInScope,
  judgedText,
  notChecked,
  nothingRan,
  refText,
  say,
  shortSha,
  verdictLead,
  verdictLine,
  verdictTail,
} from './words.ts';

/** Budget and links of a summary. */
export interface SummaryOptions {
  /** Most UTF-16 units of the whole text: 65 536 less the marker for a comment, 65 535 for a check run, 1 MiB for a step. */
  readonly maxChars: number;
  /** Page of a commit; commits are not linked without it. */
  readonly commitUrl?: (sha: string) => string;
  /** Page of a line; places are not linked without it. */
  readonly fileUrl?: (side: 'head' | 'base', path: string, line: number) => string;
  /** Paragraphs below the table of generated files: what becomes of them. Markdown. */
  readonly exportNotes?: readonly string[];
}

/** The sticky comment, the check run's summary and the step summary: the whole verdict in one page of Markdown. */
export function summaryMarkdown(report: Report, options: SummaryOptions): string {
  const blocks: readonly Block[] = [
    fixedBlock(heading(report)),
    fixedBlock(judgedLines(report, options)),
    fixedBlock(gateTable(report)),
    ...findingBlocks(report, options),
    ...changeBlocks(report, options),
    ...bumpBlocks(report),
    ...affectedBlocks(report),
    ...artifactBlocks(report, options),
    ...(options.exportNotes ?? []).map(fixedBlock),
    ...waivedBlocks(report, options),
    ...ignoredBlocks(report, options),
    ...preExistingBlocks(report, options),
    ...skippedBlocks(report),
    fixedBlock(footer(report)),
  ];
  return joinBlocks(blocks, options.maxChars) ?? checkTitle(report).slice(0, options.maxChars);
}

/** One finding as the body of a review comment; the suggestion and the hidden marker are added by who posts it. */
export function findingMarkdown(finding: Finding, report: Report): string {
  return findingBody(finding, report);
}

/** The title of the check run: the verdict with its counts, at most 255 characters, no text of the pull request. */
export function checkTitle(report: Report): string {
  return verdictLine(report).slice(0, 255);
}

const verdictIcons: { readonly [verdict in Verdict]: string } = { pass: '✅', fail: '❌', error: '⛔' };

function heading(report: Report): string {
  const { word, found } = verdictLead(report);
  return `## ${verdictIcon(report)} ${found === '' ? word : `${word}: ${found}`}`;
}

/** A pass with something waived, skipped or to look at is not a green one. */
function verdictIcon(report: Report): string {
  const { counts } = report;
  const clouded = notChecked(report) + counts.waived + (counts.ignored ?? 0) + counts.warnings + counts.errors > 0;
  return report.verdict === 'pass' && (clouded || nothingRan(report)) ? '⚠️' : verdictIcons[report.verdict];
}

/** What else counts, then what was judged against what. */
function judgedLines(report: Report, options: SummaryOptions): string {
  const tail = verdictTail(report);
  const judged = judgedText(report, (ref) => refMarkdown(report, ref, options));
  return [...(tail.length === 0 ? [] : [`**${tail.join(' · ')}**`]), `${judged}.`].join('\n\n');
}

function refMarkdown(report: Report, ref: ReportRef, options: SummaryOptions): string {
  const url = ref.sha === undefined ? undefined : options.commitUrl?.(ref.sha);
  if (ref.sha === undefined || url === undefined) return refText(report.lang, ref, codeSpan);
  return `${codeSpan(ref.ref)} ([${codeSpan(shortSha(ref.sha))}](${linkTarget(url)}))`;
}

const gateIcons: { readonly [status in GateStatus]: string } = { pass: '✅', fail: '❌', warn: '⚠️', skipped: '⏭️' };

function gateTable(report: Report): string {
  const { lang } = report;
  const ran = gates.filter((gate) => report.gates[gate] !== 'skipped');
  const rows = ran.map((gate) => {
    const status = report.gates[gate];
    const name = say(lang, `gate.${gate}.name`);
    return `| ${gateIcons[status]} ${say(lang, `status.${status}`)} | **${name}** | ${say(lang, `gate.${gate}.promise`)} |`;
  });
  const skipped = gates
    .filter((gate) => report.gates[gate] === 'skipped')
    .map((gate) => say(lang, `gate.${gate}.name`));
  const last = `| ${gateIcons.skipped} ${say(lang, 'status.skipped')} | ${skipped.join(', ')} | ${say(lang, 'gate-not-run')} |`;
  return [
    `| ${say(lang, 'column.result')} | ${say(lang, 'column.gate')} | ${say(lang, 'column.promise')} |`,
    '| :-- | :-- | :-- |',
    ...rows,
    ...(skipped.length === 0 ? [] : [last]),
  ].join('\n');
}

function footer(report: Report): string {
  const { lang, policy } = report;
  const old = report.findings.filter((finding) => !isInScope(finding, report) && !isExcused(finding)).length;
  const preExisting = old > 0 ? [say(lang, 'pre-existing-note', { n: old })] : [];
  const from = policy.firstAdoption
    ? say(lang, 'first-adoption')
    : say(lang, 'policy', { ref: refText(lang, policy, codeSpan) });
  const command = ['npx dataengos check', ...baseArguments(report)].join(' ');
  return ['---', ...preExisting, say(lang, 'reproduce', { command: codeSpan(command) }), from].join('\n\n');
}
