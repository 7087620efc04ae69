import { describe, expect, it } from 'vitest';
import type { Json, QualityOperator } from '../../src/model/contract.ts';
import { thresholdConfig, thresholdOf } from '../../src/generators/dbt/thresholds.ts';
import { rule } from '../drift/contracts.ts';

describe('thresholds', () => {
  const rows: readonly [QualityOperator, Json, string | undefined][] = [
    ['mustBe', 0, '!= 0'],
    ['mustBe', 3, '!= 3'],
    ['mustNotBe', 3, '= 3'],
    ['mustBeGreaterThan', 3, '<= 3'],
    ['mustBeGreaterOrEqualTo', 3, '< 3'],
    ['mustBeLessThan', 3, '>= 3'],
    ['mustBeLessOrEqualTo', 0.5, '> 0.5'],
    ['mustBeBetween', [1, 3], 'not between 1 and 3'],
    ['mustNotBeBetween', [-1, 3], 'between -1 and 3'],
    ['mustBeBetween', [1], undefined],
    ['mustBeBetween', [1, 2, 3], undefined],
    ['mustBeBetween', 3, undefined],
    ['mustBe', '3', undefined],
    ['mustBe', [3], undefined],
    ['mustBe', null, undefined],
  ];
  it.each(rows)('%s %j is broken when %s', (name, value, expected) => {
    expect(thresholdOf(rule({ operator: { name, value } }))?.violatedWhen).toBe(expected);
  });

  it.each([
    ['mustBe', 0, undefined, {}],
    ['mustBe', 0, 'warning', { severity: 'warn' }],
    ['mustBeLessThan', 5, 'error', { fail_calc: 'f', warn_if: '>= 5', error_if: '>= 5' }],
    ['mustBeLessThan', 5, undefined, { fail_calc: 'f', warn_if: '>= 5', error_if: '>= 5' }],
    ['mustBeLessThan', 5, 'Minor', { severity: 'warn', fail_calc: 'f', warn_if: '>= 5' }],
  ] as const)('%s %j of severity %s', (...[name, value, severity, expected]) => {
    const threshold = thresholdOf(rule({ operator: { name, value } }));
    const options = severity === undefined ? { failCalc: 'f' } : { severity, failCalc: 'f' };
    expect(threshold === undefined ? 'none' : thresholdConfig(threshold, options)).toEqual(expected);
  });
});
