import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { walkLineage } from '../../src/lineage/walk-lineage.ts';
import { type LineagePath, pathPicture, pathText } from '../../src/model/lineage-path.ts';
import type { LineageDirection, LineagePart, LineageStart } from '../../src/model/lineage.ts';
import { mermaidOf } from '../../src/model/picture.ts';
import { affectedBlocks, affectedPicture } from '../../src/reporters/lineage-affected.ts';
import { lineageJson } from '../../src/reporters/lineage-json.ts';
import { lineageMermaid } from '../../src/reporters/lineage-picture.ts';
import { lineageText } from '../../src/reporters/lineage-text.ts';
import { shopGraph } from '../lineage/shop.ts';
import { askMermaid } from '../load/mermaid/mermaid-oracle.ts';
import { breakingReport, makeReport, nastyTexts } from './reports.ts';

function part(start?: LineageStart, direction: LineageDirection = 'both', maxStations = 100): LineagePart {
  return walkLineage(shopGraph, { starts: start === undefined ? [] : [start], direction, maxStations });
}

const email = { relation: 'source:stripe.charges', column: 'email' };

describe('text', () => {
  it('of a column: one line for each of its ways', () => {
    expect(lineageText(part(email), 'en')).toBe(`stripe.charges.email · source · implementation/dbt/models/src.yml:2

comes from
  stripe-charges/charges.email → stripe.charges.email

goes into
  stripe.charges.email → stg_charges.email → int_customers.contact (lower, trim) → fct_churn.contact → churn-report/churn.contact
  stripe.charges.email → stg_charges.email → int_customers.contact (lower, trim) → fct_churn.contact → board (which columns it uses is not declared)
  stripe.charges.email → stg_charges.email → fct_open (not proven)
  stripe.charges.email → stg_charges.email_hash (masked: mask_pii, sha2) → fct_open (not proven)

not everything is known
  fct_open: columns are not followed through "pivot"
`);
  });

  it('of a model: trees of what it reads and who reads it, and where each of its columns comes from', () => {
    expect(
      lineageText(part({ relation: 'model:fct_churn' }), 'en'),
    ).toBe(`fct_churn · model · implementation/dbt/models/fct_churn.sql

made from
  int_customers
    stg_charges
      stripe.charges (source)
        stripe-charges/charges (contract)

read by
  churn-report/churn (contract)
  board (exposure)

columns, and where each comes from
  stripe-charges/charges.email → stripe.charges.email → stg_charges.email → int_customers.contact (lower, trim) → fct_churn.contact
  stripe-charges/charges.amount → stripe.charges.amount → stg_charges.amount → int_customers.amount → fct_churn.payments (only decides: count)
  fct_churn.note: from no column
`);
  });

  it('of a model, downwards, where each of its columns goes', () => {
    const text = lineageText(part({ relation: 'model:stg_charges' }, 'down'), 'en');
    expect(text).toContain(`columns, and where each goes
  stg_charges.email → int_customers.contact (lower, trim) → fct_churn.contact → churn-report/churn.contact
`);
    expect(text).not.toContain('made from');
  });

  it('of what is not proven upwards', () => {
    const open = { relation: 'model:fct_open', column: 'x' };
    const graph = {
      ...shopGraph,
      relations: shopGraph.relations.map((each) => (each.id === open.relation ? { ...each, columns: ['x'] } : each)),
    };
    const walked = walkLineage(graph, { starts: [open], direction: 'up', maxStations: 100 });
    expect(lineageText(walked, 'en')).toContain('comes from\n  stg_charges (not proven) → fct_open.x\n');
  });

  it('of everything: from where data comes to where it goes, each with what lies beyond it once', () => {
    expect(lineageText(part(), 'en')).toBe(`8 relations, from where data comes to where it goes
  stripe-charges/charges (contract)
    stripe.charges (source)
      stg_charges
        fct_open
        int_customers
          fct_churn
            churn-report/churn (contract)
            board (exposure)

not everything is known
  fct_open: columns are not followed through "pivot"
`);
  });

  it('says what was left out, in Portuguese too', () => {
    expect(lineageText(part(undefined, 'both', 2), 'en')).toContain('6 stations further away are left out');
    expect(lineageText(part({ relation: 'source:stripe.charges', column: 'is_paid' }), 'pt-BR')).toContain(
      'stripe.charges.is_paid → stg_charges (só filtra, junta, agrupa ou ordena por ela)',
    );
  });

  it('relations that only read each other in a circle are shown, once each', () => {
    const names = ['a', 'b'];
    const relations = names.map(
      (name) => ({ id: `model:${name}`, kind: 'model', name, columns: [], gaps: [] }) as const,
    );
    const edges = [
      { from: 'model:a', to: 'model:b', isProven: true, filters: [] },
      { from: 'model:b', to: 'model:a', isProven: true, filters: [] },
    ];
    const circle = walkLineage({ relations, edges, steps: [] }, { starts: [], direction: 'both', maxStations: 9 });
    expect(lineageText(circle, 'en')).toBe(
      '2 relations, from where data comes to where it goes\n  a\n    b\n      a (see above)\n',
    );
  });

  it('a column with more ways than anybody reads is cut', () => {
    expect(lineageText(ladder(20), 'en')).toContain('more ways than are shown lead there');
  });
});

