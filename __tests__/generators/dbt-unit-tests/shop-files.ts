import type { Files } from '../../../src/model/rule.ts';

export const fact = 'implementation/dbt/models/marts/fct_sales.sql';
export const staging = 'implementation/dbt/models/staging/stg_orders.sql';
export const testPath = 'implementation/dbt/models/marts/_fct_sales__unit_tests.yml';

const head = (id: string): string =>
  `apiVersion: v3.1.0\nkind: DataContract\nid: ${id}\nversion: 1.0.0\nstatus: active\nschema:\n`;

export const orders = `${head('orders')}  - name: orders
    properties:
      - {name: id, logicalType: integer}
      - {name: state, logicalType: string}
      - {name: total, logicalType: number}
      - {name: placed, logicalType: date}
      - {name: paid, physicalName: is_paid, logicalType: boolean}
      - {name: code, logicalType: string}
`;

/** A mart over two sources and a seed, with rows of everything. */
export const shop: Files = {
  'implementation/dbt/dbt_project.yml':
    'name: shop\nprofile: shop\nmodels:\n  shop:\n    marts:\n      +materialized: table\n',
  'implementation/dbt/profiles.yml': 'shop:\n  target: dev\n  outputs:\n    dev: {type: duckdb, path: shop.duckdb}\n',
  'implementation/dbt/models/staging/_sources.yml':
    'sources:\n  - name: shop\n    schema: main\n    tables:\n      - name: orders\n      - name: states\n',
  'implementation/dbt/seeds/regions.csv': 'region\nnorth\n',
  [fact]: `select orders.state, sum(case when orders.is_paid or orders.id > 0 then orders.total end) as total
from {{ source('shop', 'orders') }} as orders
left join {{ source('shop', 'states') }} as states on states.state = orders.state
cross join {{ ref('regions') }} as regions
group by 1
`,
  'specs/contracts/inputs/orders.yaml': orders,
  'specs/contracts/outputs/sales.yaml': `${head('sales')}  - name: sales
    physicalName: fct_sales
    properties:
      - {name: state, logicalType: string}
      - {name: total, logicalType: number}
`,
  'specs/sample-data/orders.csv':
    'id,state,total,placed,paid,code\n1,SP,10.50,2026-01-31,sim,012\n2,NO,2,,0,{{ 1 + 1 }}\n',
  'specs/sample-data/states.csv': "state,region\nSP,it's\n",
  'specs/sample-data/expected/fct_sales.csv': 'state,total\nSP,10.50\nNO,2\n',
};
