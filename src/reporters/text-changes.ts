import { type ChangeClass, changeClasses, type VersionBump } from '../model/change.ts';
import type { Lang } from '../model/messages.ts';
import type { ReportChange } from '../model/report.ts';
import { brokenText } from './consumers.ts';
import { visibleText } from './escape.ts';
import type { Paint, Style } from './terminal.ts';
import { textSection, type TextView } from './text-view.ts';
import {
  bumpText,
  certaintyText,
  changeTitle,
  countList,
  hurtBy,
  hurtsSomebody,
  say,
  shownValues,
  subjectOf,
} from './words.ts';

/** The semantic changes that hurt somebody, one per line, and how many others there are; all of them when verbose. */
export function textChanges(view: TextView): readonly string[] {
  const { lang, report } = view;
  const shown = view.verbose ? report.changes : report.changes.filter(hurtsSomebody);
  const lines = changeClasses.flatMap((name) => {
    return shown.filter((change) => change.class === name).flatMap((change) => classifiedLines(view, change));
  });
  const hidden = report.changes.filter((change) => !shown.includes(change));
  const countHidden = (name: ChangeClass): number => hidden.filter((change) => change.class === name).length;
  const more = countList(lang, [
    ['compatible', countHidden('compatible')],
    ['docs', countHidden('docs')],
  ]);
  return textSection(view, say(lang, 'title.changes'), [...lines, ...(more === '' ? [] : [view.paint('dim', more)])]);
}

function classifiedLines(view: TextView, change: ReportChange): readonly string[] {
  const { lang, paint } = view;
  const label = paint(classStyle(change.class), say(lang, `class.${change.class}`));
  const line = changeLine(lang, change, { paint, name: subjectOf(lang, change) });
  return [[line, label, ...bumpLabel(lang, change, paint)].join('  '), ...brokenLines(lang, change, paint)];
}

/** Consumers that one line names. */
const namedConsumers = 3;

/** Whom a change hurts, where it does: a line below the change's own. */
export function brokenLines(lang: Lang, change: ReportChange, paint: Paint): readonly string[] {
  if (!hurtsSomebody(change)) return [];
  const view = { lang, code: visibleText, limit: namedConsumers } as const;
  const who = brokenText(hurtBy(lang, change), change.impact ?? [], view);
  return [`    ${paint('dim', '=')} ${paint('info', `${say(lang, 'note.hurts')}:`)} ${who}`];
}

/** The raise of the version that a change asks for, where it asks for one. */
export function bumpLabel(lang: Lang, { bump }: ReportChange, paint: Paint): readonly string[] {
  return bump === 'none' ? [] : [paint('dim', `(${bumpText(lang, bump)})`)];
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
  const certainty = certaintyText(lang, change);
  return [
    `${changeMark(change, paint)} ${paint('strong', visibleText(name))}`,
    visibleText(changeTitle(lang, change.kind)),
    ...changedValues(lang, change, paint),
    ...(certainty === undefined ? [] : [paint('warning', `(${certainty})`)]),
  ].join('  ');
}

function changeMark(change: ReportChange, paint: Paint): string {
  if (change.kind.endsWith('.added')) return paint('added', '+');
  if (change.kind.endsWith('.removed')) return paint('removed', '-');
  return paint('warning', '~');
}

function changedValues(lang: Lang, change: ReportChange, paint: Paint): readonly string[] {
  const shown = shownValues(change);
  if (shown === undefined) return [];
  const before = paint('removed', shown.before ?? say(lang, 'no-value'));
  const after = paint('added', shown.after ?? say(lang, 'no-value'));
  if (shown.isChanged) return [`${before} → ${after}`];
  return [shown.after === undefined ? before : after];
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
