import { expect, it } from 'vitest';
import deprecatedSchedule from '../../src/rules/orchestration/deprecated-schedule.ts';
import docstringMissing from '../../src/rules/orchestration/docstring-missing.ts';
import type { Files } from '../../src/model/rule.ts';
import { checkFiles } from '../support/check-files.ts';

const dag = 'implementation/airflow/dags/a.py';

/** `path:line subject [edit]` of schedules under their old name. */
async function outdated(files: Files): Promise<readonly string[]> {
  const { findings } = await checkFiles({ head: files, rules: [deprecatedSchedule] });
  return findings.map(({ path, line, subject, fix }) => {
    const edits =
      fix?.edits.map((each) => ` [${each.startLine}:${each.startColumn}-${each.endColumn} ${each.text}]`).join('') ??
      '';
    return `${path}:${line} ${subject}${edits}`;
  });
}

it('only the name is replaced', async () => {
  const yaml = 'implementation/orchestration/dags/a.yml';
  expect(
    await outdated({
      [dag]: 'DAG(\n    "x",\n    schedule_interval = timedelta(hours=1),\n)\n',
      [yaml]: 'x:\n  "schedule_interval": "@daily"  # once\n  tasks: []\n',
    }),
  ).toEqual([`${dag}:3 dag:x [3:5-22 schedule]`, `${yaml}:2 dag:x [2:4-21 schedule]`]);
});

it.each([
  ['both names', 'DAG("x", schedule="@daily", schedule_interval=None)\n'],
  ['another function', 'DAG("x", schedule=f(schedule_interval=1))\n'],
  ['a comment and a text', '# schedule_interval="@daily"\nDAG("x", description="schedule_interval=1")\n'],
])('not found: %s', async (_, text) => {
  expect(await outdated({ [dag]: text })).toEqual([]);
});

const code = { [dag]: 'DAG("x")\n' };

it.each([
  ['specs/governance/stack-standards.md', '# Stack\n\n- Every DAG has docstrings.\n', 3],
  ['.agent-os/standards/python.md', 'Docstrings on every DAG.\n', 1],
])('docstrings are asked for by %s', async (path, text, line) => {
  const { findings } = await checkFiles({ head: { ...code, [path]: text }, rules: [docstringMissing] });
  expect(findings.map(({ related }) => related.map((each) => `${each.path}:${each.line}`))).toEqual([
    [`${path}:${line}`],
  ]);
});

it.each([
  ['a SQL standard', '.agent-os/standards/sql.md', 'Docstrings on every DAG.\n'],
  ['a standard against them', '.agent-os/standards/python.md', 'No docstrings.\n'],
  ['a workflow', '.agent-os/workflows/python.md', 'Docstrings on every DAG.\n'],
])('%s does not ask for docstrings', async (_, path, text) => {
  const { findings } = await checkFiles({ head: { ...code, [path]: text }, rules: [docstringMissing] });
  expect(findings).toEqual([]);
});
