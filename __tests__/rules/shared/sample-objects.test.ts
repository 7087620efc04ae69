import { describe, expect, it } from 'vitest';
import { loadProject } from '../../../src/load/load-project.ts';
import { createMemo } from '../../../src/load/memo.ts';
import type { Files } from '../../../src/model/rule.ts';
import { boundSamples } from '../../../src/model/sample-objects.ts';
import { memoryTree } from '../../support/memory-tree.ts';

const folder = 'specs/sample-data';
const outputs = 'specs/contracts/data-products';

interface Made {
  readonly more?: string;
  /** `name[: physicalName]`. */
  readonly tables?: readonly string[];
  readonly isEmpty?: boolean;
}

function contract(id: string, { more = '', tables = [id], isEmpty = false }: Made = {}): string {
  const objects = tables.map((table) => {
    const [name = '', physical] = table.split(': ');
    const called = physical === undefined ? '' : `    physicalName: ${physical}\n`;
    return `  - name: ${name}\n${called}${isEmpty ? '' : '    properties:\n      - { name: id, logicalType: string }\n'}`;
  });
  return `apiVersion: v3.1.0\nkind: DataContract\nid: ${id}\nversion: 1.0.0\nstatus: active\n${more}schema:\n${objects.join('')}`;
}

/** `contract.table` of what each sample shows. */
function bound(files: Files): readonly string[] {
  return boundSamples(loadProject(memoryTree(files), createMemo())).map(
    ({ contract: { id }, object, sample }) => `${id}.${object.name} ${sample.rows.length}`,
  );
}

describe('the table that a sample shows', () => {
  it.each<[path: string, ...tables: string[]]>([
    ['orders.csv', 's-1.orders 1'],
    ['ORDERS.csv', 's-1.orders 1'],
    ['t_orders.csv', 's-1.orders 1'],
    ['refunds.csv', 's-1.refunds 1'],
    ['deep/orders.csv', 's-1.orders 1'],
    ['orders/2026.csv'],
    // Of two tables neither the contract nor its file tells which.
    ['s-1.csv'],
    ['shop.csv'],
    ['other.csv'],
    // A dot behind the name: only where it says that this is a sample of the table.
    ['orders.sample.csv', 's-1.orders 1'],
    ['orders.esperado.csv', 's-1.orders 1'],
    ['orders.SEED.csv', 's-1.orders 1'],
    ['orders.by_day.csv'],
    ['orders.resampled.csv'],
    ['orders.samples2.csv'],
    ['orders.sample.old.csv'],
    ['dotted.name.csv'],
    ['name.csv', 's-1.dotted 1'],
    // What is meant to be wrong.
    ['invalid/orders.csv'],
    ['orders.invalid.csv'],
    ['RAW/orders.csv'],
    ['erros/orders.csv'],
    ['inválidas/orders.csv'],
    ['rawness/orders.csv', 's-1.orders 1'],
    ['drawn/orders.csv', 's-1.orders 1'],
    ['straw/orders.csv', 's-1.orders 1'],
  ])('%s', (path, ...tables) => {
    const two = contract('s-1', { tables: ['Orders: main.db.T_Orders', 'refunds', 'dotted: dotted.name'] });
    expect(bound({ [`${outputs}/shop.yaml`]: two, [`${folder}/${path}`]: 'id\n1\n' })).toEqual(
      tables.map((table) => table.replace('orders', 'Orders')),
    );
  });

  it.each([
    ['s-1.csv', 's-1.orders 1'],
    ['Shop.csv', 's-1.orders 1'],
    ['shop.draft.csv', undefined],
    ['orders.csv', 's-1.orders 1'],
  ])('%s, where the contract has one table', (path, table) => {
    const one = contract('S-1', { tables: ['orders'] });
    expect(bound({ [`${outputs}/deep/SHOP.odcs.yaml`]: one, [`${folder}/${path}`]: 'id\n1\n' })).toEqual(
      table === undefined ? [] : [table.replace('s-1.', 'S-1.')],
    );
  });

  it.each(
    'bad broken corrupt corrupted erro erros error errors invalid invalido invalidas inválida inválidos negative raw bruto brutas rejected rejeitada rejeitados wrong'.split(
      ' ',
    ),
  )('is none where a folder or the file is called %s', (word) => {
    const one = { [`${outputs}/shop.yaml`]: contract('orders') };
    expect(bound({ ...one, [`${folder}/${word}/orders.csv`]: 'id\n1\n' })).toEqual([]);
    expect(bound({ ...one, [`${folder}/x/orders.${word}-2.csv`]: 'id\n1\n' })).toEqual([]);
  });

  it('is told by the key in the file, however the file is called', () => {
    const two = contract('s-1', { tables: ['orders', 'refunds'] });
    const files = {
      [`${outputs}/shop.yaml`]: two,
      [`${folder}/all.json`]:
        '{"orders": [{"id": "1"}, {"id": "2"}], "orders.sample": [{"id": "1"}], "x": [{"id": "1"}]}',
    };
    expect(bound(files)).toEqual(['s-1.orders 2']);
    const other = { [`${folder}/orders.json`]: '{"orders.sample": [{"id": "1"}], "x": [{"id": "1"}]}' };
    expect(bound({ [`${outputs}/shop.yaml`]: two, ...other })).toEqual([]);
  });

  it('is none of a table without columns, and none where the rows cannot be told', () => {
    const file = { [`${folder}/orders.csv`]: 'id\n1\n' };
    expect(bound({ [`${outputs}/orders.yaml`]: contract('orders', { isEmpty: true }), ...file })).toEqual([]);
    const twice = { [`${folder}/orders.csv`]: 'id,id\n1,2\n' };
    expect(bound({ [`${outputs}/orders.yaml`]: contract('orders'), ...twice })).toEqual([]);
    expect(bound({ [`${outputs}/orders.yaml`]: contract('orders') })).toEqual([]);
  });
});

