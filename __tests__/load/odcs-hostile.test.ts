import { describe, expect, it } from 'vitest';
import { loadContract } from '../../src/load/odcs/load-contract.ts';
import { readYaml } from '../../src/load/yaml.ts';

const header = 'apiVersion: v3.1.0\nkind: DataContract\nid: a\nversion: 1.0.0\nstatus: active\n';
const mebi = 1024 * 1024;

function load(content: string | Uint8Array) {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  return loadContract(readYaml('c.yaml', bytes), 'output');
}

function columns(count: number, lines: string): string {
  const all = Array.from({ length: count }, (_, index) => `      - name: c${index}\n${lines}`);
  return `${header}schema:\n  - name: t\n    properties:\n${all.join('')}`;
}

function keys(count: number, indent: string): string {
  return Array.from({ length: count }, (_, index) => `${indent}k${index}: 1\n`).join('');
}

describe('a hostile file gets one finding', () => {
  it.each([
    ['empty', '', 'odcs.empty-file', 1],
    ['only comments', '# nothing\n', 'odcs.empty-file', 1],
    ['broken', `${header}schema: [a\nb: "`, 'problems.yaml-open-bracket', 7],
    ['1 MiB of nested lists', '['.repeat(mebi), 'problems.too-deep', 1],
    ['1 MiB of nested blocks', '- '.repeat(mebi / 2), 'problems.too-deep', 1],
    ['nested lists behind a quote', `c: [it's, ${'['.repeat(mebi)}`, 'problems.too-deep', 1],
    ['nested keys', '? '.repeat(mebi / 2), 'problems.too-deep', 1],
    ['nested mappings on a line', 'a: '.repeat(mebi / 3), 'problems.too-deep', 1],
    ['many tags on one value', '!a '.repeat(mebi / 3), 'problems.too-deep', 1],
    ['many commas', `[${','.repeat(mebi)}]`, 'problems.too-many-keys', 1],
    ['several documents', `${header}---\n${header}`, 'problems.several-documents', 1],
    ['binary bytes', new Uint8Array(mebi).map((_, index) => index % 256), 'problems.binary', 1],
    ['another encoding', Uint8Array.of(0x69, 0x64, 0x3a, 0x20, 0xe9), 'problems.binary', 1],
  ] as const)('%s', (...[, content, message, line]) => {
    expect(load(content).problems.map((problem) => [problem.message, problem.at.line])).toEqual([[message, line]]);
  });

  it('an alias bomb', () => {
    const names = 'abcdefghij'.split('');
    const lines = names.map(
      (name, index) =>
        `${name}: &${name} [${Array.from({ length: 9 }, () => (index === 0 ? 'x' : `*${names[index - 1]}`)).join(', ')}]`,
    );
    expect(load(lines.join('\n')).problems.map((problem) => problem.message)).toEqual(['problems.alias-bomb']);
  });

  it('a bomb of inherited mappings', () => {
    const lines = Array.from(
      { length: 40 },
      (_, index) => `a${index + 1}: &a${index + 1}\n  <<: [*a${index}, *a${index}]`,
    );
    expect(load(`a0: &a0 {x: 1}\n${lines.join('\n')}`).problems.map((problem) => problem.message)).toEqual([
      'problems.alias-bomb',
    ]);
  });

  it('an alias to itself', () => {
    expect(
      load(`${header}tags: &t [*t]\n`).problems.map((problem) => [
        problem.message,
        problem.values['name'],
        problem.at.line,
      ]),
    ).toContainEqual(['problems.yaml-own-alias', 't', 6]);
  });
});

describe('a large file is read to its end', () => {
  it('with 5,000 columns', () => {
    const { contract, problems } = load(
      columns(5000, '        logicalType: string\n        required: true\n        description: text\n'),
    );
    expect(problems).toEqual([]);
    expect(contract?.schema[0]?.properties.length).toBe(5000);
    expect(contract?.schema[0]?.properties.at(-1)?.required).toEqual({
      value: true,
      at: { path: 'c.yaml', line: 20007, column: 19, endLine: 20007, endColumn: 23 },
    });
  });

  it('with 5,000 columns and a mistake in each', () => {
    const { problems } = load(columns(5000, '        logicalType: strin\n'));
    expect(problems.length).toBe(5000);
    expect(problems.at(-1)).toMatchObject({
      key: '/schema/t/properties/c4999/logicalType#enum',
      values: { suggestion: 'string' },
    });
  });

  it.each([
    ['the contract', `${header}${keys(40_000, '')}`, 'DataContract'],
    [
      'a server',
      `${header}servers:\n  - server: a\n    type: kafka\n    host: b\n${keys(40_000, '    ')}`,
      'servers.a',
    ],
    [
      'options',
      `${columns(1, '        logicalType: string\n        logicalTypeOptions:\n')}${keys(40_000, '          ')}`,
      'schema.t.properties.c0.logicalTypeOptions',
    ],
  ])('with 40,000 unknown keys in %s: twenty are listed, the others counted', (_name, text, where) => {
    const { problems } = load(text);
    expect(problems.filter((problem) => problem.message === 'odcs.unknown-key').length).toBe(20);
    expect(
      problems
        .filter((problem) => problem.message !== 'odcs.unknown-key')
        .map(({ message, values }) => ({ message, values })),
    ).toEqual([{ message: 'odcs.more-unknown-keys', values: { where, count: '39980' } }]);
  });
});
