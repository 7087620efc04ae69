import { performance } from 'node:perf_hooks';
import { describe, expect, it } from 'vitest';
import { diffProjects } from '../../src/diff/diff-projects.ts';
import { matchRenames, type RenameCandidate } from '../../src/diff/rename.ts';
import { loadContract } from '../../src/load/odcs/load-contract.ts';
import { readYaml } from '../../src/load/yaml.ts';
import type { Contract } from '../../src/model/contract.ts';
import type { Project } from '../../src/model/project.ts';

/** Milliseconds; a cost that grows faster than the file takes many times as much. */
const generous = 2000;

function nested(depth: number, innermost: string, isSwapped: boolean): string {
  if (depth === 0) return `{ name: a, logicalType: ${innermost} }`;
  const twins = [nested(depth - 1, innermost, isSwapped), '{ name: a, logicalType: integer }'];
  const inner = isSwapped ? twins.toReversed() : twins;
  return `{ name: a, logicalType: object, properties: [${inner.join(', ')}] }`;
}

function many(prefix: string): readonly string[] {
  return Array.from({ length: 5000 }, (_, at) => `${prefix}${at}`);
}

function values(list: readonly string[]): readonly string[] {
  return table([`{ name: a, enum: [${list.join(', ')}] }`]);
}

function named(prefix: string): readonly string[] {
  return many(prefix).map((value, at) => `{ id: v${at}, value: ${value} }`);
}

function long(word: string): string {
  return `${word} `.repeat(6000);
}

function repeating(at: number): string {
  const columns = Array.from({ length: 60 }, (_, index) => `{ name: a, description: d${index === 59 ? at : index} }`);
  return `{ name: a, logicalType: object, properties: [${columns.join(', ')}] }`;
}

function repeated(type: string, at: number): string {
  const columns = Array.from({ length: 60 }, (_, index) => `{ name: c${index}, logicalType: ${type} }`);
  return `{ name: a, description: d${at}, properties: [${columns.join(', ')}] }`;
}

function orders(rest: string): string {
  return `{ ${rest}, properties: [{ name: total }, { name: channel }] }`;
}

describe('diffProjects: a name written twice', () => {
  it.each([
    ['the same', 'string', []],
    ['another type innermost', 'date', ['logicalType.changed']],
  ])('at each of 40 depths, in another order: %s', (_name, innermost, expected) => {
    const base = [nested(40, 'string', false)];
    expect(kindsOf(table(base), table([nested(40, innermost, true)]))).toEqual(expected);
  });

  it('many times with many columns in each: pairs what did not change, and does not compare all with all at length', () => {
    const twins = Array.from({ length: 60 }, (_, at) => repeating(at + 100));
    const others = Array.from({ length: 60 }, (_, at) => repeating(at + 200));
    const kinds = kindsOf(table(twins), table(others));
    expect(new Set(kinds)).toEqual(new Set(['description.changed']));
  });

  it('for many tables: pairs what did not change, and does not compare all with all at length', () => {
    const [base = [], head = []] = ['string', 'date'].map((type) =>
      Array.from({ length: 90 }, (_, at) => repeated(type, at)),
    );
    const kinds = kindsOf(base, head);
    expect(kinds.filter((kind) => kind === 'logicalType.changed').length).toBe(90 * 60);
  });

  it('for two tables, in another order: is no change', () => {
    const objects = ['string', 'date'].map((type) => `{ name: a, properties: [{ name: c, logicalType: ${type} }] }`);
    expect(kindsOf(objects, objects.toReversed())).toEqual([]);
  });
});

describe('diffProjects: what was announced to go', () => {
  const removal = ['property.added', 'property.removed'];
  it.each([
    ['the key', ', deprecated: true', removal],
    ['a tag', ', tags: [deprecated]', removal],
    ['its last day', ", customProperties: [{ property: sunset, value: '2026-06-30' }]", removal],
    ['nothing', '', ['property.physicalName.changed']],
  ])('is removed and not renamed: %s', (_name, mark, expected) => {
    const kinds = kindsOf(table([`{ name: cust_name${mark} }`]), table(['{ name: customer_name }']));
    expect(kinds.toSorted()).toEqual(expected);
  });

  it('is removed and not renamed: a table', () => {
    const kinds = kindsOf([orders('name: order, deprecated: true')], [orders('name: orders')]);
    expect(kinds.toSorted()).toEqual(['object.added', 'object.removed']);
    expect(kindsOf([orders('name: order')], [orders('name: orders')])).toEqual(['object.physicalName.changed']);
  });

  it('is renamed where a file says so', () => {
    const head = table(['{ name: customer_name, synonyms: [{ synonym: cust_name }], deprecated: true }']);
    expect(kindsOf(table(['{ name: cust_name, deprecated: true }']), head)).toEqual([
      'property.physicalName.changed',
      'synonyms.changed',
    ]);
  });
});

