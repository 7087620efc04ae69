import { describe, expect, it } from 'vitest';
import { checkFiles } from '../../support/check-files.ts';
import { diff, type Fields, load, loadText, changesBetween, mistakesOf, textOf } from './documents.ts';
import { fullContracts } from './full-contract.ts';

const path = 'specs/contracts/outputs/orders.yaml';
const good = textOf(fullContracts['objects'] ?? {});

/** What a hand or a tool can do to a file so that nobody can read it. */
const broken: readonly (readonly [name: string, text: string])[] = [
  ['empty', ''],
  ['only a comment', '# nothing\n'],
  ['a list', '- a\n- b\n'],
  ['half a line', `${good}\n  - {a: [\n`],
  ['two documents', `${good}---\n${good}`],
  ['tabs', `\t${good}`],
  ['merge markers', `<<<<<<< HEAD\n${good}=======\n${good}>>>>>>> other\n`],
];

describe('a contract that cannot be read', () => {
  it.each(broken)('after the change (%s) is reported as that, and not as removed', async (_name, text) => {
    const report = await checkFiles({ base: { [path]: good }, head: { [path]: text } });
    expect(report.changes).toEqual([]);
    expect(report.verdict).toBe('fail');
    expect([...new Set(report.findings.map(({ rule }) => rule))]).toEqual(['spec/invalid-document']);
  });

  it.each(broken)(
    'before the change (%s) is no change, and it is said that nothing was compared',
    async (_name, text) => {
      const report = await checkFiles({ base: { [path]: text }, head: { [path]: good } });
      expect(report.changes).toEqual([]);
      const why = "nothing was compared: base's file cannot be read";
      expect(report.skipped).toContainEqual({ what: path, why });
    },
  );

  it.each(broken)('on both sides (%s) is no change', async (_name, text) => {
    const report = await checkFiles({ base: { [path]: text }, head: { [path]: text } });
    expect(report.changes).toEqual([]);
  });
});

const header = { apiVersion: 'v3.2.0', kind: 'DataContract', id: 'orders', version: '1.0.0' };

const tables = (to: readonly [string, string]): Fields => ({
  ...header,
  schema: [
    { name: 'a', id: 'b', properties: [{ name: 'x', id: 'a', relationships: [{ to: to[0] }] }] },
    { name: 'b', id: 'a', properties: [{ name: 'x', relationships: [{ to: to[1] }] }] },
  ],
});

const shared = (name: string): string =>
  `apiVersion: v3.2.0\nkind: DataContract\nid: orders\nversion: 1.0.0\nschema:\n  - name: a\n    properties: &p\n      - { name: ${name} }\n  - name: b\n    properties: *p\n`;

const columns = (...properties: readonly Fields[]): Fields => ({
  ...header,
  schema: [{ name: 'orders', properties }],
});

const many = (description: string): Fields =>
  columns(...Array.from({ length: 2000 }, () => ({ name: 'x', description })));

describe('what refers to itself', () => {
  it('ends, in YAML', () => {
    const text =
      'apiVersion: v3.2.0\nkind: DataContract\nid: orders\nversion: 1.0.0\nschema: &s\n  - name: a\n    properties: *s\n';
    expect(mistakesOf(text).length).toBeGreaterThan(0);
  });

  it('ends, in relationships between tables and with themselves', () => {
    const circle = tables(['b.x', 'a.x']);
    expect(diff(circle, circle)).toEqual([]);
    expect(diff(circle, tables(['a.x', 'a.x'])).map(({ kind, subject }) => `${kind} ${subject}`)).toEqual([
      'relationship.changed orders/a.x',
    ]);
    const byIds = tables(['/schema/a/properties/a', '/schema/b/properties/a']);
    expect(diff(byIds, byIds)).toEqual([]);
  });

  it('ends, where an alias stands for what it is in elsewhere', () => {
    const kinds = changesBetween(loadText(shared('x')), loadText(shared('y'))).map(({ kind }) => kind);
    expect(kinds.length).toBeGreaterThanOrEqual(2);
    expect(changesBetween(loadText(shared('x')), loadText(shared('x')))).toEqual([]);
  });
});

describe('what is written twice', () => {
  const one = { name: 'x', logicalType: 'string' };
  const two = { name: 'x', logicalType: 'integer' };

  it.each<readonly [name: string, sides: readonly [base: Fields, head: Fields], kinds: readonly string[]]>([
    ['a column less', [columns(one, two), columns(two)], ['property.removed']],
    ['a column more', [columns(one), columns(two, one)], ['property.added']],
    ['another order', [columns(one, two), columns(two, one)], []],
    ['the second changed', [columns(one, two), columns(one, { ...two, required: true })], ['required.changed']],
    ['the first changed', [columns(one, two), columns({ ...one, required: true }, two)], ['required.changed']],
    [
      'changed and in another order',
      [columns(one, two), columns({ ...two, required: true }, one)],
      ['required.changed'],
    ],
    [
      'two ids',
      [columns({ ...one, id: 'i' }, { name: 'y', id: 'i', logicalType: 'integer' }), columns({ ...one, id: 'i' })],
      ['property.removed'],
    ],
  ])('swallows nothing: %s', (_name, [base, head], kinds) => {
    expect(diff(base, head).map(({ kind }) => kind)).toEqual(kinds);
  });

  it('takes no time that grows with the square of a repeated name', () => {
    const [base, head] = [load(many('a')), load(many('b'))];
    expect(changesBetween(base, head)).toHaveLength(2000);
  });
});
