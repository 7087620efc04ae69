import { performance } from 'node:perf_hooks';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pairBy } from '../../src/diff/pair.ts';
import { wordsOf } from '../../src/diff/name-similarity.ts';
import { matchRenames, type RenameCandidate, type RenameNode } from '../../src/diff/rename.ts';
import type { Property, SchemaObject } from '../../src/model/contract.ts';

type Parts = Partial<Omit<RenameNode, 'name'>> & { readonly index?: number; readonly kind?: RenameCandidate['kind'] };

describe('matchRenames: one removed, one added', () => {
  const text = { value: 'string' };
  const note = { description: { value: 'Where the monthly invoice is sent' } };
  const rows: readonly [string, string, Parts, string, Parts, number | undefined][] = [
    ['nothing in common but the type', 'a', { logicalType: text }, 'b', { logicalType: text }, undefined],
    ['nothing but the same place', 'a', {}, 'b', {}, undefined],
    [
      'abbreviations and a business name',
      'txn_ref_dt',
      { physicalType: 'date' },
      'transaction_reference_date',
      { physicalType: 'DATE', businessName: { value: 'transaction reference date' } },
      96,
    ],
    [
      'the business name of the old column',
      'kunr',
      { businessName: { value: 'Customer number' } },
      'customer_number',
      {},
      99,
    ],
    ['another case and other separators', 'CustomerID', {}, 'customer_id', {}, 99],
    ['accents', 'descricao', {}, 'descrição', {}, 99],
    ['a plural', 'total', {}, 'totals', {}, 96],
    ['a Portuguese abbreviation', 'vl_total', {}, 'valor_total', {}, 98],
    [
      'another logical type',
      'customer_id',
      { logicalType: text },
      'customerId',
      { logicalType: { value: 'integer' } },
      undefined,
    ],
    ['one more word', 'email', { logicalType: text }, 'email_address', { logicalType: text }, undefined],
    [
      'one more word and the same description',
      'email',
      { logicalType: text, ...note },
      'email_address',
      { logicalType: text, ...note },
      82,
    ],
    [
      'a description with another full stop',
      'email',
      { logicalType: text, ...note },
      'email_address',
      { logicalType: text, description: { value: 'where the monthly invoice is sent.' } },
      82,
    ],
    [
      'another description',
      'cust_name',
      { logicalType: text, ...note },
      'customer_name',
      { logicalType: text, description: { value: 'How the buyer signs' } },
      undefined,
    ],
    [
      'another kind of the same thing',
      'country',
      { logicalType: text },
      'country_code',
      { logicalType: text },
      undefined,
    ],
    ['two things of one kind', 'order_id', { logicalType: text }, 'customer_id', { logicalType: text }, undefined],
    ['numbered columns', 'address_line_1', { logicalType: text }, 'address_line_2', { logicalType: text }, undefined],
    [
      'a second one',
      'ship_to_address_line',
      { logicalType: text },
      'ship_to_address_line_2',
      { logicalType: text },
      undefined,
    ],
    ['opposites', 'created_at', {}, 'updated_at', {}, undefined],
    ['other constraints', 'cust_name', { required: { value: true } }, 'customer_name', { unique: { value: true } }, 87],
    ['another place', 'cust_name', {}, 'customer_name', { index: 9 }, 87],
    ['other checks', 'cust_name', { quality: [{ type: 'library', metric: 'nullValues' }] }, 'customer_name', {}, 92],
    [
      'other targets',
      'cust_ref',
      { relationships: [{ to: 'customers.id' }] },
      'customer_ref',
      { relationships: [{ to: 'clients.id' }] },
      93,
    ],
    [
      'head says where it came from',
      'a',
      {},
      'b',
      { customProperties: [{ property: 'renamedFrom', value: 'A' }] },
      100,
    ],
    [
      'head says several old names',
      'a',
      {},
      'b',
      { customProperties: [{ property: 'renamedFrom', value: ['x', 'a'] }] },
      100,
    ],
    [
      'base says where it came from',
      'a',
      { customProperties: [{ property: 'renamedFrom', value: 'b' }] },
      'b',
      {},
      100,
    ],
    ['renamedFrom is no name', 'a', {}, 'b', { customProperties: [{ property: 'renamedFrom', value: 3 }] }, undefined],
    ['head knows the old name as a synonym', 'a', {}, 'b', { synonyms: ['a'] }, 100],
    ['base knows the new name as a synonym', 'a', { synonyms: ['B'] }, 'b', {}, 100],
    ['head knows the old physical name', 'a', { physicalName: 'T001_A' }, 'b', { synonyms: ['t001_a'] }, 100],
    [
      'a certain one may have another type',
      'a',
      { logicalType: text },
      'b',
      { logicalType: { value: 'date' }, synonyms: ['a'] },
      100,
    ],
  ];
  it.each(rows)('%s: %s, %s', (...[, before, base, after, head, certainty]) => {
    const renames = matchRenames([candidate(before, base)], [candidate(after, head)]);
    expect(told(renames)).toEqual(certainty === undefined ? [] : [`${before} -> ${after} ${certainty}`]);
  });
});

