import { type ChangeClass, changeClasses } from '../model/change.ts';
import type { Report, ReportChange } from '../model/report.ts';
import { codeSpan, escapeMarkdown, visibleText } from './escape.ts';
import { type Paint, painter, withoutCommands } from './terminal.ts';
import { bumpLine, changeLine, classStyle, isChanged } from './text-changes.ts';
import { bumpText, changeTitle, countList, elementOf, sortedGroups, hurtBy, say, valueText } from './words.ts';

/** How a changelog is written. `color` concerns text only. */
export interface ChangelogOptions {
  readonly format: 'text' | 'markdown';
  readonly color?: boolean;
}

/** The semantic changelog of `dataengos diff`: every change by contract and class, with its values and the version it needs. */
export function renderChangelog(report: Report, options: ChangelogOptions): string {
  const paint = painter(options.format === 'text' && options.color === true);
  const groups = sortedGroups(report.changes, (change) => change.contract);
  const render = options.format === 'text' ? textContract : markdownContract;
  const contracts = groups.map(([contract, changes]) => render(report, { contract, changes, paint }).join('\n'));
  const text = `${[...contracts, closingLine(report, paint)].join('\n\n')}\n`;
  return options.format === 'text' ? withoutCommands(text) : text;
}

/** The changes of one contract, and how to paint them. */
interface ContractChanges {
  readonly contract: string;
  readonly changes: readonly ReportChange[];
  readonly paint: Paint;
}

function closingLine(report: Report, paint: Paint): string {
  const { lang, changes } = report;
  if (changes.length === 0) return say(lang, 'no-changes');
  const count = (name: ChangeClass): number => changes.filter((change) => change.class === name).length;
  const counts = countList(
    lang,
    changeClasses.map((name) => [name, count(name)]),
  );
  return paint('strong', counts);
}

function textContract(report: Report, { contract, changes, paint }: ContractChanges): readonly string[] {
  const { lang } = report;
  const bump = report.bumps.find((candidate) => candidate.contract === contract);
  const version = bump === undefined ? '' : ` ${bumpLine(lang, bump, paint)}`;
  const lines = changeClasses.flatMap((name) => {
    const group = changes.filter((change) => change.class === name);
    return group.length === 0 ? [] : [`  ${paint(classStyle(name), say(lang, `class.${name}`))}`, ...group.map(line)];
  });
  return [`${paint('strong', visibleText(contract))}${version}`, ...lines];

  function line(change: ReportChange): string {
    const place = paint('dim', ` ${visibleText(change.path)}:${change.line}`);
    return `    ${changeLine(lang, change, { paint, name: elementOf(change) })} ${place}`;
  }
}

function markdownContract(report: Report, { contract, changes }: ContractChanges): readonly string[] {
  const { lang } = report;
  const bump = report.bumps.find((candidate) => candidate.contract === contract);
  const version =
    bump === undefined
      ? []
      : [
          '',
          `${codeSpan(bump.from)} → ${codeSpan(bump.to)} ${bump.ok ? '✅' : '❌'} ${say(
            lang,
            bump.ok ? 'needs' : 'needs-version',
            {
              bump: bumpText(lang, bump.required),
              next: codeSpan(bump.next),
            },
          )}${bump.ok ? '' : `; ${say(lang, 'declared', { bump: bumpText(lang, bump.declared) })}`}`,
        ];
  const lines = changeClasses.flatMap((name) => {
    const group = changes.filter((change) => change.class === name);
    if (group.length === 0) return [];
    const hurt = name === 'breaking' || name === 'dangerous';
    return [
      '',
      `**${say(lang, `label.${name}`)}**`,
      '',
      ...group.map((change) => markdownChange(report, change, hurt)),
    ];
  });
  return [`### ${escapeMarkdown(contract)}`, ...version, ...lines];
}

function markdownChange(report: Report, change: ReportChange, hurt: boolean): string {
  const { lang } = report;
  const value = (json: ReportChange['before']): string => {
    const text = valueText(json);
    return text === undefined ? say(lang, 'no-value') : codeSpan(text);
  };
  const values = isChanged(change) ? `: ${value(change.before)} → ${value(change.after)}` : '';
  const who = hurt ? ` (${hurtBy(lang, change)})` : '';
  return `- ${codeSpan(elementOf(change))} ${escapeMarkdown(changeTitle(lang, change.kind))}${values}${who}`;
}
