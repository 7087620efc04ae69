import { fileStart, type Location } from '../../model/location.ts';
import type { Topology } from '../../model/pipelines.ts';
import type { Problem } from '../../model/project.ts';
import { suggest } from '../../model/suggest.ts';
import type { DbtFiles, FileRef } from '../dbt/dbt-files.ts';
import { inspectText } from '../inspect-text.ts';
import type { Loaded } from '../loaded.ts';
import { blobKey } from '../memo.ts';
import { type Flowchart, limits, type ParsedFlowchart, parseFlowchart, type Span } from '../mermaid/flowchart.ts';
import type { SplitFile, SyntaxProblem } from '../mermaid/statements.ts';
import { readYaml } from '../yaml.ts';
import { domainOf } from './domain.ts';

/**
 * Reads `topology.mermaid`, `lineage.mermaid` and `flow.mermaid`. A file with a mistake is only its problems: a graph
 * with a line missing would be judged wrongly.
 */
export function loadTopologies(source: DbtFiles, files: readonly FileRef[]): Loaded<Topology> {
  const loaded = files.flatMap((file) => {
    const bytes = source.read(file.path);
    if (bytes === undefined) return [];
    return [source.memo.once('topology', blobKey(file), () => loadTopology(file.path, bytes))];
  });
  return {
    items: loaded.flatMap(({ items }) => items),
    problems: loaded.flatMap(({ problems }) => problems),
  };
}

/** Reads one file: a topology, or what is wrong with it. */
export function loadTopology(path: string, bytes: Uint8Array): Loaded<Topology> {
  const inspected = inspectText(path, bytes);
  if (inspected.problem !== undefined) return { items: [], problems: [inspected.problem] };
  const { text } = inspected;
  if (text.length > limits.chars) return { items: [], problems: [tooLong(path)] };
  const parsed = parseFlowchart(text);
  const problems = [...frontMatterProblems(path, parsed.file), ...parsed.problems.map((each) => toProblem(path, each))];
  return problems.length > 0 ? { items: [], problems } : { items: [toTopology(path, parsed)], problems };
}

function tooLong(path: string): Problem {
  const values = { max: String(limits.chars) };
  return { kind: 'unreadable', at: fileStart(path), key: 'too-long', message: 'mermaid.too-long', values };
}

/** Mermaid reads it as YAML; its first line is the file's second. */
function frontMatterProblems(path: string, { frontMatter }: SplitFile): readonly Problem[] {
  if (frontMatter === undefined) return [];
  const { problems } = readYaml(path, new TextEncoder().encode(frontMatter));
  return problems.map((problem) => {
    const { line, column } = problem.at;
    return { ...problem, at: { path, line: line + 1, column } };
  });
}

/** Words by which files of mermaid's other diagrams begin, so that the message can say what the file is. */
const headers = ['flowchart', 'graph'];
const directions = ['TD', 'TB', 'BT', 'LR', 'RL'];

function toProblem(path: string, { key, line, column, length, values }: SyntaxProblem): Problem {
  const at = { path, line, column, endLine: line, endColumn: column + length };
  const near = nearTo(key, values['found'] ?? '');
  return {
    kind: 'syntax',
    at,
    key: [key, ...Object.values(values)].join(' '),
    message: near === undefined ? `mermaid.${key}` : `mermaid.${key}-near`,
    values: near === undefined ? values : { ...values, suggestion: near },
  };
}

function nearTo(key: string, found: string): string | undefined {
  const [word = ''] = found.split(/\s/, 1);
  if (key === 'no-header') return suggest(word, headers);
  return key === 'direction' ? directions.find((each) => each === word.toUpperCase() && each !== word) : undefined;
}

function toTopology(path: string, { chart, file }: ParsedFlowchart): Topology {
  const place = ({ line, column, endColumn }: Span): Location => ({ path, line, column, endLine: line, endColumn });
  const holder = (id: string): string | undefined => chart.holders.get(id);
  return {
    path,
    domain: domainOf(path),
    nodes: chart.nodes.map(({ id, at, mentions, ...node }) => ({
      id,
      ...node,
      ...(holder(id) === undefined ? {} : { subgraph: holder(id) }),
      at: place(at),
      mentions: mentions.map(place),
    })),
    edges: chart.edges.map(({ alone, at, ...edge }) => ({
      ...edge,
      at: place(at),
      ...(alone === undefined ? {} : { line: wholeLine(path, file.lines, alone) }),
    })),
    subgraphs: chart.subgraphs.map(({ at, ...subgraph }) => ({
      ...subgraph,
      ...(holder(subgraph.id) === undefined ? {} : { parent: holder(subgraph.id) }),
      at: place(at),
    })),
    at: fileStart(path),
    insertion: insertionOf(path, chart, file),
  };
}

/** With the line break in front of it. A statement is never on the first line: that is the header's. */
function wholeLine(path: string, lines: readonly string[], line: number): Location {
  const lengthOf = (number: number): number => (lines[number - 1] ?? '').length;
  return { path, line: line - 1, column: lengthOf(line - 1) + 1, endLine: line, endColumn: lengthOf(line) + 1 };
}

function insertionOf(path: string, { last }: Flowchart, { lines, lineBreak }: SplitFile): Topology['insertion'] {
  const column = (lines[last.line - 1] ?? '').length + 1;
  const at = { path, line: last.line, column, endLine: last.line, endColumn: column };
  return { at, prefix: `${lineBreak}${last.indent}` };
}
