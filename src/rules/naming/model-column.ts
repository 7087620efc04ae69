import { physicalNameOf } from '../../model/contract.ts';
import type { ColumnNaming, NamingPolicy } from '../../model/governance.ts';
import type { Fix } from '../../model/finding.ts';
import type { Location } from '../../model/location.ts';
import type { RuleContext } from '../../model/rule.ts';
import { affixValues, hasAffix } from '../column-affix.ts';
import { defineRule } from '../define-rule.ts';
import { exampleContract } from '../example.ts';
import { kindOf } from '../../model/layer-kinds.ts';
import { type ModelFacts, modelsOf } from '../layers.ts';
import { hasCasing, toCasing } from '../../model/names.ts';
import { replaceValue } from '../replace-text.ts';
import { countUses, isKnownTo } from '../word-uses.ts';

const naming =
  '{\n  "casing": { "columns": "snake_case" },\n  "column_rules": {\n    "boolean": { "prefix": "is_|has_" },\n    "timestamp": { "suffix": "_at" }\n  }\n}\n';
const project = 'name: sales\n';
const sales = 'implementation/dbt/models/marts/fct_sales.sql';
const properties = 'implementation/dbt/models/marts/marts.yml';

/** Columns that a dbt model names must follow the naming policy. */
export default defineRule({
  id: 'naming/model-column',
  kind: 'lint',
  gate: 'lint',
  summary: 'Columns that a dbt model names must follow the naming policy.',
  why: 'The contract is written from what the model gives, and the other way round: a name that breaks the policy in SQL or in a properties file reaches every reader. A column that a contract names is judged there ("spec/naming-convention"); columns of bronze keep the names of their source.',
  severity: 'error',
  since: '0.1.0',
  examples: [
    {
      name: 'an alias in camelCase where the policy says snake_case',
      head: {
        'specs/governance/naming.json': naming,
        'implementation/dbt/dbt_project.yml': project,
        [sales]: 'select\n    id,\n    active as isActive\nfrom raw_sales\n',
      },
      findings: [`${sales}:3 model:fct_sales.isActive`],
    },
    {
      name: 'a column of a properties file in camelCase',
      head: {
        'specs/governance/naming.json': naming,
        'implementation/dbt/dbt_project.yml': project,
        [sales]: 'select customerData from raw_sales\n',
        [properties]: 'models:\n  - name: fct_sales\n    columns:\n      - name: customerData\n',
      },
      findings: [`${properties}:4 model:fct_sales.customerData`],
    },
    {
      name: 'a boolean and a timestamp, by their data types, without prefix and suffix',
      head: {
        'specs/governance/naming.json': naming,
        'implementation/dbt/dbt_project.yml': project,
        [sales]: 'select active, created from raw_sales\n',
        [properties]:
          'models:\n  - name: fct_sales\n    columns:\n      - name: active\n        data_type: BOOLEAN\n      - name: created\n        data_type: timestamp_ntz(9)\n',
      },
      findings: [`${properties}:4 model:fct_sales.active`, `${properties}:6 model:fct_sales.created`],
    },
    {
      name: 'aliases of a comparison and of a cast',
      head: {
        'specs/governance/naming.json': naming,
        'implementation/dbt/dbt_project.yml': project,
        [sales]: "select\n    status = 'won' as won,\n    cast(created as timestamp) as creation\nfrom raw_sales\n",
      },
      findings: [`${sales}:2 model:fct_sales.won`, `${sales}:3 model:fct_sales.creation`],
    },
    {
      name: 'names that follow the policy, and one that a contract names',
      head: {
        'specs/governance/naming.json': naming,
        'specs/contracts/outputs/sales.yaml': exampleContract({
          object: 'fct_sales',
          columns: ['name: customerData, logicalType: string, description: Data.'],
        }),
        'implementation/dbt/dbt_project.yml': project,
        [sales]: 'select active as is_active, data as customerData from raw_sales\n',
      },
      findings: [],
    },
  ],
  check(context) {
    const policy = context.governance.naming;
    if (policy === undefined || (policy.columnCasing === undefined && policy.columns.length === 0)) return;
    const known = contractColumns(context);
    const judged = modelsOf(context)
      .filter(({ model }) => kindOf(model) !== 'bronze')
      .flatMap((facts) => columnsOf(facts).map((column) => ({ facts, column })))
      .filter(({ facts, column }) => !known.has(columnKey(facts.model.name, column.name)));
    const mistakes = judged.flatMap((each) => mistakeOf(policy, each) ?? []);
    const aliases = mistakes.filter(({ column }) => column.isAlias).map(({ column }) => column.name.toLowerCase());
    const uses = countUses(context, new Set(aliases));
    for (const mistake of mistakes) report(context, mistake, uses);
  },
});

