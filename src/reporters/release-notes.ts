import type { Report, ReportChange } from '../model/report.ts';
import type { Because } from '../model/rule.ts';
import { consumersText } from './consumers.ts';
import { type ContractChanges, contractChanges } from './contract-changes.ts';
import { codeSpan, escapeMarkdown } from './escape.ts';
import { changeMarkdown } from './markdown-changes.ts';
import { noteAction } from './note-actions.ts';
import { elementOf, say } from './words.ts';

/** What the compatibility table says about a row, in the report's language. */
export interface RowTexts {
  readonly reasonOf: (because: Because) => string;
  /** Empty where nobody is hurt. */
  readonly adviceOf: (row: string) => string;
}

/**
 * The changes for people who read the data and never saw a contract file, as Markdown: per contract what breaks and what to do,
 * what to look at, what is new, and the words folded away.
 */
export function renderReleaseNotes(report: Report, texts: RowTexts): string {
  const { lang } = report;
  const groups = contractChanges(report);
  const lone = groups.flatMap(({ changes }) => changes).filter(isWhole);
  const kept = groups
    .map((group) => ({ ...group, changes: group.changes.filter((change) => !isWhole(change)) }))
    .filter(({ changes }) => changes.length > 0);
  const sections = [
    ...kept.map((group) => contractNotes(report, group, texts)),
    ...wholeNotes(report, { changes: lone.filter(({ kind }) => kind === 'contract.removed'), title: 'removed', texts }),
    ...wholeNotes(report, { changes: lone.filter(({ kind }) => kind === 'contract.added'), title: 'added', texts }),
  ];
  return `${sections.length === 0 ? say(lang, 'notes.nothing') : sections.join('\n\n')}\n`;
}

function isWhole({ kind }: ReportChange): boolean {
  return kind === 'contract.added' || kind === 'contract.removed';
}

interface WholeContracts {
  readonly changes: readonly ReportChange[];
  readonly title: 'added' | 'removed';
  readonly texts: RowTexts;
}

function wholeNotes(report: Report, { changes, title, texts }: WholeContracts): readonly string[] {
  if (changes.length === 0) return [];
  const items = changes.map((change) =>
    title === 'added' ? `- ${codeSpan(change.contract)}` : itemOf(report, change, texts),
  );
  return [`## ${say(report.lang, `notes.contract-${title}`)}\n\n${items.join('\n')}`];
}

function contractNotes(report: Report, { contract, bump, changes }: ContractChanges, texts: RowTexts): string {
  const { lang } = report;
  const direction = changes[0]?.direction ?? 'output';
  const version = bump === undefined ? '' : bump.to === bump.from ? bump.next : bump.to;
  const values = { contract: codeSpan(contract), version: versionText(version) };
  const title = `## ${say(lang, `notes.title-${direction}`, values).trimEnd()}`;
  const before =
    bump === undefined || version === bump.from ? [] : [say(lang, 'notes.before', { version: versionText(bump.from) })];
  const parts = (['breaking', 'dangerous', 'compatible'] as const).flatMap((name) => {
    const group = changes.filter((change) => change.class === name);
    const items = group.map((change) => itemOf(report, change, texts));
    return items.length === 0 ? [] : [`### ${say(lang, `notes.${name}`)}`, items.join('\n')];
  });
  const loud = parts.length === 0 ? [say(lang, 'notes.nothing')] : parts;
  return [title, ...before, ...loud, ...wordNotes(report, changes)].join('\n\n');
}

function versionText(version: string): string {
  return /^[\w.+-]*$/.test(version) ? version : codeSpan(version);
}

/** What changes nothing for readers, folded. */
function wordNotes(report: Report, changes: readonly ReportChange[]): readonly string[] {
  const words = changes.filter((change) => change.class === 'docs' && change.kind !== 'version.changed');
  if (words.length === 0) return [];
  const items = words.map((change) => lineOf(report, change));
  const title = say(report.lang, 'notes.docs', { n: words.length });
  return [`<details>\n<summary>${title}</summary>`, items.join('\n'), '</details>'];
}

/** Consumers that one item names. */
const namedConsumers = 3;

function itemOf(report: Report, change: ReportChange, texts: RowTexts): string {
  const { lang } = report;
  const reason = texts.reasonOf({ row: change.row ?? '', direction: change.direction });
  const hurts = change.class === 'breaking' || change.class === 'dangerous';
  const known = hurts ? consumersText(change.impact ?? [], { lang, code: codeSpan, limit: namedConsumers }) : undefined;
  const details = [
    ...(hurts ? adviceLines(report, change, texts) : []),
    ...(known === undefined ? [] : [say(lang, 'notes.known', { names: known })]),
    ...(change.migration === undefined
      ? []
      : [
          say(lang, 'notes.table', {
            warehouse: escapeMarkdown(change.migration.warehouse),
            text: escapeMarkdown(change.migration.text),
          }),
        ]),
  ];
  const sentence = reason === '' ? '' : ` ${sentenceOf(reason)}`;
  return [`${lineOf(report, change)}.${sentence}`, ...details.map((line) => `  - ${line}`)].join('\n');
}

/** What readers can do, and what they may ask for; whoever delivers an input settles it before. */
function adviceLines({ lang }: Report, change: ReportChange, texts: RowTexts): readonly string[] {
  const advice = escapeMarkdown(texts.adviceOf(change.row ?? ''));
  if (change.direction === 'input') return advice === '' ? [] : [say(lang, 'notes.agree', { text: advice })];
  const action = say(lang, `notes.action.${noteAction(change.kind)}`);
  return [
    say(lang, 'notes.do', { text: action }),
    ...(advice === '' ? [] : [say(lang, 'notes.ask', { text: advice })]),
  ];
}

function lineOf(report: Report, change: ReportChange): string {
  return `- **${codeSpan(elementOf(report.lang, change))}** ${changeMarkdown(report, change, codeSpan)}`;
}

/** Reasons of the table start in lower case and have no full stop, as messages do. */
function sentenceOf(text: string): string {
  return escapeMarkdown(`${text.charAt(0).toUpperCase()}${text.slice(1)}.`);
}
