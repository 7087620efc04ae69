import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { emitYaml } from '../../src/generators/yaml/emit-yaml.ts';
import { applyKeys } from '../../src/generators/keys/shared-keys.ts';
import type { Json } from '../../src/model/contract.ts';

/** A value of a random file; `tag` makes every leaf one of its kind, so that a lost one is seen. */
type Tree =
  | { readonly leaf: string }
  | { readonly entries: readonly (readonly [string, Tree])[]; readonly flow: boolean; readonly pad: number };

const leaf = fc
  .nat(9999)
  .chain((tag) =>
    fc.constantFrom(
      `v${tag}`,
      `"q ${tag}"`,
      `'s # ${tag}'`,
      `0${tag}`,
      `[a${tag}, 'b, c']`,
      `no`,
      '~',
      '',
      `2026-01-${tag}`,
      `|\n@  line ${tag}\n@\n@  # no comment ${tag}`,
      `>-\n@ f ${tag}`,
      `"over\n@  lines ${tag}"`,
    ),
  )
  .map((text) => ({ leaf: text }));
const name = fc.constantFrom('a', 'b', 'c', 'd', '+e', '"f"', "'g'");
const { tree } = fc.letrec<{ tree: Tree }>((tie) => ({
  tree: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    leaf,
    fc.record({
      entries: fc.uniqueArray(fc.tuple(name, tie('tree')), { selector: ([each]) => each, minLength: 1, maxLength: 4 }),
      flow: fc.boolean(),
      pad: fc.integer({ min: 1, max: 5 }),
    }),
  ),
}));
const file = fc
  .record({
    entries: fc.uniqueArray(fc.tuple(name, tree), { selector: ([each]) => each, maxLength: 5 }),
    comments: fc.infiniteStream(fc.constantFrom('', '', '', 'own', 'behind', 'blank', 'deep')),
    eol: fc.constantFrom('\n', '\r\n'),
    end: fc.boolean(),
  })
  .map(({ entries, comments, eol, end }) => {
    let count = 0;
    const lines = entries.flatMap(([key, value]) =>
      written([key, value], 0, (pad) => commented(comments.next().value, pad, ++count)),
    );
    const text = outsideTexts(lines).join('\n').replaceAll('\n', eol);
    return end && text !== '' ? `${text}${eol}` : text;
  });

