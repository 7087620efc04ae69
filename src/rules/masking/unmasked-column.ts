import type { OutputColumn } from '../../model/columns.ts';
import { pathText } from '../../model/lineage-path.ts';
import type { Location } from '../../model/location.ts';
import type { RuleContext } from '../../model/rule.ts';
import { defineRule } from '../define-rule.ts';
import type { ModelFacts } from '../layers.ts';
import { maskedTerms } from '../../model/masking.ts';
import { maskingExample } from '../masking-example.ts';
import { followColumns } from '../masking-flow.ts';
import { type Passage, relatedTo, rootOf, wayOf } from '../masking-passage.ts';

const { classification, project, sources, shop, staging, intermediate } = maskingExample;

/** From the masking layer onwards, a column that must be masked must leave no model unmasked. */
export default defineRule({
  id: 'masking/unmasked-column',
  kind: 'lint',
  gate: 'masking',
  summary: 'From the masking layer onwards, a column that must be masked must leave no model unmasked.',
  why: 'Personal data that is not hashed or masked in Silver is copied to every mart, export and dashboard above it (LGPD, GDPR). A column is followed from its source through all models: aliases, stars, common table expressions, joins, unions, "case", window functions, structs and JSON, installed macros and functions that only format or shorten a value ("upper", "cast", "left") hide nothing, and an approved macro counts only where it changes the value. Without a demand in the tiering standards, intermediate models and marts are judged.',
  severity: 'error',
  since: '0.1.0',
  examples: [
    {
      name: 'a bare column in the intermediate layer',
      head: {
        'specs/governance/classification.yaml': classification,
        'implementation/dbt/dbt_project.yml': project,
        'implementation/dbt/models/sources.yml': sources,
        [intermediate]: `select\n    id,\n    email\nfrom ${shop}\n`,
      },
      findings: [`${intermediate}:3 model:int_customers.email`],
    },
    {
      name: 'an alias that hides what it is',
      head: {
        'specs/governance/classification.yaml': classification,
        'implementation/dbt/dbt_project.yml': project,
        'implementation/dbt/models/sources.yml': sources,
        [intermediate]: `with c as (select lower(email) as e from ${shop})\nselect e as contact from c\n`,
      },
      findings: [`${intermediate}:2 model:int_customers.contact`],
    },
    {
      name: 'a staging model, where the tiering standards demand it there',
      head: {
        'specs/governance/classification.yaml': classification,
        'specs/governance/tiering-standards.md': '# Tiering\n\n- Staging: typed, personal data masked.\n',
        'implementation/dbt/dbt_project.yml': project,
        'implementation/dbt/models/sources.yml': sources,
        [staging]: `select email from ${shop}\n`,
      },
      findings: [`${staging}:1 model:stg_customers.email`],
    },
    {
      name: 'a chain into the marts, under another name',
      head: {
        'specs/governance/classification.yaml': classification,
        'implementation/dbt/dbt_project.yml': project,
        'implementation/dbt/models/sources.yml': sources,
        [staging]: `select id, email from ${shop}\n`,
        [intermediate]: "select id, email as contact from {{ ref('stg_customers') }}\n",
        'implementation/dbt/models/marts/fct_churn.sql': "select contact from {{ ref('int_customers') }}\n",
      },
      findings: [
        `${intermediate}:1 model:int_customers.contact`,
        'implementation/dbt/models/marts/fct_churn.sql:1 model:fct_churn.contact',
      ],
    },
    {
      name: 'a macro that masks by its name alone',
      head: {
        'specs/governance/classification.yaml': classification,
        'specs/governance/macro-library.md': '# Macros\n\n- `mask_pii(column)`: masks a personal column.\n',
        'implementation/dbt/dbt_project.yml': project,
        'implementation/dbt/models/sources.yml': sources,
        'implementation/dbt/macros/mask_pii.sql': '{% macro mask_pii(column) %}{{ column }}{% endmacro %}\n',
        [intermediate]: `select {{ mask_pii('email') }} as email from ${shop}\n`,
      },
      findings: [`${intermediate}:1 model:int_customers.email`],
    },
    {
      name: 'a star over a model that hands it on',
      head: {
        'specs/governance/classification.yaml': classification,
        'implementation/dbt/dbt_project.yml': project,
        'implementation/dbt/models/sources.yml': sources,
        [staging]: `select id, email from ${shop}\n`,
        [intermediate]: "with c as (select * from {{ ref('stg_customers') }})\nselect * from c\n",
      },
      findings: [`${intermediate}:2 model:int_customers.email`],
    },
    {
      name: 'a star that leaves it out',
      head: {
        'specs/governance/classification.yaml': classification,
        'implementation/dbt/dbt_project.yml': project,
        'implementation/dbt/models/sources.yml': sources,
        [staging]: `select id, email from ${shop}\n`,
        [intermediate]: "select * exclude (email) from {{ ref('stg_customers') }}\n",
      },
      findings: [],
    },
    {
      name: 'a hash, a macro of the library, and a question about the column',
      head: {
        'specs/governance/classification.yaml': classification,
        'specs/governance/macro-library.md': '# Macros\n\n- `mask_pii(column)`: masks a personal column.\n',
        'implementation/dbt/dbt_project.yml': project,
        'implementation/dbt/models/sources.yml': sources,
        'implementation/dbt/macros/mask_pii.sql': '{% macro mask_pii(column) %}sha2({{ column }}, 256){% endmacro %}\n',
        [intermediate]: `select\n    sha256(email) as email_hash,\n    {{ mask_pii('email') }} as email,\n    email is not null as has_email,\n    count(email) as emails\nfrom ${shop}\n`,
      },
      findings: [],
    },
    {
      name: 'a column that the model below has masked already',
      head: {
        'specs/governance/classification.yaml': classification,
        'implementation/dbt/dbt_project.yml': project,
        'implementation/dbt/models/sources.yml': sources,
        [staging]: `select sha256(email) as email from ${shop}\n`,
        [intermediate]: "select email from {{ ref('stg_customers') }}\n",
      },
      findings: [],
    },
  ],
  check(context) {
    if (maskedTerms(context.governance).length === 0) return;
    for (const { facts, isMasked, columns } of followColumns(context)) {
      for (const { output, passages } of isMasked ? columns : []) {
        const passage = passages.find(({ doubt }) => doubt === undefined);
        if (passage !== undefined) report(context, facts, { output, passage });
      }
    }
  },
});

