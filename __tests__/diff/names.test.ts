import { describe, expect, it } from 'vitest';
import { isGeneric, nameSimilarity, wordsOf } from '../../src/diff/name-similarity.ts';

describe('wordsOf', () => {
  const rows: readonly (readonly [string, readonly string[]])[] = [
    ['customer_name', ['customer', 'name']],
    ['customerName', ['customer', 'name']],
    ['CustomerName', ['customer', 'name']],
    ['CUSTOMER-NAME', ['customer', 'name']],
    ['XMLFile', ['xml', 'file']],
    ['customerID', ['customer', 'id']],
    ['addr2line', ['addr', '2', 'line']],
    ['T001_A', ['t', '001', 'a']],
    ['order  no. 12', ['order', 'no', '12']],
    ['endereçoCliente', ['endereco', 'cliente']],
    ['ENDEREÇOCliente', ['endereco', 'cliente']],
    ['Größe2Ähre', ['große', '2', 'ahre']],
    ['注文ID', ['注文id']],
    ['%%%', []],
    ['', []],
  ];
  it.each(rows)('%s', (name, expected) => {
    expect([...wordsOf(name).words]).toEqual(expected);
  });

  it('keeps the numbers in their order, and all words in one', () => {
    expect(wordsOf('line_2_of_10')).toEqual({ words: ['line', '2', 'of', '10'], folded: 'line2of10', numbers: '2,10' });
  });

  it('cuts what nobody reads: 200 characters, 20 words', () => {
    expect(wordsOf('a'.repeat(201)).folded).toBe('a'.repeat(200));
    const { words, folded } = wordsOf('ab_'.repeat(30));
    expect([words.length, folded.length]).toEqual([20, 60]);
  });
});

describe('isGeneric', () => {
  const rows: readonly (readonly [string, boolean])[] = [
    ['id', true],
    ['created_at', false],
    ['key_code', true],
    ['date_of', true],
    ['dt', true],
    ['fk_id', true],
    ['customer_id', false],
    ['total', false],
  ];
  it.each(rows)('%s', (name, expected) => {
    expect(isGeneric(wordsOf(name))).toBe(expected);
  });
});

describe('nameSimilarity', () => {
  const rows: readonly (readonly [string, number])[] = [
    ['customer_name customerName', 100],
    ['customer_name customername', 100],
    ['customer_name name_customer', 100],
    ['customer total', 0],
    ['cust customer', 95],
    ['cust_name customer_name', 96.7],
    ['total totals', 95],
    ['box boxes', 95],
    ['id ids', 0],
    ['addr address', 95],
    ['cntry country', 85],
    ['regn region', 0],
    ['cntr center', 85],
    ['contr country', 0],
    ['ntry country', 0],
    ['countr country', 0],
    ['warehse warehouse', 0],
    ['ware warehouse', 85],
    ['wa warehouse', 0],
    ['cd codigo', 95],
    ['cd code', 95],
    ['cur current', 95],
    ['cur curr', 95],
    ['qty quantidade', 95],
    ['vl valor', 95],
    ['vl value', 95],
    ['st status', 95],
    ['amt amount', 95],
    ['amt amounts', 0],
    ['customer customer_id', 66.7],
    ['customer_id client_id', 26.7],
    ['customer_id customer_key', 40],
    ['country country_code', 66.7],
    ['created created_at', 88.9],
    ['created_at updated_at', 16],
    ['line_1 line_2', 20],
    ['line line_2', 33.3],
    ['credit_card gift_card', 40],
    ['credit_card card', 66.7],
    ['dim_customer customer', 88.9],
    ['dim_customer stg_customer', 64],
    ['123 1234', 0],
    ['a_b_c a_b_d', 53.3],
    ['%% customer', 0],
    ['customer %%', 0],
  ];
  it.each(rows)('%s: in percent', (names, expected) => {
    const [one, other] = names.split(' ').map(wordsOf);
    if (one === undefined || other === undefined) throw new Error('two names');
    expect(Math.round(nameSimilarity(one, other) * 1000) / 10).toBe(expected);
    expect(nameSimilarity(other, one)).toBe(nameSimilarity(one, other));
  });
});
