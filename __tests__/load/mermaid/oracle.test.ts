import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { askMermaid } from './mermaid-oracle.ts';
import { asOracleGraph, readTopology } from './our-graph.ts';

/** Flowcharts of every syntax of the subset; each is read as mermaid reads it. */
const accepted: readonly string[] = [
  'flowchart LR\n  stripe.charges --> stg_stripe__charges',
  'flowchart LR\n a-b --> c.d-e\n a-b-->c\n a.b-.->c\n a-b---c',
  'flowchart LR\n a--> b\n a-->b\n a -- text --> b\n a -. t .-> b\n a == t ==> b\n a ==> b\n a --- b\n a -.- b\n a === b',
  'flowchart LR\n a -- x --- b\n a -. x .- b\n a == x === b\n a -- "x - y" --> b\n a ----> b\n a -..-> b\n a ====> b',
  'flowchart LR; a-->b; b-->c;',
  'graph TD;\n a-->b;\n;;b',
  'flowchart LR\n a & b --> c & d --> e',
  'flowchart LR\n a --> b --> c',
  'flowchart LR\n a["x"] --> b("y") --> c([z]) --> d[(db)] --> e{{h}} --> f((c)) --> g{q} --> h[/p/] --> i[\\q\\]',
  'flowchart LR\n a[["x"]] --> b((("z"))) --> d>"q"] --> e[/"p"\\] --> f[\\"p"/]',
  'flowchart LR\n a["x (y) [z] | <br/> --> %% ; é"] --> b[stg.x_y: 1 + 2, done]\n a[again]',
  'flowchart LR\n a -->|x y| b\n a-->|"x y"|b\n a --> |z| b\n a -->|end| b',
  '%% words\nflowchart LR\n  %% more words --> x\n  a-->b\n',
  '---\ntitle: x\n---\n\nflowchart LR\n a-->b',
  '%%{init: {"theme":\n"dark"}}%%\nflowchart LR\n%%{init: {"theme":"dark"}}%%\n a-->b',
  'flowchart LR\n a:::planned --> b["x"]:::c\n classDef planned,c fill:#f9f,stroke:#333,stroke-width:4px;\n class a,b c;\n style a fill:#f9f,stroke:#333\n linkStyle 0 stroke:#ff3\n linkStyle default color:red\n click a "http://x" "tip" _blank\n click b href "http://x"\n style ghost fill:#fff',
  'flowchart LR\n subgraph S\n a-->b\n end\n S --> c',
  'flowchart LR\n subgraph S [Title here]\n direction TB\n a-->b\n end\n subgraph T["x (y)"]\n c\n end',
  'flowchart LR\n subgraph Title here\n a\n end\n subgraph S\n subgraph "In ner"\n c\n end\n end\n subgraph X Y\n d\n end\n subgraph "one"\n e\n end',
  'flowchart LR\n x --> z\n subgraph A\n x\n subgraph B\n x --> y\n end\n end\n subgraph C; y; w; end; v',
  'flowchart LR\n default --> v\n my_end --> a.end\n graphs --> TD --> LR\n direction --> endx\n click_x --> callback --> xo --> oo',
  'flowchart LR\r\n\ta --> b\r\n\r\n b --> c\r\n',
  'flowchart\n a_1 --> c["ç"]',
  'flowchart LR',
];

