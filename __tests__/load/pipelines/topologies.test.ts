import { describe, expect, it } from 'vitest';
import type { Location } from '../../../src/model/location.ts';
import { readTopology } from '../mermaid/our-graph.ts';

function short({ line, column, endLine, endColumn }: Location): string {
  return `${line}:${column}-${endLine}:${endColumn}`;
}

function edges(count: number): string {
  return `flowchart LR\n${'  a --> b\n'.repeat(count)}`;
}

function many(count: number): string {
  return Array.from({ length: count }, (_, index) => `a${index}`).join(' & ');
}

describe('topologies', () => {
  it('know the place of everything', () => {
    const text = 'flowchart LR\n  subgraph s [Staging]\n    raw.a[(raw.a)]:::planned --> b\n  end\n    b -->|x| c\n';
    const { topology } = readTopology(text);
    expect(
      topology?.nodes.map(({ at, mentions, ...node }) => ({ ...node, at: short(at), mentions: mentions.map(short) })),
    ).toEqual([
      { id: 'raw.a', label: 'raw.a', classes: ['planned'], subgraph: 's', at: '3:5-3:10', mentions: ['3:5-3:10'] },
      { id: 'b', classes: [], subgraph: 's', at: '3:34-3:35', mentions: ['3:34-3:35', '5:5-5:6'] },
      { id: 'c', classes: [], at: '5:14-5:15', mentions: ['5:14-5:15'] },
    ]);
    expect(
      topology?.edges.map(({ at, line, ...edge }) => ({ ...edge, at: short(at), line: line && short(line) })),
    ).toEqual([
      { from: 'raw.a', to: 'b', at: '3:5-3:35', line: undefined },
      { from: 'b', to: 'c', label: 'x', at: '5:5-5:15', line: '4:6-5:15' },
    ]);
    expect(topology?.subgraphs.map(({ at, ...each }) => ({ ...each, at: short(at) }))).toEqual([
      { id: 's', label: 'Staging', at: '2:3-2:23' },
    ]);
    expect(topology?.insertion).toMatchObject({
      at: { line: 5, column: 15, endLine: 5, endColumn: 15 },
      prefix: '\n    ',
    });
  });

  it('end where mermaid draws nothing any more', () => {
    expect(readTopology(edges(500)).problems).toEqual([]);
    expect(readTopology(edges(501)).problems).toEqual(['502:3 too-many-edges']);
    expect(readTopology(`flowchart LR\n  ${many(2000)} --> ${many(2000)}\n`).problems).toEqual(['2:3 too-many-edges']);
    expect(readTopology(`flowchart LR\n%% ${'x'.repeat(50_000)}\n`).problems).toEqual(['1:1 too-long']);
  });

  it('report at most twenty mistakes', () => {
    expect(readTopology(`flowchart LR\n${'a b\n'.repeat(30)}`).problems).toHaveLength(20);
  });

  it.each([
    ['dashes', '-'],
    ['spaces and ampersands', ' & '],
    ['brackets', '['],
    ['quotes', '"'],
    ['arrows', ' --> a'],
    ['text arrows', '-- a '],
    ['dots', '-.'],
    ['directives', '%%{'],
    ['subgraph titles', ' x'],
    ['styles', 'style a fill:#fff '],
  ])('take linear time for many %s', (_, piece) => {
    const text = `flowchart LR\nsubgraph a${piece.repeat(Math.floor(48_000 / piece.length))}\na${piece.repeat(Math.floor(100 / piece.length))}`;
    const lines = `flowchart LR\na${piece.repeat(Math.floor(48_000 / piece.length))}`;
    const start = performance.now();
    readTopology(text);
    readTopology(lines);
    expect(performance.now() - start).toBeLessThan(3_000);
  });
});
