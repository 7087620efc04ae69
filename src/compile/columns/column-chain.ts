import { type Identifier, identifierOf, type Node, nodeOf, spanOf } from './tree.ts';

/** The parts of `a`, `t.a`, `s.t.a`, `t.a.field`; undefined where it does not start with a name. */
export function columnChain(node: Node): { parts: readonly Identifier[]; span: Identifier['span'] } | undefined {
  const fields: Identifier[] = [];
  let current: Node | undefined = node;
  while (current?.kind === 'dot') {
    const field = identifierOf(current.body['field']);
    if (field === undefined) return undefined;
    fields.push(field);
    current = nodeOf(current.body['this']);
  }
  if (current?.kind !== 'column') return undefined;
  const name = identifierOf(current.body['name']);
  if (name === undefined) return undefined;
  const table = identifierOf(current.body['table']);
  const span = spanOf(current.body['span']) ?? table?.span ?? name.span;
  return { parts: [...(table === undefined ? [] : [table]), name, ...fields.toReversed()], span };
}
