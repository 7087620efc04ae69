import { type Json, physicalNameOf } from '../../model/contract.ts';
import { type Complain, ruleName } from '../quality/check.ts';
import { isRecord, readImplementation } from '../quality/implementation.ts';
import type { PlacedRule } from '../quality/object-checks.ts';
import type { Expected } from './expectations.ts';
import { knownExpectation } from './known-expectations.ts';

/** An expectation as a rule of this engine writes it. */
export interface CustomExpectation extends Expected {
  readonly meta: { readonly [name: string]: Json };
  readonly severity?: string;
}

/** Whether a rule's engine is Great Expectations, whichever way it is written. */
export function isOurEngine(engine: string | undefined): boolean {
  return /^(greatexpectations?|gx)$/.test((engine ?? '').toLowerCase().replaceAll(/[^a-z]/g, ''));
}

/**
 * The expectation of a custom rule, as it is written; the column of the property that it stands at is added where it is missing.
 * GX leaves out an expectation of a type that it does not know, with no more than a line in its log, and refuses a suite with a wrong
 * argument: a rule with such a mistake is refused here.
 */
export function customExpectation({ rule, property }: PlacedRule, complain: Complain): CustomExpectation | undefined {
  const refuse = (message: string, values: { readonly [name: string]: string } = {}): undefined => {
    complain(
      message,
      { ...(property === undefined ? {} : { property }), at: rule.at },
      { rule: ruleName(rule), ...values },
    );
    return undefined;
  };
  const written = readImplementation(rule.implementation);
  if (written === undefined) return refuse('custom-shape');
  const { type, kwargs = {}, meta = {}, severity, ...further } = written;
  const [unknown] = Object.keys(further);
  if (typeof type !== 'string' || !isRecord(kwargs) || !isRecord(meta) || unknown !== undefined) {
    return refuse('custom-shape');
  }
  const expectation = knownExpectation(type);
  if (expectation === undefined) return refuse('custom-type', { type });
  const wrong = Object.keys(kwargs).find((name) => !expectation.kwargs.has(name));
  if (wrong !== undefined) return refuse('custom-argument', { type, argument: wrong, suggestion: snakeCase(wrong) });
  const column = property !== undefined && expectation.kwargs.has('column') ? physicalNameOf(property) : undefined;
  const whole = column === undefined ? kwargs : { column, ...kwargs };
  const missing = expectation.required.find((name) => !Object.hasOwn(whole, name));
  if (missing !== undefined) return refuse('custom-argument-missing', { type, argument: missing });
  const own = typeof severity === 'string' && severities.has(severity) ? { severity } : {};
  return { type, kwargs: whole, meta, ...own };
}

const severities = new Set(['critical', 'warning', 'info']);

/** `minValue` as GX writes it. */
function snakeCase(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
