import type { BinaryOperator, CompareOperator } from './ast.ts';
import { formatPercent } from './format-text.ts';
import { checkSize } from './limits.ts';
import { printValue } from './print-value.ts';
import { fail } from './stop.ts';
import {
  compareValues,
  Dict,
  equals,
  Float,
  HostObject,
  iterate,
  Missing,
  numberOf,
  sizeOf,
  Tuple,
  typeName,
  type Value,
  ValueSet,
} from './values.ts';

/** `left operator right` as Python computes it. @throws RenderStop where Python raises */
export function computeBinary(operator: BinaryOperator, left: Value, right: Value): Value {
  if (operator === '~') return concatText(printValue(left), printValue(right));
  const [a, b] = [numberOf(left), numberOf(right)];
  if (a !== undefined && b !== undefined) {
    const isFloat = left instanceof Float || right instanceof Float || operator === '/' || (operator === '**' && b < 0);
    const result = arithmetic(operator, a, b);
    return isFloat ? new Float(result) : result;
  }
  if ((operator === '+' || operator === '-') && left instanceof HostObject) {
    return left.abilities.operate?.(operator, right) ?? operateReversed(operator, left, right);
  }
  if (operator === '+') return addSequences(left, right);
  if (operator === '*') return repeat(left, right);
  if (operator === '%' && typeof left === 'string') return formatPercent(left, right);
  if (operator === '-' && left instanceof ValueSet && right instanceof ValueSet) {
    return new ValueSet(iterate(left).filter((item) => !right.members.has(item)));
  }
  return refuse(operator, left, right);
}

/** Python asks the right side where the left one does not know: a span of time plus a moment. */
function operateReversed(operator: '+' | '-', left: Value, right: Value): Value {
  const operate = operator === '+' && right instanceof HostObject ? right.abilities.operate : undefined;
  return operate?.(operator, left) ?? refuse(operator, left, right);
}

function refuse(operator: string, left: Value, right: Value): never {
  const missing = [left, right].find((value) => value instanceof Missing);
  if (missing !== undefined) fail('undefined', { name: missing.wanted });
  return fail('bad-operands', { operator, left: typeName(left), right: typeName(right) });
}

const arithmeticOf: { readonly [operator in Exclude<BinaryOperator, '~'>]: (a: number, b: number) => number } = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '//': (a, b) => Math.floor(a / b),
  '%': (a, b) => a - b * Math.floor(a / b),
  '**': (a, b) => a ** b,
};

function arithmetic(operator: Exclude<BinaryOperator, '~'>, a: number, b: number): number {
  if (b === 0 && (operator === '/' || operator === '//' || operator === '%')) fail('division-by-zero');
  return arithmeticOf[operator](a, b);
}

function concatText(left: string, right: string): string {
  checkSize(left.length + right.length);
  return left + right;
}

function addSequences(left: Value, right: Value): Value {
  if (typeof left === 'string' && typeof right === 'string') return concatText(left, right);
  if (Array.isArray(left) && Array.isArray(right)) {
    checkSize(left.length + right.length);
    return [...left, ...right];
  }
  if (left instanceof Tuple && right instanceof Tuple) return new Tuple([...left.items, ...right.items]);
  return refuse('+', left, right);
}

function repeat(left: Value, right: Value): Value {
  const [sequence, times] = typeof left === 'number' ? [right, left] : [left, right];
  if (typeof times !== 'number') return refuse('*', left, right);
  const count = Math.max(0, times);
  checkSize((sizeOf(sequence) ?? 0) * count);
  if (typeof sequence === 'string') return sequence.repeat(count);
  if (Array.isArray(sequence)) return Array.from({ length: count }, () => sequence).flat(1);
  return refuse('*', left, right);
}

const comparisonOf: { readonly [operator in CompareOperator]: (left: Value, right: Value) => boolean } = {
  '==': (left, right) => equals(left, right),
  '!=': (left, right) => !equals(left, right),
  in: (left, right) => contains(right, left),
  'not in': (left, right) => !contains(right, left),
  '<': (left, right) => compareValues(left, right) < 0,
  '<=': (left, right) => compareValues(left, right) <= 0,
  '>': (left, right) => compareValues(left, right) > 0,
  '>=': (left, right) => compareValues(left, right) >= 0,
};

/** `left operator right` as Python compares. @throws RenderStop where Python raises */
export function computeComparison(operator: CompareOperator, left: Value, right: Value): boolean {
  return comparisonOf[operator](left, right);
}

/** Python's `item in container`. @throws RenderStop where Python raises */
export function contains(container: Value, item: Value): boolean {
  if (typeof container === 'string') {
    return typeof item === 'string' ? container.includes(item) : refuse('in', item, container);
  }
  if (container instanceof Dict) return container.has(item);
  if (container instanceof ValueSet) return container.members.has(item);
  if (container instanceof HostObject) return refuse('in', item, container);
  return iterate(container).some((member) => equals(member, item));
}

/** `-value` or `+value`. @throws RenderStop for what is no number */
export function computeSign(operator: '-' | '+', value: Value): Value {
  const number = numberOf(value);
  if (number === undefined) return fail('bad-operand', { operator, type: typeName(value) });
  const signed = operator === '-' ? -number : number;
  return value instanceof Float ? new Float(signed) : signed + 0;
}
