import { describe, expect, it } from 'vitest';
import { agreementSection } from '../../scripts/compare-sql/jinja-section.ts';
import { type JinjaModel, judgePrinted, summariseJinja } from '../../scripts/compare-sql/jinja.ts';
import type { Verdict } from '../../scripts/compare-sql/verdicts.ts';

describe('judgePrinted', () => {
  it('calls equal bytes of both runs the same', () => {
    expect(judgePrinted({ outputs: ['a', 'b'] }, { outputs: ['a', 'b'] })).toEqual({ kind: 'same' });
  });

  it('names the first line that differs, of whichever run', () => {
    expect(judgePrinted({ outputs: ['a', 'x\nb '] }, { outputs: ['a', 'x\nb'] })).toEqual({
      kind: 'different',
      detail: 'line 2: "b ", dbt "b"',
    });
    expect(judgePrinted({ outputs: ['x'] }, { outputs: ['x\n'] })).toEqual({
      kind: 'different',
      detail: 'line 2: "", dbt ""',
    });
  });

  it('does not take one run for two', () => {
    expect(judgePrinted({ outputs: ['a', 'b'] }, { outputs: ['a'], stopped: 'KeyError: x\nmore' })).toEqual({
      kind: 'ours-only',
      reason: 'incremental',
      detail: 'KeyError: x',
    });
    expect(judgePrinted({ outputs: ['a'] }, { outputs: ['a', 'b'] })).toMatchObject({ kind: 'theirs-only' });
    expect(judgePrinted({ outputs: ['a'] }, { outputs: ['z', 'b'] })).toMatchObject({ kind: 'different' });
  });

  it('gives the reason of the side that stops', () => {
    const stopped = { error: 'no "x"', state: 'needs-var' } as const;
    expect([
      judgePrinted(stopped, { outputs: ['a'] }),
      judgePrinted(stopped, { error: 'KeyError: x' }),
      judgePrinted(stopped, { error: 'RuntimeError: raised: x macro not implemented for adapter y' }),
      judgePrinted({ outputs: ['a'] }, { error: "UndefinedError: 'statement' is undefined" }),
    ]).toEqual([
      { kind: 'theirs-only', reason: 'needs-var', detail: 'no "x"' },
      { kind: 'neither', reason: 'needs-var', detail: 'KeyError: x' },
      { kind: 'neither', reason: 'no-adapter', detail: 'RuntimeError: raised: x macro not implemented for adapter y' },
      { kind: 'ours-only', reason: 'built-in', detail: "UndefinedError: 'statement' is undefined" },
    ]);
  });
});

const models: readonly JinjaModel[] = [
  { path: 'project/models/a.sql', kind: 'same' },
  { path: 'project/models/b.sql', kind: 'different', detail: 'line 1: "a || b", dbt "a"' },
  { path: 'project/models/c.sql', kind: 'different', detail: 'line 1: "", dbt "c"' },
  { path: 'project/models/d.sql', kind: 'neither', reason: 'needs-var', detail: 'd' },
  { path: 'project/models/e.sql', kind: 'ours-only', reason: 'built-in', detail: 'e' },
];

describe('summariseJinja', () => {
  it('counts each model once', () => {
    expect(summariseJinja(models)).toEqual({
      models: 5,
      compared: 3,
      same: 1,
      different: 2,
      oursOnly: 1,
      theirsOnly: 0,
      neither: 1,
      reasons: [
        ['needs-var', 1],
        ['built-in', 1],
      ],
    });
  });
});

describe('agreementSection', () => {
  const columns: Verdict = { project: 'shop', verdict: 'gap', reason: 'of its columns', models: ['b.sql', 'c.sql'] };
  const template: Verdict = { ...columns, about: 'template', verdict: 'ours', reason: 'a filter', models: ['b.sql'] };

  it('lists every difference with what was found about the template, not about columns', () => {
    const text = agreementSection([{ name: 'shop', jinja: models }], [columns, template]).join('\n');
    expect(text).toContain('| shop | 5 | 3 (60.0 %) | 1 (33.3 %) | 2 | 1 | 0 | 1 |\n');
    expect(text).toContain('| shop | `models/b.sql` | line 1: "a \\|\\| b", dbt "a" | ours: a filter |\n');
    expect(text).toContain('| shop | `models/c.sql` | line 1: "", dbt "c" | not looked into |\n');
  });

  it('says nothing where dbt was not asked', () => {
    expect(agreementSection([{ name: 'shop' }], [])).toEqual([]);
  });
});
