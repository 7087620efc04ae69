import { checkSize } from './limits.ts';
import { printFloat, printValue, reprValue } from './print-value.ts';
import { fail } from './stop.ts';
import { type CallArgs, Dict, numberOf, Tuple, type Value } from './values.ts';

/** Python's `template % values`. @throws RenderStop where values and placeholders do not fit */
export function formatPercent(template: string, values: Value): string {
  const queue = values instanceof Tuple ? [...values.items] : [values];
  const pattern = /%(?:\(([^()]{0,100})\))?([-+ 0#]{0,5})(\d{0,9})(?:\.(\d{1,9}))?([a-zA-Z%])/g;
  return template.replaceAll(pattern, (_whole, ...groups: readonly (string | undefined)[]) => {
    const [key, flags = '', width = '', precision, type = ''] = groups;
    if (type === '%') return '%';
    const value = key === undefined ? queue.shift() : values instanceof Dict ? values.get(key) : undefined;
    if (value === undefined) return fail('format-arguments');
    const align = flags.includes('-') ? '<' : typeof value === 'string' ? '>' : flags.includes('0') ? '=' : '>';
    const sign = flags.includes('+') ? '+' : '';
    return formatSpec(value, { align, sign, fill: align === '=' ? '0' : ' ', width, precision, type });
  });
}

/** Python's `template.format(…)`. @throws RenderStop where an argument is missing */
export function formatBraces(template: string, args: CallArgs): string {
  let automatic = 0;
  return template.replaceAll(
    /\{\{|\}\}|\{([^{}!:]*)(?:!([rs]))?(?::([^{}]*))?\}/g,
    (whole, ...groups: readonly unknown[]) => {
      if (whole === '{{' || whole === '}}') return whole.charAt(0);
      const [field, conversion, spec] = groups.map((group) => (typeof group === 'string' ? group : ''));
      const name = field === '' || field === undefined ? String(automatic++) : field;
      const value = /^\d+$/.test(name) ? args.positional[Number(name)] : args.named.get(name);
      if (value === undefined) return fail('format-arguments');
      return formatValue(conversion === 'r' ? reprValue(value) : value, spec ?? '');
    },
  );
}

/** Python's `format(value, spec)`, without nested fields. @throws RenderStop for a specification that does not exist */
function formatValue(value: Value, spec: string): string {
  const match = /^(?:(.)?([<>=^]))?([-+ ]?)(0?)(\d*)(,?)(?:\.(\d+))?([a-zA-Z%]?)$/u.exec(spec);
  if (match === null) return fail('format-spec', { spec });
  const [, fill, align, sign, zero, width = '', comma, precision, type = ''] = match;
  const isNumber = numberOf(value) !== undefined;
  const defaultAlign = zero === '0' ? '=' : isNumber ? '>' : '<';
  return formatSpec(value, {
    align: align ?? defaultAlign,
    sign: sign ?? '',
    fill: fill ?? (zero === '0' ? '0' : ' '),
    width,
    precision,
    type,
    comma: comma === ',',
  });
}

interface FormatSpec {
  readonly align: string;
  readonly sign: string;
  readonly fill: string;
  readonly width: string;
  readonly precision: string | undefined;
  readonly type: string;
  readonly comma?: boolean;
}

function formatSpec(value: Value, spec: FormatSpec): string {
  const body = formatBody(value, spec);
  const sign = spec.sign !== '' && spec.sign !== '-' && (numberOf(value) ?? -1) >= 0 ? spec.sign : '';
  return pad(sign + body, spec);
}

function formatBody(value: Value, spec: FormatSpec): string {
  const number = numberOf(value);
  const digits = spec.precision === undefined ? 6 : Math.min(100, Number(spec.precision));
  const text = number === undefined ? undefined : formatNumber(number, spec.type, digits);
  if (text !== undefined) return spec.comma === true ? groupThousands(text) : text;
  if (spec.type === 'r') return reprValue(value);
  const plain = typeof value === 'number' && spec.comma === true ? groupThousands(String(value)) : printValue(value);
  return spec.precision !== undefined && typeof value === 'string' ? plain.slice(0, Number(spec.precision)) : plain;
}

function formatNumber(number: number, type: string, digits: number): string | undefined {
  switch (type) {
    case 'f':
    case 'F':
      return fixed(number, digits);
    case 'e':
      return number.toExponential(digits).replace(/e([+-])(\d)$/, 'e$10$2');
    case '%':
      return `${fixed(number * 100, digits)}%`;
    case 'd':
    case 'i':
      return String(Math.trunc(number));
    case 'x':
      return Math.trunc(number).toString(16);
    case 'X':
      return Math.trunc(number).toString(16).toUpperCase();
    case 'o':
      return Math.trunc(number).toString(8);
    case 'b':
      return Math.trunc(number).toString(2);
    case 'g':
      return Number.isInteger(number) ? String(number) : printFloat(Number(number.toPrecision(digits || 1)));
    default:
      return undefined;
  }
}

/** C's `%f`: like JavaScript's, except that an exact half goes to the even digit. */
function fixed(number: number, digits: number): string {
  return roundHalfEven(number, digits).toFixed(digits);
}

/** Python's `round`: an exact half goes to the even neighbour. `precision` may be negative. */
export function roundHalfEven(number: number, precision: number): number {
  if (precision > 100) return number;
  const scaled = number * 10 ** precision;
  const isTie = Math.abs(scaled % 1) === 0.5;
  if (isTie) return (2 * Math.round(scaled / 2)) / 10 ** precision;
  return precision >= 0 && precision <= 100 ? Number(number.toFixed(precision)) : Math.round(scaled) / 10 ** precision;
}

function groupThousands(text: string): string {
  const [whole = '', ...rest] = text.split('.');
  return [whole.replaceAll(/\B(?=(?:\d{3})+(?!\d))/g, ','), ...rest].join('.');
}

function pad(text: string, spec: FormatSpec): string {
  const width = spec.width === '' ? 0 : Number(spec.width);
  checkSize(width);
  const missing = width - text.length;
  if (missing <= 0) return text;
  if (spec.align === '<') return text + spec.fill.repeat(missing);
  if (spec.align === '^') return spec.fill.repeat(missing >> 1) + text + spec.fill.repeat(missing - (missing >> 1));
  const sign = spec.align === '=' ? (/^[-+ ]/.exec(text)?.[0] ?? '') : '';
  return sign + spec.fill.repeat(missing) + text.slice(sign.length);
}
