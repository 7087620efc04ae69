import type { ColumnGap, ModelColumns, OutputColumn, RelationRef } from '../model/columns.ts';
import { compareLocations, fileStart, type Location } from '../model/location.ts';
import { inReadingOrder } from '../model/reading-order.ts';
import type { RuleContext } from '../model/rule.ts';
import { isMaskedLayer, type ModelFacts, modelsOf, readsOf } from './layers.ts';
import { type ApprovedMacros, effectOf, isApproved } from './masking-calls.ts';
import { Demands } from './masking-demands.ts';
import {
  type Doubt,
  extend,
  isNamedPart,
  type Node,
  onePerTerm,
  type Passage,
  passThrough,
  startAt,
  startOutside,
} from './masking-passage.ts';
import { definedMacros, hasStar, pythonReads, type UnknownCall, unknownCalls, wordsIn } from './masking-text.ts';
import { saysOtherwise } from '../model/personal-data.ts';

/** What one model hands on. */
export interface Handover {
  readonly facts: ModelFacts;
  /** Whether it lies where everything must be masked. */
  readonly isMasked: boolean;
  readonly columns: readonly { readonly output: OutputColumn; readonly passages: readonly Passage[] }[];
  /** What may leave it besides. */
  readonly doubts: readonly Passage[];
}

/** Where columns are followed. */
export type World = Pick<RuleContext, 'project' | 'governance' | 'facts'>;

/** Several rules ask for the same tree. */
const knownFlows = new WeakMap<World['facts'], Omit<World, 'facts'> & { readonly handovers: readonly Handover[] }>();

/** Follows every column that must be masked through all models whose columns are known; what a model reads comes before it. */
export function followColumns({ project, governance, facts }: World): readonly Handover[] {
  const known = knownFlows.get(facts);
  if (known?.project === project && known.governance === governance) return known.handovers;
  const handovers = new Flow({ project, governance, facts }).handovers();
  knownFlows.set(facts, { project, governance, handovers });
  return handovers;
}

/** What is known of one column. */
interface ColumnState {
  readonly passages: readonly Passage[];
  /** Whether its values are what something outside has, as they are. */
  readonly isPlain: boolean;
}

const unknownState: ColumnState = { passages: [], isPlain: true };
const closedState: ColumnState = { passages: [], isPlain: false };

class Flow {
  readonly #context: World;
  readonly #demands: Demands;
  readonly #approved: ApprovedMacros;
  /** By root of the project, blank, and name in lower case. */
  readonly #nodes: ReadonlyMap<string, Node>;
  readonly #states = new Map<Node, ReadonlyMap<string, ColumnState>>();
  readonly #doubts = new Map<Node, readonly Passage[]>();
  readonly #told = new Map<Node, Untold>();
  readonly #macros = new Map<string, ReadonlySet<string>>();

  constructor(context: World) {
    this.#context = context;
    this.#demands = new Demands(context.project, context.governance);
    const macros = context.governance.macros?.macros ?? [];
    this.#approved = new Set(macros.flatMap(({ name, masks }) => (masks ? [name.toLowerCase()] : [])));
    this.#nodes = new Map(nodesOf(context).map((node) => [`${node.root} ${node.model.name.toLowerCase()}`, node]));
  }

