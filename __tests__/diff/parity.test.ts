import { describe, expect, it } from 'vitest';
import { diffContract, type MadeObject } from '../../src/diff/parity-contract.ts';
import { columnTracer, type DeclaredWorld } from '../../src/diff/parity-origins.ts';
import { type DescribedModel, diffProperties } from '../../src/diff/parity-properties.ts';
import type { ColumnOrigin, ModelColumns, OutputColumn } from '../../src/model/columns.ts';
import type { Contract, Property } from '../../src/model/contract.ts';
import type { ModelColumn } from '../../src/model/dbt.ts';
import type { Location } from '../../src/model/location.ts';
import type { ParityDifference, UntraceableCause } from '../../src/model/parity.ts';
import { contract, object, property, server } from '../drift/contracts.ts';

const path = 'implementation/dbt/models/fct_orders.sql';

function at(line: number): Location {
  return { path, line, column: 5 };
}

/** Columns on lines 2, 3, … of the model. */
function giving(...columns: readonly (string | Partial<OutputColumn>)[]): ModelColumns {
  return {
    model: 'fct_orders',
    path,
    columns: columns.map((column, index) => ({
      name: 'column',
      at: at(index + 2),
      ...(typeof column === 'string' ? { name: column } : column),
    })),
    gaps: [],
    problems: [],
    reads: [],
  };
}

/** Differences as `line kind subject details`. */
function short(difference: ParityDifference): string {
  const { kind, subject, at: place } = difference;
  const details = [
    'meant' in difference ? `meant ${difference.meant}` : '',
    'expected' in difference ? `${difference.expected} ≠ ${difference.found}` : '',
    'isCertain' in difference && !difference.isCertain ? 'likely' : '',
    'hasTests' in difference && difference.hasTests ? 'tested' : '',
    'cause' in difference ? difference.cause.kind : '',
    'isDraft' in difference && difference.isDraft ? 'draft' : '',
    kind === 'extra-column' ? difference.column : '',
  ];
  return [String(place.line), kind, subject, ...details.filter((each) => each !== '')].join(' ');
}

interface Compared extends Partial<MadeObject> {
  readonly promised: readonly Property[];
  readonly of?: Partial<Contract>;
}

function compare(columns: ModelColumns, { promised, of = {}, ...rest }: Compared): readonly string[] {
  const made = object('fct_orders', promised);
  const whole = contract({ schema: [made], servers: [server('snowflake')], ...of });
  return diffContract({
    contract: whole,
    object: made,
    columns,
    dialect: 'snowflake',
    untraceable: () => undefined,
    ...rest,
  }).map(short);
}

function untraceable({ at: writtenAt }: OutputColumn): UntraceableCause {
  return { kind: 'constant', writtenAt };
}

