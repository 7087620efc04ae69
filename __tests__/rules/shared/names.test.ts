import { describe, expect, it } from 'vitest';
import type { Casing } from '../../../src/model/governance.ts';
import { containsTerm, hasCasing, toCasing, wordsOf } from '../../../src/model/names.ts';

const casings: readonly Casing[] = ['snake_case', 'camelCase', 'PascalCase', 'UPPER_CASE', 'kebab-case'];

describe('casings of a name', () => {
  it.each<[name: string, ...casings: string[]]>([
    ['order', 'snake_case', 'camelCase', 'kebab-case'],
    ['order_id', 'snake_case'],
    ['_order__id_', 'snake_case'],
    ['order2', 'snake_case', 'camelCase', 'kebab-case'],
    ['2order', 'snake_case', 'kebab-case'],
    ['orderId', 'camelCase'],
    ['OrderId', 'PascalCase'],
    ['Order', 'PascalCase'],
    ['ORDER', 'PascalCase', 'UPPER_CASE'],
    ['ORDER_ID', 'UPPER_CASE'],
    ['ORDER__ID'],
    ['ORDER_'],
    ['_ORDER'],
    ['order-id', 'kebab-case'],
    ['order--id'],
    ['-order'],
    ['order id'],
    ['order.id'],
    ['orderId!'],
    ['ordér'],
    [''],
    ['2', 'snake_case', 'UPPER_CASE', 'kebab-case'],
  ])('%s: %s', (name, ...expected) => {
    expect(casings.filter((casing) => hasCasing(name, casing))).toEqual(expected);
  });

  it.each([
    ['customerID', ['customer', 'id']],
    ['XMLFile', ['xml', 'file']],
    ['order2Item', ['order2', 'item']],
    ['order_id', ['order', 'id']],
    ['--order..id--', ['order', 'id']],
    ['ação_média', ['ação', 'média']],
    ['', []],
  ])('%s has the words %j', (name, words) => {
    expect(wordsOf(name)).toEqual(words);
  });

  it.each([
    ['snake_case', 'customer_id_2'],
    ['UPPER_CASE', 'CUSTOMER_ID_2'],
    ['kebab-case', 'customer-id-2'],
    ['camelCase', 'customerId2'],
    ['PascalCase', 'CustomerId2'],
  ] as const)('%s of customerID-2 is %s', (casing, text) => {
    expect(toCasing('customerID-2', casing)).toBe(text);
  });

  it.each([
    ['customer_email', 'email', true],
    ['emailed_at', 'email', false],
    ['email', 'email', true],
    ['eMail', 'e_mail', true],
    ['customer_email_hash', 'email hash', true],
    ['email_customer_hash', 'email hash', false],
  ])('%s holds %s: %s', (name, term, isHeld) => {
    expect(containsTerm(name, term)).toBe(isHeld);
  });
});