  handovers(): readonly Handover[] {
    const order = inReadingOrder(this.#nodes.values(), (node) =>
      node.reads.flatMap((read) => this.#nodeOf(node, read) ?? []),
    );
    return order.map((node) => this.#follow(node));
  }

  #follow(node: Node): Handover {
    const states = new Map<string, ColumnState>();
    const columns = node.columns.columns.map((output) => {
      const state = this.#columnState(node, output);
      states.set(output.name.toLowerCase(), state);
      return { output, passages: state.passages };
    });
    this.#states.set(node, states);
    const doubts = this.#modelDoubts(node);
    this.#doubts.set(node, doubts);
    return { facts: node, isMasked: node.isMasked, columns, doubts };
  }

  #columnState(node: Node, output: OutputColumn): ColumnState {
    if (output.origins === undefined) return this.#untoldState(node, output);
    const values = output.origins.filter(({ role }) => role === 'value');
    const ways: Passage[] = [];
    let isPlain = values.length > 0;
    for (const origin of values) {
      const effect = effectOf(origin.calls, this.#approved);
      const below = effect.kind === 'closed' ? closedState : this.#stateOf(node, origin.from, origin.column);
      isPlain &&= effect.kind === 'open' && below.isPlain;
      const left = below.passages.filter((passage) => !isNamedPart(output, origin, passage));
      const doubt: Doubt | undefined = effect.kind === 'doubt' ? { kind: 'call', call: effect.call } : undefined;
      ways.push(...left.map((passage) => extend(passage, { node, output, calls: origin.calls, doubt })));
    }
    if (ways.length > 0 || !isPlain) return { passages: onePerTerm(ways, output.at), isPlain };
    const demand = this.#demands.ofName(output.name, output.type);
    const [origin] = values;
    return { passages: demand === undefined ? [] : [startAt({ node, output, demand, origin })], isPlain };
  }

  /** A column of what a model reads. */
  #stateOf(node: Node, from: RelationRef, column: string): ColumnState {
    const below = this.#nodeOf(node, from);
    const known = below && this.#states.get(below);
    if (below === undefined || from.kind === 'table') {
      const own = this.#outsideState(node, from, column);
      return own.passages.length > 0 ? own : (known?.get(column.toLowerCase()) ?? own);
    }
    // What a model reads of itself, or through others of itself, it has from elsewhere.
    if (known === undefined) return closedState;
    return known.get(column.toLowerCase()) ?? this.#gapState(below, column);
  }

