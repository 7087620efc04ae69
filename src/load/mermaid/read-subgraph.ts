import { readLabel, readQuoted } from './read-label.ts';
import { idPattern, isReserved, type Reader } from './reader.ts';

/** How a subgraph is called; mermaid numbers one that has only a title. */
export interface SubgraphName {
  readonly id: string | undefined;
  readonly label?: string;
}

/** Reads what stands behind `subgraph`: `id`, `id [title]`, `"title"` or a title of several words; undefined where it is none, which is noted. */
export function readSubgraph(reader: Reader): SubgraphName | undefined {
  reader.take(/subgraph\s*/y);
  if (reader.isDone()) return reader.fail('unnamed-subgraph', {}, { from: 0, to: reader.at });
  const name = reader.rest().startsWith('"') ? readTitle(reader) : readName(reader);
  if (name === undefined) return undefined;
  reader.skipSpaces();
  return reader.isDone() ? name : reader.unexpected();
}

function readTitle(reader: Reader): SubgraphName | undefined {
  const label = readQuoted(reader);
  if (label === undefined) return undefined;
  return { id: /\s/.test(label) ? undefined : label, label };
}

function readName(reader: Reader): SubgraphName | undefined {
  const from = reader.at;
  const id = reader.take(idPattern);
  if (id === undefined) return reader.unexpected();
  if (isReserved(id)) return reader.fail('reserved-id', { id }, { from, to: reader.at });
  if (reader.take(/\s*\[/y) !== undefined) return readBrackets(reader, id);
  const more = reader.take(/(?:\s+[A-Za-z_]\w*)+/y);
  if (more === undefined) return { id };
  const odd = more.trim().split(/\s+/).find(isReserved);
  if (odd !== undefined) return reader.fail('reserved-id', { id: odd }, { from, to: reader.at });
  return { id: undefined, label: `${id}${more}` };
}

function readBrackets(reader: Reader, id: string): SubgraphName | undefined {
  const from = reader.at - 1;
  const label = readLabel(reader);
  if (label === undefined) return undefined;
  if (reader.take(/\]/y) !== undefined) return { id, label };
  return reader.fail('unclosed-shape', { open: '[', allowed: '"]"' }, { from, to: reader.statement.text.length });
}
