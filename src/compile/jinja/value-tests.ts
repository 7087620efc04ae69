import { computeComparison } from './operators.ts';

import { fail } from './stop.ts';
import { Dict, Float, HostObject, Missing, none, numberOf, Tuple, type Value, ValueSet } from './values.ts';

type ValueTest = (value: Value, argument: Value, runtime: TestRuntime) => boolean;

/** What tests can know of the interpreter. */
export interface TestRuntime {
  readonly filterNames: { has(name: string): boolean };
}

/** Jinja2's tests (`value is <name>`). */
export const valueTests: ReadonlyMap<string, ValueTest> = new Map<string, ValueTest>([
  ['defined', (value) => !(value instanceof Missing)],
  ['undefined', (value) => value instanceof Missing],
  ['none', (value) => value === none],
  ['boolean', (value) => typeof value === 'boolean'],
  ['true', (value) => value === true],
  ['false', (value) => value === false],
  ['string', (value) => typeof value === 'string'],
  ['number', (value) => numberOf(value) !== undefined],
  ['integer', (value) => typeof value === 'number'],
  ['float', (value) => value instanceof Float],
  ['mapping', (value) => value instanceof Dict || (value instanceof HostObject && value.abilities.isMapping === true)],
  ['iterable', (value) => isSequence(value) || value instanceof ValueSet || value instanceof Missing],
  ['sequence', (value) => isSequence(value) || value instanceof ValueSet || value instanceof Missing],
  ['callable', (value) => value instanceof HostObject && value.abilities.call !== undefined],
  ['sameas', (value, other) => value === other],
  ['escaped', () => false],
  ['odd', (value) => remainder(value, 2) === 1],
  ['even', (value) => remainder(value, 2) === 0],
  ['divisibleby', (value, by) => remainder(value, numberOf(by) ?? 0) === 0],
  ['lower', (value) => typeof value === 'string' && value === value.toLowerCase() && value !== value.toUpperCase()],
  ['upper', (value) => typeof value === 'string' && value === value.toUpperCase() && value !== value.toLowerCase()],
  ['in', (value, container) => computeComparison('in', value, container)],
  ['filter', (value, _none, { filterNames }) => typeof value === 'string' && filterNames.has(value)],
  ['test', (value) => typeof value === 'string' && valueTests.has(value)],
  ...comparison('==', 'eq', 'equalto'),
  ...comparison('!=', 'ne'),
  ...comparison('<', 'lt', 'lessthan'),
  ...comparison('<=', 'le'),
  ...comparison('>', 'gt', 'greaterthan'),
  ...comparison('>=', 'ge'),
]);

function comparison(
  operator: Parameters<typeof computeComparison>[0],
  ...names: readonly string[]
): [string, ValueTest][] {
  return [operator, ...names].map((name) => [name, (value, other) => computeComparison(operator, value, other)]);
}

function isSequence(value: Value): boolean {
  return typeof value === 'string' || Array.isArray(value) || value instanceof Tuple || value instanceof Dict;
}

function remainder(value: Value, by: number): number {
  const number = numberOf(value);
  if (number === undefined || by === 0) return fail('bad-argument', { type: 'no number' });
  return Math.abs(number % by);
}
