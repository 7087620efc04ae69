import { describe, expect, it } from 'vitest';
import {
  type Agreement,
  agreementOf,
  type Label,
  type Level,
  scoreOf,
  type Verdict,
} from '../../scripts/compare/judge.ts';

const says = (...said: readonly Level[]): Verdict => ({
  entries: said.map((level) => ({ path: 'schema.sales', level })),
});
const cannotRead: Verdict = { unable: 'ValueError' };

describe('a verdict beside its label', () => {
  const cases: readonly (readonly [Label, Verdict, Agreement])[] = [
    ['breaking', says('noted', 'breaking'), 'right'],
    ['breaking', says('warning'), 'understated'],
    ['breaking', says('noted'), 'understated'],
    ['breaking', says(), 'missed'],
    ['dangerous', says('breaking'), 'right'],
    ['dangerous', says('warning', 'noted'), 'right'],
    ['dangerous', says('noted'), 'understated'],
    ['dangerous', says(), 'missed'],
    ['compatible', says('breaking'), 'alarm'],
    ['compatible', says('warning'), 'right'],
    ['docs', says('breaking', 'noted'), 'alarm'],
    ['docs', says(), 'right'],
    ['none', says('breaking'), 'alarm'],
    ['none', says(), 'right'],
    ['breaking', cannotRead, 'unable'],
    ['none', cannotRead, 'unable'],
  ];
  it.each(cases)('%s, %j: %s', (label, verdict, expected) => {
    expect(agreementOf(label, verdict)).toBe(expected);
  });
});

describe('the score of a tool', () => {
  it('counts each label by what is said of it, and what cannot be read only as such', () => {
    const judged = [
      { label: 'breaking', verdict: says('breaking') },
      { label: 'breaking', verdict: says('noted') },
      { label: 'breaking', verdict: says() },
      { label: 'breaking', verdict: cannotRead },
      { label: 'dangerous', verdict: says('warning') },
      { label: 'dangerous', verdict: says('breaking') },
      { label: 'dangerous', verdict: says('noted') },
      { label: 'dangerous', verdict: says() },
      { label: 'dangerous', verdict: says() },
      { label: 'compatible', verdict: says('breaking') },
      { label: 'docs', verdict: says('warning') },
      { label: 'none', verdict: says() },
      { label: 'none', verdict: cannotRead },
    ] as const;
    expect(scoreOf(judged)).toEqual({
      unable: { count: 2, of: 13 },
      detected: { count: 1, of: 3 },
      mentioned: { count: 5, of: 8 },
      warned: { count: 2, of: 5 },
      silent: { count: 2, of: 5 },
      alarms: { count: 1, of: 3 },
      rightWay: { count: 3, of: 6 },
    });
  });
});