  /** A column of something that no model gives. */
  #outsideState({ root }: Node, from: RelationRef, column: string): ColumnState {
    const demand = this.#demands.ofColumn(root, from, column);
    if (demand !== undefined) return { passages: [startOutside(from, column, demand)], isPlain: true };
    return saysOtherwise(column) ? closedState : unknownState;
  }

  /** A column that a model does not name: a star of it may bring the column, or what nobody can read. */
  #gapState(below: Node, column: string): ColumnState {
    const { gaps } = below.columns;
    const demand = gaps.length === 0 ? undefined : this.#demands.ofName(column);
    if (demand === undefined) return closedState;
    const isUnread = gaps.some(({ reason }) => reason !== 'open-relation');
    const doubt: Doubt | undefined = isUnread ? { kind: 'below', model: below.model.name } : undefined;
    const output = { name: column, at: gaps[0]?.at ?? fileStart(below.model.path) };
    const start = this.#sourceOfStar(below);
    const passage =
      start === undefined || doubt !== undefined
        ? startAt({ node: below, output, demand })
        : extend(startOutside(start, column, demand), { node: below, output, calls: [], doubt });
    return { passages: [doubt === undefined ? passage : { ...passage, doubt }], isPlain: true };
  }

  /** What the only star of a model is taken of, through further models that only take a star. */
  #sourceOfStar(node: Node): RelationRef | undefined {
    let at: Node | undefined = node;
    for (let depth = 0; at !== undefined && depth < maxStars; depth++) {
      const [gap, ...others]: readonly ColumnGap[] = at.columns.gaps;
      if (gap === undefined || others.length > 0) return undefined;
      const read: RelationRef | undefined = at.reads.find(({ name }) => name === gap.detail);
      const below: Node | undefined = read && this.#nodeOf(at, read);
      if (below === undefined) return read;
      at = below;
    }
    return undefined;
  }

  /** A column that is made of what cannot be told. */
  #untoldState(node: Node, { name, at, type }: OutputColumn): ColumnState {
    const { candidates, blamed } = this.#untold(node);
    const near = callsBefore(node, blamed, at);
    const [macro] = near.filter((call) => !call.isApproved);
    if (near.length > 0 && macro === undefined) return closedState;
    const doubt: Doubt = macro === undefined ? { kind: 'column' } : { kind: 'macro', macro: macro.macro };
    const output = { name, at };
    const read = candidates.map((passage) => extend(passage, { node, output, calls: [], doubt }));
    const demand = this.#demands.ofName(name, type);
    const own = demand === undefined || read.length > 0 ? [] : [{ ...startAt({ node, output, demand }), doubt }];
    return { passages: onePerTerm([...read, ...own], at), isPlain: false };
  }

  /** What a model reads that its template names, and the macros that are not there and could be handed it. */
  #untold(node: Node): Untold {
    const known = this.#told.get(node);
    if (known !== undefined) return known;
    const words = wordsIn(node.model.text);
    const candidates = this.#sensitiveReads(node).filter(({ step }) => words.has(step.column.toLowerCase()));
    const names = new Set(candidates.map(({ step }) => step.column.toLowerCase()));
    const calls = unknownCalls(node, { known: this.#definedIn(node.root), approved: this.#approved });
    const named = calls.filter((call) => [...call.words].some((word) => names.has(word)));
    const untold = { candidates, blamed: named.length > 0 ? named : calls };
    this.#told.set(node, untold);
    return untold;
  }

  /** Everything a model reads that must be masked, and is not yet. */
  #sensitiveReads(node: Node): readonly Passage[] {
    const undeclared: RelationRef[] = [];
    const found = node.reads.flatMap((read) => {
      const below = this.#nodeOf(node, read);
      const states = below && this.#states.get(below);
      if (below !== undefined && states !== undefined)
        return [...[...states.values()].flatMap(({ passages }) => passages), ...(this.#doubts.get(below) ?? [])];
      const declared = this.#demands.columnsOf(node.root, read);
      if (declared === undefined) undeclared.push(read);
      return (declared ?? []).map(({ column, demand }) => startOutside(read, column, demand));
    });
    return [...found, ...this.#namedReads(node, undeclared)];
  }

  /** What the words of a template mean where nobody says what is read. */
  #namedReads(node: Node, [read, ...others]: readonly RelationRef[]): readonly Passage[] {
    if (read === undefined) return [];
    return [...wordsIn(node.model.text)].flatMap((name) => {
      const demand = this.#demands.ofName(name);
      if (demand === undefined) return [];
      const output = { name, at: fileStart(node.model.path) };
      return [others.length === 0 ? startOutside(read, name, demand) : startAt({ node, output, demand })];
    });
  }

  /** What may leave a model besides the columns that are known. */
  #modelDoubts(node: Node): readonly Passage[] {
    const gap = node.columns.gaps.find(({ reason }) => reason !== 'open-relation');
    const own = gap === undefined ? [] : this.#gapDoubts(node, gap);
    const inherited = node.reads.flatMap((read) => {
      const below = this.#nodeOf(node, read);
      if (below === undefined || below.isMasked || !this.#takesUnknown(node, below)) return [];
      const doubt: Doubt = { kind: 'below', model: below.model.name };
      return (this.#doubts.get(below) ?? []).map((passage) => ({ ...passThrough(passage, node), doubt }));
    });
    return onePerTerm([...own, ...this.#starDoubts(node), ...inherited], undefined);
  }

  /** What stars take of sources whose columns nobody could list in time, such as a table of two contracts. */
  #starDoubts(node: Node): readonly Passage[] {
    const known = this.#states.get(node);
    return node.columns.gaps.flatMap((gap) => {
      const read = node.reads.find(({ kind, name }) => kind !== 'ref' && name === gap.detail);
      if (gap.reason !== 'open-relation' || read === undefined) return [];
      return (this.#demands.columnsOf(node.root, read) ?? [])
        .filter(({ column }) => known?.has(column.toLowerCase()) !== true)
        .map(({ column, demand }) =>
          passThrough({ ...startOutside(read, column, demand), doubt: { kind: 'gap', gap } }, node),
        );
    });
  }

  #gapDoubts(node: Node, gap: ColumnGap): readonly Passage[] {
    const { blamed, candidates } = this.#untold(node);
    if (gap.reason === 'unknown-macro' && isApproved(gap.detail, this.#approved)) return [];
    if (gap.reason === 'unknown-macro' && blamed.length > 0 && blamed.every((call) => call.isApproved)) return [];
    const isOpen = node.model.language === 'python' || hasStar(node.model.text);
    const left = isOpen ? this.#sensitiveReads(node) : candidates;
    return left.map((passage) => ({ ...passThrough(passage, node), doubt: passage.doubt ?? { kind: 'gap', gap } }));
  }

  /** Whether a model takes columns of another that this one does not name. */
  #takesUnknown(node: Node, below: Node): boolean {
    const states = this.#states.get(below);
    const { columns, gaps } = node.columns;
    return (
      gaps.some(({ reason, detail }) => reason === 'open-relation' && detail === below.model.name) ||
      columns.some(({ origins = [] }) =>
        origins.some(
          ({ from, column, role }) =>
            role === 'value' && this.#nodeOf(node, from) === below && states?.has(column.toLowerCase()) !== true,
        ),
      )
    );
  }

  /** The model that a `ref`, or the name of a table, means. */
  #nodeOf({ root }: Node, { kind, name }: RelationRef): Node | undefined {
    if (kind === 'source') return undefined;
    const found = (each: string): Node | undefined => this.#nodes.get(`${root} ${each.toLowerCase()}`);
    if (kind === 'table') return found(name.slice(name.lastIndexOf('.') + 1));
    return found(name) ?? found(name.replace(/\.v([0-9]+)$/, '_v$1'));
  }

  #definedIn(root: string): ReadonlySet<string> {
    const known = this.#macros.get(root);
    if (known !== undefined) return known;
    const project = this.#context.project.dbt.find((each) => each.root === root);
    const defined = project === undefined ? new Set<string>() : definedMacros(project);
    this.#macros.set(root, defined);
    return defined;
  }
}

/** What a model reads that its template names. */
interface Untold {
  readonly candidates: readonly Passage[];
  readonly blamed: readonly UnknownCall[];
}

/** The calls that stand between the column before and this one; all where none does, or where it comes from further above. */
function callsBefore({ columns }: Node, calls: readonly UnknownCall[], at: Location): readonly UnknownCall[] {
  const before = columns.columns.map((output) => output.at).filter((each) => compareLocations(each, at) < 0);
  const last = before.toSorted(compareLocations).at(-1);
  const near = calls.filter(
    (call) => compareLocations(call.at, at) <= 0 && (last === undefined || compareLocations(last, call.at) < 0),
  );
  return near.length > 0 ? near : calls;
}

/** Longer chains of stars are not followed to their end. */
const maxStars = 100;

function nodesOf(context: World): readonly Node[] {
  const columns = new Map((context.facts.columns ?? []).map((each) => [each.path, each]));
  return modelsOf(context).flatMap((facts) => {
    const own = columns.get(facts.model.path);
    if (own === undefined) return [];
    const isMasked = isMaskedLayer(context.governance, facts.model);
    return [{ ...facts, columns: own, isMasked, reads: relationsOf(facts, own) }];
  });
}

/** What the SQL reads; of a model that could not be rendered or read, what its template says. */
function relationsOf(facts: ModelFacts, columns: ModelColumns): readonly RelationRef[] {
  const { model, compiled } = facts;
  const told = [
    ...columns.reads,
    ...(compiled?.refs ?? []).map((name) => ({ kind: 'ref', name }) as const),
    ...(compiled?.sources ?? []).map((name) => ({ kind: 'source', name }) as const),
    ...readsOf(facts),
    ...(model.language === 'python' ? pythonReads(model.text) : []),
  ];
  return [...new Map(told.map(({ kind, name }) => [`${kind} ${name}`, { kind, name }])).values()];
}
