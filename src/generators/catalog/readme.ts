import type { Contract } from '../../model/contract.ts';
import { headerText } from '../define-generator.ts';
import { ownerOf } from '../owner.ts';

/** The index of all contracts as a Markdown table; text of the contracts is escaped. */
export function contractIndex(generator: string, contracts: readonly Contract[]): string {
  const header = ['Contract', 'Version', 'Status', 'Direction', 'Owner', 'Objects', 'Columns', 'File'];
  return [
    `<!-- ${headerText(generator, 'the contracts in specs/')} -->`,
    '# Data contracts',
    '',
    row(header),
    row(['---', '---', '---', '---', '---', '---:', '---:', '---']),
    ...contracts.map((contract) => row(cells(contract))),
    '',
  ].join('\n');
}

function cells(contract: Contract): readonly string[] {
  const columns = contract.schema.reduce((count, object) => count + object.properties.length, 0);
  const texts = [
    contract.id,
    contract.version.value,
    contract.status?.value ?? '',
    contract.direction,
    ownerOf(contract) ?? '',
  ];
  return [...texts.map(escapeMarkdown), String(contract.schema.length), String(columns), link(contract.path)];
}

function link(path: string): string {
  const target = path.split('/').map(encodeSegment).join('/');
  return `[${escapeMarkdown(path)}](../../${target})`;
}

/** `encodeURIComponent` leaves parentheses, which end a Markdown link. */
function encodeSegment(segment: string): string {
  return encodeURIComponent(segment.toWellFormed()).replaceAll('(', '%28').replaceAll(')', '%29');
}

/** Text that Markdown and HTML show as it is, on one line. An underscore inside a word is already plain. */
function escapeMarkdown(text: string): string {
  return text
    .replaceAll(/\s+/g, ' ')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll(/[\\`*[\]|~#@!]/g, (sign) => `\\${sign}`)
    .replaceAll(/(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])/g, '\\_');
}

function row(texts: readonly string[]): string {
  return `| ${texts.join(' | ')} |`;
}
