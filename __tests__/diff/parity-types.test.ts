import { describe, expect, it } from 'vitest';
import { type PromisedType, typeClash } from '../../src/diff/parity-types.ts';
import type { ColumnFamily } from '../../src/model/columns.ts';
import { type ApiVersion, type LogicalType, logicalTypes } from '../../src/model/contract.ts';

type Answer = 'fine' | 'certain' | 'likely';

/** A type as SQL gives it: its whole text, or only what kind of values it has. */
type Given = string | { readonly only: ColumnFamily };

function answer(promise: Partial<PromisedType>, given: Given, dialect: string | undefined = 'snowflake'): Answer {
  const found = typeof given === 'string' ? { family: 'string' as const, text: given } : { family: given.only };
  const clash = typeClash({ warehouse: dialect, apiVersion: 'v3.1.0', ...promise }, found, dialect);
  return clash === undefined ? 'fine' : clash.isCertain ? 'certain' : 'likely';
}

describe('a promised physical type', () => {
  it.each<[string, Given, Answer]>([
    ['NUMBER(18,2)', 'number(18,2)', 'fine'],
    ['NUMBER(18,2)', 'decimal(18, 2)', 'fine'],
    ['NUMBER(18,2)', 'number(18,0)', 'likely'],
    ['NUMBER(18,2)', 'number(38,2)', 'likely'],
    ['NUMBER(18,2)', 'number', 'likely'],
    ['NUMBER', 'number(18,2)', 'fine'],
    ['NUMBER(18,2)', 'float', 'likely'],
    ['NUMBER(18,2)', 'varchar', 'certain'],
    ['NUMBER(18,2)', 'boolean', 'certain'],
    ['NUMBER(18,2)', { only: 'number' }, 'fine'],
    ['NUMBER(18,2)', { only: 'string' }, 'certain'],
    ['NUMBER(18,2)', { only: 'boolean' }, 'likely'],
    ['NUMBER(18,2)', { only: 'interval' }, 'likely'],
    ['VARCHAR', 'varchar(20)', 'fine'],
    ['VARCHAR(20)', 'varchar(20)', 'fine'],
    ['VARCHAR(20)', 'string', 'fine'],
    ['VARCHAR(20)', 'varchar(40)', 'likely'],
    ['VARCHAR', { only: 'json' }, 'likely'],
    ['VARCHAR', { only: 'uuid' }, 'likely'],
    ['VARCHAR', { only: 'timestamp' }, 'certain'],
    ['DATE', 'timestamp_ntz', 'certain'],
    ['DATE', { only: 'timestamp' }, 'likely'],
    ['TIMESTAMP_NTZ', 'timestamp_tz', 'likely'],
    ['TIMESTAMP_NTZ(6)', 'timestamp_ntz(3)', 'fine'],
    ['ARRAY', { only: 'json' }, 'fine'],
    ['OBJECT', { only: 'array' }, 'fine'],
    ['OBJECT', { only: 'number' }, 'certain'],
    ['no such type', 'varchar', 'fine'],
    ['NUMBER(18,2)', 'no such type', 'certain'],
  ])('%s against %j: %s', (physical, given, expected) => {
    expect(answer({ physical }, given)).toBe(expected);
  });

  it('is held against the physical type alone where there is a logical one, too', () => {
    expect(answer({ physical: 'varchar', logical: 'number' }, 'varchar')).toBe('fine');
  });

  it('of another warehouse is only compared by the kind of its values', () => {
    expect(answer({ physical: 'numeric(10,2)', warehouse: 'postgres' }, 'number(18,0)')).toBe('fine');
    expect(answer({ physical: 'numeric(10,2)', warehouse: 'postgres' }, 'varchar')).toBe('certain');
  });

  it('tells both types as they are written', () => {
    const promise = { physical: 'NUMBER(18,2)', warehouse: 'snowflake', apiVersion: 'v3.1.0' } as const;
    expect(typeClash(promise, { family: 'string', text: 'VARCHAR' }, 'snowflake')).toEqual({
      expected: 'NUMBER(18,2)',
      found: 'VARCHAR',
      isCertain: true,
    });
    expect(typeClash(promise, { family: 'string' }, 'snowflake')?.found).toBe('string');
  });
});

describe('a promised logical type', () => {
  it.each<[LogicalType, Given, Answer]>([
    ['string', 'varchar(3)', 'fine'],
    ['string', { only: 'uuid' }, 'fine'],
    ['string', 'number(3,0)', 'certain'],
    ['string', { only: 'json' }, 'likely'],
    ['number', 'number(18,2)', 'fine'],
    ['number', 'varchar', 'likely'],
    ['number', 'date', 'certain'],
    ['integer', 'number(18,0)', 'fine'],
    ['integer', 'number(18,2)', 'likely'],
    ['integer', { only: 'number' }, 'fine'],
    ['boolean', { only: 'number' }, 'likely'],
    ['boolean', 'date', 'certain'],
    ['date', 'timestamp_ntz', 'likely'],
    ['timestamp', 'date', 'likely'],
    ['timestamp', { only: 'number' }, 'certain'],
    ['object', { only: 'json' }, 'fine'],
    ['array', { only: 'struct' }, 'fine'],
    ['array', { only: 'number' }, 'certain'],
  ])('%s against %j: %s', (logical, given, expected) => {
    expect(answer({ logical }, given)).toBe(expected);
  });

  it.each<[ApiVersion, Answer]>([
    ['v3.0.2', 'fine'],
    ['v3.1.0', 'likely'],
  ])('of %s: a moment where a date is promised: %s', (apiVersion, expected) => {
    expect(answer({ logical: 'date', apiVersion }, 'timestamp_ntz')).toBe(expected);
  });
});

describe('no promise', () => {
  it('is broken by nothing', () => {
    expect(answer({}, 'varchar')).toBe('fine');
  });
});

describe('a warehouse that nobody knows', () => {
  it.each(logicalTypes)('throws for no logical type: %s', (logical) => {
    expect(['fine', 'certain', 'likely']).toContain(
      answer({ logical, warehouse: undefined }, { only: 'number' }, 'oracle'),
    );
  });
});
