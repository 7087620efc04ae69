import { type Node, wordAt } from './nodes.ts';

/** A stretch of an expression: what stands outside of every `case`, or one condition or value of a `case`. */
export interface ExpressionPart {
  /** Without the cases within, of which `case` and `end` are left. */
  readonly nodes: readonly Node[];
  readonly role: 'outside' | 'condition' | 'value';
  /** The stretch that the `case` stands in; it comes before this one in the list. */
  readonly above?: ExpressionPart;
}

interface OpenPart extends ExpressionPart {
  readonly nodes: Node[];
}

/** Splits an expression by its cases, the outermost stretch first. Linear in its length, however deep the cases are. */
export function partsOf(expression: readonly Node[]): readonly ExpressionPart[] {
  const outside: OpenPart = { nodes: [], role: 'outside' };
  const parts: OpenPart[] = [outside];
  const open: OpenPart[] = [outside];
  const start = (role: ExpressionPart['role'], above: ExpressionPart | undefined): void => {
    const part: OpenPart = { nodes: [], role, ...(above && { above }) };
    parts.push(part);
    open.push(part);
  };
  for (const [at, node] of expression.entries()) {
    const word = wordAt(expression, at);
    const current = open.at(-1);
    const role = current?.above === undefined ? undefined : roleByWord.get(word ?? '');
    if (role !== undefined) {
      open.pop();
      start(role, current?.above);
    } else {
      if (word === 'end' && current?.above !== undefined) open.pop();
      open.at(-1)?.nodes.push(node);
      if (word === 'case') start('condition', current);
    }
  }
  return parts;
}

/** What follows each word of a `case`. */
const roleByWord: ReadonlyMap<string, ExpressionPart['role']> = new Map([
  ['when', 'condition'],
  ['then', 'value'],
  ['else', 'value'],
]);
