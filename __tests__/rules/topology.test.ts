import { describe, expect, it } from 'vitest';
import { applyEdits } from '../../src/model/edits.ts';
import type { Finding } from '../../src/model/finding.ts';
import type { Files } from '../../src/model/rule.ts';
import { checkFiles } from '../support/check-files.ts';

const topology = 'specs/pipelines/sales/topology.mermaid';
const spec = 'specs/pipelines/sales/logic.md';
const dbt = 'implementation/dbt';
const models: Files = {
  [`${dbt}/dbt_project.yml`]: 'name: shop\n',
  [`${dbt}/models/sources.yml`]: 'sources:\n  - name: shop\n    tables:\n      - name: orders\n',
  [`${dbt}/models/stg_orders.sql`]: "select 1 as order_id from {{ source('shop', 'orders') }}\n",
  [`${dbt}/models/int_orders.sql`]: "select order_id from {{ ref('stg_orders') }}\n",
  [`${dbt}/models/fct_orders.sql`]: "select order_id from {{ ref('int_orders') }}\n",
};

/** Findings of the families that judge pipelines. */
async function judge(head: Files, lang?: 'en' | 'pt-BR'): Promise<readonly Finding[]> {
  const report = await checkFiles({ head, ...(lang === undefined ? {} : { request: { lang } }) });
  return report.findings.filter(({ rule }) => /^(?:topology|pipeline|spec-first)\//.test(rule));
}

function short({ rule, path, line, column, severity, message }: Finding): string {
  return `${rule} ${path.split('/').at(-1)}:${line}:${column} ${severity}: ${message}`;
}

/** Does every repair at once, as far as they touch different text. */
function repair(files: Files, findings: readonly Finding[]): Files {
  const fixed: { [path: string]: string } = { ...files };
  for (const path of Object.keys(files)) {
    const edits = findings.flatMap(({ fix }) => fix?.edits ?? []).filter((edit) => edit.path === path);
    fixed[path] = applyEdits(files[path] ?? '', edits) ?? '';
  }
  return fixed;
}

describe('repairs of a topology', () => {
  it.each([
    [
      'a missing edge is written behind the last line',
      'flowchart LR\n    shop.orders --> stg_orders\n    stg_orders & int_orders\n    int_orders --> fct_orders\n%% the end\n',
      'flowchart LR\n    shop.orders --> stg_orders\n    stg_orders & int_orders\n    int_orders --> fct_orders\n    stg_orders --> int_orders\n%% the end\n',
    ],
    [
      'two missing edges are both written',
      'flowchart LR\r\n  shop.orders & stg_orders & int_orders\r\n  int_orders --> fct_orders',
      'flowchart LR\r\n  shop.orders & stg_orders & int_orders\r\n  int_orders --> fct_orders\r\n  shop.orders --> stg_orders\r\n  stg_orders --> int_orders',
    ],
    [
      'an edge is turned',
      'flowchart LR\n  shop.orders --> stg_orders\n  int_orders ==>|why| stg_orders\n  int_orders --> fct_orders\n',
      'flowchart LR\n  shop.orders --> stg_orders\n  stg_orders ==>|why| int_orders\n  int_orders --> fct_orders\n',
    ],
    [
      'a step that was left out is put in',
      'flowchart LR\n  shop.orders --> stg_orders\n  stg_orders --> fct_orders\n',
      'flowchart LR\n  shop.orders --> stg_orders\n  stg_orders --> int_orders --> fct_orders\n',
    ],
    [
      'a misspelt node is renamed wherever it stands',
      'flowchart LR\n  shop.orders --> stg_orders --> int_ordres\n  int_ordres --> fct_orders\n',
      'flowchart LR\n  shop.orders --> stg_orders --> int_orders\n  int_orders --> fct_orders\n',
    ],
  ])('%s', async (_, before, after) => {
    const files = { ...models, [topology]: before };
    const findings = await judge(files);
    expect(findings.every(({ fix }) => fix !== null)).toBe(true);
    const fixed = repair(files, findings);
    expect(fixed[topology]).toBe(after);
    expect((await judge(fixed)).map(short)).toEqual([]);
  });

  it.each([
    [
      'that is no reference: the code may be what is wrong',
      'flowchart LR\n  shop.orders --> stg_orders --> int_orders --> fct_orders\n  shop.orders --> fct_orders\n',
    ],
    [
      'on a line with more than the edge',
      'flowchart LR\n  shop.orders --> stg_orders --> int_orders --> fct_orders\n  shop.orders --> fct_orders --> a[People]\n',
    ],
    [
      'whose node is nowhere else',
      'flowchart LR\n  stg_orders --> int_orders --> fct_orders\n  raw_orders --> fct_orders\n',
    ],
    [
      'with a text of a node',
      'flowchart LR\n  a[shop.orders] --> stg_orders --> int_orders --> b\n  a --> b[fct_orders]\n',
    ],
  ])('are not offered for an edge %s', async (_, text) => {
    const seed = { [`${dbt}/seeds/raw_orders.csv`]: 'order_id\n1\n' };
    const [finding, ...others] = await judge({ ...models, ...seed, [topology]: text });
    expect(others.filter(({ rule }) => rule !== 'topology/edge-mismatch')).toEqual([]);
    expect(finding).toMatchObject({ rule: 'topology/edge-mismatch', fix: null });
  });

  it('are not offered where two names are as near', async () => {
    const files = {
      ...models,
      [`${dbt}/models/fct_orderz.sql`]: 'select 1 as x\n',
      [topology]: 'flowchart LR\n  int_orders --> fct_ordery\n',
    };
    const findings = (await judge(files)).filter(({ rule }) => rule.startsWith('topology/'));
    expect(findings.map(({ rule, fix }) => [rule, fix])).toEqual([['topology/unknown-node', null]]);
  });
});

describe('messages', () => {
  it('name the way of a cycle, and the edge that closes it', async () => {
    const text = 'flowchart LR\n  a --> b --> c\n  c -.-> a\n';
    expect((await judge({ [topology]: text })).map(short)).toEqual([
      'topology/cycle topology.mermaid:3:3 error: the edges lead back to where they came from: a → b → c → a; remove one of them',
    ]);
    expect((await judge({ [topology]: text }, 'pt-BR')).map(({ message }) => message)).toEqual([
      'as arestas voltam ao ponto de partida: a → b → c → a; remova uma delas',
    ]);
  });

  it('name both ends of an edge', async () => {
    const text =
      'flowchart LR\n  shop.orders & stg_orders\n  stg_orders --> int_orders\n  int_orders --> fct_orders\n  shop.orders --> fct_orders\n';
    expect((await judge({ ...models, [topology]: text })).map(short)).toEqual([
      'topology/edge-mismatch topology.mermaid:2:17 error: "stg_orders" reads "shop.orders" in the code, but no edge says so; add the line shop.orders --> stg_orders',
      'topology/edge-mismatch topology.mermaid:5:3 error: the edge says that "fct_orders" reads "shop.orders", but the code has no such reference; remove the edge, or add the ref or source',
    ]);
  });

  it('point at the name in a narrative, and repair it', async () => {
    const files = {
      ...models,
      [spec]: '# Sales\n\njoin stg_orders com int_order na chave order_id; int_order soma, fct_orders.\n',
    };
    const findings = await judge(files);
    expect(findings.map(short)).toEqual([
      'pipeline/unknown-name logic.md:3:21 error: "int_order" is not a model, seed, source, exposure or contract of this repository; did you mean "int_orders"?',
      'pipeline/unknown-name logic.md:3:50 error: "int_order" is not a model, seed, source, exposure or contract of this repository; did you mean "int_orders"?',
    ]);
    const fixed = repair(files, findings);
    expect(fixed[spec]).toBe(
      '# Sales\n\njoin stg_orders com int_orders na chave order_id; int_orders soma, fct_orders.\n',
    );
    expect(await judge(fixed)).toEqual([]);
  });
});

describe('several topologies', () => {
  const other = 'specs/pipelines/board/topology.mermaid';
  const whole = 'flowchart LR\n  shop.orders --> stg_orders --> int_orders --> fct_orders\n';

  it('take in from each other without drawing again', async () => {
    const files = {
      ...models,
      [other]: 'flowchart LR\n  stg_orders & int_orders\n  fct_orders --> a[Board of directors]\n',
    };
    expect(await judge({ ...files, [topology]: whole })).toEqual([]);
  });

  it('hear only once of an edge that none of them draws: the first one, or that of the domain', async () => {
    const nodes = 'flowchart LR\n  stg_orders & int_orders\n  int_orders --> fct_orders\n';
    const files: Files = { ...models, [other]: nodes, [topology]: nodes };
    expect((await judge(files)).map(({ path, line }) => `${path}:${line}`)).toEqual([`${other}:2`]);
    const { [`${dbt}/models/int_orders.sql`]: text = '', ...rest } = files;
    const moved = { ...rest, [`${dbt}/models/intermediate/sales/int_orders.sql`]: text };
    expect((await judge(moved)).map(({ path, line }) => `${path}:${line}`)).toEqual([`${topology}:2`]);
  });
});

describe('what cannot be told', () => {
  const whole =
    'flowchart LR\n  shop.orders --> stg_orders\n  stg_orders --> int_orders\n  int_orders --> fct_orders\n';
  const edges = async (sql: Files, drawing = whole): Promise<readonly string[]> => {
    const findings = await judge({ ...models, ...sql, [topology]: drawing });
    return findings.filter(({ rule }) => rule === 'topology/edge-mismatch').map(short);
  };

  it.each([
    ['has a reference that finds nothing', "select order_id from {{ ref('stg_ordrs') }}\n"],
    ['does not compile', "select order_id from {{ ref('shop_orders') \n"],
    ['does not parse', "select order_id frm where {{ ref('fct_orders') }} (\n"],
  ])('are edges of a model that %s', async (_, sql) => {
    expect(await edges({ [`${dbt}/models/int_orders.sql`]: sql })).toEqual([]);
  });

  it('is which edge is wrong where the references of models lead back to where they came from', async () => {
    const circle = { [`${dbt}/models/stg_orders.sql`]: "select order_id from {{ ref('fct_orders') }}\n" };
    expect(await edges(circle, whole.replace('  shop.orders --> stg_orders\n', ''))).toEqual([]);
    const back = `${whole.replace('  shop.orders --> stg_orders\n', '')}  stg_orders --> fct_orders\n`;
    expect(await edges(circle, back)).toEqual([]);
  });

  it.each([
    ['references of a model that could not be rendered', 'select * from {{ some_package.everything() }}\n'],
    ['references of a Python model', undefined],
  ])('is not said: %s', async (_, sql) => {
    const name = sql === undefined ? 'fct_odd.py' : 'fct_odd.sql';
    const files = {
      ...models,
      [`${dbt}/models/${name}`]: sql ?? 'def model(dbt, session):\n    return dbt.ref("int_orders")\n',
      [topology]:
        'flowchart LR\n  shop.orders --> stg_orders --> int_orders --> fct_orders\n  fct_orders --> fct_odd\n',
    };
    expect((await judge(files)).map(short)).toEqual([]);
  });

  it('is what a broken topology draws: its mistake is said once', async () => {
    const files = {
      ...models,
      [`${dbt}/models/marts/fct_sales.sql`]: 'select 1 as total\n',
      [topology]: 'flowchart LR\n  stg_orders -> fct_ordrs\n',
    };
    const report = await checkFiles({ head: files });
    const about = report.findings.filter(({ path, rule }) => path === topology || rule.startsWith('spec-first/'));
    expect(about.map(short)).toEqual([
      'spec/invalid-document topology.mermaid:2:14 error: "->" is no arrow that is read here; write one of -->, -.->, ==> and ---, from the earlier to the later node',
    ]);
  });
});
