import { expect, it } from 'vitest';
import { findStart } from '../../src/lineage/find-start.ts';
import { modelFolder } from './model-columns.ts';
import { shopGraph } from './shop.ts';
import { graphOf } from './worlds.ts';

function found(written: string, graph = shopGraph): readonly string[] | string {
  const start = findStart(graph, written);
  if (start.kind === 'found')
    return start.starts.map(({ relation, column }) => (column === undefined ? relation : `${relation} ${column}`));
  return [start.kind, ...(start.meant === undefined ? [] : [start.meant])].join(' ');
}

it.each([
  ['fct_churn', ['model:fct_churn']],
  ['FCT_CHURN.Contact', ['model:fct_churn contact']],
  ['stripe.charges', ['source:stripe.charges']],
  ['stripe.charges.email', ['source:stripe.charges email']],
  ['stripe.charges.email.host', ['source:stripe.charges email']],
  ['stripe-charges', ['contract:stripe-charges/charges']],
  ['stripe-charges/charges', ['contract:stripe-charges/charges']],
  ['stripe-charges/charges.paid', ['contract:stripe-charges/charges paid']],
  ['model:fct_churn', ['model:fct_churn']],
  ['board', ['exposure:board']],
  ['fct_chrun', 'unknown-name fct_churn'],
  ['fct_chrun.contact', 'unknown-name fct_churn.contact'],
  ['fct_churn.contat', 'unknown-column fct_churn.contact'],
  ['fct_churn.zzzzzzzz', 'unknown-column'],
  ['qqqqqqqqqqqq', 'unknown-name'],
  ['', 'unknown-name'],
])('"%s"', (written, expected) => {
  expect(found(written)).toEqual(expected);
});

const two = graphOf({
  'implementation/dbt/dbt_project.yml': 'name: shop\n',
  'implementation/second/dbt_project.yml': 'name: second\n',
  [`${modelFolder}/orders_v2.sql`]: "{{ config(alias='orders_now') }} select 1 as x",
  [`${modelFolder}/both.sql`]: 'select 1 as x',
  'implementation/second/models/both.sql': 'select 1 as x',
  'specs/contracts/outputs/both.yaml':
    'apiVersion: v3.2.0\nkind: DataContract\nid: both\nversion: 1.0.0\nstatus: active\nschema:\n  - {name: a, properties: [{name: x}]}\n  - {name: b, properties: [{name: y}]}\n',
});

it.each([
  ['orders.v2', ['model:orders_v2']],
  ['orders_now', ['model:orders_v2']],
  ['both@implementation/second', ['model:both@implementation/second']],
  // The data itself goes before a contract that is called alike.
  ['both', ['model:both@implementation/dbt', 'model:both@implementation/second']],
  ['both/b.y', ['contract:both/b y']],
])('"%s" among two projects', (written, expected) => {
  expect(found(written, two)).toEqual(expected);
});