/** A column that doubles its ways at each of `n` rungs. */
function ladder(n: number): LineagePart {
  const ids = Array.from({ length: n }, (_, index) => `model:m${index}`);
  const relations = ids.map((id) => ({ id, kind: 'model', name: id.slice(6), columns: ['a', 'b'], gaps: [] }) as const);
  const steps = ids.slice(1).flatMap((to, index) =>
    ['a', 'b'].flatMap((from) =>
      ['a', 'b'].map((column) => ({
        from: { relation: ids[index] ?? '', column: from },
        to: { relation: to, column },
        kind: 'as-is' as const,
        calls: [],
      })),
    ),
  );
  const edges = ids.slice(1).map((to, index) => ({ from: ids[index] ?? '', to, isProven: true, filters: [] }));
  const starts = [{ relation: 'model:m0', column: 'a' }];
  return walkLineage({ relations, edges, steps }, { starts, direction: 'down', maxStations: 1_000 });
}

describe('JSON', () => {
  const schema: object = JSON.parse(
    readFileSync(join(import.meta.dirname, '../../schemas/lineage.schema.json'), 'utf8'),
  );
  const validate = new Ajv2020({ strict: true, allErrors: true }).compile(schema);

  it.each([
    ['everything', part()],
    ['a column', part(email)],
    ['a model', part({ relation: 'model:stg_charges' })],
  ])('%s is what the schema publishes', (_, given) => {
    validate(JSON.parse(lineageJson(given)));
    expect(validate.errors ?? []).toEqual([]);
  });

  it('names relations by id and columns as they are written', () => {
    const json: unknown = JSON.parse(lineageJson(part({ relation: 'model:int_customers', column: 'contact' }, 'up')));
    expect(json).toMatchObject({
      starts: [{ relation: 'model:int_customers', column: 'contact' }],
      steps: [
        { from: { relation: 'contract:stripe-charges/charges', column: 'email' }, kind: 'as-is', calls: [] },
        {
          from: { relation: 'model:stg_charges', column: 'email' },
          to: { relation: 'model:int_customers', column: 'contact' },
          kind: 'changed',
          calls: ['lower', 'trim'],
        },
        { from: { relation: 'source:stripe.charges', column: 'email' }, kind: 'as-is', calls: [] },
      ],
      left: 0,
    });
  });
});

/** What Mermaid reads of a text: labels as people see them. */
async function drawn(text: string): Promise<readonly string[] | string> {
  const graph = await askMermaid(text);
  if (typeof graph === 'string') return graph;
  const labels = new Map(graph.nodes.map(({ id, label }) => [id, decoded(label)]));
  return [
    ...labels.values(),
    ...graph.edges.map(({ from, to, label }) => `${from}>${to}${label === '' ? '' : ` ${decoded(label)}`}`),
  ];
}

