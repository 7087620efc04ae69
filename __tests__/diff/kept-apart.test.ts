import { describe, expect, it } from 'vitest';
import { diff, type Fields } from './laws/documents.ts';

function contract(fields: Fields): Fields {
  return { apiVersion: 'v3.2.0', kind: 'DataContract', id: 'orders', version: '1.0.0', ...fields };
}

function column(property: Fields, fields: Fields = {}): Fields {
  return contract({ ...fields, schema: [{ name: 'orders', properties: [{ name: 'a', ...property }] }] });
}

/** Whole elements by their names. */
function shown(value: unknown): unknown {
  return typeof value === 'object' && value !== null && 'name' in value ? value.name : JSON.stringify(value);
}

/** Kind, values, relation and traits of the changes. */
function told(base: Fields, head: Fields): readonly string[] {
  return diff(base, head).map(({ kind, subject, element, before, after, relation, traits = [] }) =>
    [
      kind,
      subject.replace('orders/', ''),
      ...(element === undefined ? [] : [`(${element})`]),
      ...[before, after].map(shown),
      relation ?? '',
      ...traits,
    ]
      .join(' ')
      .trimEnd(),
  );
}

const bigquery: Fields = { servers: [{ server: 'main', type: 'bigquery' }] };

const rows = (operators: Fields): Fields => column({ quality: [{ metric: 'missingValues', ...operators }] });

const server = (environment?: string): Fields =>
  contract({ servers: [{ server: 'main', type: 'custom', ...(environment === undefined ? {} : { environment }) }] });

const marked = (value: string | boolean, property = 'deprecated'): Fields =>
  column({ customProperties: [{ property, value }] });

const level = (more: Fields): Fields =>
  contract({ slaProperties: [{ property: 'latency', value: 1, unit: 'h', ...more }] });

const types = (base: Fields, head: Fields): readonly string[] =>
  told(base, head).filter((line) => line.startsWith('physicalType'));

const struct = (logicalType: string, properties: Fields['properties'], physicalType: string): Fields =>
  column({ logicalType, physicalType, properties: properties ?? [] }, bigquery);

describe('the logical type of what is stored', () => {
  it.each([
    ['date', 'timestamp', 'DATETIME', ['stored-so']],
    ['timestamp', 'date', 'DATE', ['stored-so']],
    ['number', 'integer', 'INT64', []],
    ['integer', 'number', 'NUMERIC', []],
    ['string', 'boolean', 'BOOL', []],
  ])('is corrected mildly for dates and times only: %s to %s on %s', (before, after, ...[physicalType, traits]) => {
    const changes = diff(
      column({ logicalType: before, physicalType }, bigquery),
      column({ logicalType: after, physicalType }, bigquery),
    );
    expect(changes.map((change) => [change.kind, change.traits ?? []])).toEqual([['logicalType.changed', traits]]);
  });

  it.each([
    ['number', 'STRING', ['stored-otherwise']],
    ['string', 'STRING', []],
    ['number', 'a mystery', []],
    ['number', undefined, []],
  ])('can be said for the first time against it: %s on %s', (logicalType, physicalType, traits) => {
    const stored: Fields = physicalType === undefined ? {} : { physicalType };
    const [change] = diff(column(stored, bigquery), column({ ...stored, logicalType }, bigquery));
    expect(change?.traits ?? []).toEqual(traits);
  });

  it('hides no lost field of a struct whose logical type is corrected', () => {
    const [b, c] = ['b', 'c'].map((name) => ({ name, logicalType: 'string' }));
    const both = 'STRUCT<b STRING, c STRING>';
    const removed = 'property.removed orders.a.c c';
    const base = struct('string', [b ?? {}, c ?? {}], both);
    const kinds = (head: Fields): readonly string[] => told(base, head).map((line) => line.trim().split('  ')[0] ?? '');
    expect(kinds(struct('object', [b ?? {}], both))).toEqual([
      'logicalType.changed orders.a "string" "object"',
      removed,
    ]);
    expect(kinds(struct('object', [b ?? {}], 'STRUCT<b STRING>'))).toContain(removed);
    expect(kinds(struct('array', [b ?? {}], both))).not.toContain(removed);
  });
});

const rule = (severity?: string, more: Fields = {}): Fields => ({
  quality: [{ metric: 'nullValues', mustBe: 0, ...(severity === undefined ? {} : { severity }), ...more }],
});

describe('a rule that only warns', () => {
  it.each(['info', 'warning'])('does not keep a promise that a key made: %s', (severity) => {
    expect(told(column({ required: true }), column(rule(severity)))).toEqual([
      'required.changed orders.a true false',
      'quality.added orders.a (nullValues)  "nullValues = 0"',
    ]);
  });

  it('takes the promise away from the rule that stopped the load', () => {
    expect(told(column(rule()), column(rule('warning')))).toEqual(['required.changed orders.a true false']);
    expect(told(column(rule('info')), column(rule('error')))).toEqual(['required.changed orders.a false true']);
  });

  it('is a rule beside the key that makes the promise', () => {
    expect(told(column({ required: true }), column({ required: true, ...rule('info') }))).toEqual([
      'quality.added orders.a (nullValues)  "nullValues = 0"',
    ]);
    expect(told(column({ required: true }), column({ required: true, ...rule('error') }))).toEqual([]);
  });

  it('is told beside a change of another promise', () => {
    const base = column({ required: true, ...rule() });
    expect(told(base, column({ required: true, unique: true, ...rule('info') }))).toEqual([
      'unique.changed orders.a false true',
      'quality.added orders.a (nullValues)  "nullValues = 0"',
    ]);
  });

  it.each([
    ['enum', { enum: [{ value: 'x' }] }, { metric: 'invalidValues', arguments: { validValues: ['x'] }, mustBe: 0 }],
    [
      'pattern',
      { logicalType: 'string', logicalTypeOptions: { pattern: '^x$' } },
      { metric: 'invalidValues', arguments: { pattern: '^x$' }, mustBe: 0 },
    ],
  ])('does not close the set of values: %s', (name, key: Fields, said) => {
    const typed: Fields = name === 'pattern' ? { logicalType: 'string' } : {};
    const kinds = (severity: string): readonly string[] =>
      diff(column(key), column({ ...typed, quality: [{ ...said, severity }] })).map(({ kind }) => kind);
    expect(kinds('warning')).toEqual([`${name}.removed`, 'quality.added']);
    expect(kinds('error')).toEqual([]);
  });
});

