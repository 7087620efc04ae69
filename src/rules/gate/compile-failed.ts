import type { CompiledModel, UnresolvedReference } from '../../model/facts.ts';
import type { Fix } from '../../model/finding.ts';
import type { RuleContext } from '../../model/rule.ts';
import { certainlyMeant } from '../../model/suggest.ts';
import { defineRule } from '../define-rule.ts';
import { placeOf, replaceValue } from '../replace-text.ts';

const id = 'gate/compile-failed';
const project = { 'implementation/dbt/dbt_project.yml': 'name: sales\n' };
const profile = {
  'implementation/dbt/dbt_project.yml': 'name: sales\nprofile: sales\n',
  'implementation/dbt/profiles.yml': 'sales:\n  target: dev\n  outputs:\n    dev:\n      type: duckdb\n',
};

/** The code must compile: every model renders and parses, every ref, source and macro exists, every file of code can be read. */
export default defineRule({
  id,
  kind: 'lint',
  gate: 'compile',
  summary:
    'Code must compile: models render and parse, every ref, source, macro and variable exists, every YAML, JSON, HCL and Python file can be read.',
  why: 'What does not compile fails at the next run, in production. A model that needs a warehouse, a package or a secret to render is not judged, and the report says so.',
  severity: 'error',
  since: '0.1.0',
  // Without the models, which need each other, it still says which files cannot be read.
  fast: true,
  examples: [
    {
      name: 'a ref to a model that does not exist',
      head: {
        ...project,
        'implementation/dbt/models/orders.sql': 'select 1 as id\n',
        'implementation/dbt/models/sales.sql': "select id\nfrom {{ ref('order') }}\n",
      },
      findings: ['implementation/dbt/models/sales.sql:2 model:sales'],
    },
    {
      name: 'SQL that does not parse',
      head: { ...project, 'implementation/dbt/models/sales.sql': 'select id,\n  sum(total as total\nfrom orders\n' },
      findings: ['implementation/dbt/models/sales.sql:2 model:sales'],
    },
    {
      name: 'a macro whose name is misspelt',
      head: {
        ...profile,
        'implementation/dbt/macros/cents.sql': '{% macro cents_to_euros(x) %}{{ x }} / 100{% endmacro %}\n',
        'implementation/dbt/models/sales.sql': "select\n  {{ cent_to_euros('1') }} as total\n",
      },
      findings: ['implementation/dbt/models/sales.sql:2 model:sales'],
    },
    {
      name: 'a variable that only the command line could give is a warning',
      head: {
        'implementation/dbt/dbt_project.yml': 'name: sales\nvars:\n  first_year: 2020\n',
        'implementation/dbt/models/sales.sql': "select {{ var('frist_year') }} as first_year\n",
      },
      findings: ['implementation/dbt/models/sales.sql:1 model:sales'],
    },
    {
      name: 'macros and variables that exist',
      head: {
        ...profile,
        'implementation/dbt/dbt_project.yml': 'name: sales\nprofile: sales\nvars:\n  first_year: 2020\n',
        'implementation/dbt/macros/cents.sql': '{% macro cents_to_euros(x) %}{{ x }} / 100{% endmacro %}\n',
        'implementation/dbt/models/sales.sql':
          "select {{ cents_to_euros('1') }} as total, {{ var('first_year') }} as a, {{ var('last_year', 2030) }} as b\n",
      },
      findings: [],
    },
    {
      name: 'a macro that may be in a package which is not installed',
      head: {
        ...profile,
        'implementation/dbt/packages.yml': 'packages:\n  - package: dbt-labs/audit_helper\n    version: 0.12.0\n',
        'implementation/dbt/models/sales.sql': "select {{ cents_to_euros('1') }} as total\n",
      },
      findings: [],
    },
    {
      name: 'a model that compiles',
      head: {
        ...project,
        'implementation/dbt/models/orders.sql': 'select 1 as id\n',
        'implementation/dbt/models/sales.sql': "select id from {{ ref('orders') }}\n",
      },
      findings: [],
    },
  ],
  check(context) {
    for (const model of context.facts.models) checkModel(context, model);
    for (const problem of context.project.problems) {
      if (problem.kind !== 'code') continue;
      context.report({
        subject: problem.at.path,
        at: problem.at,
        text: problem.message,
        values: problem.values,
        severity: problem.severity,
        key: [problem.key],
      });
    }
  },
});

/** Only a model is certainly meant, and only where the project has one name that is near: a source has two names that may be wrong. */
function fixOf(context: RuleContext, model: CompiledModel, { kind, name, at }: UnresolvedReference): Fix | undefined {
  const owner = context.project.dbt.find(({ models }) => models.some(({ path }) => path === model.path));
  if (kind !== 'ref' || owner === undefined) return undefined;
  const others = owner.models.map((each) => each.name).filter((each) => each !== model.model);
  const meant = certainlyMeant(name, [...new Set([...others, ...owner.seeds, ...owner.snapshots])]);
  const place = meant === undefined ? undefined : placeOf(context, { ...at, endLine: at.line }, name);
  const edit =
    meant === undefined || place === undefined ? undefined : replaceValue(context, { value: name, at: place }, meant);
  return edit === undefined ? undefined : { title: `ref: ${edit.text}`, edits: [edit] };
}

/** A project that uses this one as a package gives it variables, on the top level or below its name. */
function isGivenElsewhere(context: RuleContext, name: string): boolean {
  return context.project.dbt.some(({ vars }) =>
    [vars, ...Object.values(vars)].some(
      (each) => typeof each === 'object' && each !== null && Object.hasOwn(each, name),
    ),
  );
}

function checkModel(context: RuleContext, model: CompiledModel): void {
  const subject = `model:${model.model}`;
  for (const missing of model.unresolved) {
    if (missing.kind === 'var' && isGivenElsewhere(context, missing.name)) continue;
    context.report({
      subject,
      at: missing.at,
      severity: missing.kind === 'var' ? 'warning' : undefined,
      message: `${missing.kind}-${missing.suggestion === undefined ? 'missing' : 'misspelt'}`,
      values: { model: model.model, name: missing.name, suggestion: missing.suggestion ?? '' },
      key: [missing.kind, missing.name],
      fix: fixOf(context, model, missing),
    });
  }
  if (model.error === undefined) return;
  const rendered = model.render === 'rendered';
  context.report({
    subject,
    at: model.error.at,
    message: rendered ? 'does-not-parse' : 'does-not-render',
    values: { model: model.model, reason: model.error.message, engine: model.engine ?? '' },
    key: [rendered ? 'parse' : 'render'],
  });
}
