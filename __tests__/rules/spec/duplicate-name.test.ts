import { expect, it } from 'vitest';
import duplicateName from '../../../src/rules/spec/duplicate-name.ts';
import { contractOf, lintContract } from './lint-contract.ts';

/** `line subject: message (line of the first)` of everything that is there twice. */
async function twice(properties: string, rest = ''): Promise<readonly string[]> {
  const found = await lintContract(duplicateName, contractOf(properties, { rest }));
  return found.map(
    ({ line, subject, message, related }) =>
      `${line} ${subject}: ${message.split(';', 1)[0]} (${related.map((each) => each.line).join()})`,
  );
}

const column = '      - { name: total, logicalType: number }';
const checks = (...rules: readonly string[]): string =>
  `        quality:\n${rules.map((rule) => `          - { type: text, description: X., ${rule} }\n`).join('')}`;

it.each([
  [
    'schema objects of one name',
    column,
    '  - name: sales\n',
    ['11 sales/sales: schema object "sales" is there twice in sales (7)'],
  ],
  [
    'schema objects of one name in the warehouse',
    column,
    '  - name: orders\n    physicalName: sales\n',
    ['11 sales/orders: schema object "orders" has the physical name "sales" of another one in sales (7)'],
  ],
  [
    'schema objects of one id',
    column,
    '  - name: orders\n    id: sales_table\n',
    ['11 sales/orders: schema object "orders" has the id "sales_table" of another one in sales (7)'],
  ],
  [
    'servers',
    column,
    'servers:\n  - { server: prod, type: local, path: a, format: csv }\n  - { server: test, type: local, path: b, format: csv }\n  - { server: prod, type: local, path: c, format: csv }\n',
    ['14 sales: server "prod" is there twice in sales (12)'],
  ],
  [
    'columns of one id',
    `      - { name: total, id: a }\n      - { name: amount, id: a }\n      - { name: other, id: b }`,
    '',
    ['11 sales/sales.amount: property "amount" has the id "a" of another one in sales/sales (10)'],
  ],
  [
    'columns inside a column',
    `      - name: order\n        logicalType: object\n        properties:\n          - name: day\n          - name: day`,
    '',
    ['14 sales/sales.order.day: property "day" is there twice in sales/sales.order (13)'],
  ],
  [
    'quality rules of a table, by name',
    column,
    '    quality:\n      - { name: rows, type: text, description: X. }\n      - { name: rows, type: text, description: Y. }\n',
    ['13 sales/sales: quality rule "rows" is there twice in sales/sales (12)'],
  ],
  [
    'quality rules of a column, by id',
    `      - name: total\n${checks('id: q1', 'id: q1, name: rows', 'id: q2')}`,
    '',
    ['13 sales/sales.total: quality rule "rows" has the id "q1" of another one in sales/sales.total (12)'],
  ],
  [
    'quality rules that have only an id',
    `      - name: total\n${checks('id: q1', 'id: q1')}`,
    '',
    ['13 sales/sales.total: quality rule "q1" has the id "q1" of another one in sales/sales.total (12)'],
  ],
  [
    'three columns: each further one names the first',
    `${column}\n${column}\n${column}`,
    '',
    [11, 12].map((line) => `${line} sales/sales.total: property "total" is there twice in sales/sales (10)`),
  ],
])('%s', async (_, ...[properties, rest, expected]) => {
  expect(await twice(properties, rest)).toEqual(expected);
});

it.each([
  [
    'quality rules without name and id',
    `      - name: total\n${checks('dimension: accuracy', 'dimension: accuracy')}`,
    '',
  ],
  ['a name that is an id elsewhere', '      - { name: total, id: amount }\n      - { name: amount, id: total }', ''],
  [
    'a column of two tables',
    column,
    '  - name: orders\n    properties:\n      - { name: total, logicalType: number }\n',
  ],
  [
    'a quality rule of two columns',
    `      - name: total\n${checks('name: rows')}      - name: amount\n${checks('name: rows')}`,
    '',
  ],
])('not %s', async (_, properties, rest) => {
  expect(await twice(properties, rest)).toEqual([]);
});
