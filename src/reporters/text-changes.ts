import { type ChangeClass, changeClasses, type VersionBump } from '../model/change.ts';
import type { Lang } from '../model/messages.ts';
import type { ReportChange } from '../model/report.ts';
import { visibleText } from './escape.ts';
import type { Paint, Style } from './terminal.ts';
import { textSection, type TextView } from './text-view.ts';
import { bumpText, changeTitle, countList, hurtBy, hurtsSomebody, say, valueText } from './words.ts';

/** The semantic changes that hurt somebody, one per line, and how many others there are; all of them when verbose. */
export function textChanges(view: TextView): readonly string[] {
  const { lang, report } = view;
  const shown = view.verbose ? report.changes : report.changes.filter(hurtsSomebody);
  const lines = changeClasses.flatMap((name) => {
    return shown.filter((change) => change.class === name).map((change) => classifiedLine(view, change));
  });
  const hidden = report.changes.filter((change) => !shown.includes(change));
  const countHidden = (name: ChangeClass): number => hidden.filter((change) => change.class === name).length;
  const more = countList(lang, [
    ['compatible', countHidden('compatible')],
    ['docs', countHidden('docs')],
  ]);
  return textSection(view, say(lang, 'title.changes'), [...lines, ...(more === '' ? [] : [view.paint('dim', more)])]);
}

function classifiedLine(view: TextView, change: ReportChange): string {
  const { lang, paint } = view;
  const name = say(lang, `class.${change.class}`);
  const label = hurtsSomebody(change) ? say(lang, 'class-for', { class: name, who: hurtBy(lang, change) }) : name;
  return `${changeLine(lang, change, { paint, name: change.subject })}  ${paint(classStyle(change.class), label)}`;
}

/** The colour of a class of changes. */
export function classStyle(name: ChangeClass): Style {
  return name === 'breaking' ? 'error' : name === 'dangerous' ? 'warning' : name === 'compatible' ? 'pass' : 'dim';
}

/** How a line names the element that changed. */
interface ChangeName {
  readonly paint: Paint;
  /** The whole subject, or only the element where the contract is already told. */
  readonly name: string;
}

/** One change as `- orders.total  property removed` or `~ orders.total  logical type changed  number → string`. */
export function changeLine(lang: Lang, change: ReportChange, { paint, name }: ChangeName): string {
  const values = isChanged(change) ? `  ${changedValues(lang, change, paint)}` : '';
  return `${changeMark(change, paint)} ${paint('strong', visibleText(name))}  ${visibleText(changeTitle(lang, change.kind))}${values}`;
}

function changeMark(change: ReportChange, paint: Paint): string {
  if (change.kind.endsWith('.added')) return paint('added', '+');
  if (change.kind.endsWith('.removed')) return paint('removed', '-');
  return paint('warning', '~');
}

/** Whether before and after are values to show; for something added or removed its name says it all. */
export function isChanged(change: ReportChange): boolean {
  return !change.kind.endsWith('.added') && !change.kind.endsWith('.removed');
}

function changedValues(lang: Lang, change: ReportChange, paint: Paint): string {
  const before = valueText(change.before) ?? say(lang, 'no-value');
  const after = valueText(change.after) ?? say(lang, 'no-value');
  return `${paint('removed', before)} → ${paint('added', after)}`;
}

/** The raises of `version` that the changes ask for, and whether the files declare them. */
export function textBumps(view: TextView): readonly string[] {
  const { lang, report } = view;
  const needed = report.bumps.filter((bump) => view.verbose || bump.required !== 'none' || !bump.ok);
  return textSection(
    view,
    say(lang, 'title.bumps'),
    needed.map((bump) => `${visibleText(bump.contract)} ${bumpLine(lang, bump, view.paint)}`),
  );
}

/** `1.2.0 → 1.3.0: the changes need a major version`, with what is declared where that is not enough. */
export function bumpLine(lang: Lang, bump: VersionBump, paint: Paint): string {
  const versions = `${visibleText(bump.from)} → ${visibleText(bump.to)}`;
  const needs = say(lang, bump.ok ? 'needs' : 'needs-version', {
    bump: bumpText(lang, bump.required),
    next: visibleText(bump.next),
  });
  const declared = say(lang, 'declared', { bump: bumpText(lang, bump.declared) });
  return bump.ok
    ? `${versions} ${paint('pass', `(${needs})`)}`
    : `${versions} ${paint('error', `(${needs}; ${declared})`)}`;
}
