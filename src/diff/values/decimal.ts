/** An exact fraction in lowest terms; the denominator is positive. */
export interface Fraction {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

/** The decimal that people wrote, without the rounding of binary fractions: 0.1 is 1/10. Undefined for NaN and infinities. */
export function fractionOf(value: number): Fraction | undefined {
  const match = /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/.exec(String(value));
  if (match === null) return undefined;
  const [, sign = '', whole = '', decimals = '', exponent = '0'] = match;
  const digits = BigInt(`${sign}${whole}${decimals}`);
  const power = Number(exponent) - decimals.length;
  return power < 0
    ? reduce(digits, 10n ** BigInt(-power))
    : { numerator: digits * 10n ** BigInt(power), denominator: 1n };
}

/** Whether `value` is a whole multiple of `divisor`, which must not be zero. */
export function isMultipleOf(value: Fraction, divisor: Fraction): boolean {
  return (value.numerator * divisor.denominator) % (value.denominator * divisor.numerator) === 0n;
}

function reduce(numerator: bigint, denominator: bigint): Fraction {
  let [a, b] = [numerator < 0n ? -numerator : numerator, denominator];
  while (b !== 0n) [a, b] = [b, a % b];
  return { numerator: numerator / a, denominator: denominator / a };
}
