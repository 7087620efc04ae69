import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { layOut } from '../../../src/generators/docs/site/page/layout.ts';
import { columnPart, relationPart } from '../../../src/generators/docs/site/page/part.ts';
import { indexOf, markedParts, search } from '../../../src/generators/docs/site/page/search.ts';

describe('search', () => {
  const index = indexOf(
    ['total', 'subtotal', 'total_net', 'net_total', 'Açúcar'].map((name) => ({
      name,
      words: `words of ${name}`,
      item: name,
    })),
  );

  it.each([
    ['total', ['total', 'total_net', 'net_total', 'subtotal']],
    ['ACUCAR', ['Açúcar']],
    ['net words', ['total_net', 'net_total']],
    ['  ', []],
    ['.*', []],
  ])('%s', (query, expected) => {
    expect(search(index, query)).toEqual(expected);
  });

  it('marks what was found and keeps every character', () => {
    expect(markedParts('Açúcar total', 'acu tot')).toEqual([
      { text: 'Açú', hit: true },
      { text: 'car ', hit: false },
      { text: 'tot', hit: true },
      { text: 'al', hit: false },
    ]);
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string(), (text, query) => {
        expect(
          markedParts(text, query)
            .map((part) => part.text)
            .join(''),
        ).toBe(text);
      }),
    );
  });
});

const edge = (from: string, to: string) => ({ from, to });

describe('the part of a graph', () => {
  const graph = { edges: [edge('a', 'b'), edge('b', 'c'), edge('a', 'x'), edge('y', 'c'), edge('c', 'a')], steps: [] };

  it('is the way to and from the start, without its siblings', () => {
    const { edges } = { edges: graph.edges.slice(0, 4) };
    const part = relationPart({ edges, steps: [] }, ['b']);
    expect([...part.nodes.keys()].sort()).toEqual(['a', 'b', 'c']);
    expect(part.edges.map(({ from, to }) => from + to)).toEqual(['ab', 'bc']);
  });

  it('ends in a cycle', () => {
    expect(relationPart(graph, ['b']).nodes.size).toBe(5);
  });

  it('leaves out what is far away, and says how much', () => {
    const chain = Array.from({ length: 100 }, (_, index) => edge(`n${index}`, `n${index + 1}`));
    const part = relationPart({ edges: chain, steps: [] }, ['n0']);
    expect([part.nodes.size, part.left, part.edges.length]).toEqual([60, 41, 59]);
  });

  it('of a column has its relations with the columns on the way', () => {
    const steps = [
      { from: ['a', 'x\ny'], to: ['b', 'z'], kind: 'changed' },
      { from: ['a', 'other'], to: ['b', 'w'], kind: 'as-is' },
    ] as const;
    const part = columnPart({ edges: [], steps }, ['b', 'z']);
    expect([...part.nodes]).toEqual([
      ['b', ['z']],
      ['a', ['x\ny']],
    ]);
    expect(part.edges).toEqual([{ from: '["a","x\\ny"]', to: '["b","z"]', kind: 'changed' }]);
  });
});

describe('layout', () => {
  const size = { width: 100, height: 30 };
  const graph = fc.array(fc.tuple(fc.nat(12), fc.nat(12)), { maxLength: 30 }).map((pairs) => ({
    nodes: [...new Set(pairs.flat())].map((id) => ({ id: String(id), ...size })),
    edges: pairs.map(([from, to]) => ({ from: String(from), to: String(to) })),
  }));

  it('places every box once, inside the picture and apart from the others', () => {
    fc.assert(
      fc.property(graph, (input) => {
        const { nodes, width, height } = layOut(input);
        expect(nodes.map(({ id }) => id)).toEqual(input.nodes.map(({ id }) => id));
        for (const [at, { x, y }] of nodes.entries()) {
          expect(x >= 0 && y >= -0.001 && x + size.width <= width + 0.001 && y + size.height <= height + 0.001).toBe(
            true,
          );
          for (const other of nodes.slice(at + 1)) {
            expect(Math.abs(other.x - x) >= size.width || Math.abs(other.y - y) >= size.height).toBe(true);
          }
        }
      }),
    );
  });

  it('lets edges run to the right where there is no cycle', () => {
    fc.assert(
      fc.property(graph, ({ nodes, edges }) => {
        const acyclic = edges.filter(({ from, to }) => Number(from) < Number(to));
        const placed = new Map(layOut({ nodes, edges: acyclic }).nodes.map((node) => [node.id, node.x]));
        for (const { from, to } of acyclic) expect(placed.get(to)).toBeGreaterThan(placed.get(from) ?? 0);
      }),
    );
  });

  it('is the same for the same graph, and empty for none', () => {
    expect(layOut({ nodes: [], edges: [] })).toEqual({ width: 0, height: 0, nodes: [], edges: [] });
  });
});