describe('matchRenames: several', () => {
  it('pairs each with its own where neighbours are renamed together', () => {
    const removed = ['cust_nm', 'cust_no', 'cust_addr'].map((name, index) => candidate(name, { index }));
    const added = ['customer_name', 'customer_number', 'customer_address'].map((name, index) =>
      candidate(name, { index }),
    );
    expect(told(matchRenames(removed, added))).toEqual([
      'cust_nm -> customer_name 96',
      'cust_no -> customer_number 96',
      'cust_addr -> customer_address 96',
    ]);
  });

  it('says nothing where two could be meant', () => {
    const removed = [candidate('amount', { index: 1 })];
    const added = [candidate('amounts', { index: 1 }), candidate('amt', { index: 2 })];
    expect(told(matchRenames(removed, added))).toEqual([]);
    expect(told(matchRenames(added, removed))).toEqual([]);
    expect(told(matchRenames(removed, added.slice(1)))).toEqual(['amount -> amt 96']);
    const further = [...added.slice(1), candidate('amounts', { index: 9 })];
    expect(told(matchRenames(removed, further))).toEqual([]);
    expect(told(matchRenames(removed, further.slice(1)))).toEqual(['amount -> amounts 86']);
  });

  it('says nothing for certain where two claim the same', () => {
    const claim = { synonyms: ['a'] };
    const added = [candidate('x', claim), candidate('y', { index: 1, ...claim })];
    expect(told(matchRenames([candidate('a')], added))).toEqual([]);
    expect(told(matchRenames([candidate('a'), candidate('A', { index: 1 })], added.slice(1)))).toEqual([]);
  });

  it('believes renamedFrom before a synonym', () => {
    const added = [
      candidate('x', { synonyms: ['a'] }),
      candidate('y', { index: 1, customProperties: [{ property: 'renamedFrom', value: 'a' }] }),
    ];
    expect(told(matchRenames([candidate('a')], added))).toEqual(['a -> y 100']);
  });

  it('takes a description that several share for no evidence', () => {
    const shared = { logicalType: { value: 'string' }, description: { value: 'Free text' } };
    const removed = [candidate('email', shared), candidate('fax', { index: 7, ...shared })];
    const added = [candidate('email_address', shared)];
    expect(told(matchRenames(removed, added))).toEqual([]);
    expect(told(matchRenames(removed.slice(0, 1), added))).toEqual(['email -> email_address 82']);
  });

  it('guesses nothing for what was announced to go', () => {
    const deprecated = { ...candidate('cust_name'), isDeprecated: true };
    const added = [candidate('customer_name'), candidate('CustName', { index: 1 })];
    expect(told(matchRenames([deprecated], added.slice(0, 1)))).toEqual([]);
    expect(told(matchRenames([deprecated], added.slice(1)))).toEqual([]);
    expect(told(matchRenames(added.slice(0, 1), [deprecated]))).toEqual(['customer_name -> cust_name 97']);
    expect(told(matchRenames([deprecated, candidate('custName', { index: 1 })], added.slice(1)))).toEqual([
      'custName -> CustName 99',
    ]);
    const claims = [
      { synonyms: ['cust_name'] },
      { customProperties: [{ property: 'renamedFrom', value: 'cust_name' }] },
    ];
    for (const claim of claims) {
      expect(told(matchRenames([deprecated], [candidate('x', claim)]))).toEqual(['cust_name -> x 100']);
    }
  });

  it('knows the place by a neighbour that stayed, too', () => {
    const removed = { ...candidate('cust_name', { index: 3 }), neighbours: { before: 'id', after: 'city' } };
    const added = { ...candidate('customer_name', { index: 8 }), neighbours: { before: 'vat', after: 'city' } };
    expect(told(matchRenames([removed], [added]))).toEqual(['cust_name -> customer_name 97']);
  });
});

