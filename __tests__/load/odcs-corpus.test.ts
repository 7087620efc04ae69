import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadContract } from '../../src/load/odcs/load-contract.ts';
import { readYaml } from '../../src/load/yaml.ts';
import { compareText } from '../../src/model/location.ts';

const corpus = process.env['CORPUS_DIR'];

/** Files where this reader and the official schema may differ, each with its reason. At most eight. */
const deliberateDifferences: { readonly [path: string]: string } = {};

interface Row {
  readonly path: string;
  readonly version: string;
  readonly verdict: string;
}

function readRows(folder: string): readonly Row[] {
  const [, ...lines] = readFileSync(join(folder, 'contracts.tsv'), 'utf8').trim().split('\n');
  return lines.map((line) => {
    const [path = '', version = '', verdict = ''] = line.split('\t');
    return { path, version, verdict };
  });
}

describe.skipIf(corpus === undefined)('public contracts', () => {
  const rows = corpus === undefined ? [] : readRows(corpus);
  const results = rows.map((row) => ({
    row,
    loaded: loadContract(readYaml(row.path, readFileSync(join(corpus ?? '', 'contracts', row.path))), 'output'),
  }));

  it('are all there', () => {
    expect(rows.length).toBe(148);
  });

  it('have an error exactly where the official schema of their version has one', () => {
    const differing = results
      .filter(({ row, loaded }) => (loaded.problems.length > 0 ? 'INVALID' : 'valid') !== row.verdict)
      .map(({ row }) => row.path);
    expect(differing.toSorted(compareText)).toEqual(Object.keys(deliberateDifferences).toSorted(compareText));
    expect(differing.length).toBeLessThanOrEqual(8);
  });

  it('that declare no readable version are broken YAML or say a key twice', () => {
    const unversioned = results
      .filter(({ row }) => row.version === '?')
      .map(({ loaded }) => loaded.problems.map((problem) => problem.message));
    expect(unversioned).toEqual([['problems.yaml-open-quote'], ['problems.duplicate-key'], ['problems.duplicate-key']]);
  });

  it('become a model with every schema object, wherever they have an id', () => {
    const unread = results
      .filter(({ loaded }) => loaded.contract === undefined)
      .map(({ loaded }) => loaded.problems[0]?.key);
    expect(unread).toEqual(['yaml-syntax', '/id#required']);
  });

  it('point every problem at a line of the file and give each its own key', () => {
    for (const { row, loaded } of results) {
      const lines = readFileSync(join(corpus ?? '', 'contracts', row.path), 'utf8').split('\n').length;
      for (const problem of loaded.problems) {
        expect(problem.at.path).toBe(row.path);
        expect(problem.at.line).toBeLessThanOrEqual(lines);
      }
      expect(new Set(loaded.problems.map((problem) => problem.key)).size).toBe(loaded.problems.length);
    }
  });
});

if (corpus === undefined) {
  it.skip('public contracts are not compared with the official verdicts: CORPUS_DIR does not name the corpus folder', () => {});
}
