import { describe, expect, it } from 'vitest';
import { type Json, type LogicalType, logicalTypes } from '../../../src/model/contract.ts';
import { fitsType } from '../../../src/rules/sample-values.ts';

const at = { path: 'c.yaml', line: 1, column: 1 };

function fits(logical: LogicalType | undefined, value: Json): boolean {
  return fitsType(logical === undefined ? {} : { logicalType: { value: logical, at } }, value);
}

describe('logical types that a value may have', () => {
  it.each<[value: Json, types: string]>([
    ['', 'string object array vector map'],
    ['a', 'string object array vector map'],
    ['12', 'string date timestamp time number integer object array map vector'],
    ['+12', 'string date timestamp time number integer object array map vector'],
    ['-12,00', 'string date timestamp time number integer object array map vector'],
    ['12.50', 'string date timestamp time number object array map vector'],
    ['1.234,5', 'string date timestamp time number object array map vector'],
    ['.5', 'string date timestamp time number object array map vector'],
    [',5', 'string date timestamp time number object array map vector'],
    ['12.', 'string date timestamp time number object array map vector'],
    ['1e5', 'string date timestamp time number object array map vector'],
    ['1E-05', 'string date timestamp time number object array map vector'],
    ['1e', 'string date timestamp time object array map vector'],
    ['e5', 'string date timestamp time object array map vector'],
    ['x12', 'string date timestamp time object array map vector'],
    ['12x', 'string date timestamp time object array map vector'],
    ['12.0x', 'string date timestamp time object array map vector'],
    [' 12 ', 'string date timestamp time number integer object array map vector'],
    ['1', 'string date timestamp time number integer object array boolean map vector'],
    ['0', 'string date timestamp time number integer object array boolean map vector'],
    ['true', 'string object array boolean map vector'],
    ['FALSE', 'string object array boolean map vector'],
    ['não', 'string object array boolean map vector'],
    ['nao', 'string object array boolean map vector'],
    ['sim', 'string object array boolean map vector'],
    ['simples', 'string object array map vector'],
    ['assim', 'string object array map vector'],
    ['2026-02-28', 'string date timestamp time object array map vector'],
    ['2026-02-30', 'string time object array map vector'],
    ['2026-13-01', 'string time object array map vector'],
    ['2026-00-10', 'string time object array map vector'],
    [' 2026-02-30T10:00:00Z', 'string time object array map vector'],
    ['2026-02-300', 'string date timestamp time object array map vector'],
    ['x2026-02-30', 'string date timestamp time object array map vector'],
    ['2024-02-29', 'string date timestamp time object array map vector'],
    ['10:30', 'string date timestamp time object array map vector'],
    [12, 'date timestamp time number integer map'],
    [1, 'date timestamp time number integer boolean map'],
    [12.5, 'date timestamp time number map'],
    [true, 'boolean map'],
    [null, 'object map'],
    [[1], 'array vector map'],
    [{ a: 1 }, 'object map'],
    ['1'.repeat(41), 'string date timestamp time object array map vector'],
    [`${'1'.repeat(40)},${'2'.repeat(40)}`, 'string date timestamp time number object array map vector'],
    [`1${' '.repeat(999)}`, 'string date timestamp time number integer object array boolean map vector'],
    [`1${' '.repeat(1000)}`, 'string object array map vector'],
  ])('%j', (value, types) => {
    expect(logicalTypes.filter((type) => fits(type, value)).toSorted()).toEqual(types.split(' ').toSorted());
  });

  it('are all of them where the property has none', () => {
    expect([fits(undefined, 'a'), fits(undefined, { a: 1 })]).toEqual([true, true]);
  });
});
