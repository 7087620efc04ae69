import { describe, expect, it } from 'vitest';
import { entryOf, toJson, valueOf } from '../../src/load/document.ts';
import { readYaml, sortProblems } from '../../src/load/yaml.ts';

function read(text: string) {
  return readYaml('f.yaml', new TextEncoder().encode(text));
}

/** The plain data of a file without problems. */
function data(text: string): unknown {
  const { root, problems } = read(text);
  expect(problems).toEqual([]);
  return root === undefined ? undefined : JSON.parse(JSON.stringify(toJson(root)));
}

describe('a YAML file', () => {
  it.each([
    [
      'scalars of YAML 1.2',
      'a: 1\nb: 1.5\nc: yes\nd: true\ne: ~\nf: 2024-01-01\ng: 0x10\n',
      { a: 1, b: 1.5, c: 'yes', d: true, e: null, f: '2024-01-01', g: 16 },
    ],
    ['JSON', '{"a": [1, {"b": null}]}', { a: [1, { b: null }] }],
    ['a byte order mark', '\uFEFFa: 1\n', { a: 1 }],
    ['Windows line ends', 'a: 1\r\nb: 2\r\n', { a: 1, b: 2 }],
    ['a block text with brackets and quotes', "a: |\n  it's [[[ {\nb: 1\n", { a: "it's [[[ {\n", b: 1 }],
    ['an alias', 'a: &x [1]\nb: *x\n', { a: [1], b: [1] }],
    ['an anchor that is given anew', 'a: &x 1\nb: *x\nc: &x 2\nd: *x\n', { a: 1, b: 1, c: 2, d: 2 }],
    ['a mapping that inherits', 'a: &a {x: 1, y: 2}\nb:\n  y: 3\n  <<: *a\n', { a: { x: 1, y: 2 }, b: { x: 1, y: 3 } }],
    [
      'a mapping that inherits from two: the first wins',
      'a: &a {x: 1}\nb: &b {x: 2, y: 2}\nc:\n  <<: [*a, *b]\n',
      { a: { x: 1 }, b: { x: 2, y: 2 }, c: { x: 1, y: 2 } },
    ],
    ['keys that are no text', '1: a\ntrue: b\n', { 1: 'a', true: 'b' }],
  ])('with %s', (_name, text, expected) => {
    expect(data(text)).toEqual(expected);
  });

  it('without content has no root', () => {
    expect([read(''), read('# a\n'), read('---\n')].map((file) => file.root)).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('knows where keys and values are written', () => {
    const { root } = read('a:\n  - b: "x"\n');
    const entry = entryOf(root, 'a');
    const [item] = entry?.value.kind === 'list' ? entry.value.items : [];
    expect(entry?.keyAt).toEqual({ path: 'f.yaml', line: 1, column: 1, endLine: 1, endColumn: 2 });
    expect(valueOf(item, 'b')?.at).toEqual({ path: 'f.yaml', line: 2, column: 8, endLine: 2, endColumn: 11 });
  });

  it('keeps a key "__proto__" as a key', () => {
    const { root } = read('__proto__: {polluted: 1}\n');
    const json = root === undefined ? {} : toJson(root);
    expect(Object.keys(json ?? {})).toEqual(['__proto__']);
    expect(Reflect.get({}, 'polluted')).toBeUndefined();
  });

  it.each([
    ['a key twice', 'a: 1\nb: 2\na: 3\n', [['problems.duplicate-key', 3, 1]]],
    ['a tab as indentation', 'a:\n\tb: 1\n', [['problems.yaml-tab', 2, 1]]],
    ['an open quote', 'a: "x\n', [['problems.yaml-open-quote', 2, 1]]],
    ['an unknown alias', 'a: *x\n', [['problems.yaml-no-anchor', 1, 4]]],
    ['two documents', 'a: 1\n---\nb: 2\n', [['problems.several-documents', 1, 1]]],
    ['NUL bytes', 'a: \0\n', [['problems.binary', 1, 1]]],
    ['101 lists in each other', `${'['.repeat(101)}${']'.repeat(101)}`, [['problems.too-deep', 1, 1]]],
  ] as const)('with %s', (_name, text, expected) => {
    expect(read(text).problems.map(({ message, at }) => [message, at.line, at.column])).toEqual(expected);
  });

  it('may nest almost 100 levels', () => {
    expect(read(`${'['.repeat(99)}${']'.repeat(99)}`).problems).toEqual([]);
    expect(read(Array.from({ length: 99 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n')).problems).toEqual([]);
  });

  it('orders problems by place', () => {
    const { problems } = read('a: 1\na: 2\nb: 1\nb: 2\n');
    expect(sortProblems(problems.toReversed()).map((problem) => problem.at.line)).toEqual([2, 4]);
  });
});
