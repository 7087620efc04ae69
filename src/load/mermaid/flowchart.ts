import { type Chain, readChain, type WrittenNode } from './read-chain.ts';
import { Reader } from './reader.ts';
import { type Statement, type SyntaxProblem, type SplitFile, splitStatements } from './statements.ts';
import { readStyling } from './styling.ts';
import { readSubgraph } from './read-subgraph.ts';

/** A part of a line. Lines and columns are 1-based, the end is exclusive. */
export interface Span {
  readonly line: number;
  readonly column: number;
  readonly endColumn: number;
}

export interface FlowNode {
  readonly id: string;
  /** The last that the file writes. */
  readonly label?: string;
  readonly classes: readonly string[];
  /** Every place of its id outside statements of looks. */
  readonly mentions: readonly Span[];
  readonly at: Span;
}

export interface FlowEdge {
  readonly from: string;
  readonly to: string;
  readonly label?: string;
  readonly at: Span;
  /** The line's number, where it says this edge between two bare names and nothing else. */
  readonly alone?: number;
}

export interface FlowSubgraph {
  readonly id: string;
  readonly label?: string;
  readonly at: Span;
}

/** What a flowchart draws, as mermaid 12 reads it. */
export interface Flowchart {
  readonly nodes: readonly FlowNode[];
  readonly edges: readonly FlowEdge[];
  /** In the order in which they are closed. */
  readonly subgraphs: readonly FlowSubgraph[];
  /** The subgraph that holds a node or subgraph, by id. */
  readonly holders: ReadonlyMap<string, string>;
  /** The last line outside all subgraphs, and the text in front of its first character. */
  readonly last: { readonly line: number; readonly indent: string };
}

/** What is read of a file; the chart is whole only where there are no problems. */
export interface ParsedFlowchart {
  readonly chart: Flowchart;
  readonly file: SplitFile;
  readonly problems: readonly SyntaxProblem[];
}

/** Mermaid's own limits, beyond which it draws nothing (`maxTextSize`, `maxEdges`; 12.3.0). */
export const limits = { chars: 50_000, edges: 500 } as const;
/** A file that is no flowchart at all must not fill the report. */
const maxProblems = 20;

/** Reads a flowchart in the subset of `docs/specs/topology.md`; whatever else stands in the file is a problem at its place. */
export function parseFlowchart(text: string): ParsedFlowchart {
  const file = splitStatements(text);
  const builder = new Builder(file);
  const [header, ...statements] = file.statements;
  if (builder.header(header)) for (const statement of statements) builder.add(statement);
  builder.finish();
  return { chart: builder.chart(), file, problems: builder.problems.slice(0, maxProblems) };
}

interface OpenSubgraph {
  /** Undefined for one that has only a title. */
  readonly id: string | undefined;
  readonly label?: string;
  readonly at: Span;
  readonly mentioned: Set<string>;
}

class Builder {
  readonly problems: SyntaxProblem[];
  readonly #nodes = new Map<string, { at: Span; label?: string; classes: Set<string>; mentions: Span[] }>();
  readonly #edges: FlowEdge[] = [];
  readonly #closed: FlowSubgraph[] = [];
  readonly #open: OpenSubgraph[] = [];
  readonly #subgraphIds = new Set<string>();
  readonly #holders = new Map<string, string>();
  #last = { line: 1, indent: '  ' };
  #isFull = false;

  constructor(file: SplitFile) {
    this.problems = [...file.problems];
  }

  /** `flowchart LR`; false where the file is something else, so that nothing else of it can be judged. */
  header(statement: Statement | undefined): boolean {
    if (statement === undefined) {
      if (this.problems.length === 0) this.problems.push({ key: 'empty', line: 1, column: 1, length: 1, values: {} });
      return false;
    }
    const [keyword = '', direction] = statement.text.split(/\s+/);
    const found = statement.text.slice(0, 40);
    if (keyword !== 'flowchart' && keyword !== 'graph') return this.refuse(statement, 'no-header', { found });
    this.#last = { line: statement.line, indent: '  ' };
    if (/^(?:flowchart|graph)(?:\s+(?:TD|TB|BT|LR|RL))?$/.test(statement.text)) return true;
    return this.refuse(statement, 'direction', { found: direction ?? '', keyword });
  }

