import { describe, expect, it } from 'vitest';
import type { PlacedChange } from '../../scripts/compare/cases.ts';
import type { JudgedCase } from '../../scripts/compare/comparison.ts';
import type { Entry, Label, Verdict } from '../../scripts/compare/judge.ts';
import { findMisses, hiddenAlarms } from '../../scripts/compare/misses.ts';

const total = 'schema.sales.properties.total';
const day = 'schema.sales.properties.day';
const broken = (path: string): Entry => ({ path, level: 'breaking' });
const noted = (path: string): Entry => ({ path, level: 'noted' });

function judged(
  label: Label,
  said: { readonly own: Verdict; readonly peer: Verdict },
  changes: readonly PlacedChange[] = [],
): JudgedCase {
  const plain = { key: 'sales', kinds: [], reason: '', path: 'sales.yaml', base: {}, head: {} };
  return { ...plain, label, changes, own: said.own, peers: { pyodcs: said.peer } };
}

const missesOf = (one: JudgedCase) => findMisses({ cases: [one], peers: ['pyodcs'] });

describe('breaks that a peer detects and the gate misses', () => {
  const peer = { entries: [broken(total)] };

  it('are those that the gate calls something else, or nothing', () => {
    const miss = [{ peer: 'pyodcs', key: 'sales', place: '' }];
    expect(missesOf(judged('breaking', { own: { entries: [noted(total)] }, peer }))).toEqual(miss);
    expect(missesOf(judged('breaking', { own: { entries: [] }, peer }))).toEqual(miss);
    expect(missesOf(judged('breaking', { own: { unable: 'no answer' }, peer }))).toEqual(miss);
  });

  it('are not those that the gate calls breaking too, that the peer misses as well, or that are none', () => {
    expect(missesOf(judged('breaking', { own: { entries: [broken(total)] }, peer }))).toEqual([]);
    expect(missesOf(judged('breaking', { own: { entries: [] }, peer: { entries: [noted(total)] } }))).toEqual([]);
    expect(missesOf(judged('compatible', { own: { entries: [] }, peer }))).toEqual([]);
    expect(missesOf(judged('dangerous', { own: { entries: [] }, peer }))).toEqual([]);
  });

  it('are found inside a pair where another column is judged rightly', () => {
    const changes: readonly PlacedChange[] = [
      { kind: 'property.removed', class: 'breaking', place: total },
      { kind: 'property.removed', class: 'breaking', place: day },
    ];
    const own = { entries: [broken(day)] };
    const both = { entries: [broken(`${total}.logicalType`), broken(day)] };
    expect(missesOf(judged('breaking', { own, peer: both }, changes))).toEqual([
      { peer: 'pyodcs', key: 'sales', place: total },
    ]);
  });
});

describe('hidden false alarms', () => {
  it('are elements that a peer calls breaking beside a real break', () => {
    const changes: readonly PlacedChange[] = [
      { kind: 'property.removed', class: 'breaking', place: total },
      { kind: 'description.changed', class: 'docs', place: day },
    ];
    const one = (path: string) =>
      judged('breaking', { own: { entries: [] }, peer: { entries: [broken(path)] } }, changes);
    expect(hiddenAlarms({ cases: [one(`${day}.description`)], peers: ['pyodcs'] })).toEqual([
      { peer: 'pyodcs', key: 'sales' },
    ]);
    expect(hiddenAlarms({ cases: [one(`${total}.required`)], peers: ['pyodcs'] })).toEqual([]);
  });
});