describe('matchRenames: schema objects', () => {
  const columns = ['order_id', 'customer', 'total', 'currency', 'placed_at'];
  it.each([
    ['the same columns', 'customers', columns, 'clients', columns, 80],
    ['most of the columns and a like name', 'orders', columns, 'sales_orders', [...columns, 'channel'], 83],
    ['a like name and other columns', 'orders', columns, 'orders_log', ['at', 'text', 'level'], undefined],
    ['columns that every table has', 'dim_country', ['id', 'name'], 'dim_color', ['id', 'name'], undefined],
    ['few columns and nearly the same name', 'order', ['id', 'total'], 'orders', ['id', 'total'], 97],
    ['other columns', 'customers', columns, 'clients', ['vat', 'city'], undefined],
  ] as const)('%s: %s to %s', (...[, before, base, after, head, certainty]) => {
    const renames = matchRenames([table(before, base)], [table(after, head)]);
    expect(told(renames)).toEqual(certainty === undefined ? [] : [`${before} -> ${after} ${certainty}`]);
  });
});

describe('matchRenames: laws', () => {
  const words = fc.constantFrom(
    'cust',
    'customer',
    'nm',
    'name',
    'amt',
    'amount',
    'id',
    'dt',
    'date',
    '1',
    '2',
    'total',
  );
  const name = fc.array(words, { minLength: 1, maxLength: 3 }).map((parts) => parts.join('_'));
  const someName = fc.option(name, { nil: undefined });
  const column = fc.record({
    name,
    synonym: fc.option(name, { nil: undefined, freq: 1 }),
    renamedFrom: fc.option(name, { nil: undefined, freq: 1 }),
    businessName: someName,
    description: someName,
    type: fc.constantFrom(undefined, 'string', 'date'),
    required: fc.boolean(),
  });
  const side = fc.array(column, { maxLength: 6 }).map((columns) =>
    columns.map((each, index) =>
      candidate(each.name, {
        index,
        synonyms: each.synonym === undefined ? [] : [each.synonym],
        customProperties: each.renamedFrom === undefined ? [] : [{ property: 'renamedFrom', value: each.renamedFrom }],
        required: { value: each.required },
        ...(each.businessName === undefined ? {} : { businessName: { value: each.businessName } }),
        ...(each.description === undefined ? {} : { description: { value: each.description } }),
        ...(each.type === undefined ? {} : { logicalType: { value: each.type } }),
      }),
    ),
  );

  it('swapping the sides gives the same pairs', () => {
    fc.assert(
      fc.property(side, side, (removed, added) => {
        const there = matchRenames(removed, added);
        const back = matchRenames(added, removed);
        expect(keys(back.map(({ base, head, certainty }) => ({ base: head, head: base, certainty })))).toEqual(
          keys(there),
        );
      }),
      { numRuns: 1000 },
    );
  });

  it('pairs nothing twice, and only what it was given', () => {
    fc.assert(
      fc.property(side, side, (removed, added) => {
        const renames = matchRenames(removed, added);
        expect(new Set(renames.map(({ base }) => base)).size).toBe(renames.length);
        expect(new Set(renames.map(({ head }) => head)).size).toBe(renames.length);
        expect(renames.every(({ base, head }) => removed.includes(base) && added.includes(head))).toBe(true);
        expect(renames.every(({ certainty }) => certainty >= 80 && certainty <= 100)).toBe(true);
      }),
    );
  });

  it('does not depend on the order of the lists', () => {
    fc.assert(
      fc.property(side, side, (removed, added) => {
        expect(keys(matchRenames(removed.toReversed(), added.toReversed()))).toEqual(
          keys(matchRenames(removed, added)),
        );
      }),
    );
  });

  it('is never asked about identical lists: the pairing by name leaves nothing over', () => {
    fc.assert(
      fc.property(side, (all) => {
        const over = pairBy(all, structuredClone(all), [(each) => each.node.name]).filter(
          ({ base, head }) => base === undefined || head === undefined,
        );
        expect(over).toEqual([]);
      }),
    );
  });

  it('finds nothing where one list is empty', () => {
    fc.assert(
      fc.property(side, (all) => {
        expect(matchRenames(all, [])).toEqual([]);
        expect(matchRenames([], all)).toEqual([]);
      }),
    );
  });
});

