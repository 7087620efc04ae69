import type { SqlOutput } from '../../model/sql-shape.ts';
import { partsOf } from './expression-parts.ts';
import { type Group, isMark, isQuery, nameAt, type Node, splitList, wordAt } from './nodes.ts';

/** Kinds of values that naming policies tell apart. */
type Kind = NonNullable<SqlOutput['kind']>;

/** The kind that an expression surely has, by casts, comparisons, `case` and well-known functions; undefined for all else. */
export function kindOf(expression: readonly Node[]): Kind | undefined {
  const [first, second] = expression;
  if (expression.length === 1 && first?.kind === 'group') {
    const { nodes } = first;
    return isQuery(first) ? undefined : kindOf(nodes);
  }
  if (expression.length === 1) return kindByWord.get(wordAt(expression, 0) ?? '');
  if (expression.length === 2 && second?.kind === 'group') return kindOfCall(nameAt(expression, 0) ?? '', second);
  if (wordAt(expression, 0) === 'case') return kindOfCase(expression);
  return kindOfArrow(expression) ?? (isComparison(expression) ? 'boolean' : undefined);
}

const casts = new Set(['cast', 'try_cast', 'safe_cast']);

const kindByWord: ReadonlyMap<string, Kind> = new Map([
  ['true', 'boolean'],
  ['false', 'boolean'],
  ['current_date', 'date'],
  ['current_timestamp', 'timestamp'],
  ['localtimestamp', 'timestamp'],
]);

const kindByCall: ReadonlyMap<string, Kind> = new Map([
  ['exists', 'boolean'],
  ['not', 'boolean'],
  ['current_date', 'date'],
  ['to_date', 'date'],
  ...['current_timestamp', 'now', 'getdate', 'localtimestamp'].map((name) => [name, 'timestamp'] as const),
  ...['to_timestamp', 'to_timestamp_ntz', 'to_timestamp_ltz', 'to_timestamp_tz'].map(
    (name) => [name, 'timestamp'] as const,
  ),
  ['parse_timestamp', 'timestamp'],
]);

/** Functions that give one of their arguments, from the index on. */
const choosing: ReadonlyMap<string, number> = new Map([
  ['coalesce', 0],
  ['ifnull', 0],
  ['nvl', 0],
  ['max', 0],
  ['min', 0],
  ['any_value', 0],
  ['if', 1],
  ['iff', 1],
]);

function kindOfCall(name: string, group: Group): Kind | undefined {
  if (casts.has(name)) return kindOfType(typeOfCast(group));
  const from = choosing.get(name);
  return from === undefined ? kindByCall.get(name) : commonKind(splitList(group.nodes).slice(from));
}

/** The kind that all values have, but those that are `null`. */
function commonKind(values: readonly (readonly Node[])[]): Kind | undefined {
  const kinds = new Set(values.filter((value) => !isNull(value)).map(kindOf));
  const [kind] = kinds;
  return kinds.size === 1 ? kind : undefined;
}

function isNull(value: readonly Node[]): boolean {
  return value.length === 1 && wordAt(value, 0) === 'null';
}

/** `case … end` and nothing behind it; one that holds another is not looked into. */
function kindOfCase(expression: readonly Node[]): Kind | undefined {
  const [outside, ...parts] = partsOf(expression);
  if (outside?.nodes.length !== 2 || parts.some(({ above }) => above !== outside)) return undefined;
  return commonKind(parts.filter(({ role }) => role === 'value').map(({ nodes }) => nodes));
}

/** `x::date`, and nothing around it. */
function kindOfArrow(nodes: readonly Node[]): Kind | undefined {
  const at = nodes.findLastIndex((node, index) => isMark(node, ':') && isMark(nodes[index - 1], ':'));
  const isWhole = at > 0 && nodes.slice(0, at - 1).every((node) => node.kind !== 'mark' || node.text === '.');
  return isWhole ? kindOfType(nameAt(nodes, at + 1)) : undefined;
}

function typeOfCast({ nodes }: Group): string | undefined {
  const as = nodes.findLastIndex((_, at) => wordAt(nodes, at) === 'as');
  return as === -1 ? undefined : nameAt(nodes, as + 1);
}

function kindOfType(name: string | undefined): Kind | undefined {
  if (name === 'boolean' || name === 'bool') return 'boolean';
  if (name === 'date') return 'date';
  return name !== undefined && /^(?:timestamp|datetime)/.test(name) ? 'timestamp' : undefined;
}

const comparingWords = new Set('is in like ilike between exists not and or'.split(' '));

/** Words with which an expression is something else, or holds a comparison without being one. */
const otherWords = new Set('case when interval at'.split(' '));

function isComparison(nodes: readonly Node[]): boolean {
  const words = nodes.flatMap((_, at) => wordAt(nodes, at) ?? []);
  if (words.some((word) => otherWords.has(word)) || nodes.some((node) => node.kind === 'template')) return false;
  return words.some((word) => comparingWords.has(word)) || nodes.some((_, at) => isComparing(nodes, at));
}

/** `=`, `<`, `>=`, `<>`; not the arrows `->`, `->>`, `=>`, `<@`, `@>`, `<<`, nor `?=`. */
function isComparing(nodes: readonly Node[], at: number): boolean {
  const node = nodes[at];
  if (node?.kind !== 'mark' || !'=<>'.includes(node.text)) return false;
  return (
    [nodes[at - 1], nodes[at + 1]].every((next) => next?.kind !== 'mark' || !/^[-@#?|&~:]$/.test(next.text)) &&
    !isPair(nodes, at)
  );
}

/** `<<`, `>>` and `=>`: `<>`, `<=` and `>=` compare. */
function isPair(nodes: readonly Node[], at: number): boolean {
  const text = (index: number): string => {
    const node = nodes[index];
    return node?.kind === 'mark' ? node.text : '';
  };
  return ['<<', '>>', '=>'].some((pair) => pair === text(at) + text(at + 1) || pair === text(at - 1) + text(at));
}