/** Columns that contracts name, by table and column. */
function contractColumns({ project: { contracts } }: RuleContext): ReadonlySet<string> {
  return new Set(
    contracts.flatMap(({ schema }) =>
      schema.flatMap((object) => {
        const tables = [object.name, physicalNameOf(object).split('.').at(-1) ?? ''];
        return object.properties.flatMap((property) =>
          tables.flatMap((table) => [columnKey(table, property.name), columnKey(table, physicalNameOf(property))]),
        );
      }),
    ),
  );
}

function columnKey(table: string, column: string): string {
  return `${table.toLowerCase()} ${column}`;
}

interface NamedColumn {
  readonly name: string;
  readonly at: Location;
  /** What its data type or its expression tells that it holds. */
  readonly kind?: ColumnNaming['columns'];
  /** Whether the SQL gives the name. */
  readonly isAlias: boolean;
}

/** The names that a model gives: the aliases of its SQL, and what its properties file describes beside them. */
function columnsOf({ model, shape }: ModelFacts): readonly NamedColumn[] {
  const described = (model.properties?.columns ?? []).map(({ name, at, dataType = '' }) => {
    const kind = kindOfType(dataType);
    return { name, at, isAlias: false, ...(kind && { kind }) };
  });
  const kinds = new Map(described.map(({ name, kind }) => [name, kind]));
  const aliases = (shape?.outputs ?? []).flatMap(({ name, at, isAlias, kind: told }) => {
    const kind = kinds.get(name) ?? told;
    return isAlias ? [{ name, at, isAlias, ...(kind && { kind }) }] : [];
  });
  const given = new Set(aliases.map(({ name }) => name));
  return [...aliases, ...described.filter(({ name }) => !given.has(name))];
}

interface JudgedColumn {
  readonly facts: ModelFacts;
  readonly column: NamedColumn;
}

interface Mistake extends JudgedColumn {
  readonly message: 'casing' | 'affix';
  /** Whether another column of the model has the new name already. */
  readonly isTaken: boolean;
  readonly rule: Location;
  readonly values: { readonly suggestion: string; readonly [name: string]: string };
}

function mistakeOf(policy: NamingPolicy, judged: JudgedColumn): Mistake | undefined {
  const { name, kind } = judged.column;
  const casing = policy.columnCasing;
  // `_loaded_at`: tools mark their own columns so.
  if (casing !== undefined && !hasCasing(name.replace(/^_{1,2}/, ''), casing.casing)) {
    const values = { casing: casing.casing, suggestion: toCasing(name, casing.casing) };
    return { ...judged, message: 'casing', isTaken: isTaken(judged, values.suggestion), rule: casing.at, values };
  }
  const rule = policy.columns.find((each) => each.columns === kind && !hasAffix(name, each));
  if (rule === undefined) return undefined;
  const values = { kind: `rules.kinds.${rule.columns}`, ...affixValues(name, rule) };
  return { ...judged, message: 'affix', isTaken: isTaken(judged, values.suggestion), rule: rule.at, values };
}

function isTaken({ facts: { model, shape }, column }: JudgedColumn, name: string): boolean {
  const others = [...(shape?.outputs ?? []), ...(model.properties?.columns ?? [])];
  return others.some((other) => other.name !== column.name && other.name.toLowerCase() === name.toLowerCase());
}

/** The kind of a warehouse's type: `timestamp_ntz(9)`, `datetime2` and `timestamp with time zone` are timestamps. */
function kindOfType(dataType: string): ColumnNaming['columns'] | undefined {
  const word = /^[a-z]+/.exec(dataType.trim().toLowerCase())?.[0];
  if (word === 'boolean' || word === 'bool') return 'boolean';
  if (word === 'date') return 'date';
  return word === 'timestamp' || word === 'timestamptz' || word === 'timestampntz' || word === 'datetime'
    ? 'timestamp'
    : undefined;
}

type Uses = ReturnType<typeof countUses>;

function report(context: RuleContext, mistake: Mistake, uses: Uses): void {
  const { facts, column, message, rule, values } = mistake;
  const { name, at } = column;
  context.report({
    subject: `model:${facts.model.name}.${name}`,
    at,
    message: mistake.isTaken ? `${message}-taken` : message,
    values: { name, model: facts.model.name, file: rule.path, line: String(rule.line), ...values },
    ...(values['kind'] !== undefined && { translated: ['kind'] }),
    key: [message],
    related: [{ at: rule, message: 'defined' }],
    ...fixOf(context, mistake, uses),
  });
}

/** A new alias that nothing else in the repository says can be renamed where it is given; who reads an old one is not known. */
function fixOf(context: RuleContext, { facts, column, values }: Mistake, uses: Uses): { readonly fix?: Fix } {
  const { name, at, isAlias } = column;
  const to = values.suggestion;
  const isFree = !(facts.shape?.outputs ?? []).some((each) => each.name.toLowerCase() === to.toLowerCase());
  if (!isAlias || !isFree || uses.get(name.toLowerCase()) !== 1 || isKnownTo(context, at.path, name)) return {};
  const edit = replaceValue(context, { value: name, at }, to);
  return edit === undefined ? {} : { fix: { title: `${name} → ${to}`, edits: [edit] } };
}
