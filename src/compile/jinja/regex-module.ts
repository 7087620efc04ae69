import { RE2JS } from 're2js';
import { checkSize } from './limits.ts';
import { printValue } from './print-value.ts';
import { fail, needsWarehouse } from './stop.ts';
import { argument, type CallArgs, HostObject, hostFunction, none, numberOf, Tuple, type Value } from './values.ts';

/** Python's flags, as numbers that can be added up. */
const flags = new Map<string, number>([
  ['IGNORECASE', 2],
  ['I', 2],
  ['MULTILINE', 8],
  ['M', 8],
  ['DOTALL', 16],
  ['S', 16],
]);

type RegexFunction = (pattern: RE2JS, args: CallArgs) => Value;

const functions = new Map<string, RegexFunction>([
  ['match', (pattern, args) => search(pattern, text(args, 1), 'start')],
  ['fullmatch', (pattern, args) => search(pattern, text(args, 1), 'whole')],
  ['search', (pattern, args) => search(pattern, text(args, 1), 'anywhere')],
  ['sub', (pattern, args) => substitute(pattern, args)],
  ['split', (pattern, args) => pattern.split(text(args, 1), -1)],
  ['findall', (pattern, args) => findAll(pattern, text(args, 1))],
]);

/** The `re` module of Python, on an engine that matches in linear time. A pattern that it cannot read leaves the model unknown. */
export const regexModule: HostObject = new HostObject('re', {
  attribute: (name) => {
    const run = functions.get(name);
    if (run !== undefined) return hostFunction(name, (args) => run(compile(args, name), args));
    if (name === 'compile') return hostFunction(name, compiled);
    if (name === 'escape') return hostFunction(name, (args) => text(args, 0).replaceAll(/[^\p{L}\p{N}_]/gu, '\\$&'));
    return flags.get(name) ?? needsWarehouse(`modules.re.${name}`);
  },
});

function compiled(args: CallArgs): Value {
  const attribute = (name: string): Value | undefined => {
    const run = functions.get(name);
    if (run === undefined) return name === 'pattern' ? text(args, 0) : undefined;
    const withPattern = (rest: CallArgs): CallArgs => ({ ...rest, positional: [text(args, 0), ...rest.positional] });
    return hostFunction(name, (rest) => run(compile(args, 'compile'), withPattern(rest)));
  };
  return new HostObject('pattern', { attribute });
}

function compile(args: CallArgs, name: string): RE2JS {
  const position = { sub: 4, match: 2, search: 2, fullmatch: 2, findall: 2, split: 3 }[name] ?? 1;
  const given = numberOf(argument(args, position, 'flags') ?? 0) ?? 0;
  const mode =
    (given & 2 ? RE2JS.CASE_INSENSITIVE : 0) | (given & 8 ? RE2JS.MULTILINE : 0) | (given & 16 ? RE2JS.DOTALL : 0);
  try {
    return RE2JS.compile(text(args, 0), mode);
  } catch {
    return needsWarehouse('modules.re');
  }
}

function text(args: CallArgs, index: number): string {
  const value = args.positional[index];
  return typeof value === 'string' ? value : fail('bad-argument', { type: 'no text' });
}

function search(pattern: RE2JS, subject: string, where: 'start' | 'whole' | 'anywhere'): Value {
  const matcher = pattern.matcher(subject);
  const isFound = where === 'start' ? matcher.lookingAt() : where === 'whole' ? matcher.matches() : matcher.find();
  if (!isFound) return none;
  const groups = Array.from({ length: matcher.groupCount() + 1 }, (_none, index) => matcher.group(index) ?? none);
  const named = (name: string): Value => matcher.group(name) ?? none;
  return new HostObject('match', {
    attribute: (name) => {
      if (name === 'groups') return hostFunction(name, () => new Tuple(groups.slice(1)));
      if (name === 'start') return hostFunction(name, () => matcher.start());
      if (name === 'end') return hostFunction(name, () => matcher.end());
      if (name !== 'group') return undefined;
      return hostFunction(name, ({ positional: [key = 0] }) =>
        typeof key === 'number' ? (groups[key] ?? none) : named(printValue(key)),
      );
    },
  });
}

function substitute(pattern: RE2JS, args: CallArgs): Value {
  const [replacement, subject] = [args.positional[1], text(args, 2)];
  if (typeof replacement !== 'string') return needsWarehouse('modules.re.sub');
  checkSize((subject.length + 1) * (replacement.length + 1));
  const expand = (whole: string, ...groups: readonly unknown[]): string =>
    replacement.replaceAll(/\\(?:g<)?(\d)>?/g, (_reference, index: string) =>
      index === '0' ? whole : textGroup(groups[Number(index) - 1]),
    );
  return pattern.matcher(subject).replaceAll(expand);
}

function textGroup(group: unknown): string {
  return typeof group === 'string' ? group : '';
}

function findAll(pattern: RE2JS, subject: string): Value {
  const matcher = pattern.matcher(subject);
  const found: Value[] = [];
  while (matcher.find()) {
    const groups = Array.from({ length: matcher.groupCount() }, (_none, index) => matcher.group(index + 1) ?? '');
    found.push(
      groups.length === 0 ? (matcher.group() ?? '') : groups.length === 1 ? (groups[0] ?? '') : new Tuple(groups),
    );
  }
  return found;
}
