import type { DagFile } from '../../model/orchestration.ts';
import type { Location } from '../../model/location.ts';
import type { RuleContext } from '../../model/rule.ts';
import { defineRule } from '../define-rule.ts';
import { replaceValue } from '../replace-text.ts';

const yaml = 'implementation/orchestration/dags/finance.yml';
const python = 'implementation/airflow/dags/sales.py';

/** A DAG must say its schedule under the name that Airflow still knows. */
export default defineRule({
  id: 'orchestration/deprecated-schedule',
  kind: 'lint',
  gate: 'lint',
  summary: 'A DAG must say its schedule under the name that Airflow still knows.',
  why: 'Airflow 2.4 renamed "schedule_interval" to "schedule", and Airflow 3 refuses the old name, as dag-factory does: the DAG is then not loaded at all. Rename the argument; its value stays.',
  severity: 'warning',
  since: '0.1.0',
  fast: true,
  examples: [
    {
      name: 'the old key in YAML',
      head: { [yaml]: 'mrr:\n  schedule_interval: "0 5 * * *"\n  tasks: []\n' },
      findings: [`${yaml}:2 dag:mrr`],
    },
    {
      name: 'the old argument in Python',
      head: { [python]: 'from airflow import DAG\n\nwith DAG("sales", schedule_interval="@daily"):\n    pass\n' },
      findings: [`${python}:3 dag:sales`],
    },
    {
      name: 'the new name',
      head: {
        [yaml]: 'mrr:\n  schedule: "0 5 * * *"\n  tasks: []\n',
        [python]: 'from airflow.sdk import DAG\n\nDAG("sales", schedule="@daily")\n',
      },
      findings: [],
    },
  ],
  check(context) {
    for (const dag of context.project.dags ?? []) {
      if (dag.outdatedKey !== undefined) report(context, dag, dag.outdatedKey);
    }
  },
});

function report(context: RuleContext, dag: DagFile, at: Location): void {
  const edit = replaceValue(context, { value: 'schedule_interval', at }, 'schedule');
  context.report({
    subject: `dag:${dag.name}`,
    at,
    values: { dag: dag.name },
    ...(edit === undefined ? {} : { fix: { title: 'schedule', edits: [edit] } }),
  });
}
