import { compareText } from '../model/location.ts';
import { isGeneric, nameSimilarity, type NameWords, wordsOf } from './name-similarity.ts';
import type { RenameCandidate, RenameNode } from './rename.ts';
import { normaliseTypeText } from './types/parse-type.ts';

/** What `likeness` looks at, prepared once for each candidate. */
export interface Portrait {
  readonly kind: RenameCandidate['kind'];
  /** The logical and the physical name. */
  readonly names: readonly NameWords[];
  /** Names for people: business name and synonyms. */
  readonly titles: readonly NameWords[];
  readonly logicalType?: string;
  readonly physicalType?: string;
  readonly description?: { readonly text: string; readonly trigrams: () => ReadonlySet<string> };
  readonly constraints: string;
  readonly checks: string;
  readonly properties: ReadonlyMap<string, NameWords>;
  readonly index: number;
  readonly neighbours: RenameCandidate['neighbours'];
}

/** How many words of names and titles a comparison of two candidates' likeness compares: those of one with those of the other. */
export function wordCount({ names, titles }: Portrait): number {
  return sum([...names, ...titles].map(({ words }) => words.length));
}

/** Characters of a description that are compared. */
const maxDescription = 500;

/** `isTelling`: whether the description is this candidate's alone. */
export function portraitOf(candidate: RenameCandidate, isTelling: boolean): Portrait {
  const { node, kind, index, neighbours } = candidate;
  const description = isTelling ? foldText(node.description?.value ?? '') : '';
  const title = textOf(node.businessName);
  const physicalType = textOf(node.physicalType);
  return {
    kind,
    names: [...new Set([node.name, node.physicalName ?? node.name])].map(wordsOf),
    titles: [...(title === undefined ? [] : [title]), ...node.synonyms.slice(0, 5)].map(wordsOf),
    ...(node.logicalType === undefined ? {} : { logicalType: node.logicalType.value }),
    ...(physicalType === undefined ? {} : { physicalType: normaliseTypeText(physicalType) }),
    ...(description === ''
      ? {}
      : { description: { text: description, trigrams: once(() => trigramsOf(description)) } }),
    constraints: constraintsOf(node),
    checks: checksOf(node),
    properties: new Map(
      kind === 'object' ? node.properties.map(({ name }) => [name.toLowerCase(), wordsOf(name)]) : [],
    ),
    index,
    neighbours,
  };
}

/** One thing that two candidates agree on (1) or not (0); undefined where not both say it. */
interface Evidence {
  readonly weight: number;
  readonly agreement: number | undefined;
}

/**
 * How much two candidates look like one thing, from 0 to 1, symmetric. What not both say counts for the name, so that two columns
 * that only share a type and a place stay strangers. Properties of another logical type are never more than half alike.
 */
export function likeness(base: Portrait, head: Portrait): number {
  const evidence = base.kind === 'object' ? objectEvidence(base, head) : propertyEvidence(base, head);
  const said = evidence.filter(({ agreement }) => agreement !== undefined);
  const nameWeight = 1 - sum(said.map(({ weight }) => weight));
  const rest = sum(said.map(({ weight, agreement }) => weight * (agreement ?? 0)));
  const score = rest + nameWeight * bestNames(base, head);
  const isOtherType =
    base.logicalType !== undefined && head.logicalType !== undefined && base.logicalType !== head.logicalType;
  return Math.round((isOtherType ? Math.min(score, 0.5) : score) * 1000) / 1000;
}

function propertyEvidence(base: Portrait, head: Portrait): readonly Evidence[] {
  return [
    { weight: 0.15, agreement: sameText(base.logicalType, head.logicalType) },
    { weight: 0.1, agreement: sameText(base.physicalType, head.physicalType) },
    { weight: 0.2, agreement: sameDescription(base, head) },
    { weight: 0.1, agreement: sameSaid(base.constraints, head.constraints) },
    { weight: 0.1, agreement: samePlace(base, head) },
    { weight: 0.05, agreement: sameSaid(base.checks, head.checks) },
  ];
}

