import { describe, expect, it } from 'vitest';
import type { Files } from '../../../src/model/rule.ts';
import deprecatedSchedule from '../../../src/rules/orchestration/deprecated-schedule.ts';
import docstringMissing from '../../../src/rules/orchestration/docstring-missing.ts';
import { findingsOf } from '../shared/in-rules.ts';

it('a schedule under its old name is said, but not rewritten where the key is written with escapes', async () => {
  const yaml = 'implementation/orchestration/dags/a.yml';
  const findings = await findingsOf(deprecatedSchedule, {
    [yaml]: 'x:\n  "schedule\\x5finterval": "@daily"\n  tasks: []\n',
  });
  expect(findings.map(({ line, fix }) => [line, fix])).toEqual([[2, null]]);
});

describe('a docstring', () => {
  const dag = { 'implementation/airflow/dags/a.py': 'from airflow import DAG\n\nDAG("x")\n' };
  const asked = async (files: Files): Promise<readonly string[]> =>
    (await findingsOf(docstringMissing, { ...dag, ...files })).flatMap(({ related }) =>
      related.map(({ path, line }) => `${path}:${line}`),
    );
  const standard = '.agent-os/standards/python.md';

  it.each<[string, Files, readonly string[]]>([
    [
      'is asked for by the stack first',
      {
        'specs/governance/stack-standards.md': '# Stack\n\n- Use CTEs.\n- Every DAG has docstrings.\n',
        [standard]: 'Docstrings on every DAG.\n',
      },
      ['specs/governance/stack-standards.md:4'],
    ],
    [
      'is asked for by a standard where the stack demands other things',
      {
        'specs/governance/stack-standards.md': '# Stack\n\n- Use CTEs.\n',
        [standard]: '# Python\n\nDoc_strings on every DAG.\n',
      },
      [`${standard}:3`],
    ],
    [
      'is not asked for by a stack that demands other things',
      { 'specs/governance/stack-standards.md': '# Stack\n\n- Use CTEs.\n' },
      [],
    ],
    [
      'is asked for by the second standard',
      { '.agent-os/standards/a-python.md': 'Use types.\n', [standard]: 'Use docstrings.\n' },
      [`${standard}:1`],
    ],
    ['is not asked for where a standard is against it, in Portuguese', { [standard]: 'Não use docstrings.\n' }, []],
    ['is not asked for where a standard does without', { [standard]: 'Código sem docstrings.\n' }, []],
    [
      'is asked for on another line than a word against it',
      { [standard]: 'Não use tabs.\nUse docstrings.\n' },
      [`${standard}:2`],
    ],
  ])('%s', async (_, files, expected) => {
    expect(await asked(files)).toEqual(expected);
  });
});
