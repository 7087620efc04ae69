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
export function columnKeeper(context: RuleContext): (change: Change) => Fix | undefined {
  const places = { base: propertyPlaces(context.base?.contracts), head: propertyPlaces(context.project.contracts) };
  const texts = new Map<string, readonly string[]>();
  const linesOf = (side: 'base' | 'head', { contract: { path } }: Found): readonly string[] => {
    const key = `${side} ${path}`;
    const lines = texts.get(key) ?? context.text(side, path)?.split(/\r?\n/) ?? [];
    texts.set(key, lines);
    return lines;
  };
  return (change) => {
    const [before, after] = [change.baseAt && places.base(change.baseAt), places.head(change.at)];
    return before && after && keepColumn({ before, after, until: lastDay(context, change), linesOf });
  };
}

/** A column in both trees, and the lines of their files. */
interface Renamed {
  readonly before: Found;
  readonly after: Found;
  readonly until: string;
  readonly linesOf: (side: 'base' | 'head', found: Found) => readonly string[];
}

function keepColumn({ before, after, until, linesOf }: Renamed): Fix | undefined {
  if (deprecationOf(before.property).deprecated) return undefined;
  // With an id the file says itself that both are one: a second column of it would be another mistake.
  if (before.property.id !== undefined) return undefined;
  // Two columns of a key are another key.
  if (before.property.primaryKey.value) return undefined;
  if (isNameTaken(before.property, after)) return undefined;
  const lines = itemLines(linesOf('base', before), before.property);
  const marks = marksOf(before.property, after, until);
  const indent = dashIndent(linesOf('head', after), after.property.at);
  if (lines === undefined || marks === undefined || indent === undefined) return undefined;
  if (marks.some((mark) => isWritten(lines, keyOf(mark)))) return undefined;
  const kept = withMarks(lines, marks);
  const { path, line } = after.property.at;
  const edit = { path, startLine: line, startColumn: 1, endLine: line, endColumn: 1 };
  const block = kept?.map((each) => `${each === '' ? '' : indent}${each}\n`).join('');
  return block === undefined ? undefined : { title: `keep ${before.property.name}`, edits: [{ ...edit, text: block }] };
}

/** Whether a column beside the new one has one of the old one's names: with both, one name would be there twice. */
function isNameTaken(old: Property, { contract, property }: Found): boolean {
  const siblings = contract.schema
    .flatMap((object) => [object, ...[...allProperties(object)].map((each) => each.property)])
    .find(({ properties }) => properties.includes(property))?.properties;
  return (siblings ?? []).some((each) => each.name === old.name || physicalOf(each) === physicalOf(old));
}

function physicalOf({ physicalName, name }: Property): string {
  return physicalName ?? name;
}

/** What stands before the dash of a list item, where that is the first thing on the item's line. */
function dashIndent(lines: readonly string[], { line, column }: Location): string | undefined {
  return /^( *)- +$/.exec(lines[line - 1]?.slice(0, column - 1) ?? '')?.[1];
}

interface Found {
  readonly contract: Contract;
  readonly property: Property;
}

/** Finds properties by where they are written; each contract is looked through once. */
function propertyPlaces(contracts: readonly Contract[] = []): (at: Location) => Found | undefined {
  const byPath = new Map(contracts.map((contract) => [contract.path, contract]));
  const indexes = new Map<string, ReadonlyMap<string, Found>>();
  return ({ path, line, column }) => {
    const contract = byPath.get(path);
    if (contract === undefined) return undefined;
    const index = indexes.get(path) ?? indexOf(contract);
    indexes.set(path, index);
    return index.get(`${line}:${column}`);
  };
}

function indexOf(contract: Contract): ReadonlyMap<string, Found> {
  const properties = contract.schema.flatMap((object) => [...allProperties(object)]);
  return new Map(
    properties.map(({ property }) => [`${property.at.line}:${property.at.column}`, { contract, property }]),
  );
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

function keyOf(mark: string): string {
  return mark.slice(0, mark.indexOf(':'));
}

/** Whether an item writes a key, whatever it says there: `deprecated: false` says nothing, but a second one is an error of YAML. */
function isWritten(lines: readonly string[], key: string): boolean {
  const name = `(?:\\? +)?["']?${key}["']? *(?::|$)`;
  const [first = ''] = lines;
  // In braces, a key of something inside counts too: that only costs the offer.
  if (/^- +\{/.test(first)) return new RegExp(`[{,] *${name}`).test(lines.join(' '));
  const own = new RegExp(`^.{${/^- +/.exec(first)?.[0].length ?? 2}}${name}`);
  return lines.some((line) => own.test(line));
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
