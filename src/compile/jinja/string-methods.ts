import { formatBraces } from './format-text.ts';
import { checkSize } from './limits.ts';
import { printValue } from './print-value.ts';
import { fail } from './stop.ts';
import { argument, type CallArgs, iterate, none, Tuple, typeName, type Value } from './values.ts';

type StringMethod = (self: string, args: CallArgs) => Value;

/** The methods of Python's `str` that templates use. */
export const stringMethods: ReadonlyMap<string, StringMethod> = new Map<string, StringMethod>([
  ['lower', (self) => self.toLowerCase()],
  ['casefold', (self) => self.toLowerCase()],
  ['upper', (self) => self.toUpperCase()],
  ['title', (self) => titleCase(self)],
  ['capitalize', (self) => capitalize(self)],
  [
    'swapcase',
    (self) =>
      Array.from(self)
        .map((c) => (c === c.toLowerCase() ? c.toUpperCase() : c.toLowerCase()))
        .join(''),
  ],
  ['strip', (self, args) => stripText(self, args.positional[0], 'both')],
  ['lstrip', (self, args) => stripText(self, args.positional[0], 'start')],
  ['rstrip', (self, args) => stripText(self, args.positional[0], 'end')],
  ['split', (self, args) => splitText(self, args)],
  ['rsplit', (self, args) => rsplitText(self, args)],
  ['splitlines', (self) => (self === '' ? [] : self.replace(/\n$/, '').split('\n'))],
  ['join', (self, args) => joinText(self, args.positional[0] ?? [])],
  ['replace', (self, args) => replaceText(self, text(args, 0), { by: text(args, 1), count: whole(args, 2) })],
  ['startswith', (self, args) => prefixes(args).some((prefix) => self.startsWith(prefix))],
  ['endswith', (self, args) => prefixes(args).some((suffix) => self.endsWith(suffix))],
  ['removeprefix', (self, args) => (self.startsWith(text(args, 0)) ? self.slice(text(args, 0).length) : self)],
  ['removesuffix', (self, args) => removeSuffix(self, text(args, 0))],
  ['find', (self, args) => self.indexOf(text(args, 0))],
  ['rfind', (self, args) => self.lastIndexOf(text(args, 0))],
  ['index', (self, args) => found(self.indexOf(text(args, 0)))],
  ['count', (self, args) => countText(self, text(args, 0))],
  ['partition', (self, args) => partition(self, text(args, 0), self.indexOf(text(args, 0)))],
  ['rpartition', (self, args) => rpartition(self, text(args, 0))],
  ['isdigit', (self) => /^\p{Nd}+$/u.test(self)],
  ['isnumeric', (self) => /^\p{N}+$/u.test(self)],
  ['isdecimal', (self) => /^\p{Nd}+$/u.test(self)],
  ['isalpha', (self) => /^\p{L}+$/u.test(self)],
  ['isalnum', (self) => /^[\p{L}\p{N}]+$/u.test(self)],
  ['isspace', (self) => /^\s+$/.test(self)],
  ['isidentifier', (self) => /^[\p{L}_][\p{L}\p{N}_]*$/u.test(self)],
  ['islower', (self) => self === self.toLowerCase() && self !== self.toUpperCase()],
  ['isupper', (self) => self === self.toUpperCase() && self !== self.toLowerCase()],
  ['zfill', (self, args) => zeroFill(self, whole(args, 0))],
  ['ljust', (self, args) => self.padEnd(width(args), filler(args))],
  ['rjust', (self, args) => self.padStart(width(args), filler(args))],
  ['center', (self, args) => centerText(self, width(args))],
  ['format', (self, args) => formatBraces(self, args)],
]);

function text(args: CallArgs, index: number): string {
  const value = args.positional[index];
  return typeof value === 'string'
    ? value
    : fail('bad-argument', { type: value === undefined ? 'nothing' : typeName(value) });
}

function whole(args: CallArgs, index: number): number {
  const value = args.positional[index] ?? -1;
  return typeof value === 'number' ? value : fail('bad-argument', { type: typeName(value) });
}

function width(args: CallArgs): number {
  const value = whole(args, 0);
  checkSize(Math.max(0, value));
  return value;
}

function filler(args: CallArgs): string {
  return args.positional[1] === undefined ? ' ' : text(args, 1);
}

function prefixes(args: CallArgs): readonly string[] {
  const [value] = args.positional;
  return value instanceof Tuple ? value.items.map(printValue) : [text(args, 0)];
}

function found(index: number): number {
  return index === -1 ? fail('not-found') : index;
}

