import { readShape } from './read-label.ts';
import { readLink } from './read-link.ts';
import { idPattern, isReserved, type Reader } from './reader.ts';

/** A node as one statement writes it; offsets count from the start of the statement. */
export interface WrittenNode {
  readonly id: string;
  readonly label?: string;
  readonly className?: string;
  readonly from: number;
  readonly to: number;
}

/** `a & b -->|text| c`: groups of nodes with an arrow between each two of them. */
export interface Chain {
  readonly groups: readonly (readonly WrittenNode[])[];
  /** One less than groups; undefined for an arrow without text. */
  readonly labels: readonly (string | undefined)[];
}

/** Reads nodes and arrows; undefined where the reader has noted what is wrong. */
export function readChain(reader: Reader): Chain | undefined {
  const groups: (readonly WrittenNode[])[] = [];
  const labels: (string | undefined)[] = [];
  for (;;) {
    const group = readGroup(reader);
    if (group === undefined) return undefined;
    groups.push(group);
    reader.skipSpaces();
    if (reader.isDone()) return { groups, labels };
    const link = readLink(reader);
    if (link === undefined) return undefined;
    labels.push(link.label);
    reader.skipSpaces();
    if (reader.isDone()) return reader.fail('arrow-to-nothing', {}, { from: link.from, to: reader.at });
  }
}

/** `a & b`. */
function readGroup(reader: Reader): readonly WrittenNode[] | undefined {
  const nodes: WrittenNode[] = [];
  do {
    const node = readNode(reader);
    if (node === undefined) return undefined;
    nodes.push(node);
  } while (reader.take(/\s+&\s+/y) !== undefined);
  return nodes;
}

function readNode(reader: Reader): WrittenNode | undefined {
  const from = reader.at;
  const id = reader.take(idPattern);
  if (id === undefined) return reader.unexpected();
  const where = { from, to: reader.at };
  if (isReserved(id)) return reader.fail('reserved-id', { id }, where);
  // Mermaid would read the letter as the tail of the arrow.
  if ((id === 'x' || id === 'o') && /^(?:--|-\.|==)/.test(reader.rest())) return reader.fail('no-space', { id }, where);
  const shape = readShape(reader);
  if (shape === 'failed') return undefined;
  const className = readClass(reader);
  if (className === 'failed') return undefined;
  return {
    id,
    ...(shape === undefined ? {} : { label: shape.label }),
    ...(className === undefined ? {} : { className: className.name }),
    ...where,
  };
}

function readClass(reader: Reader): { readonly name: string } | undefined | 'failed' {
  if (reader.take(/:::/y) === undefined) return undefined;
  const from = reader.at;
  const name = reader.take(/[A-Za-z]\w*(?:-\w+)*/y);
  if (name !== undefined && !isReserved(name)) return { name };
  reader.fail('class-name', {}, { from, to: Math.max(reader.at, from + 1) });
  return 'failed';
}
