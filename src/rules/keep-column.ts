import type { Change } from '../model/change.ts';
import { allProperties, type Contract, type Property } from '../model/contract.ts';
import { deprecationOf } from '../model/deprecation.ts';
import type { Fix } from '../model/finding.ts';
import type { Location } from '../model/location.ts';
import type { RuleContext } from '../model/rule.ts';

/**
 * The safe way to rename a column: the old one stays beside the new one, deprecated, with its replacement and last day. It is
 * written as base wrote it. Undefined where there is no certain place for it, or where it says already that it is deprecated.
 */
export function keepColumn(context: RuleContext, change: Change): Fix | undefined {
  const before = propertyAt(context.base?.contracts, change.baseAt);
  const after = propertyAt(context.project.contracts, change.at);
  if (before === undefined || after === undefined || deprecationOf(before.property).deprecated) return undefined;
  // With an id the file says itself that both are one: a second column of it would be another mistake.
  if (before.property.id !== undefined) return undefined;
  const lines = itemLines(linesOf(context, 'base', before), before.property);
  const marks = marksOf(before.property, after, lastDay(context, change));
  const indent = dashIndent(linesOf(context, 'head', after), after.property.at);
  if (lines === undefined || marks === undefined || indent === undefined) return undefined;
  const kept = withMarks(lines, marks);
  const { path, line } = after.property.at;
  const edit = { path, startLine: line, startColumn: 1, endLine: line, endColumn: 1 };
  const block = kept?.map((each) => `${each === '' ? '' : indent}${each}\n`).join('');
  return block === undefined ? undefined : { title: `keep ${before.property.name}`, edits: [{ ...edit, text: block }] };
}

function linesOf(context: RuleContext, side: 'base' | 'head', { contract }: Found): readonly string[] {
  return context.text(side, contract.path)?.split(/\r?\n/) ?? [];
}

/** What stands before the dash of a list item, where that is the first thing on the item's line. */
function dashIndent(lines: readonly string[], { line, column }: Location): string | undefined {
  return /^( *)- +$/.exec(lines[line - 1]?.slice(0, column - 1) ?? '')?.[1];
}

interface Found {
  readonly contract: Contract;
  readonly property: Property;
}

function propertyAt(contracts: readonly Contract[] = [], at: Location | undefined): Found | undefined {
  const contract = contracts.find((each) => each.path === at?.path);
  const places = contract?.schema.flatMap((object) => [...allProperties(object)]) ?? [];
  const property = places.find((each) => each.property.at.line === at?.line && each.property.at.column === at.column);
  return contract === undefined || property === undefined ? undefined : { contract, property: property.property };
}

/** The end of the period that the policy gives. */
function lastDay({ today, deprecation }: RuleContext, { direction }: Change): string {
  const days = direction === 'input' ? deprecation.inputDays : deprecation.outputDays;
  return new Date(Date.parse(today) + days * 86_400_000).toISOString().slice(0, 10);
}

/** The item's own lines; the dash starts the first one. */
function itemLines(all: readonly string[], { at }: Property): readonly string[] | undefined {
  const { line, column, endLine = line, endColumn = 1 } = at;
  const indent = dashIndent(all, at)?.length;
  if (indent === undefined) return undefined;
  const lines = all.slice(line - 1, endColumn === 1 ? endLine - 1 : endLine);
  while (lines.at(-1)?.trim() === '') lines.pop();
  if (lines.slice(1).some((each) => each.trim() !== '' && !each.startsWith(' '.repeat(column - 1)))) return undefined;
  return lines.map((each) => each.slice(indent));
}

/** Keys and values that mark it as deprecated in the contract's own version; undefined where one of the keys is taken. */
function marksOf(before: Property, after: Found, until: string): readonly string[] | undefined {
  const { contract, property } = after;
  const own = contract.apiVersion === 'v3.2.0' ? 'deprecated: true' : 'tags: [deprecated]';
  if (before.customProperties.length > 0 || (own.startsWith('tags') && before.tags.length > 0)) return undefined;
  const replacement = JSON.stringify(property.physicalName ?? property.name);
  return [
    own,
    `customProperties: [{ property: replacedBy, value: ${replacement} }, { property: sunset, value: "${until}" }]`,
  ];
}

/** Inside the braces of an item on one line, else as further lines. */
function withMarks(lines: readonly string[], marks: readonly string[]): readonly string[] | undefined {
  const [first = ''] = lines;
  if (!/^- +\{/.test(first)) {
    const indent = ' '.repeat(/^- +/.exec(first)?.[0].length ?? 2);
    return [...lines, ...marks.map((mark) => `${indent}${mark}`)];
  }
  const flow = /^(- +\{.*[^, ])[, ]*\} *$/.exec(first);
  return lines.length === 1 && flow !== null ? [`${flow[1]}, ${marks.join(', ')} }`] : undefined;
}