interface Exposure {
  readonly output: OutputColumn;
  readonly passage: Passage;
}

function report(context: RuleContext, facts: ModelFacts, { output, passage }: Exposure): void {
  const { name, layer = '' } = facts.model;
  const { demand, first } = passage;
  const { term } = demand;
  const macros = (context.governance.macros?.macros ?? []).filter(({ masks }) => masks);
  const naming = namingOf(facts, output);
  const isPassedOn = first !== undefined && first.model !== name;
  const instead = isPassedOn ? 'passed-on' : macros.length === 0 ? 'message' : 'macro';
  context.report({
    subject: `model:${name}.${output.name}`,
    at: naming.at,
    message: naming.isStar ? `star-${instead}` : instead,
    values: {
      name,
      layer,
      column: output.name,
      origin: rootOf(passage).step.column,
      way: pathText(wayOf(passage)),
      written: naming.written,
      term: term.term,
      policy: term.policy ?? '',
      first: first?.model ?? '',
      macros: macros.map((macro) => `{{ ${macro.name}('${naming.written}') }}`).join(', '),
      file: term.at.path,
      line: String(term.at.line),
    },
    key: [term.term],
    ...(demand.isLikely === true && { severity: 'warning' }),
    related: relatedTo(passage, name),
    way: wayOf(passage),
  });
}

/** Where a model names a column, and what it is made of as written. */
interface Naming {
  readonly at: Location;
  readonly written: string;
  /** Whether no more than a star names it. */
  readonly isStar: boolean;
}

/** The text tells best: behind a star over a common table expression, the name stands in that. */
function namingOf({ model, shape }: ModelFacts, { name, at }: OutputColumn): Naming {
  const [only, ...others] = (shape?.outputs ?? []).filter((each) => each.name.toLowerCase() === name.toLowerCase());
  if (only !== undefined && others.length === 0) return { at: only.at, written: only.written ?? '…', isStar: false };
  const line = model.text.split('\n', at.line)[at.line - 1] ?? '';
  const isStar = /^(?:[\w"`]{1,200}\.){0,3}\*|^\{\{-?\s{0,9}[\w.]{0,200}star\(/.test(line.slice(at.column - 1));
  return { at, written: isStar ? name : '…', isStar };
}
