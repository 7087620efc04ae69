import type { Location } from '../../model/location.ts';
import type { RuleContext } from '../../model/rule.ts';
import { defineRule } from '../define-rule.ts';

const path = 'implementation/airflow/dags/sales.py';
const standard = '.agent-os/profiles/default/standards/python/style.md';
const demanded = { [standard]: '# Python\n\n- Every DAG has a docstring.\n' };

/** A DAG in Python must say what it does, where a standard asks for docstrings. */
export default defineRule({
  id: 'orchestration/docstring-missing',
  kind: 'lint',
  gate: 'docs',
  summary: 'A DAG in Python must say what it does, where a standard asks for docstrings.',
  why: 'Whoever is called at night reads the DAG first, in Airflow or in the file. One sentence says what it builds, for whom, and how often. A docstring of the module or of the function below "@dag" does, and so does "doc_md". Docstrings are asked for where the stack standards demand them, or a Python standard of the agents names docstrings.',
  severity: 'warning',
  since: '0.1.0',
  examples: [
    {
      name: 'a DAG without a word',
      head: { ...demanded, [path]: 'from airflow.sdk import DAG\n\nwith DAG("sales", schedule="@daily"):\n    pass\n' },
      findings: [`${path}:3 dag:sales`],
    },
    {
      name: 'a module with a docstring',
      head: {
        ...demanded,
        [path]: '"""Builds the sales once a day."""\n\nfrom airflow.sdk import DAG\n\nDAG("sales")\n',
      },
      findings: [],
    },
    {
      name: 'a decorated function with a docstring, and a file without DAG',
      head: {
        ...demanded,
        [path]: '@dag(schedule="@daily")\ndef sales():\n    """Builds the sales."""\n',
        'implementation/airflow/dags/tools.py': 'def run(): pass\n',
      },
      findings: [],
    },
    {
      name: 'a repository whose standards do not ask for it',
      head: { [path]: 'from airflow.sdk import DAG\n\nDAG("sales")\n' },
      findings: [],
    },
  ],
  check(context) {
    const demand = demandOf(context);
    if (demand === undefined) return;
    for (const dag of context.project.dags ?? []) {
      if (dag.documented !== false || dag.at === undefined) continue;
      context.report({
        subject: `dag:${dag.name}`,
        at: dag.at,
        values: { dag: dag.name, file: demand.path, line: String(demand.line) },
        related: [{ at: demand, message: 'defined' }],
      });
    }
  },
});

/** Where docstrings are asked for: in the stack standards, else in a standard of the agents that is about Python. */
function demandOf(context: RuleContext): Location | undefined {
  const own = context.governance.stack?.demands.find(({ demand }) => demand === 'docstrings');
  if (own !== undefined) return own.at;
  const standards = (context.project.agentFiles ?? []).filter(
    ({ kind, path: file }) => kind === 'standard' && /python/i.test(file),
  );
  for (const { path: file } of standards) {
    const lines = context.text(context.side, file)?.split('\n') ?? [];
    const index = lines.findIndex(
      (line) => /\bdoc_?strings?\b/i.test(line) && !/\b(?:no|without|not|n[ãa]o|sem)\b/i.test(line),
    );
    if (index !== -1) return { path: file, line: index + 1, column: 1 };
  }
  return undefined;
}
