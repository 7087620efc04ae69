import { describe, expect, it } from 'vitest';
import { referencesIn } from '../../../src/generators/docs/dbt-references.ts';
import { planContext, planSources } from '../../../src/generators/dbt/plan-sources.ts';
import { type DeclaredLineage, declaredLineage } from '../../../src/generators/docs/declared-lineage.ts';
import { fileStart } from '../../../src/model/location.ts';
import { contract, object, property } from '../../drift/contracts.ts';
import { cpuTimeOf } from '../../support/cpu-time.ts';
import { dbtProject, model, project } from '../shop.ts';
import type { Project } from '../../../src/model/project.ts';
import { settledProject } from '../../../src/generators/docs/settled-project.ts';
import { exampleContext, exampleProject } from './example-projects.ts';

const at = fileStart('x');

function lineageOf(each: Project): DeclaredLineage {
  const context = exampleContext();
  return declaredLineage(settledProject(each, context), planSources(each, planContext(context)));
}

function edgesOf(each: Project): readonly string[] {
  return lineageOf(each).edges.map(({ from, to }) => `${from} → ${to}`);
}

describe('references in a template', () => {
  it.each([
    ['select * from {{ ref(\'a\') }} join {{ ref("b") }}', ['a', 'b']],
    ["{{ ref('pkg', 'a') }} {{ ref('v', v=2) }}", ['a', 'v']],
    ["{{ source('raw', 'orders') }}", ['raw.orders']],
    ["{# {{ ref('old') }} #}{{ ref( 'a' ) }}{{ ref('a') }}", ['a']],
    ["{{ ref(name) }} {{ prefer('x') }}", []],
    ["{# never closed {{ ref('a') }}", ['a']],
  ])('%s', (text, expected) => {
    expect(referencesIn(text)).toEqual(expected);
  });

  it('are found in linear time', () => {
    const text = `${'{# ref('.repeat(100_000)}${"ref( '".repeat(100_000)}`;
    expect(cpuTimeOf(() => referencesIn(text))).toBeLessThan(1500);
  });
});

describe('declared lineage', () => {
  it('follows contracts, sources and models of an example', () => {
    expect(edgesOf(exampleProject('vendas').project)).toEqual([
      'contract:pedidos/pedidos → source:ecommerce.pedidos',
      'model:fct_vendas_por_estado → contract:vendas-por-estado/vendas_por_estado',
      'model:fct_vendas_por_estado → exposure:diretoria_comercial',
      'model:stg_pedidos → model:fct_vendas_por_estado',
      'source:ecommerce.pedidos → model:stg_pedidos',
    ]);
  });

  it('takes edges of a topology whose models are not there yet', () => {
    const node = (id: string) => ({ id, classes: [], at, mentions: [] });
    const topology = {
      path: 'specs/pipelines/x/topology.mermaid',
      domain: 'x',
      nodes: [node('raw.orders'), { ...node('s'), label: 'stg_orders' }, node('orders')],
      edges: [
        { from: 'raw.orders', to: 's', at },
        { from: 's', to: 'orders', at },
      ],
      subgraphs: [],
      at,
      insertion: { at, prefix: '' },
    };
    const each = project([contract({ schema: [object('orders', [])] })], [], { topologies: [topology] });
    expect(edgesOf(each)).toEqual(['table:raw.orders → table:stg_orders', 'table:stg_orders → contract:orders/orders']);
  });

  it('lets ref mean the model, and a column go only where transformSourceObjects names one', () => {
    const columns = [
      property('total', { transformSourceObjects: ['stg_orders.amount', 'raw.orders'] }),
      property('other', { transformSourceObjects: ['erp.ledger'] }),
    ];
    const source = { source: 'raw', table: 'orders', at };
    const models = [
      model('orders', { text: "{{ source('raw', 'orders') }}" }),
      model('stg_orders', { text: "{{ ref('orders') }}" }),
    ];
    const each = project(
      [contract({ schema: [object('facts', columns)] })],
      [dbtProject(models, { sources: [source] })],
    );
    expect(edgesOf(each)).toEqual([
      'model:orders → model:stg_orders',
      'model:stg_orders → contract:orders/facts',
      'source:raw.orders → contract:orders/facts',
      'source:raw.orders → model:orders',
      'table:erp.ledger → contract:orders/facts',
    ]);
    expect(lineageOf(each).steps).toEqual([
      { from: ['model:stg_orders', 'amount'], to: ['contract:orders/facts', 'total'], kind: 'changed', calls: [] },
    ]);
  });

  it('takes exposures, and the input contracts of ports', () => {
    const exposure = { name: 'dash', owner: {}, refs: ['orders'], sources: ['raw.orders'], at };
    const port = { name: 'p', contractId: 'orders', inputContracts: ['raw'], at };
    const product = { path: 'p.odps.yaml', id: 'p', inputPorts: [], outputPorts: [port], team: [], at };
    const contracts = [
      contract({ schema: [object('o', [])] }),
      contract({ id: 'raw', path: 'raw.yaml', direction: 'input', schema: [object('r', [])] }),
    ];
    const each = project(contracts, [dbtProject([model('orders')], { exposures: [exposure] })], {
      products: [product],
    });
    expect(edgesOf(each)).toEqual([
      'contract:raw/r → contract:orders/o',
      'contract:raw/r → source:raw.r',
      'model:orders → exposure:dash',
      'table:raw.orders → exposure:dash',
    ]);
  });
});
