import type { Span } from '../../model/sql-tokens.ts';
import { isMark, nameAt, type Node, splitList, wordAt } from './nodes.ts';

/** One entry of a select list. */
export interface Item {
  /** What it is made of, without its alias. */
  readonly expression: readonly Node[];
  /** Where its name is written; undefined for a star, and where a template or nothing names it. */
  readonly name?: { readonly text: string; readonly span: Span; readonly isAlias: boolean };
  readonly star?: Star;
}

/** `*`, `t.*`, `* exclude (a)`, `* replace (f(a) as a)`. */
export interface Star {
  /** What stands before its dot; `''` for a bare one. */
  readonly qualifier: string;
  readonly span: Span;
  /** Columns, in lower case, that it leaves out, or gives in another way. */
  readonly except: readonly string[];
  /** Columns that it gives in another way: `replace (…)`, `rename (…)`. */
  readonly instead: readonly Item[];
}

/** Words that an expression can end with and that are no alias. */
const lastWords = new Set(
  'end null true false current_date current_timestamp current_time asc desc last first'.split(' '),
);

/** Words after which a name is part of the expression. */
const operatorWords = new Set(
  'and or not is in like ilike between case when then else distinct all any some over filter within interval as escape rlike regexp similar to at time zone collate select from where group order by'.split(
    ' ',
  ),
);

/** Reads an entry; undefined for an empty one (behind a trailing comma). */
export function readItem(all: readonly Node[]): Item | undefined {
  const nodes = withoutOuterStatements(all);
  const last = nodes.at(-1);
  if (last === undefined) return undefined;
  const star = starOf(nodes);
  if (star !== undefined) return { expression: nodes, star };
  if (last.kind !== 'name') return { expression: nodes };
  if (isAlias(nodes)) return aliasedItem(nodes, last);
  return isPath(nodes) && !lastWords.has(wordAt(nodes, nodes.length - 1) ?? '')
    ? { expression: nodes, name: { text: last.text, span: last, isAlias: false } }
    : { expression: nodes };
}

/** Loops and conditions around an entry say nothing about what it holds. */
function withoutOuterStatements(nodes: readonly Node[]): readonly Node[] {
  const start = nodes.findIndex((node) => !isStatement(node));
  const end = nodes.findLastIndex((node) => !isStatement(node));
  return start === -1 ? [] : nodes.slice(start, end + 1);
}

/** `{% … %}`, which stands for nothing itself. */
export function isStatement(node: Node): boolean {
  return node.kind === 'template' && node.template.isStatement;
}

function starOf(nodes: readonly Node[]): Star | undefined {
  const at = nodes.findIndex((node) => isMark(node, '*'));
  const span = nodes[at];
  if (span === undefined) return undefined;
  const isOfTable = at > 0 && isMark(nodes[at - 1], '.') && isPath(nodes.slice(0, at - 1));
  if (at !== 0 && !isOfTable) return undefined;
  return { qualifier: isOfTable ? (nameAt(nodes, at - 2) ?? '') : '', span, ...changesOf(nodes.slice(at + 1)) };
}

/** What is said behind a star. */
function changesOf(nodes: readonly Node[]): Pick<Star, 'except' | 'instead'> {
  const changes: Pick<Star, 'except' | 'instead'>[] = [];
  for (let at = 0; at < nodes.length; ) {
    const [list, end] = listBehind(nodes, at + 1);
    changes.push(changeOf(wordAt(nodes, at) ?? '', list));
    at = end;
  }
  return {
    except: changes.flatMap(({ except }) => except),
    instead: changes.flatMap(({ instead }) => instead),
  };
}

function changeOf(word: string, list: readonly (readonly Node[])[]): Pick<Star, 'except' | 'instead'> {
  const isHidden = list.some((part) => part.length === 0 || part.some(({ kind }) => kind === 'template'));
  if (!changeWords.has(word) || isHidden) return { except: [], instead: [] };
  if (word === 'exclude' || word === 'except')
    return { except: list.flatMap((part) => nameAt(part, part.length - 1) ?? []), instead: [] };
  const instead = list.flatMap((part) => readItem(part) ?? []);
  // `replace (f(a) as a)` gives a in another way, `rename (a as b)` gives it under another name.
  const except =
    word === 'replace'
      ? instead.flatMap(({ name }) => name?.text ?? [])
      : list.flatMap((part) => nameAt(part, 0) ?? []);
  return { except, instead };
}

const changeWords = new Set(['exclude', 'except', 'replace', 'rename']);

/** The entries in the parentheses at an index, or the single one without any, and the index behind them. */
function listBehind(nodes: readonly Node[], at: number): readonly [readonly (readonly Node[])[], number] {
  const node = nodes[at];
  if (node?.kind === 'group') return [splitList(node.nodes), at + 1];
  let stop = at;
  while (stop < nodes.length && !changeWords.has(wordAt(nodes, stop) ?? '')) stop++;
  return [[nodes.slice(at, stop)], stop];
}

/** `name`, `t.name`, `schema.t.name`, and nothing else. */
function isPath(nodes: readonly Node[]): boolean {
  return nodes.length % 2 === 1 && nodes.every((node, at) => (at % 2 === 0 ? node.kind === 'name' : isMark(node, '.')));
}

/** `… as name`, or a name behind something that is complete. */
function isAlias(nodes: readonly Node[]): boolean {
  const at = nodes.length - 1;
  if (wordAt(nodes, at - 1) === 'as') return true;
  const before = nodes[at - 1];
  if (before === undefined || lastWords.has(wordAt(nodes, at) ?? '')) return false;
  if (before.kind === 'mark') return before.text === '0' || before.text === ']';
  // `x::timestamp with time zone`, `date '2020-01-01'`: a name behind a name is only an alias where the first is a column.
  if (before.kind === 'name') return !operatorWords.has(before.text) && isPath(nodes.slice(0, at));
  return before.kind === 'group' || before.kind === 'text' || isExpression(before);
}

function isExpression(node: Node): boolean {
  return node.kind === 'template' && !node.template.isStatement;
}

function aliasedItem(nodes: readonly Node[], last: Extract<Node, { kind: 'name' }>): Item {
  const hasAs = wordAt(nodes, nodes.length - 2) === 'as';
  const expression = nodes.slice(0, hasAs ? -2 : -1);
  const before = nodes.at(-2);
  // `as {{ prefix }}_total`: only rendering tells the name.
  const isTemplated = before?.kind === 'template' && before.end === last.start;
  return isTemplated ? { expression } : { expression, name: { text: last.text, span: last, isAlias: true } };
}
