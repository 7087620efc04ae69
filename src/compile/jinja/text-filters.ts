import { formatPercent } from './format-text.ts';
import { writeHtmlSafeJson } from './json-values.ts';
import { checkSize } from './limits.ts';
import { printValue, reprValue } from './print-value.ts';
import { capitalize, centerText, replaceText, stripText } from './string-methods.ts';
import { argument, type CallArgs, Dict, isTruthy, none, numberOf, Tuple, type Value } from './values.ts';

type TextFilter = (text: string, args: CallArgs) => Value;

/** Jinja2's filters that work on the printed text of a value. */
export const textFilters: ReadonlyMap<string, TextFilter> = new Map<string, TextFilter>([
  ['lower', (text) => text.toLowerCase()],
  ['upper', (text) => text.toUpperCase()],
  ['title', (text) => titleWords(text)],
  ['capitalize', (text) => capitalize(text)],
  ['trim', (text, args) => stripText(text, argument(args, 0, 'chars'), 'both')],
  ['replace', (text, args) => replaceFilter(text, args)],
  ['indent', (text, args) => indentText(text, args)],
  ['center', (text, args) => centerText(text, wholeNumber(argument(args, 0, 'width'), 80))],
  ['truncate', (text, args) => truncateText(text, args)],
  ['wordcount', (text) => text.match(/[\p{L}\p{N}_]+/gu)?.length ?? 0],
  ['escape', (text) => escapeHtml(text)],
  ['e', (text) => escapeHtml(text)],
  ['forceescape', (text) => escapeHtml(text)],
  ['safe', (text) => text],
  ['string', (text) => text],
  [
    'striptags',
    (text) =>
      text
        .replaceAll(/<[^<>]*>/g, '')
        .split(/\s+/)
        .filter((word) => word !== '')
        .join(' '),
  ],
  ['urlencode', (text) => encodeURIComponent(text).replaceAll('%2F', '/')],
  ['format', (text, args) => formatPercent(text, formatArguments(args))],
]);

/** Jinja2's filters that print any value in a notation. */
export const notationFilters: ReadonlyMap<string, (value: Value, args: CallArgs) => Value> = new Map([
  ['tojson', (value: Value, args: CallArgs) => writeHtmlSafeJson(value, numberOf(argument(args, 0, 'indent') ?? none))],
  ['pprint', (value: Value) => reprValue(value)],
]);

function wholeNumber(value: Value | undefined, fallback: number): number {
  return numberOf(value ?? none) ?? fallback;
}

function titleWords(text: string): string {
  const words = text.split(/([-\s({[<]+)/);
  return words.map((word) => word.charAt(0).toUpperCase() + word.slice(1).toLowerCase()).join('');
}

function replaceFilter(text: string, args: CallArgs): string {
  const from = printValue(argument(args, 0, 'old') ?? '');
  const by = printValue(argument(args, 1, 'new') ?? '');
  return replaceText(text, from, { by, count: wholeNumber(argument(args, 2, 'count'), -1) });
}

function indentText(text: string, args: CallArgs): string {
  const width = argument(args, 0, 'width') ?? 4;
  const space = typeof width === 'string' ? width : ' '.repeat(Math.min(1000, Math.max(0, wholeNumber(width, 4))));
  const blank = isTruthy(argument(args, 2, 'blank') ?? false);
  const lines = text.split('\n');
  checkSize(text.length + lines.length * space.length);
  const indented = lines
    .map((line, index) => (index === 0 || (line === '' && !blank) ? line : space + line))
    .join('\n');
  return isTruthy(argument(args, 1, 'first') ?? false) ? space + indented : indented;
}

function truncateText(text: string, args: CallArgs): string {
  const length = wholeNumber(argument(args, 0, 'length'), 255);
  const end = printValue(argument(args, 2, 'end') ?? '...');
  if (text.length <= length + wholeNumber(argument(args, 3, 'leeway'), 5)) return text;
  const cut = text.slice(0, Math.max(0, length - end.length));
  if (isTruthy(argument(args, 1, 'killwords') ?? false)) return cut + end;
  const space = cut.lastIndexOf(' ');
  return (space === -1 ? cut : cut.slice(0, space)) + end;
}

const entities: { readonly [char: string]: string } = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  "'": '&#39;',
  '"': '&#34;',
};

function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>'"]/g, (char) => entities[char] ?? char);
}

function formatArguments(args: CallArgs): Value {
  return args.named.size > 0 ? new Dict(args.named) : new Tuple(args.positional);
}
