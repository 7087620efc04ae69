import { describe, expect, it } from 'vitest';
import type { Finding } from '../../../src/model/finding.ts';
import rule from '../../../src/rules/spec/dangling-reference.ts';
import { contractOf, contractPath, fixed, lintContract } from './lint-contract.ts';

const columns = `      - { name: id, id: id_column, physicalName: ID_PK, logicalType: integer }
      - name: items
        logicalType: array
        items:
          logicalType: object
          properties:
            - { name: sku, logicalType: string }
      - name: free
        logicalType: object`;

function referringTo(target: string): string {
  return contractOf(`${columns}
      - name: order
        logicalType: integer
        relationships:
          - to: ${target} # the order`);
}

function told({ line, column, severity, message }: Finding): string {
  return `${line}:${column} ${severity} ${message}`;
}

describe('spec/dangling-reference finds its target', () => {
  it.each([
    ['by names', 'sales.id'],
    ['by names in another case', 'Sales.ID'],
    ['by the id of the property', 'sales.id_column'],
    ['by the name in the warehouse', 'sales.ID_PK'],
    ['within the items of an array', 'sales.items.sku'],
    ['where nothing is described below', 'sales.free.anything'],
    ['by the long form', 'schema/sales/properties/id'],
    ['by the long form with ids', '/schema/sales_table/properties/id_column'],
    ['by the long form of this document', "'#/schema/sales/properties/items/properties/sku'"],
    ['in this file, by its name', 'sales.yaml#/schema/sales/properties/id'],
    ['in something that is no schema', 'servers/production'],
    ['in a file that is not here', 'orders.yaml#/schema/orders/properties/id'],
    ['at an address', 'https://example.com/sales.yaml#/schema/sales/properties/none'],
  ])('%s: %s', async (_, target) => {
    expect(await lintContract(rule, referringTo(target))).toEqual([]);
  });
});

describe('spec/dangling-reference says what is missing', () => {
  it.each([
    [
      'sales.nothing',
      '22:17 error "sales.nothing" refers to "nothing", which is not in "sales/sales"; there are "id", "items", "free", "order": correct the name, or add the column',
    ],
    [
      'sales.items.skuu',
      '22:17 error "sales.items.skuu" refers to "skuu", which is not in "sales/sales.items"; did you mean "sku"?',
    ],
    [
      '/schema/salez/properties/id',
      '22:17 error "/schema/salez/properties/id" refers to "salez", which is not a table of contract "sales"; did you mean "sales"?',
    ],
    [
      'warehouses.id',
      '22:17 warning "warehouses.id" refers to "warehouses", which is not a table of contract "sales" or of another contract here; there are "sales": correct the name, or write "file.yaml#/schema/<table>/properties/<column>"',
    ],
  ])('%s', async (target, expected) => {
    expect((await lintContract(rule, referringTo(target))).map(told)).toEqual([expected]);
  });

  it('of both ends of a relationship of the table', async () => {
    const rest = '    relationships:\n      - from: [sales.nix, sales.id]\n        to: [sales.id, sales.nada]\n';
    const findings = await lintContract(rule, contractOf(columns, { rest }));
    expect(findings.map(({ line, subject }) => `${line} ${subject}`)).toEqual(['20 sales/sales', '21 sales/sales']);
  });

  it('says a relationship of the table once, though its column carries it too', async () => {
    const rest = '    relationships:\n      - { from: sales.id, to: sales.nada }\n';
    expect((await lintContract(rule, contractOf(columns, { rest }))).map(({ line }) => line)).toEqual([20]);
  });
});

describe('spec/dangling-reference in another file', () => {
  const customers = contractOf('      - { name: code, logicalType: string }').replaceAll('sales', 'customers');
  const others = { 'specs/contracts/outputs/crm/customers.yaml': customers };

  it.each([
    ['its path', 'crm/customers.yaml'],
    ['its name', 'customers.yaml'],
    ['its id', '../inputs/customers.odcs.yaml'],
  ])('by %s', async (_, file) => {
    const target = `${file}#/schema/customers/properties`;
    expect(await lintContract(rule, referringTo(`${target}/code`), others)).toEqual([]);
    const [finding] = await lintContract(rule, referringTo(`${target}/cod`), others);
    expect(finding?.message).toBe(
      `"${target}/cod" refers to "cod", which is not in "customers/customers"; did you mean "code"?`,
    );
  });

  it('leaves the short form of a table that another contract has to that contract', async () => {
    expect(await lintContract(rule, referringTo('customers.cod'), others)).toEqual([]);
  });

  it('takes the file at the path before others of its name', async () => {
    const twice = {
      ...others,
      'specs/contracts/inputs/customers.yaml': customers.replace('id: customers', 'id: partners'),
    };
    const target = '../inputs/customers.yaml#/schema/customers/properties/x';
    expect((await lintContract(rule, referringTo(target), twice)).map(({ message }) => message)).toEqual([
      `"${target}" refers to "x", which is not in "partners/customers"; there are "code": correct the name, or add the column`,
    ]);
  });

  it('does not choose between two files of one name', async () => {
    const twice = {
      ...others,
      'specs/contracts/outputs/erp/customers.yaml': customers.replace('id: customers', 'id: partners'),
    };
    expect(await lintContract(rule, referringTo('customers.yaml#/schema/customers/properties/x'), twice)).toEqual([]);
  });
});

describe('spec/dangling-reference repairs', () => {
  it.each([
    ['sales.idd', 'sales.id'],
    ['sale.id', 'sales.id'],
    ['"/schema/salez/properties/id"', '"/schema/sales/properties/id"'],
    ["'#/schema/sales/properties/itens/properties/sku'", "'#/schema/sales/properties/items/properties/sku'"],
  ])('%s', async (before, after) => {
    const text = referringTo(before);
    const [finding] = await lintContract(rule, text);
    expect(finding?.path).toBe(contractPath);
    expect(fixed(text, finding)).toBe(referringTo(after));
    expect(await lintContract(rule, referringTo(after))).toEqual([]);
  });

  it.each([
    [
      'where two names are near',
      contractOf('      - { name: aab }\n      - { name: aac, relationships: [{ to: sales.aad }] }'),
    ],
    [
      'where the target stands twice',
      contractOf(columns, { rest: '    relationships: [{ from: sales.idd, to: [sales.idd] }]\n' }),
    ],
    ['where the rest would still lead nowhere', referringTo('sale.nothing')],
  ])('not %s', async (_, text) => {
    const fixes = (await lintContract(rule, text)).map(({ fix }) => fix);
    expect(new Set(fixes)).toEqual(new Set([null]));
  });
});