/** A table is known by its columns: the more of its own it shares, the less its name counts. */
function objectEvidence(base: Portrait, head: Portrait): readonly Evidence[] {
  const shared = [...base.properties].filter(([name]) => head.properties.has(name));
  const telling = shared.filter(([, words]) => !isGeneric(words)).length;
  const all = base.properties.size + head.properties.size - shared.length;
  const description = { weight: 0.2, agreement: sameDescription(base, head) };
  const weight = description.agreement === undefined ? 0.65 : 0.45;
  return [
    { weight: weight * Math.min(1, telling / 4), agreement: all === 0 ? undefined : shared.length / all },
    { weight: 0.05, agreement: sameText(base.physicalType, head.physicalType) },
    description,
    { weight: 0.1, agreement: samePlace(base, head) },
  ];
}

/** The best likeness of a name of one side with a name or title of the other, or of the two titles. */
function bestNames(base: Portrait, head: Portrait): number {
  const pairs = [
    ...base.names.flatMap((one) => [...head.names, ...head.titles].map((other) => [one, other] as const)),
    ...base.titles.flatMap((one) => [...head.names, ...head.titles].map((other) => [one, other] as const)),
  ];
  return Math.max(...pairs.map(([one, other]) => nameSimilarity(one, other)));
}

function sameText(base: string | undefined, head: string | undefined): number | undefined {
  return base === undefined || head === undefined ? undefined : Number(base === head);
}

/** Says nothing where neither side has any. */
function sameSaid(base: string, head: string): number | undefined {
  return base === '' && head === '' ? undefined : Number(base === head);
}

/** Equal but for a few letters counts as equal, much in common as a part of it. */
function sameDescription(base: Portrait, head: Portrait): number | undefined {
  if (base.description === undefined || head.description === undefined) return undefined;
  if (base.description.text === head.description.text) return 1;
  const [one, other] = [base.description.trigrams(), head.description.trigrams()];
  let shared = 0;
  for (const trigram of one) if (other.has(trigram)) shared++;
  const dice = (2 * shared) / (one.size + other.size);
  if (dice >= 0.9) return 1;
  return dice >= 0.6 ? dice : 0;
}

function samePlace(base: Portrait, head: Portrait): number {
  const isNear = Math.abs(base.index - head.index) <= 1;
  const { before, after } = base.neighbours;
  const isBetween =
    (before !== undefined && before === head.neighbours.before) ||
    (after !== undefined && after === head.neighbours.after);
  return Number(isNear || isBetween);
}

function constraintsOf(node: RenameNode): string {
  const flags = (['required', 'unique', 'primaryKey'] as const).filter((flag) => node[flag]?.value === true);
  return [...flags, ...(node.classification === undefined ? [] : [node.classification.value.toLowerCase()])].join(' ');
}

/** Rules by what they measure; their queries and names often hold the old name. */
function checksOf(node: RenameNode): string {
  const rules = node.quality.map(({ type, metric, operator }) =>
    [type, metric ?? '', operator?.name ?? '', JSON.stringify(operator?.value ?? null)].join(' '),
  );
  const targets = node.relationships.map(({ to }) => `to ${typeof to === 'string' ? to : to.join(',')}`);
  return [...rules, ...targets].sort(compareText).join('\n');
}

function foldText(text: string): string {
  return text
    .slice(0, maxDescription)
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

function trigramsOf(text: string): ReadonlySet<string> {
  const trigrams = new Set<string>();
  for (let at = 0; at + 3 <= text.length; at++) trigrams.add(text.slice(at, at + 3));
  return trigrams.size === 0 ? new Set([text]) : trigrams;
}

function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}

function textOf(value: string | { readonly value: string } | undefined): string | undefined {
  return typeof value === 'string' ? value : value?.value;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
