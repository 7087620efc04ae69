import type { ColumnGap, ColumnOrigin, ModelColumns, OutputColumn, RelationRef } from '../model/columns.ts';
import type { LineagePath, LineageStep } from '../model/lineage-path.ts';
import { fileStart, type Location } from '../model/location.ts';
import type { RuleFinding } from '../model/rule.ts';
import type { ModelFacts } from './layers.ts';
import { takesPart } from './masking-calls.ts';
import type { Demand } from '../model/masking.ts';
import { personalKindOfName } from '../model/personal-data.ts';

/** A column that must be masked, at one station of its way. */
export interface Passage {
  readonly demand: Demand;
  readonly step: LineageStep;
  /** Where it comes from; absent at the first station whose name, or contract, tells what it is. */
  readonly below?: Passage;
  /** What it was before that station. */
  readonly lead?: LineageStep;
  /** Why it may be masked after all; absent where it surely is not. */
  readonly doubt?: Doubt;
  /** The first station that it should not have left like this; absent before. */
  readonly first?: Station;
}

/** A column of a model, or the whole of it. */
export interface Station {
  readonly model: string;
  readonly column?: string;
  readonly at: Location;
}

/** Why nobody can tell whether a column is masked. */
export type Doubt =
  /** A function, or a macro that may hand it on, of unknown effect. */
  | { readonly kind: 'call'; readonly call: string }
  /** A macro that is not there makes the column. */
  | { readonly kind: 'macro'; readonly macro: string }
  /** It cannot be told what the column is made of. */
  | { readonly kind: 'column' }
  /** More may come out than the columns that are known. */
  | { readonly kind: 'gap'; readonly gap: ColumnGap }
  /** It comes from a model of which that is so. */
  | { readonly kind: 'below'; readonly model: string };

/** A model with what it gives. */
export interface Node extends ModelFacts {
  readonly columns: ModelColumns;
  readonly isMasked: boolean;
  /** Everything that it reads, each once. */
  readonly reads: readonly RelationRef[];
}

/** A column at its next station. */
export interface Arrival {
  readonly node: Node;
  readonly output: Pick<OutputColumn, 'name' | 'at'>;
  readonly calls: readonly string[];
  readonly doubt: Doubt | undefined;
}

/** The next station of a column, in a model. */
export function extend(below: Passage, { node, output, calls, doubt = below.doubt }: Arrival): Passage {
  const { name: column, at } = output;
  const { name: model } = node.model;
  const first = below.first ?? (node.isMasked ? { model, column, at } : undefined);
  return {
    demand: below.demand,
    step: { relation: model, column, shape: 'table', calls, role: 'value' },
    below,
    ...(doubt && { doubt }),
    ...(first && { first }),
  };
}

/** A column that may leave a model, nobody knows as what. */
export function passThrough(below: Passage, node: Node): Passage {
  const { name: model, path } = node.model;
  const first = below.first ?? (node.isMasked ? { model, at: fileStart(path) } : undefined);
  return { ...below, ...(first && { first }) };
}

/** Where a column gets the name that tells what it is. */
export interface Naming extends Pick<Arrival, 'node' | 'output'> {
  readonly demand: Demand;
  /** What it was before, under a name that tells nothing. */
  readonly origin?: ColumnOrigin | undefined;
}

/** A column that must be masked because of the name that a model gives it. */
export function startAt({ node, output, demand, origin }: Naming): Passage {
  const { name: column, at } = output;
  const { name: model } = node.model;
  return {
    demand,
    step: { relation: model, column, shape: 'table', calls: origin?.calls ?? [], role: 'value' },
    ...(origin && { lead: stationOf(origin.from, origin.column) }),
    ...(node.isMasked && { first: { model, column, at } }),
  };
}

/** A column of something that no model gives. */
export function startOutside(from: RelationRef, column: string, demand: Demand): Passage {
  return { demand, step: stationOf(from, column) };
}

function stationOf({ kind, name }: RelationRef, column: string): LineageStep {
  const relation = kind === 'ref' ? name : name.slice(name.lastIndexOf('.') + 1);
  return { relation, column, shape: kind === 'source' ? 'source' : 'table', calls: [], role: 'value' };
}

/** `split_part(email, '@', 2) as email_domain`: a part that is called what is not personal. */
export function isNamedPart({ name }: OutputColumn, { calls }: ColumnOrigin, passage: Passage): boolean {
  return (
    takesPart(calls) &&
    /(?:^|_)(?:domain|dominio|ddd|area_code)$/i.test(name) &&
    personalKindOfName(rootOf(passage).step.column) !== undefined
  );
}

/** The first station of a column's way. */
export function rootOf(passage: Passage): Passage {
  let root = passage;
  while (root.below !== undefined) root = root.below;
  return root;
}

/** Stations that are shown of a long way: the first ones, and the last. */
const shownStations = { first: 3, last: 8 } as const;

/** The way of a column, from its first station; of a long one the middle is left out. */
export function wayOf(passage: Passage): LineagePath {
  const steps: LineageStep[] = [];
  for (let at: Passage | undefined = passage; at !== undefined; at = at.below)
    steps.push(at.step, ...(at.lead === undefined ? [] : [at.lead]));
  const way = steps.toReversed();
  const { first, last } = shownStations;
  if (way.length <= first + last + 1) return way;
  const left: LineageStep = { relation: '…', column: '…', calls: [], role: 'value' };
  return [...way.slice(0, first), left, ...way.slice(-last)];
}

/** One way for each term: what is surely open before what may be, what leaves here first before what is only passed on. */
export function onePerTerm(passages: readonly Passage[], at: Location | undefined): readonly Passage[] {
  const weight = ({ doubt, first }: Passage): number => (doubt === undefined ? 0 : 2) + (first?.at === at ? 0 : 1);
  const found = new Map<string, Passage>();
  for (const passage of passages.toSorted((a, b) => weight(a) - weight(b))) {
    const { term } = passage.demand.term;
    if (!found.has(term)) found.set(term, passage);
  }
  return [...found.values()];
}

/** Places that a finding about a column names: the demand, the contract that classifies the column, where it leaves unmasked first. */
export function relatedTo({ demand, first }: Passage, model: string): NonNullable<RuleFinding['related']> {
  return [
    { at: demand.term.at, message: 'defined' },
    ...(demand.classifiedAt === undefined ? [] : [{ at: demand.classifiedAt, message: 'classified' }]),
    ...(first === undefined || first.model === model ? [] : [{ at: first.at, message: 'unmasked' }]),
  ];
}
