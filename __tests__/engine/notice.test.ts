import { describe, expect, it } from 'vitest';
import type { FileHistory } from '../../src/ports.ts';
import { exampleContract } from '../../src/rules/example.ts';
import { checkFiles } from '../support/check-files.ts';

const path = 'specs/contracts/outputs/sales.yaml';
const state = 'name: state, logicalType: string, description: State.';
const plain = 'name: total, logicalType: number, description: Total.';

/** The column with the marks of its deprecation. */
function marked(marks = ''): string {
  const custom = marks === '' ? '' : `, customProperties: [${marks}]`;
  return `name: total, logicalType: number, tags: [deprecated], description: Use state.${custom}`;
}

/** Versions of the contract as they came into the base branch, newest first. */
function history(complete: boolean, ...versions: readonly (readonly [day: string, column: string])[]): FileHistory {
  return {
    complete,
    versions: versions.map(([day, column], index) => ({
      sha: String(index),
      date: `${day}T12:00:00+00:00`,
      bytes: new TextEncoder().encode(exampleContract({ columns: [state, column] })),
    })),
  };
}

/** How the removal of a column is judged on 1 June 2026. */
async function removal(base: string, past: FileHistory): Promise<string | undefined> {
  const { changes } = await checkFiles({
    base: { [path]: exampleContract({ columns: [state, base] }) },
    head: { [path]: exampleContract({ columns: [state] }) },
    today: '2026-06-01',
    git: { fileHistory: async () => past },
  });
  return changes.find(({ kind }) => kind === 'property.removed')?.row;
}

const since = (day: string): string => `{property: deprecatedSince, value: "${day}"}`;
const sunset = (day: string): string => `{property: sunset, value: "${day}"}`;

describe('the notice that was given before a column goes', () => {
  it.each<[string, string, FileHistory, string]>([
    ['was not deprecated', plain, history(true, ['2026-01-01', plain]), 'property-removed'],
    [
      'the history says since when: long ago',
      marked(),
      history(true, ['2026-05-20', marked()], ['2026-04-01', marked()], ['2026-01-01', plain]),
      'property-removed-after-notice',
    ],
    [
      'the history says since when: 29 days',
      marked(),
      history(true, ['2026-05-03', marked()], ['2026-01-01', plain]),
      'property-removed-too-early',
    ],
    [
      'it was taken back in between',
      marked(),
      history(true, ['2026-05-20', marked()], ['2026-05-01', plain], ['2026-01-01', marked()]),
      'property-removed-too-early',
    ],
    [
      'it was there from the first version',
      marked(),
      history(true, ['2026-01-01', marked()]),
      'property-removed-after-notice',
    ],
    [
      'the history is too shallow',
      marked(),
      history(false, ['2026-05-20', marked()]),
      'property-removed-notice-unknown',
    ],
    ['the file says since when', marked(since('2026-01-01')), history(false), 'property-removed-after-notice'],
    [
      'the file says since when, and the history that it was written yesterday',
      marked(since('2026-01-01')),
      history(true, ['2026-05-31', marked(since('2026-01-01'))], ['2026-01-01', plain]),
      'property-removed-too-early',
    ],
    [
      'the file came from elsewhere with its date',
      marked(since('2026-01-01')),
      history(true, ['2026-05-31', marked(since('2026-01-01'))]),
      'property-removed-too-early',
    ],
    [
      'the last day is not over',
      marked(`${since('2026-01-01')}, ${sunset('2026-06-02')}`),
      history(false),
      'property-removed-too-early',
    ],
    ['the last day is over', marked(sunset('2026-06-01')), history(false), 'property-removed-after-notice'],
    [
      'the last day was announced yesterday',
      marked(sunset('2026-06-01')),
      history(true, ['2026-05-31', marked(sunset('2026-06-01'))], ['2026-01-01', plain]),
      'property-removed-too-early',
    ],
  ])('%s', async (_, ...[base, past, row]) => {
    expect(await removal(base, past)).toBe(row);
  });
});