describe('a model and its contract', () => {
  it('agree where every column is there, in any order and case, under its physical name', () => {
    const promised = [property('id'), property('total', { physicalName: '"VL_TOTAL"' })];
    expect(compare(giving('vl_total', 'ID'), { promised })).toEqual([]);
  });

  it('differ in both directions', () => {
    expect(compare(giving('id', 'discount'), { promised: [property('id'), property('total')] })).toEqual([
      '2 missing-column orders/fct_orders.total',
      '3 extra-column orders/fct_orders discount',
    ]);
  });

  it('differ in one column where a name is one slip away, and it is told once', () => {
    expect(compare(giving('id', 'totla'), { promised: [property('id'), property('total')] })).toEqual([
      '3 missing-column orders/fct_orders.total meant totla',
    ]);
  });

  it('differ in the name where the model gives the logical name of a column', () => {
    const promised = [property('total', { physicalName: 'vl_total' })];
    expect(compare(giving('TOTAL'), { promised })).toEqual(['2 missing-column orders/fct_orders.total meant TOTAL']);
  });

  it('one column of the model answers for one column of the contract only', () => {
    const promised = [property('total'), property('totals')];
    expect(compare(giving('totla'), { promised })).toEqual([
      '2 missing-column orders/fct_orders.total meant totla',
      '2 missing-column orders/fct_orders.totals',
    ]);
  });

  it('agree where a column is there encrypted, beside or instead of itself', () => {
    const encryptedName = { value: 'email_enc', at: at(1) };
    const promised = [property('email', { encryptedName, type: 'varchar' })];
    expect(compare(giving({ name: 'email_enc', type: { family: 'bytes' } }), { promised })).toEqual([]);
    expect(compare(giving('email', 'email_enc'), { promised })).toEqual([]);
  });

  it('agree about a record that the contract lists by its fields', () => {
    expect(compare(giving('address'), { promised: [property('address.zip'), property('address.city')] })).toEqual([]);
  });

  it('agree where a measure has no column', () => {
    expect(compare(giving('id'), { promised: [property('id'), property('sum', { semantic: 'measure' })] })).toEqual([]);
  });

  it('are not compared where the contract promises no column', () => {
    expect(compare(giving('id'), { promised: [] })).toEqual([]);
  });

  it('are not proven where more may come out, and nothing else is said', () => {
    const columns = { ...giving('id'), gaps: [{ reason: 'construct', detail: 'pivot', at: at(9) }] } as const;
    expect(compare(columns, { promised: [property('total')] })).toEqual(['9 not-proven orders/fct_orders']);
  });

  it.each([
    ['draft', 'draft'],
    ['proposed', 'draft'],
  ])('a contract that is %s is told so', (value, told) => {
    const of = { status: { value, at: at(1) } };
    expect(compare(giving('id'), { promised: [property('total')], of })).toEqual([
      `2 missing-column orders/fct_orders.total ${told}`,
      `2 extra-column orders/fct_orders ${told} id`,
    ]);
  });

  it('differ in types', () => {
    const promised = [property('a', { type: 'number(18,2)' }), property('b', { logical: 'date' }), property('c')];
    const columns = giving(
      { name: 'a', type: { family: 'string', text: 'varchar' } },
      { name: 'b', type: { family: 'timestamp' } },
      { name: 'c', type: { family: 'json' } },
    );
    expect(compare(columns, { promised })).toEqual([
      '2 type-mismatch orders/fct_orders.a number(18,2) ≠ varchar',
      '3 type-mismatch orders/fct_orders.b date ≠ timestamp likely',
    ]);
  });

  it('the dialect of the project stands for a server that nobody names', () => {
    const columns = giving({ name: 'a', type: { family: 'number', text: 'number(18,0)' } });
    const promised = [property('a', { type: 'number(18,2)' })];
    expect(compare(columns, { promised, of: { servers: [] } })).toEqual([
      '2 type-mismatch orders/fct_orders.a number(18,2) ≠ number(18,0) likely',
    ]);
  });

  it('say of a column that nothing leads to it, unless the contract says how it is derived', () => {
    const logic = { transformLogic: { value: 'always null so far', at: at(1) } };
    expect(compare(giving('a'), { promised: [property('a')], untraceable })).toEqual([
      '2 untraceable orders/fct_orders.a constant',
    ]);
    for (const derived of [logic, { transformSourceObjects: ['raw'] }, { transformDescription: logic.transformLogic }])
      expect(compare(giving('a'), { promised: [property('a', derived)], untraceable })).toEqual([]);
  });
});

function described(columns: ModelColumns, names: readonly Partial<ModelColumn>[], more: Partial<DescribedModel> = {}) {
  return diffProperties({
    properties: {
      name: 'fct_orders',
      columns: names.map((column) => ({ name: 'id', at: at(50), ...column })),
      config: {},
      meta: {},
      at: at(40),
    },
    columns,
    dialect: 'snowflake',
    isEnforced: false,
    said: new Set(),
    ...more,
  }).map(short);
}

describe('a model and its properties', () => {
  it('agree where some columns are described, in any case', () => {
    expect(described(giving('id', 'total'), [{ name: 'ID' }])).toEqual([]);
  });

  it('differ where a described column is not there', () => {
    expect(described(giving('id'), [{ name: 'total', tests: ['not_null'] }, { name: 'state' }])).toEqual([
      '2 properties-missing model:fct_orders.total tested',
      '2 properties-missing model:fct_orders.state',
    ]);
  });

  it('differ in what is not described only where dbt enforces it', () => {
    expect(described(giving('id', 'total'), [{}], { isEnforced: true })).toEqual([
      '3 properties-extra model:fct_orders.total',
    ]);
  });

  it('differ in types only where the values are of another kind', () => {
    const columns = giving(
      { name: 'a', type: { family: 'string', text: 'varchar' } },
      { name: 'b', type: { family: 'number', text: 'number(18,0)' } },
    );
    expect(
      described(columns, [
        { name: 'a', dataType: 'number' },
        { name: 'b', dataType: 'number(18,2)' },
      ]),
    ).toEqual(['2 properties-type model:fct_orders.a number ≠ varchar']);
  });

  it('are not compared where a template writes the names, where more may come out, and where a contract tells already', () => {
    const open = { ...giving('id'), gaps: [{ reason: 'construct', detail: 'pivot' }] } as const;
    expect(described(giving('id'), [{ name: '{{ x }}' }], { isEnforced: true })).toEqual([]);
    expect(described(giving('id'), [{ name: 'concat(id, total)', tests: ['unique'] }])).toEqual([]);
    expect(described(open, [{ name: 'total' }])).toEqual([]);
    expect(described(giving('id'), [{ name: 'total' }], { said: new Set(['total']) })).toEqual([]);
  });
});

