import type { QualityRule } from '../../model/contract.ts';

/** A threshold as the tail of an SQL comparison that is true where the rule is broken: `> 5`, `not between 2 and 7`. */
export interface Threshold {
  readonly violatedWhen: string;
  /** `mustBe: 0` of bad rows: what dbt does without being told. */
  readonly isNone: boolean;
}

/** The threshold of a rule; undefined where it has no operator, or one whose value is not a number (or pair of numbers). */
export function thresholdOf(rule: QualityRule): Threshold | undefined {
  const operator = rule.operator;
  if (operator === undefined) return undefined;
  if (operator.name === 'mustBeBetween' || operator.name === 'mustNotBeBetween') {
    const [low, high, ...rest] = Array.isArray(operator.value) ? operator.value : [];
    if (!isNumber(low) || !isNumber(high) || rest.length > 0) return undefined;
    const range = `between ${low} and ${high}`;
    return { violatedWhen: operator.name === 'mustBeBetween' ? `not ${range}` : range, isNone: false };
  }
  if (!isNumber(operator.value)) return undefined;
  return {
    violatedWhen: `${opposites[operator.name]} ${operator.value}`,
    isNone: operator.name === 'mustBe' && operator.value === 0,
  };
}

const opposites = {
  mustBe: '!=',
  mustNotBe: '=',
  mustBeGreaterThan: '<=',
  mustBeGreaterOrEqualTo: '<',
  mustBeLessThan: '>=',
  mustBeLessOrEqualTo: '>',
} as const;

/** dbt's configuration for a test that counts bad rows: both thresholds, because each of them defaults to `!= 0`. */
export function thresholdConfig(
  threshold: Threshold,
  options: { readonly severity?: string; readonly failCalc?: string },
): { readonly [key: string]: string } {
  const warns = isWarning(options.severity);
  const severity: { readonly [key: string]: string } = warns ? { severity: 'warn' } : {};
  if (threshold.isNone) return severity;
  const failCalc: { readonly [key: string]: string } =
    options.failCalc === undefined ? {} : { fail_calc: options.failCalc };
  const errorIf: { readonly [key: string]: string } = warns ? {} : { error_if: threshold.violatedWhen };
  return { ...severity, ...failCalc, warn_if: threshold.violatedWhen, ...errorIf };
}

/** Whether a rule's free-text severity is a warning in dbt; anything else, and none, is an error. */
export function isWarning(severity: string | undefined): boolean {
  return /^(info|information|warn|warning|low|minor)$/i.test(severity ?? '');
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}