function removeSuffix(self: string, suffix: string): string {
  return suffix !== '' && self.endsWith(suffix) ? self.slice(0, -suffix.length) : self;
}

function countText(self: string, part: string): number {
  return part === '' ? Array.from(self).length + 1 : self.split(part).length - 1;
}

function partition(self: string, separator: string, at: number): Value {
  return new Tuple(at === -1 ? [self, '', ''] : [self.slice(0, at), separator, self.slice(at + separator.length)]);
}

function rpartition(self: string, separator: string): Value {
  const at = self.lastIndexOf(separator);
  return at === -1 ? new Tuple(['', '', self]) : partition(self, separator, at);
}

function zeroFill(self: string, size: number): string {
  checkSize(size);
  const sign = /^[-+]/.exec(self)?.[0] ?? '';
  return sign + self.slice(sign.length).padStart(size - sign.length, '0');
}

/** Python's `str.center`: with an odd rest, the longer side follows CPython. */
export function centerText(self: string, size: number): string {
  const missing = size - self.length;
  if (missing <= 0) return self;
  checkSize(size);
  const left = (missing >> 1) + (missing & size & 1);
  return ' '.repeat(left) + self + ' '.repeat(missing - left);
}

/** Python's `str.capitalize`. */
export function capitalize(self: string): string {
  const [first = '', ...rest] = Array.from(self);
  return first.toUpperCase() + rest.join('').toLowerCase();
}

/** Python's `str.title`: every run of letters starts with a capital. */
function titleCase(self: string): string {
  return self.replaceAll(/\p{L}+/gu, capitalize);
}

/** Removes white space, or the given characters, from the ends. */
export function stripText(self: string, chars: Value | undefined, side: 'both' | 'start' | 'end'): string {
  if (typeof chars !== 'string') {
    if (side === 'both') return self.trim();
    return side === 'start' ? self.trimStart() : self.trimEnd();
  }
  const start = side === 'end' ? 0 : countEdge(self, chars, 1);
  const end = side === 'start' ? 0 : countEdge(self, chars, -1);
  return start >= self.length ? '' : self.slice(start, self.length - end);
}

/** How many characters from the start (step 1) or the end (step -1) are among `chars`. */
function countEdge(self: string, chars: string, step: 1 | -1): number {
  let count = 0;
  while (count < self.length && chars.includes(self.at(step === 1 ? count : -1 - count) ?? '')) count += 1;
  return count;
}

function splitText(self: string, args: CallArgs): Value {
  const separator = argument(args, 0, 'sep') ?? none;
  const limit = Number(printValue(argument(args, 1, 'maxsplit') ?? -1));
  if (separator === '') return fail('bad-argument', { type: 'empty separator' });
  const words = typeof separator === 'string' ? self.split(separator) : self.trim().split(/\s+/);
  if (typeof separator !== 'string' && self.trim() === '') return [];
  if (limit < 0 || words.length <= limit + 1) return words;
  const head = words.slice(0, limit);
  if (typeof separator === 'string') return [...head, words.slice(limit).join(separator)];
  const rest = head.reduce((tail, word) => tail.trimStart().slice(word.length), self);
  return [...head, rest.trimStart()];
}

function rsplitText(self: string, args: CallArgs): Value {
  const separator = argument(args, 0, 'sep');
  const limit = Number(printValue(argument(args, 1, 'maxsplit') ?? -1));
  const words = typeof separator === 'string' && separator !== '' ? self.split(separator) : self.trim().split(/\s+/);
  if (limit < 0 || words.length <= limit + 1) return words;
  const cut = words.length - limit;
  return [words.slice(0, cut).join(typeof separator === 'string' ? separator : ' '), ...words.slice(cut)];
}

/** Python's `separator.join(items)`, printing every item as Jinja2's filter does. @throws RenderStop beyond the size limit */
export function joinText(separator: string, items: Value): string {
  const parts = iterate(items).map(printValue);
  checkSize(parts.reduce((sum, part) => sum + part.length + separator.length, 0));
  return parts.join(separator);
}

/** Python's `str.replace`; all of them where `count` is negative. @throws RenderStop beyond the size limit */
export function replaceText(self: string, from: string, to: { readonly by: string; readonly count: number }): string {
  const pieces = from === '' ? ['', ...Array.from(self), ''] : self.split(from);
  const times = to.count < 0 ? pieces.length - 1 : Math.min(to.count, pieces.length - 1);
  checkSize(self.length + times * to.by.length);
  const head = pieces.slice(0, times + 1).join(to.by);
  return times + 1 < pieces.length ? head + from + pieces.slice(times + 1).join(from) : head;
}