function from(kind: ColumnOrigin['from']['kind'], name: string, column: string): ColumnOrigin {
  return { from: { kind, name }, column, calls: [], role: 'value' };
}

function world(models: readonly ModelColumns[], sources: { readonly [name: string]: readonly string[] } = {}) {
  return {
    models: new Map(models.map((each) => [each.model, each])),
    isData: ({ model: name }) => name === 'data',
    source: (name: string) => {
      const columns = sources[name];
      return columns === undefined ? undefined : { columns: new Set(columns), at: at(70) };
    },
  } satisfies DeclaredWorld;
}

function model(name: string, ...columns: readonly Partial<OutputColumn>[]): ModelColumns {
  return { ...giving(...columns), model: name };
}

function asked(origins: readonly ColumnOrigin[] | undefined, calls?: readonly string[]): OutputColumn {
  return { name: 'x', at: at(2), ...(origins && { origins }), ...(calls && { calls }) };
}

const mart = model('mart');

describe('where a column comes from', () => {
  it('is nowhere for a constant, here or in a model before', () => {
    const stg = model('stg', { name: 'x', at: at(33), origins: [], calls: [] });
    const int = model('int', { name: 'X', origins: [from('ref', 'stg', 'x')] });
    expect(columnTracer(world([]))(asked([], []), mart)).toEqual({ kind: 'constant', writtenAt: at(2) });
    expect(columnTracer(world([stg, int]))(asked([from('ref', 'int', 'x')]), mart)).toEqual({
      kind: 'constant',
      writtenAt: at(33),
    });
  });

  it('is a model that is data itself', () => {
    const data = model('data', { name: 'x', origins: [], calls: [] });
    expect(columnTracer(world([data]))(asked([from('ref', 'data', 'x')]), mart)).toBeUndefined();
  });

  it('is the function that needs no column, and whatever nobody can tell', () => {
    const trace = columnTracer(world([model('stg', { name: 'y', origins: [], calls: [] })]));
    expect(trace(asked([], ['count']), mart)).toBeUndefined();
    expect(trace(asked([]), mart)).toBeUndefined();
    expect(trace(asked(undefined, []), mart)).toBeUndefined();
    expect(trace(asked([from('ref', 'stg', 'x')]), mart)).toBeUndefined();
    expect(trace(asked([from('ref', 'elsewhere', 'x')]), mart)).toBeUndefined();
    expect(trace(asked([from('table', 'raw.orders', 'x')]), mart)).toBeUndefined();
  });

  it('is one source that has it, whatever else goes into it', () => {
    const stg = model('stg', { name: 'x', origins: [], calls: [] });
    const trace = columnTracer(world([stg], { 'shop.orders': ['total'] }));
    expect(trace(asked([from('ref', 'stg', 'x'), from('source', 'shop.orders', 'total')]), mart)).toBeUndefined();
    expect(trace(asked([from('source', 'shop.orders', 'discount')]), mart)).toEqual({
      kind: 'undeclared',
      source: 'shop.orders',
      column: 'discount',
      declaredAt: at(70),
    });
  });

  it('ends in models that read each other', () => {
    const a = model('a', { name: 'x', origins: [from('ref', 'b', 'x')] });
    const b = model('b', { name: 'x', origins: [from('ref', 'a', 'x')] });
    expect(columnTracer(world([a, b]))(asked([from('ref', 'a', 'x')]), mart)).toBeUndefined();
  });

  it('ends in a chain that is longer than any call stack', () => {
    const chain = Array.from({ length: 20_000 }, (_, n) =>
      model(`m${n}`, { name: 'x', origins: [from('ref', `m${n + 1}`, 'x')] }),
    );
    expect(columnTracer(world(chain))(asked([from('ref', 'm0', 'x')]), mart)).toBeUndefined();
  });
});