/** Mermaid keeps entities in marks of its own until it draws them. */
function decoded(label: string): string {
  return label.replaceAll(/(?:ﬂ°°|#)(\d+)(?:¶ß|;)/g, (_, code: string) => String.fromCodePoint(Number(code)));
}

describe('Mermaid', () => {
  it('draws columns, with what happens to them, and whole relations where no more is known', async () => {
    expect(await drawn(lineageMermaid(part(email, 'down'), 'en'))).toEqual([
      'churn-report/churn.contact',
      'board',
      'fct_churn.contact',
      'fct_open',
      'int_customers.contact',
      'stg_charges.email',
      'stg_charges.email_hash',
      'stripe.charges.email',
      'n2>n0',
      'n4>n2',
      'n5>n4 lower, trim',
      'n7>n5',
      'n7>n6 mask_pii, sha2',
      'n2>n1',
      'n5>n3',
      'n6>n3',
    ]);
  });

  it('draws relations, and says how many are left out', async () => {
    expect(await drawn(lineageMermaid(part(undefined, 'both', 3), 'en'))).toEqual([
      'churn-report/churn',
      'stripe-charges/charges',
      'board',
      'and 5 more',
    ]);
  });

  it('no text ends a label, adds a node, an edge or a directive', async () => {
    const texts = [
      ...nastyTexts,
      '%%{init: {"theme": "forest"}}%%',
      'x"]; click n0 "javascript:alert(1)"',
      'end',
      '`**a**`',
      '#quot;',
      ';',
    ];
    const nodes = texts.map((label) => ({ label, shape: 'table' }) as const);
    const edges = texts.map((label, index) => ({ from: 0, to: index, label, line: 'solid' }) as const);
    const graph = await askMermaid(mermaidOf({ nodes, edges }));
    if (typeof graph === 'string') throw new Error(graph);
    expect(graph.nodes.map(({ id }) => id).toSorted()).toEqual(texts.map((_, index) => `n${index}`).toSorted());
    expect(graph.edges).toHaveLength(texts.length);
    const shown = graph.nodes.map(({ label }) => decoded(label));
    expect(shown).toContain('x"]; click n0 "javascript:alert(1)"');
    expect(shown).toContain('%%{init: {"theme": "forest"}}%%');
    expect(shown).toContain('#quot;');
  });
});

const path: LineagePath = [
  { relation: 'charges', column: 'email', shape: 'source', calls: [], role: 'value' },
  { relation: 'stg_stripe__charges', column: 'email', calls: [], role: 'value' },
  { relation: 'int_customers', column: 'contact', calls: ['lower', 'macro:tidy'], role: 'value' },
  { relation: 'fct_churn', column: 'has_contact', calls: ['case'], role: 'condition' },
];

describe('the way of one column', () => {
  it('as text', () => {
    expect(pathText(path)).toBe(
      'charges.email → stg_stripe__charges.email → int_customers.contact (lower, tidy) → fct_churn.has_contact (case)',
    );
  });

  it('as a picture', async () => {
    expect(pathPicture(path)).toBe(`flowchart LR
  n0[("charges.email")]:::changed
  n1["stg_stripe__charges.email"]
  n2["int_customers.contact"]
  n3["fct_churn.has_contact"]:::hit
  n0 --> n1
  n1 -->|"lower, tidy"| n2
  n2 -.->|"case"| n3
  classDef changed stroke:#cf222e,stroke-width:3px
  classDef hit stroke:#bf8700,stroke-width:2px
`);
    expect(await drawn(pathPicture(path))).toContain('n1>n2 lower, tidy');
  });
});

describe('what a change affects', () => {
  const { affected } = breakingReport('en');

  it('is a picture that Mermaid reads', async () => {
    if (affected === undefined) throw new Error('the report tells nothing');
    expect(await drawn(affectedPicture(affected, 'and 12 more'))).toEqual([
      'mrr-report/mrr.net_mrr',
      'fct_board.net_mrr',
      'board_report',
      'stg_charges',
      'int_months (amount, currency, month, +1)',
      'and 12 more',
      'n0>n1',
      'n1>n2',
      'n3>n4',
      'n4>n1',
    ]);
  });

  it('is not in a comment on a change that hits nobody', () => {
    expect(affectedBlocks(makeReport())).toEqual([]);
  });
});
