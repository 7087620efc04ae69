import type { FieldChange } from '../model/change.ts';
import type { Contract, Price, SupportItem, TeamMember } from '../model/contract.ts';
import { compareText } from '../model/location.ts';
import { type ChangeScope, fieldChange, traitsWhere, unplaced } from './change-scope.ts';
import { listKind } from './diff-marks.ts';
import { pairBy } from './pair.ts';
import { sameJson } from './same.ts';
import { tellingTexts } from './telling-texts.ts';
import { comparePrices } from './values/prices.ts';

/** People, help and price of a contract that differ. */
export function diffTerms(base: Contract, head: Contract, scope: ChangeScope): FieldChange[] {
  return [
    ...diffTeam(base, head, scope),
    ...diffSupport(base, head, scope),
    ...diffPrice(base.price, head.price, scope),
  ];
}

function diffTeam(base: Contract, head: Contract, scope: ChangeScope): FieldChange[] {
  const at = { before: base.keys.get('team'), after: head.keys.get('team') };
  const name =
    base.teamName === head.teamName
      ? []
      : [
          fieldChange(scope, 'team.changed', {
            before: unplaced(base.teamName, at.before),
            after: unplaced(head.teamName, at.after),
          }),
        ];
  const members = pairBy(base.team, head.team, {
    keys: [(member) => `${member.username}\n${member.role ?? ''}`, (member) => member.username],
    isSame: isSameMember,
  }).flatMap(({ base: before, head: after }): FieldChange[] => {
    if (before !== undefined && after !== undefined && isSameMember(before, after)) return [];
    const shown = tellingTexts(before, after, [({ role, username }) => role ?? username, (member) => member.name]);
    return [
      fieldChange(scope, listKind('member', before, after), {
        element: after?.username ?? before?.username,
        before: unplaced(shown.before, before?.at ?? at.before),
        after: unplaced(shown.after, after?.at ?? at.after),
      }),
    ];
  });
  return [...name, ...members];
}

function isSameMember(base: TeamMember, head: TeamMember): boolean {
  return base.name === head.name && base.role === head.role && base.username === head.username;
}

function diffSupport(base: Contract, head: Contract, scope: ChangeScope): FieldChange[] {
  const pairs = pairBy(base.support, head.support, {
    keys: [(item) => item.id, (item) => `${item.channel}\n${item.fields['url'] ?? ''}`, (item) => item.channel],
    isSame: isSameSupport,
  });
  return pairs.flatMap(({ base: before, head: after }): FieldChange[] => {
    if (before !== undefined && after !== undefined && isSameSupport(before, after)) return [];
    const shown = shownSupport(before, after);
    return [
      fieldChange(scope, listKind('support', before, after), {
        element: after?.channel ?? before?.channel,
        before: unplaced(shown.before, before?.at ?? base.keys.get('support')),
        after: unplaced(shown.after, after?.at ?? head.keys.get('support')),
        traits: traitsWhere({ last: after === undefined && head.support.length === 0 }),
      }),
    ];
  });
}

function isSameSupport(base: SupportItem, head: SupportItem): boolean {
  return base.channel === head.channel && sameJson(base.fields, head.fields);
}

function shownSupport(
  base: SupportItem | undefined,
  head: SupportItem | undefined,
): ReturnType<typeof tellingTexts<SupportItem>> {
  const keys = [...new Set([base, head].flatMap((item) => Object.keys(item?.fields ?? {})))].toSorted(compareText);
  return tellingTexts(base, head, [
    ({ channel, fields }) => fields['url'] ?? channel,
    ({ channel }) => channel,
    ...keys.map(
      (key) =>
        ({ fields }: SupportItem) =>
          fields[key],
    ),
  ]);
}

function diffPrice(base: Price | undefined, head: Price | undefined, scope: ChangeScope): FieldChange[] {
  if (base === undefined && head === undefined) return [];
  const relation = base === undefined || head === undefined ? undefined : comparePrices(base, head);
  if (relation === 'same') return [];
  return [
    fieldChange(scope, listKind('price', base, head), {
      before: unplaced(base && shownPrice(base), base?.at),
      after: unplaced(head && shownPrice(head), head?.at),
      relation,
    }),
  ];
}

function shownPrice({ amount, currency, unit }: Price): string {
  const price = [amount, currency].filter((each) => each !== undefined).join(' ');
  return unit === undefined ? price : `${price} / ${unit}`;
}
