import { columnMistakes } from '../column-names.ts';
import { defineRule } from '../define-rule.ts';
import { exampleContract } from '../example.ts';
import { modelMistakes } from '../model-names.ts';
import type { NameMistake } from '../name-mistake.ts';
import type { RuleContext } from '../../model/rule.ts';

const path = 'specs/contracts/outputs/sales.yaml';
const nested =
  '{\n  "casing": { "columns": "snake_case" },\n  "layers": { "marts": { "prefix": "fct_|dim_" } },\n  "column_rules": { "boolean": { "prefix": "is_|has_" } }\n}\n';
const projectFile = 'name: sales\n';

/** Names of models and columns must follow the naming policy. */
export default defineRule({
  id: 'spec/naming-convention',
  kind: 'lint',
  gate: 'lint',
  summary: 'Names of models and columns must follow the naming policy.',
  why: 'A name tells the layer of a model and the kind of a column; people, tests and agents rely on it. The message names the file and line that defines the rule. A new column of an output contract that nothing else in the repository names yet can be renamed by itself; a model is a file, and its file and refs are yours to rename.',
  severity: 'error',
  since: '0.1.0',
  examples: [
    {
      name: 'a column in camelCase where the policy says snake_case',
      head: {
        'specs/governance/naming.json': nested,
        [path]: exampleContract({ columns: ['name: customerData, logicalType: string, description: Data.'] }),
      },
      findings: [`${path}:14 sales/sales.customerData`],
    },
    {
      name: 'a boolean without its prefix',
      head: {
        'specs/governance/naming.json': nested,
        [path]: exampleContract({ columns: ['name: active, logicalType: boolean, description: Active.'] }),
      },
      findings: [`${path}:14 sales/sales.active`],
    },
    {
      name: 'a mart without the prefix of its layer',
      head: {
        'specs/governance/naming-conventions.json': '{ "staging": "stg_", "marts": "fct_" }\n',
        'implementation/dbt/dbt_project.yml': projectFile,
        'implementation/dbt/models/marts/tb_sales.sql': 'select 1 as total\n',
      },
      findings: ['implementation/dbt/models/marts/tb_sales.sql:1 model:tb_sales'],
    },
    {
      name: 'a model in the folder of another layer',
      head: {
        'specs/governance/naming-conventions.json': '{ "staging": "stg_", "marts": "fct_|dim_" }\n',
        'implementation/dbt/dbt_project.yml': projectFile,
        'implementation/dbt/models/marts/stg_orders.sql': 'select 1 as id\n',
      },
      findings: ['implementation/dbt/models/marts/stg_orders.sql:1 model:stg_orders'],
    },
    {
      name: 'names that follow the policy',
      head: {
        'specs/governance/naming.json': nested,
        [path]: exampleContract({ columns: ['name: is_active, logicalType: boolean, description: Active.'] }),
        'implementation/dbt/dbt_project.yml': projectFile,
        'implementation/dbt/models/marts/fct_sales.sql': 'select 1 as total\n',
      },
      findings: [],
    },
  ],
  check(context) {
    const { naming } = context.governance;
    if (naming === undefined) return;
    for (const mistake of [...columnMistakes(context, naming), ...modelMistakes(context, naming)])
      report(context, mistake);
  },
});

function report(context: RuleContext, mistake: NameMistake): void {
  const { message, subject, at, rule, name, values, fix, readers = [] } = mistake;
  context.report({
    subject,
    at,
    message,
    values: { name, file: rule.path, line: String(rule.line), ...values },
    ...(values['kind'] !== undefined && { translated: ['kind'] }),
    // Who reads a model, and what else is called so, do not make its name another mistake.
    key: [message.replace(/-(?:refs|taken)$/, '')],
    related: [{ at: rule, message: 'defined' }, ...readers.map((place) => ({ at: place, message: 'see' }))],
    ...(fix && { fix }),
  });
}