/** A comment that is indented like a block of text behind it would be part of it. */
function outsideTexts(lines: readonly string[]): readonly string[] {
  let isText = false;
  return lines.filter((line) => {
    const isKey = /^ *["'+\w]+:/.test(line);
    const isDropped = isText && /^ +# note/.test(line);
    if (isKey) isText = /: [|>]/.test(line);
    return !isDropped;
  });
}

interface Notes {
  readonly before: readonly string[];
  readonly behind: string;
}

function commented(kind: string, pad: number, count: number): Notes {
  const comment = `# note ${count}`;
  if (kind === 'own') return { before: [`${' '.repeat(pad)}${comment}`], behind: '' };
  if (kind === 'deep') return { before: [`${' '.repeat(pad + 3)}${comment}`], behind: '' };
  return kind === 'blank'
    ? { before: ['', comment], behind: '' }
    : { before: [], behind: kind === 'behind' ? `   ${comment}` : '' };
}

function written([key, value]: readonly [string, Tree], pad: number, note: (pad: number) => Notes): readonly string[] {
  const { before, behind } = note(pad);
  const start = `${' '.repeat(pad)}${key}:`;
  if ('leaf' in value) {
    const text = value.leaf.replaceAll('@', ' '.repeat(pad));
    const [first = '', ...rest] = text.split('\n');
    const isQuoted = first.startsWith('"') && rest.length > 0;
    return [...before, `${start} ${first}${isQuoted ? '' : behind}`, ...rest];
  }
  if (value.flow) return [...before, `${start} ${flowed(value)}${behind}`];
  return [...before, `${start}${behind}`, ...value.entries.flatMap((entry) => written(entry, pad + value.pad, note))];
}

function flowed(value: Tree): string {
  if ('leaf' in value) return value.leaf.includes('\n') ? '1' : value.leaf;
  return `{${value.entries.map(([key, each]) => `${key}: ${flowed(each)}`).join(' , ')}}`;
}

const paths = fc.array(fc.constantFrom('a', 'b', 'c', 'd', '+e', 'f', 'g', 'new', 'no', 'x: y'), {
  minLength: 1,
  maxLength: 4,
});
const values: fc.Arbitrary<Json> = fc.oneof(
  fc.constantFrom<Json>(
    'view',
    'no',
    '012',
    '2026-01-01',
    12,
    true,
    null,
    '# x',
    'a: b',
    '{{ x }}',
    '',
    'l1\nl2',
    [],
    {},
  ),
  fc.array(fc.constantFrom('x', 'a, b', 'on'), { minLength: 1, maxLength: 3 }),
  fc.string({ unit: 'grapheme', maxLength: 12 }),
);
const keysOf = fc.uniqueArray(fc.record({ path: paths, value: values }), {
  maxLength: 5,
  comparator: (a, b) =>
    a.path.every((step, at) => b.path[at] === undefined || b.path[at] === step) ||
    b.path.every((step, at) => a.path[at] === undefined || a.path[at] === step),
});

describe('in any file', () => {
  it('the keys are set, twice is once, and nothing else is touched', () => {
    let applied = 0;
    fc.assert(
      fc.property(file, keysOf, (before, keys) => {
        const result = applyKeys(before, keys);
        if ('refused' in result) {
          expect(result.refused).toMatch(/^shared-keys\.(no-mapping|comment)$/);
          return;
        }
        applied++;
        const after = result.text;
        for (const { path, value } of keys) {
          const found = valueAt(after, path);
          expect([path, found]).toEqual([path, readable(value)]);
        }
        expect(applyKeys(after, keys)).toEqual({ text: after });
        expect(without(after, keys)).toEqual(without(before, keys));
        expect(notesIn(after)).toEqual(notesIn(before));
        expect(after.includes('\r\n')).toBe(before.includes('\r\n'));
      }),
      { numRuns: 1000 },
    );
    expect(applied).toBeGreaterThan(500);
  });

  it('one key changes one piece of the text, with nothing of others in it', () => {
    fc.assert(
      fc.property(file, paths, values, (before, path, value) => {
        const result = applyKeys(before, [{ path, value }]);
        // A word for nothing goes away at one place, and what is below it comes at another.
        if ('refused' in result || before.includes('~')) return;
        const removed = pieceRemoved(before, result.text);
        expect(removed.split('#').length - 1).toBeLessThanOrEqual((removed.match(/# (?:\d|no comment)/g) ?? []).length);
        if (valueAt(before, path) === undefined) expect(removed.trim()).toMatch(/^~?$/);
      }),
      { numRuns: 700 },
    );
  });
});

/** Controls and line ends of other systems become spaces, as `emitYaml` says. */
function readable(value: Json): unknown {
  return parse(emitYaml('', { value })).value;
}

function valueAt(text: string, path: readonly string[]): unknown {
  return valueIn(parse(text), path);
}

function notesIn(text: string): readonly string[] {
  return text.match(/# note \d+/g) ?? [];
}

/** The document with scalars as they are written, without the owned keys, and without what is empty then. */
function without(text: string, keys: readonly { readonly path: readonly string[] }[]): unknown {
  const data: unknown = parse(text, { schema: 'failsafe' });
  for (const { path } of keys) {
    const parent = valueIn(data, path.slice(0, -1));
    if (isRecord(parent)) Reflect.deleteProperty(parent, path.at(-1) ?? '');
  }
  return pruned(data);
}

function valueIn(data: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((node, step) => (isRecord(node) ? node[step] : undefined), data);
}

function isRecord(node: unknown): node is { readonly [key: string]: unknown } {
  return typeof node === 'object' && node !== null;
}

function pruned(data: unknown): unknown {
  if (typeof data !== 'object' || data === null || Array.isArray(data))
    return data === '' || data === '~' || data === null ? undefined : data;
  const kept = Object.entries(data).flatMap(([each, value]) => {
    const rest = pruned(value);
    return rest === undefined ? [] : [[each, rest] as const];
  });
  return kept.length === 0 ? undefined : Object.fromEntries(kept);
}

function pieceRemoved(before: string, after: string): string {
  let start = 0;
  while (start < before.length && before[start] === after[start]) start++;
  let end = 0;
  while (end < before.length - start && end < after.length - start && before.at(-1 - end) === after.at(-1 - end)) end++;
  return before.slice(start, before.length - end);
}
