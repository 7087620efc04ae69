import { describe, expect, it } from 'vitest';
import {
  mergeReports,
  type Mutant,
  type MutationReport,
  type MutantStatus,
  scoreOf,
  survivorsOf,
} from '../../scripts/mutation/score.ts';

function mutant(status: MutantStatus): Mutant {
  return { mutatorName: 'Boolean', replacement: 'not\n  so', status, location: { start: { line: 2, column: 3 } } };
}

function file(source: string, ...statuses: readonly MutantStatus[]): MutationReport['files'][string] {
  return { source, mutants: statuses.map(mutant) };
}

describe('the mutation score', () => {
  it('counts what tests notice, and leaves out what is data or cannot run', () => {
    const statuses: readonly MutantStatus[] = [
      'Killed',
      'Timeout',
      'Survived',
      'NoCoverage',
      'Ignored',
      'CompileError',
    ];
    expect(scoreOf({ files: { 'a.ts': { source: '', mutants: statuses.map(mutant) } } })).toEqual({
      score: 50,
      killed: 2,
      survived: 1,
      uncovered: 1,
    });
  });

  it('is cut, never rounded up', () => {
    const mutants = [...Array.from({ length: 9_999 }, () => mutant('Killed')), mutant('Survived')];
    expect(scoreOf({ files: { 'a.ts': { source: '', mutants } } }).score).toBe(99.9);
  });

  it('is nothing where nothing was broken', () => {
    expect(scoreOf({ files: {} }).score).toBe(0);
  });

  it('adds runs up, the latest wins, and a file that changed has no result', () => {
    const earlier = {
      files: { 'b.ts': file('b', 'Survived'), 'a.ts': file('a', 'Killed'), 'c.ts': file('c', 'Killed') },
    };
    const latest = { files: { 'b.ts': file('b', 'Killed') } };
    const texts: { readonly [path: string]: string } = { 'a.ts': 'a', 'b.ts': 'b', 'c.ts': 'changed' };
    const merged = mergeReports({ earlier, latest }, (path) => texts[path]);
    expect(merged).toEqual({ files: { 'a.ts': file('a', 'Killed'), 'b.ts': file('b', 'Killed') } });
    expect(Object.keys(merged.files)).toEqual(['a.ts', 'b.ts']);
  });

  it('lists every survivor on one line', () => {
    const mutants = [mutant('Killed'), mutant('Survived'), mutant('NoCoverage')];
    expect(survivorsOf({ files: { 'a.ts': { source: '', mutants } } })).toEqual([
      'a.ts:2:3 Boolean: not so',
      'a.ts:2:3 Boolean: not so (no test reaches it)',
    ]);
  });
});