/** What mermaid refuses, or reads in a way that nobody means. */
const refused: readonly (readonly [string, string])[] = [
  ['', '1:1 empty'],
  ['a --> b', '1:1 no-header'],
  ['flowchrt LR\n a', '1:1 no-header-near'],
  ['sequenceDiagram\n a->>b: hi', '1:1 no-header'],
  ['flowchart lr\n a', '1:1 direction-near'],
  ['flowchart XX\n a', '1:1 direction'],
  ['flowchart LR a --> b', '1:1 direction'],
  ['flowchart LR\n a -> b', '2:4 unknown-arrow'],
  ['flowchart LR\n a --o b', '2:4 unknown-arrow'],
  ['flowchart LR\n a <--> b', '2:4 unknown-arrow'],
  ['flowchart LR\n a ~~~ b', '2:4 unknown-arrow'],
  ['flowchart LR\n a ---xa', '2:4 unknown-arrow'],
  ['flowchart LR\n a --> ', '2:4 arrow-to-nothing'],
  ['flowchart LR\n --> b', '2:2 unexpected'],
  ['flowchart LR\n a b', '2:4 unexpected'],
  ['flowchart LR\n a& b --> c', '2:3 unexpected'],
  ['flowchart LR\n vendas_são --> c', '2:10 unexpected'],
  ['flowchart LR\n a --> b c', '2:10 unexpected'],
  ['flowchart LR\n a [x] --> b', '2:4 unexpected'],
  ['flowchart LR\n a@{ shape: rect }', '2:3 unexpected'],
  ['flowchart LR\n a --> b %% why', '2:10 trailing-comment'],
  ['flowchart LR\n%%\n a', '2:1 empty-comment'],
  ['flowchart LR\n x-->b', '2:2 no-space'],
  ['flowchart LR\n a --> end', '2:8 reserved-id'],
  ['flowchart LR\n graph.x --> c', '2:2 reserved-id'],
  ['flowchart LR\n a[x (y)] --> b', '2:3 unclosed-shape'],
  ['flowchart LR\n a[x', '2:3 unclosed-shape'],
  ['flowchart LR\n a["x] --> b', '2:4 unclosed-quote'],
  ['flowchart LR\n a[] --> b', '2:4 empty-label'],
  ['flowchart LR\n a["`x`"]', '2:4 coded-label'],
  ['flowchart LR\n a["x #35; y"]', '2:4 coded-label'],
  ['flowchart LR\n a[x <b>] --> b', '2:6 label-needs-quotes'],
  ['flowchart LR\n a -- left-join --> b', '2:11 label-needs-quotes'],
  ['flowchart LR\n a -- x\n b', '2:4 unclosed-text'],
  ['flowchart LR\n a -->|x| |y| b', '2:11 unexpected'],
  ['flowchart LR\n a::: --> b', '2:6 class-name'],
  ['flowchart LR\n subgraph\n a\n end', '2:2 unnamed-subgraph'],
  ['flowchart LR\n subgraph S\n a', '2:2 unclosed-subgraph'],
  ['flowchart LR\n end', '2:2 stray-end'],
  ['flowchart LR\n subgraph S\n a\n end\n subgraph S\n b\n end', '5:2 duplicate-subgraph'],
  ['flowchart LR\n subgraph S\n S --> a\n end', '2:2 inside-itself'],
  ['flowchart LR\n classDef x', '2:2 styling'],
  ['flowchart LR\n a --> b; class a c', '2:11 styling-alone'],
  ['flowchart LR\n linkStyle 3 color:red', '2:2 no-such-edge'],
  ['%%{init: {}\nflowchart LR\n a', '1:1 directive'],
  ['---\ntitle: [x\n---\nflowchart LR\n a', '2:10 problems.yaml-open-bracket'],
];

const examples = join(import.meta.dirname, '../../../examples');
const exampleFiles = readdirSync(examples, { recursive: true, encoding: 'utf8' }).filter((name) =>
  name.endsWith('.mermaid'),
);

