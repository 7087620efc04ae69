import type { Template } from '../../model/template-tokens.ts';
import { type ExpressionPart, partsOf } from './expression-parts.ts';
import { type Group, isMark, isQuery, nameAt, type Node, splitList, wordAt } from './nodes.ts';

/** A column that an expression names, or a query that it asks, with what encloses it there. */
export type Mention = ColumnMention | QueryMention;

export interface ColumnMention {
  readonly column: string;
  /** What stands before its dot. */
  readonly qualifier: string;
  /** Outermost first. */
  readonly calls: readonly string[];
}

/** `(select max(email) from customers)`. */
export interface QueryMention {
  readonly query: Group;
  readonly calls: readonly string[];
}

/** Words of expressions that name nothing. */
const plainWords = new Set(
  (
    'and or not is in like ilike between case when then else end distinct all any some over filter within interval as null ' +
    'true false escape rlike regexp similar to at time zone collate partition by order rows range preceding following ' +
    'unbounded current row asc desc nulls first last where group current_date current_timestamp current_time ignore respect'
  ).split(' '),
);

/** Words that make a statement about a column rather than pass its value on. */
const testWords = new Set('and or not is in like ilike between exists rlike regexp similar'.split(' '));

/** What an expression names; undefined where a template in it hides it. */
export function mentionsOf(expression: readonly Node[], calls: readonly string[] = []): readonly Mention[] | undefined {
  const tests = new Set<ExpressionPart>();
  const found: Mention[] = [];
  for (const part of partsOf(expression)) {
    const { nodes, above } = part;
    if (isTest(part) || (above !== undefined && tests.has(above))) tests.add(part);
    const inner = tests.has(part) ? [...calls, '='] : calls;
    for (let at = 0; at < nodes.length; at++) {
      const mentions = mentionsAt(nodes, at, inner);
      if (mentions === undefined) return undefined;
      found.push(...mentions);
    }
  }
  return found;
}

function isTest({ nodes, role }: ExpressionPart): boolean {
  return role === 'condition' || nodes.some((node, at) => isTestMark(node) || testWords.has(wordAt(nodes, at) ?? ''));
}

function isTestMark(node: Node): boolean {
  return node.kind === 'mark' && '=<>!'.includes(node.text);
}

function mentionsAt(nodes: readonly Node[], at: number, calls: readonly string[]): readonly Mention[] | undefined {
  const node = nodes[at];
  switch (node?.kind) {
    case 'group':
      return groupMentions(node, { name: callBefore(nodes, at), calls });
    case 'template':
      return templateMentions(node.template, calls);
    case 'name':
      return isColumn(nodes, at)
        ? [{ column: node.text, qualifier: isMark(nodes[at - 1], '.') ? (nameAt(nodes, at - 2) ?? '') : '', calls }]
        : [];
    default:
      return [];
  }
}

interface Enclosing {
  /** The function whose arguments the parentheses hold; undefined where there is none. */
  readonly name: string | undefined;
  readonly calls: readonly string[];
}

function groupMentions(group: Group, { name, calls }: Enclosing): readonly Mention[] | undefined {
  const inside = name === undefined ? calls : [...calls, name];
  const list = splitList(group.nodes);
  if (isQuery(group)) return [{ query: group, calls: inside }];
  const asks = askedArguments.get(name ?? '');
  const found: Mention[] = [];
  for (const [index, argument] of list.entries()) {
    const isAsked = asks?.(index, list.length) === true;
    const mentions = mentionsOf(argument, isAsked ? [...inside, '='] : inside);
    if (mentions === undefined) return undefined;
    found.push(...mentions);
  }
  return found;
}

/** Whether the value of an argument does not come out of a function, which only asks something of it. */
type Asks = (index: number, count: number) => boolean;

const asksFirst: Asks = (index) => index === 0;
const givesFirst: Asks = (index) => index > 0;
/** `decode(x, 'a', 1, 'b', 2, 3)` compares x; `decode(x, 'base64')` reads it. */
const decodes: Asks = (index, count) => count > 2 && (index === 0 || (index % 2 === 1 && index < count - 1));

const askedArguments: ReadonlyMap<string, Asks> = new Map<string, Asks>([
  ['if', asksFirst],
  ['iff', asksFirst],
  ['iif', asksFirst],
  ['nvl2', asksFirst],
  ['nullif', givesFirst],
  ['max_by', givesFirst],
  ['min_by', givesFirst],
  ['decode', decodes],
]);

function callBefore(nodes: readonly Node[], at: number): string | undefined {
  // `max(distinct (email))`
  return wordAt(nodes, at - 1) === 'distinct' ? undefined : nameAt(nodes, at - 1);
}

/** Neither a function, a qualifier, a word of the language nor a type. */
function isColumn(nodes: readonly Node[], at: number): boolean {
  const next = nodes[at + 1];
  const before = nodes[at - 1];
  if (next?.kind === 'group' || isMark(next, '.')) return false;
  const isType = wordAt(nodes, at - 1) === 'as' || (isMark(before, ':') && isMark(nodes[at - 2], ':'));
  return !isType && !isKey(nodes, at) && !plainWords.has(wordAt(nodes, at) ?? '');
}

/** `payload:customer.email`: a path within a value, whose own name comes first. */
function isKey(nodes: readonly Node[], at: number): boolean {
  let start = at;
  while (isMark(nodes[start - 1], '.')) start -= 2;
  return isMark(nodes[start - 1], ':') && !isMark(nodes[start - 2], ':');
}

/** The arguments of a macro are the columns that it works on; an expression without them hides what it writes. */
function templateMentions(template: Template, calls: readonly string[]): readonly Mention[] | undefined {
  if (template.isStatement || template.calls.length === 0) return undefined;
  const inside = [...calls, ...template.calls];
  return template.words.map((column) => ({ column, qualifier: '', calls: inside }));
}
