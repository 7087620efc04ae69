import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { filesOfExample, readRowExamples } from '../../scripts/row-examples.ts';
import { check } from '../../src/engine/check.ts';
import { judgeChanges } from '../../src/engine/judge-changes.ts';
import type { CompatibilityRow } from '../../src/engine/classify.ts';
import { compatibilityRows } from '../../src/generated/compatibility.ts';
import { shallowHistory, gatherFiles } from '../support/check-files.ts';

const rows: readonly CompatibilityRow[] = compatibilityRows;
const examples = readRowExamples(join(import.meta.dirname, '../..'));

/** Rows that only a demand on a source, or code that reads it, can reach. */
const onlyInput = (row: CompatibilityRow): boolean => row.when?.traits?.includes('still-read') === true;

describe('every row of the compatibility table', () => {
  it('has an example, and every example has a row', () => {
    expect(Object.keys(examples).sort()).toEqual(rows.map(({ id }) => id).sort());
  });

  const runs = rows.flatMap((row) =>
    (['output', 'input'] as const)
      .filter((direction) => direction === 'input' || !onlyInput(row))
      .map((direction) => [row.id, direction, row] as const),
  );

  it.each(runs)('%s, as %s', async (id, direction, row) => {
    const example = examples[id];
    if (example === undefined) throw new TypeError(`no example for ${id}`);
    const { base, head } = filesOfExample(example, direction);
    const gathered = await gatherFiles({
      base,
      head,
      ...(example.today === undefined ? {} : { today: example.today }),
      git: shallowHistory,
    });
    const found = judgeChanges(gathered.input).filter((each) => each.row === id);
    expect(found.map(({ change, class: name, bump }) => [change.kind, name, bump])).toContainEqual([
      row.change,
      row[found[0]?.direction ?? direction].class,
      row[found[0]?.direction ?? direction].bump,
    ]);
    const report = check(gathered.input);
    expect(report.rules.skipped).toEqual([]);
    expect(report.findings.filter(({ rule }) => rule === 'spec/invalid-document')).toEqual([]);
    const hurts = found.filter((each) => each.class === 'breaking' || each.class === 'dangerous');
    for (const each of hurts) {
      const said = report.findings.filter(({ rule, subject }) => rule === each.rule && subject === each.change.subject);
      expect(said.map((finding) => finding.class)).toContain(each.class);
    }
  });
});