describe('diffProjects: closed sets of 5,000 values', () => {
  it('replaces all', () => {
    const kinds = kindsOf(values(many('old')), values(many('new')));
    expect(countsOf(kinds)).toEqual({ 'enum.value.added': 5000, 'enum.value.removed': 5000 });
  });

  it('replaces all that have an id', () => {
    const kinds = kindsOf(values(named('old')), values(named('new')));
    expect(countsOf(kinds)).toEqual({ 'enum.value.renamed': 5000 });
  });

  it('pairs values that share an id in their order', () => {
    const [old, now] = [
      ['a', 'b'],
      ['c', 'd', 'e'],
    ].map((list) => values(list.map((value) => `{ id: v, value: ${value} }`)));
    const changes = changesOf(old ?? [], now ?? []);
    expect(changes.map((change) => [change.kind, change.before, change.after])).toEqual([
      ['enum.value.renamed', 'a', 'c'],
      ['enum.value.renamed', 'b', 'd'],
      ['enum.value.added', undefined, 'e'],
    ]);
  });
});

describe('matchRenames: 100 against 100 with long names', () => {
  it.each([
    ['business names', 0],
    ['business names and synonyms', 5],
  ])('%s of 12,000 characters', (_name, synonyms) => {
    const side = (name: string, word: string): readonly RenameCandidate[] =>
      Array.from({ length: 100 }, (_, index) => candidate(`${name}${index}`, { index, title: long(word), synonyms }));
    const renames = timed(() => matchRenames(side('columnName', 'a'), side('column_name_', 'b')));
    expect(renames.length).toBe(100);
  });
});

function candidate(
  name: string,
  { index, title, synonyms }: { readonly index: number; readonly title: string; readonly synonyms: number },
): RenameCandidate {
  const nothing = { properties: [], quality: [], relationships: [], customProperties: [] };
  const others = Array.from({ length: synonyms }, (_, at) => `${at} ${title}`);
  return {
    kind: 'property',
    index,
    neighbours: {},
    node: { name, businessName: { value: title }, synonyms: others, ...nothing },
  };
}

function table(properties: readonly string[]): readonly string[] {
  return [`{ name: t, properties: [${properties.join(', ')}] }`];
}

function kindsOf(base: readonly string[], head: readonly string[]): readonly string[] {
  return changesOf(base, head).map(({ kind }) => kind);
}

function changesOf(base: readonly string[], head: readonly string[]): ReturnType<typeof diffProjects> {
  const [before, after] = [projectOf(base), projectOf(head)];
  const options = { unreadableFails: true, loadBearing: { tags: [], customProperties: [] } };
  return timed(() => diffProjects(before, after, options));
}

function timed<T>(run: () => T): T {
  const start = performance.now();
  const result = run();
  expect(performance.now() - start).toBeLessThan(generous);
  return result;
}

function countsOf(kinds: readonly string[]): Readonly<Record<string, number>> {
  return Object.fromEntries(
    [...new Set(kinds)].toSorted().map((kind) => [kind, kinds.filter((each) => each === kind).length]),
  );
}

function projectOf(objects: readonly string[]): Project {
  const head = ['apiVersion: v3.2.0', 'kind: DataContract', 'id: c', 'version: 1.0.0', 'status: active', 'schema:'];
  const text = [...head, ...objects.map((object) => `  - ${object}`), ''].join('\n');
  const contracts = [contractOf(text)];
  return { layout: 'none', files: [], contracts, governance: {}, dbt: [], problems: [], skipped: [] };
}

function contractOf(text: string): Contract {
  const { contract } = loadContract(readYaml('c.yaml', new TextEncoder().encode(text)), 'output');
  if (contract === undefined) throw new Error('no contract');
  return contract;
}