describe('wordsOf', () => {
  it.each([
    ['custAddr_2', ['cust', 'addr', '2']],
    ['HTTPServer2Id', ['http', 'server', '2', 'id']],
    ['ID', ['id']],
    ['T001_A', ['t', '001', 'a']],
    ['Descrição da Região', ['descricao', 'da', 'regiao']],
    ['', []],
  ])('%s', (name, words) => expect(wordsOf(name).words).toEqual(words));

  it('reads plain letters as it reads others', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 100 }), (name) => {
        const { words } = wordsOf(`é ${name}`);
        expect(words).toEqual(['e', ...wordsOf(name).words].slice(0, 20));
      }),
      { numRuns: 1000 },
    );
  });

  it('reads the first 20 words, and folds all', () => {
    const { words, folded } = wordsOf('a1'.repeat(20));
    expect(words).toEqual(Array.from({ length: 20 }, (_, at) => (at % 2 === 0 ? 'a' : '1')));
    expect(folded).toBe('a1'.repeat(20));
  });
});

describe('matchRenames: size', () => {
  it.each([
    ['strangers', many((at) => `left_${at}`), many((at) => `right_${at}`), 0],
    ['the same names in another case', many((at) => `colName${at}`), many((at) => `col_name_${at}`), 5000],
    ['one name claimed by all', many(() => 'a'), many((at) => `b${at}`, { synonyms: ['a'] }), 0],
    ['one against all', many((at) => `col_${at}`).slice(0, 1), many(() => 'col_0'), 0],
  ] as const)('5,000 against 5,000: %s', (...[, removed, added, expected]) => {
    const times = [1, 2, 3].map(() => {
      const start = performance.now();
      expect(matchRenames(removed, added).length).toBe(expected);
      return performance.now() - start;
    });
    expect(Math.min(...times)).toBeLessThan(250);
  });
});

/** The nouns of the model fit; only the compiler looks at this. */
export function nodesOf(property: Property, object: SchemaObject): readonly RenameNode[] {
  return [property, object];
}

function candidate(name: string, { index = 0, kind = 'property', ...parts }: Parts = {}): RenameCandidate {
  const nothing = { synonyms: [], properties: [], quality: [], relationships: [], customProperties: [] };
  return { kind, index, neighbours: {}, node: { name, ...nothing, ...parts } };
}

function many(name: (at: number) => string, parts: Parts = {}): readonly RenameCandidate[] {
  return Array.from({ length: 5000 }, (_, index) => candidate(name(index), { index, ...parts }));
}

function table(name: string, columns: readonly string[]): RenameCandidate {
  return candidate(name, {
    kind: 'object',
    physicalType: 'table',
    properties: columns.map((each) => ({ name: each })),
  });
}

function told(renames: ReturnType<typeof matchRenames>): readonly string[] {
  return renames.map(({ base, head, certainty }) => `${base.node.name} -> ${head.node.name} ${certainty}`);
}

function keys(renames: ReturnType<typeof matchRenames>): readonly string[] {
  return renames
    .map(({ base, head, certainty }) => [base.index, base.node.name, head.index, head.node.name, certainty].join(' '))
    .sort();
}