describe('of several tables of one name the folder tells which', () => {
  const files: Files = {
    [`${outputs}/crm/orders.yaml`]: contract('a', { tables: ['orders'] }),
    [`${outputs}/x.yaml`]: contract('B-Legacy', { tables: ['orders'] }),
    [`${outputs}/y.yaml`]: contract('c', { tables: ['orders'], more: 'domain: Finance\n' }),
    [`${outputs}/z.yaml`]: contract('d', { tables: ['orders'], more: 'tenant: Acme\ndomain: shop\n' }),
  };

  it.each<[path: string, ...tables: string[]]>([
    ['crm/orders.csv', 'a.orders 1'],
    ['CRM/2026/orders.csv', 'a.orders 1'],
    ['b-legacy/orders.csv', 'B-Legacy.orders 1'],
    ['finance/orders.csv', 'c.orders 1'],
    ['acme/orders.csv', 'd.orders 1'],
    ['orders.csv'],
    ['other/orders.csv'],
    ['crm/finance/orders.csv'],
    ['a/orders.csv', 'a.orders 1'],
  ])('%s', (path, ...tables) => {
    expect(bound({ ...files, [`${folder}/${path}`]: 'id\n1\n' })).toEqual(tables);
  });

  it('and no folder that all contracts or all samples lie in', () => {
    const two = {
      'specs/contracts/outputs/a.yaml': contract('a', { tables: ['orders'] }),
      'specs/contracts/inputs/b.yaml': contract('b', { tables: ['orders'], more: 'domain: Specs\n' }),
    };
    expect(bound({ ...two, [`${folder}/orders.csv`]: 'id\n1\n' })).toEqual([]);
    expect(bound({ ...two, [`${folder}/a.yaml/orders.csv`]: 'id\n1\n' })).toEqual([]);
    expect(bound({ ...two, [`${folder}/inputs/orders.csv`]: 'id\n1\n' })).toEqual(['b.orders 1']);
  });
});