describe('a rule with several operators', () => {
  it.each([
    ['the second', { mustBeGreaterThan: 1, mustBeLessThan: 9 }, { mustBeGreaterThan: 1, mustBeLessThan: 99 }],
    ['the first', { mustBeGreaterThan: 1, mustBeLessThan: 9 }, { mustBeGreaterThan: 0, mustBeLessThan: 9 }],
    ['one less', { mustBeGreaterThan: 1, mustBeLessThan: 9 }, { mustBeGreaterThan: 1 }],
    ['one more', { mustBeLessThan: 9 }, { mustBeGreaterThan: 1, mustBeLessThan: 9 }],
  ])('is compared by all of them: %s', (_name, before, after) => {
    expect(diff(rows(before), rows(after)).map(({ kind, relation }) => [kind, relation])).toEqual([
      ['quality.threshold.changed', 'unknown'],
    ]);
    expect(diff(rows(after), rows(after))).toEqual([]);
  });

  it('says all of them', () => {
    expect(told(rows({ mustBe: 3, mustBeLessThan: 9 }), rows({ mustBe: 3, mustBeLessThan: 8 }))).toEqual([
      'quality.threshold.changed orders.a (missingValues) "= 3, < 9" "= 3, < 8" unknown',
    ]);
  });

  it('still keeps the promise that one of them makes', () => {
    const [base, head] = [rule(undefined, { mustBeLessThan: 9 }), rule(undefined, { mustBeLessThan: 8 })];
    expect(told(column({ required: true }), column(base))).toEqual([]);
    expect(told(column(base), column(head))).toEqual([
      'quality.threshold.changed orders.a (nullValues) "= 0, < 9" "= 0, < 8" unknown',
    ]);
  });
});

describe('the types of a contract that gets its first server', () => {
  const snowflake: Fields = { servers: [{ server: 'main', type: 'snowflake' }] };
  const [int, bigint] = [{ physicalType: 'int' }, { physicalType: 'bigint' }];

  it('are compared by what all warehouses call alike', () => {
    const widened = ['physicalType.changed orders.a "int" "bigint" widened'];
    expect(types(column(int, snowflake), column(bigint, snowflake))).toEqual([]);
    expect(types(column(int), column(bigint, snowflake))).toEqual(widened);
    expect(types(column(int, snowflake), column(bigint))).toEqual(widened);
    expect(types(column(int), column(bigint))).toEqual(widened);
  });
});

describe('the environment of a server', () => {
  it.each([
    ['Prod', 'prod', undefined, ['production']],
    ['PRD', 'Live-EU', undefined, ['production']],
    [undefined, 'production', undefined, ['production']],
    ['prod', 'dev', 'lowered', ['production']],
    [undefined, 'test', 'lowered', ['production']],
    ['uat', 'LIVE', 'raised', ['production']],
    ['dev', 'uat', undefined, undefined],
  ])('is production or not: %s to %s', (before, after, ...[relation, traits]) => {
    const [change, ...others] = diff(server(before), server(after));
    expect([change?.kind, change?.relation, change?.traits, others]).toEqual([
      'server.environment.changed',
      relation,
      traits,
      [],
    ]);
  });
});

describe('marks that do not deprecate', () => {
  it.each(['sunset', 'replacedBy', 'deprecatedSince', 'deprecated_since'])('are told as tags: %s', (tag) => {
    expect(told(column({}), column({ tags: [tag] }))).toEqual([`tag.added orders.a (${tag})  "${tag}"`]);
    expect(told(column({ tags: [tag] }), column({}))).toEqual([`tag.removed orders.a (${tag}) "${tag}"`]);
  });

  it('are told as words where a switch or a date is due', () => {
    expect(told(marked('use b'), marked('use c'))).toEqual([
      'customProperty.changed orders.a (deprecated) "use b" "use c"',
    ]);
    expect(told(marked(true), marked('use c'))).toEqual(['customProperty.added orders.a (deprecated)  "use c"']);
    expect(told(marked(true), marked('true'))).toEqual([]);
    expect(told(marked('soon', 'deprecatedSince'), marked('now', 'deprecatedSince'))).toEqual([
      'customProperty.changed orders.a (deprecatedSince) "soon" "now"',
    ]);
    expect(told(column({}), marked('b', 'replacedBy'))).toEqual(['customProperty.added orders.a (replacedBy)  "b"']);
  });

  it('are told of service levels, which cannot be deprecated', () => {
    expect(
      told(level({}), level({ customProperties: [{ property: 'sunset', value: '2026-01-01' }] })).map(
        (line) => line.split(' ')[0],
      ),
    ).toEqual(['customProperty.added']);
  });
});