describe('flowcharts', () => {
  it.each(accepted)('are read as mermaid reads them: %j', async (text) => {
    const { topology, problems } = readTopology(text);
    expect(problems).toEqual([]);
    expect(topology && asOracleGraph(topology)).toEqual(await askMermaid(text));
  });

  it.each(exampleFiles)('of examples/ are read as mermaid reads them: %s', async (name) => {
    const text = readFileSync(join(examples, name), 'utf8');
    const { topology } = readTopology(text);
    expect(topology && asOracleGraph(topology)).toEqual(await askMermaid(text));
  });

  it('of the documentation are read as mermaid reads them', async () => {
    const page = readFileSync(join(examples, '../docs/specs/topology.md'), 'utf8');
    const blocks = [...page.matchAll(/```mermaid\n([^`]+)```/g)].map(([, text = '']) => text);
    expect(blocks).toHaveLength(1);
    for (const text of blocks) {
      const { topology } = readTopology(text);
      expect(topology && asOracleGraph(topology)).toEqual(await askMermaid(text));
    }
  });

  it.each(refused)('are refused where the mistake is: %j', (text, problem) => {
    expect(readTopology(text)).toEqual({ problems: [expect.stringMatching(problem)] });
  });
});

const names = fc.constantFrom(
  'a',
  'b',
  'c',
  'x',
  'o',
  'stg_orders',
  'raw.orders',
  'a-b',
  'fct.x-y',
  'v',
  'TD',
  'default',
);
const words = fc.constantFrom('orders', 'a b', 'stg.x_y', '1: 2', 'end', 'é, ü', 'left + right', "it's");
const quotedWords = fc.constantFrom('"x (y)"', '"a; b"', '"--> [z]"', '" spaced "', '"a<br/>b"');
const labels = fc.oneof(words, quotedWords);
const shapes = fc.constantFrom(
  '[@]',
  '(@)',
  '([@])',
  '[(@)]',
  '[[@]]',
  '{{@}}',
  '((@))',
  '(((@)))',
  '{@}',
  '[/@/]',
  '[/@\\]',
  '>@]',
);
const shaped = fc.tuple(shapes, labels).map(([shape, label]) => shape.replace('@', () => label));
const node = fc
  .tuple(names, fc.option(shaped, { nil: '' }), fc.constantFrom('', '', ':::planned'))
  .map((parts) => parts.join(''));
const group = fc.array(node, { minLength: 1, maxLength: 3 }).map((nodes) => nodes.join(' & '));
const link = fc.oneof(
  fc.constantFrom('-->', '--->', '---', '-.->', '-.-', '==>', '==='),
  fc.tuple(fc.constantFrom('-->', '==>', '-.->', '---'), labels).map(([arrow, label]) => `${arrow}|${label}|`),
  fc
    .tuple(
      fc.constantFrom('-- @ -->', '-. @ .->', '== @ ==>', '-- @ ---'),
      fc.constantFrom('joins', 'a b', 'x', '"x - y"'),
    )
    .map(([arrow, label]) => arrow.replace('@', () => label)),
);
const chain = fc
  .tuple(group, fc.array(fc.tuple(link, group), { maxLength: 3 }))
  .map(([first, rest]) => [first, ...rest.flat()].join(' '));
const plain = fc.oneof(
  { weight: 6, arbitrary: chain },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      '%% a comment',
      '',
      'classDef planned fill:#fff',
      'direction LR',
      'style a fill:#f00',
      'a-->b;b-->c',
    ),
  },
);
const { block } = fc.letrec<{ block: string; line: string }>((tie) => ({
  line: fc.oneof({ maxDepth: 3, depthIdentifier: 'nested' }, plain, tie('block')),
  block: fc.array(tie('line'), { minLength: 1, maxLength: 4 }).map((lines) => `subgraph @\n${lines.join('\n')}\nend`),
}));
const chart = fc
  .array(fc.oneof({ weight: 4, arbitrary: plain }, { weight: 1, arbitrary: block }), { maxLength: 6 })
  .map((lines) => {
    let count = 0;
    const titles = ['', ' [A title]', '["x (y)"]'];
    return `flowchart LR\n${lines.join('\n')}\n`.replaceAll(
      '@',
      () => `s_${++count}${titles[count % titles.length] ?? ''}`,
    );
  });

describe('any flowchart of the subset', () => {
  it('is the same graph for mermaid', async () => {
    await fc.assert(
      fc.asyncProperty(chart, async (text) => {
        const { topology, problems } = readTopology(text);
        expect(problems).toEqual([]);
        expect(topology && asOracleGraph(topology)).toEqual(await askMermaid(text));
      }),
      { numRuns: 300 },
    );
  });
});

/** Pieces of which something near a flowchart can be made; most results are none. */
const pieces = fc.constantFrom(
  'a',
  'x',
  'end',
  'graph',
  'b.c',
  '-->',
  '---',
  '--',
  '-.->',
  '==>',
  '->',
  '--x',
  '|',
  't',
  '"',
  '"q"',
  '[',
  ']',
  '(',
  ')',
  '{',
  '}',
  ' ',
  ' ',
  '\n',
  '\n',
  ';',
  '&',
  ' & ',
  '%%',
  '%% c',
  ':::',
  'subgraph',
  'subgraph s',
  '.',
  '-',
  '=',
  '>',
  '<',
  '@',
  '#',
  '`',
  '/',
  '\\',
  'style a fill:#f00',
  'class a b',
  'linkStyle 0 color:red',
  'direction TB',
  'click a',
  'é',
  '1',
);

describe('what is accepted', () => {
  it('is accepted by mermaid, with the same graph', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(pieces, { maxLength: 9 }), async (parts) => {
        const text = `flowchart LR\n${parts.join('')}`;
        const { topology } = readTopology(text);
        if (topology !== undefined) expect(asOracleGraph(topology)).toEqual(await askMermaid(text));
      }),
      { numRuns: 4000 },
    );
  });
});