  add(statement: Statement): void {
    const styling = readStyling(statement);
    if (/^subgraph(?=\s|$)/.test(statement.text)) this.open(statement);
    else if (statement.text === 'end') this.close(statement);
    else if (styling === undefined) this.chain(statement);
    else if (!styling.known) this.refuse(statement, 'styling', { found: styling.keyword });
    else if (!statement.alone) this.refuse(statement, 'styling-alone', { found: styling.keyword });
    else if ((styling.edge ?? -1) >= this.#edges.length) this.refuse(statement, 'no-such-edge', {});
    else if (styling.node !== undefined) this.styled(statement, styling.node);
    if (this.#open.length === 0) this.#last = { line: statement.line, indent: this.indentAt(statement) };
  }

  finish(): void {
    for (const { at } of this.#open)
      this.problems.push({ key: 'unclosed-subgraph', line: at.line, column: at.column, length: 8, values: {} });
    this.problems.sort((a, b) => a.line - b.line || a.column - b.column);
  }

  chart(): Flowchart {
    const nodes = [...this.#nodes].map(([id, { classes, ...node }]) => ({ id, ...node, classes: [...classes] }));
    return { nodes, edges: this.#edges, subgraphs: this.#closed, holders: this.#holders, last: this.#last };
  }

  private indentAt(statement: Statement): string {
    const { indent, text } = statement;
    return text === 'end' || readStyling(statement) !== undefined ? this.#last.indent : indent;
  }

  private open(statement: Statement): void {
    const named = readSubgraph(new Reader(statement, this.problems));
    if (named === undefined)
      return void this.#open.push({ id: undefined, at: spanOf(statement), mentioned: new Set() });
    const { id, label } = named;
    if (id !== undefined && this.#subgraphIds.has(id)) this.refuse(statement, 'duplicate-subgraph', { id });
    if (id !== undefined) this.#subgraphIds.add(id);
    this.#open.push({ id, ...(label === undefined ? {} : { label }), at: spanOf(statement), mentioned: new Set() });
  }

  /** What is mentioned inside belongs to the subgraph that is closed first. */
  private close(statement: Statement): void {
    const subgraph = this.#open.pop();
    if (subgraph === undefined) return void this.refuse(statement, 'stray-end', {});
    // A title without an id gets a number, as in mermaid.
    const id = subgraph.id ?? `subGraph${this.#closed.length}`;
    for (const mentioned of subgraph.mentioned) {
      if (mentioned === id) this.refuse({ ...statement, ...subgraph.at }, 'inside-itself', { id });
      if (!this.#holders.has(mentioned)) this.#holders.set(mentioned, id);
    }
    this.#closed.push({ id, ...(subgraph.label === undefined ? {} : { label: subgraph.label }), at: subgraph.at });
    this.#open.at(-1)?.mentioned.add(id);
  }

  private chain(statement: Statement): void {
    if (this.#isFull) return;
    const chain = readChain(new Reader(statement, this.problems));
    if (chain === undefined) return;
    for (const node of chain.groups.flat()) this.mention(statement, node);
    const edges = edgesOf(statement, chain);
    if (this.#edges.length + edges.length > limits.edges) {
      this.#isFull = true;
      return void this.refuse(statement, 'too-many-edges', { max: String(limits.edges) });
    }
    this.#edges.push(...edges);
  }

  private mention(statement: Statement, { id, label, className, from, to }: WrittenNode): void {
    const at = partOf(statement, from, to);
    const node = this.nodeAt(id, at);
    node.mentions.push(at);
    if (label !== undefined) node.label = label;
    if (className !== undefined) node.classes.add(className);
    this.#open.at(-1)?.mentioned.add(id);
  }

  private styled(statement: Statement, id: string): void {
    this.nodeAt(id, spanOf(statement));
  }

  private nodeAt(id: string, at: Span): { label?: string; classes: Set<string>; mentions: Span[] } {
    const known = this.#nodes.get(id);
    if (known !== undefined) return known;
    const node = { at, classes: new Set<string>(), mentions: [] };
    this.#nodes.set(id, node);
    return node;
  }

  private refuse(
    statement: Pick<Statement, 'line' | 'column' | 'text'>,
    key: string,
    values: SyntaxProblem['values'],
  ): false {
    const { line, column, text } = statement;
    this.problems.push({ key, line, column, length: text.length, values });
    return false;
  }
}

/** Every node of a group leads to every node of the next. The order is mermaid's. */
function edgesOf(statement: Statement, { groups, labels }: Chain): readonly FlowEdge[] {
  // More than mermaid's limit is refused as a whole: it need not be built.
  const count = groups.slice(1).reduce((sum, group, index) => sum + group.length * (groups[index]?.length ?? 0), 0);
  if (count > limits.edges)
    return Array.from({ length: limits.edges + 1 }, () => ({ from: '', to: '', at: spanOf(statement) }));
  const nodes = groups.flat();
  const isBare = nodes.every(({ label, className }) => label === undefined && className === undefined);
  const alone = statement.alone && isBare && nodes.length === 2 && groups.length === 2 ? { alone: statement.line } : {};
  return groups.slice(1).flatMap((targets, index) => {
    const label = labels[index];
    return (groups[index] ?? []).flatMap((from) =>
      targets.map((to) => ({
        from: from.id,
        to: to.id,
        ...(label === undefined ? {} : { label }),
        at: partOf(statement, from.from, to.to),
        ...alone,
      })),
    );
  });
}

function spanOf(statement: Statement): Span {
  return partOf(statement, 0, statement.text.length);
}

function partOf({ line, column }: Statement, from: number, to: number): Span {
  return { line, column: column + from, endColumn: column + to };
}
