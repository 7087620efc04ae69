import { type ChangeClass, changeClasses } from '../model/change.ts';
import type { Report } from '../model/report.ts';
import { type ContractChanges, contractChanges } from './contract-changes.ts';
import { codeSpan, escapeMarkdown, visibleText } from './escape.ts';
import { changeItem } from './markdown-changes.ts';
import { type Paint, painter, withoutCommands } from './terminal.ts';
import { brokenLines, bumpLabel, bumpLine, changeLine, classStyle } from './text-changes.ts';
import { bumpText, countList, elementOf, say } from './words.ts';

/** How a changelog is written. `color` concerns text only. */
export interface ChangelogOptions {
  readonly format: 'text' | 'markdown';
  readonly color?: boolean;
}

/** The semantic changelog of `dataengos diff`: every change by contract and class, with its values and the version it needs. */
export function renderChangelog(report: Report, options: ChangelogOptions): string {
  const paint = painter(options.format === 'text' && options.color === true);
  const contracts = contractChanges(report).map((group) =>
    (options.format === 'text' ? textContract(report, group, paint) : markdownContract(report, group)).join('\n'),
  );
  const text = `${[...contracts, closingLine(report, options.format, paint)].join('\n\n')}\n`;
  return options.format === 'text' ? withoutCommands(text) : text;
}

function closingLine({ lang, changes }: Report, format: ChangelogOptions['format'], paint: Paint): string {
  if (changes.length === 0) return say(lang, 'no-changes');
  const count = (name: ChangeClass): number => changes.filter((change) => change.class === name).length;
  const counts = countList(
    lang,
    changeClasses.map((name) => [name, count(name)]),
  );
  return format === 'text' ? paint('strong', counts) : `**${counts}**`;
}

function textContract(report: Report, { contract, bump, changes }: ContractChanges, paint: Paint): readonly string[] {
  const { lang } = report;
  const version = bump === undefined ? '' : ` ${bumpLine(lang, bump, paint)}`;
  const lines = changeClasses.flatMap((name) => {
    const group = changes.filter((change) => change.class === name);
    if (group.length === 0) return [];
    const texts = group.flatMap((change) => {
      const place = paint('dim', `${visibleText(change.path)}:${change.line}`);
      const line = changeLine(lang, change, { paint, name: elementOf(lang, change) });
      const broken = brokenLines(lang, change, paint).map((each) => `    ${each}`);
      return [`    ${[line, ...bumpLabel(lang, change, paint), place].join('  ')}`, ...broken];
    });
    return [`  ${paint(classStyle(name), say(lang, `class.${name}`))}`, ...texts];
  });
  return [`${paint('strong', visibleText(contract))}${version}`, ...lines];
}

function markdownContract(report: Report, { contract, bump, changes }: ContractChanges): readonly string[] {
  const { lang } = report;
  const lines = changeClasses.flatMap((name) => {
    const group = changes.filter((change) => change.class === name);
    if (group.length === 0) return [];
    return ['', `**${say(lang, `label.${name}`)}**`, '', ...group.map((change) => changeItem(report, change))];
  });
  const version = bump === undefined ? [] : ['', markdownVersion(report, bump)];
  return [`### ${escapeMarkdown(contract)}`, ...version, ...lines];
}

function markdownVersion({ lang }: Report, bump: NonNullable<ContractChanges['bump']>): string {
  const needs = say(lang, bump.ok ? 'needs' : 'needs-version', {
    bump: bumpText(lang, bump.required),
    next: codeSpan(bump.next),
  });
  const declared = bump.ok ? '' : `; ${say(lang, 'declared', { bump: bumpText(lang, bump.declared) })}`;
  return `${codeSpan(bump.from)} → ${codeSpan(bump.to)} ${bump.ok ? '✅' : '❌'} ${needs}${declared}`;
}
