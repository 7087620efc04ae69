import type { Comparison, JudgedCase } from './comparison.ts';
import { type Agreement, agreementOf, type Label, type Verdict } from './judge.ts';
import { hiddenAlarms } from './misses.ts';
import { table } from './table.ts';

/** Every labelled change of a comparison: where a peer differs, line by line; where all agree; and what could not be compared. */
export function disagreements(comparison: Comparison): readonly string[] {
  const { cases, peers, id } = comparison;
  const differing = cases.filter((one) => peers.some((peer) => agreement(one, peer) !== 'right'));
  const agreed = cases.filter((one) => !differing.includes(one));
  const isPairs = id === 'pairs';
  const lines = differing.map((one) => [
    `\`${one.key}\``,
    one.label,
    ...peers.map((peer) => cellOf(one.label, agreement(one, peer))),
    isPairs ? one.kinds.join(', ') : one.reason,
  ]);
  return [
    table(
      [isPairs ? 'pair' : 'row', 'label', ...peers, isPairs ? 'kinds of change with that label' : 'our reason'],
      lines,
    ),
    `${isPairs ? 'Pairs' : 'Rows'} on which all agree:`,
    agreedText(agreed),
    ...(isPairs ? hiddenText(comparison) : []),
    ...excludedText(comparison),
  ];
}

function agreement(one: JudgedCase, peer: string): Agreement {
  const verdict: Verdict = one.peers[peer] ?? { unable: 'not asked' };
  return agreementOf(one.label, verdict);
}

function cellOf(label: Label, found: Agreement): string {
  switch (found) {
    case 'right':
      return 'agrees';
    case 'alarm':
      return '**false alarm**: breaking';
    case 'understated':
      return label === 'breaking' ? 'mentions it, but not as breaking' : 'lists it as harmless';
    case 'missed':
      return 'silent';
    case 'unable':
      return 'cannot read it';
  }
}

function agreedText(agreed: readonly JudgedCase[]): string {
  const lines = (['breaking', 'dangerous', 'compatible', 'docs', 'none'] as const).flatMap((label) => {
    const keys = agreed.filter((one) => one.label === label).map(({ key }) => `\`${key}\``);
    return keys.length === 0 ? [] : [`- ${label}: ${keys.join(', ')}`];
  });
  return lines.length === 0 ? '- none' : lines.join('\n');
}

function hiddenText(comparison: Comparison): readonly string[] {
  const found = hiddenAlarms(comparison).map(({ key, peer }) => `- \`${key}\`: ${peer}`);
  return [
    'Pairs with a table or column that a peer calls breaking, and that has neither a break nor a danger by its labels:',
    found.length === 0 ? '- none' : found.join('\n'),
  ];
}

function excludedText({ id, excluded }: Comparison): readonly string[] {
  if (excluded.length === 0) return [];
  const title =
    id === 'pairs'
      ? 'Not compared, because a side cannot be read as a contract:'
      : 'Not compared, because the change is not one between two versions of one contract file (a file comes, goes or moves, or code beside it decides):';
  return [title, excluded.map((key) => `- \`${key}\``).join('\n')];
}
