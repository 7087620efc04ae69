import { allProperties, type Contract, contractSubject, type Property } from '../../model/contract.ts';
import type { DbtModel } from '../../model/dbt.ts';
import type { ColumnNaming, NamingPolicy } from '../../model/governance.ts';
import type { RuleContext } from '../../model/rule.ts';
import { fileStart, type Location } from '../../model/location.ts';
import { defineRule } from '../define-rule.ts';
import { exampleContract } from '../example.ts';
import { hasCasing, toCasing } from '../names.ts';

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
  why: 'A name tells the layer of a model and the kind of a column; people, tests and agents rely on it. The message names the file and line that defines the rule.',
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
    const naming = context.governance.naming;
    if (naming === undefined) return;
    for (const contract of context.project.contracts) checkContract(context, naming, contract);
    for (const project of context.project.dbt) for (const model of project.models) checkModel(context, naming, model);
  },
});

function checkContract(context: RuleContext, naming: NamingPolicy, contract: Contract): void {
  for (const object of contract.schema) {
    for (const { property, path: names } of allProperties(object)) {
      // `items`, `map.key` and `map.value` have no name of their own.
      if (/^[[{]/.test(property.name)) continue;
      checkColumn(context, naming, { property, subject: contractSubject(contract.id, ...names) });
    }
  }
}

interface NamedColumn {
  readonly property: Property;
  readonly subject: string;
}

function checkColumn(context: RuleContext, naming: NamingPolicy, { property, subject }: NamedColumn): void {
  const { name, at } = property;
  const casing = naming.columnCasing;
  if (casing !== undefined && !hasCasing(name, casing.casing)) {
    return report(context, {
      message: 'column-casing',
      subject,
      at,
      name,
      rule: casing.at,
      values: { casing: casing.casing, suggestion: toCasing(name, casing.casing) },
    });
  }
  const rule = naming.columns.find((each) => appliesTo(each, property) && !hasAffix(name, each));
  if (rule === undefined) return;
  const allowed = [...rule.prefixes.map((prefix) => `${prefix}…`), ...rule.suffixes.map((suffix) => `…${suffix}`)];
  const suggestion = rule.prefixes[0] === undefined ? `${name}${rule.suffixes[0] ?? ''}` : `${rule.prefixes[0]}${name}`;
  report(context, {
    message: 'column-affix',
    subject,
    at,
    name,
    rule: rule.at,
    values: { kind: rule.columns, allowed: allowed.join(', '), suggestion },
  });
}

function appliesTo(rule: ColumnNaming, property: Property): boolean {
  return property.logicalType?.value === rule.columns;
}

function hasAffix(name: string, rule: ColumnNaming): boolean {
  const lower = name.toLowerCase();
  return (
    rule.prefixes.some((prefix) => lower.startsWith(prefix.toLowerCase())) ||
    rule.suffixes.some((suffix) => lower.endsWith(suffix.toLowerCase()))
  );
}

function checkModel(context: RuleContext, naming: NamingPolicy, model: DbtModel): void {
  const layer = naming.layers.find((each) => each.layer === model.layer);
  const subject = `model:${model.name}`;
  if (
    layer !== undefined &&
    layer.prefixes.length > 0 &&
    !layer.prefixes.some((prefix) => model.name.startsWith(prefix))
  ) {
    const allowed = layer.prefixes.map((prefix) => `${prefix}…`).join(', ');
    return report(context, {
      message: 'model-prefix',
      subject,
      at: fileStart(model.path),
      name: model.name,
      rule: layer.at,
      values: { layer: layer.layer, allowed },
    });
  }
  const casing = naming.tableCasing;
  if (casing !== undefined && !hasCasing(model.name, casing.casing)) {
    report(context, {
      message: 'model-casing',
      subject,
      at: fileStart(model.path),
      name: model.name,
      rule: casing.at,
      values: { casing: casing.casing, suggestion: toCasing(model.name, casing.casing) },
    });
  }
}

interface NameFinding {
  readonly message: string;
  readonly subject: string;
  readonly at: Location;
  readonly name: string;
  /** Where the policy says so. */
  readonly rule: Location;
  readonly values: { readonly [name: string]: string };
}

function report(context: RuleContext, finding: NameFinding): void {
  const { message, subject, at, rule } = finding;
  context.report({
    subject,
    at,
    message,
    values: { name: finding.name, file: rule.path, line: String(rule.line), ...finding.values },
    key: [message],
    related: [{ at: rule, message: 'defined' }],
  });
}
