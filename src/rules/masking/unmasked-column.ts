import type { DbtModel } from '../../model/dbt.ts';
import type { ClassificationTerm, Governance } from '../../model/governance.ts';
import type { RuleContext } from '../../model/rule.ts';
import { defineRule } from '../define-rule.ts';
import { type Exposure, exposureReader } from '../exposed-columns.ts';
import { demandOn, kindOf, kindsOfTier, type LayerKind, modelsOf, rankOf } from '../layers.ts';

const classification = 'email:\n  classification: confidential\n  pii: true\n  policy: hash_sha256\n';
const project = 'name: sales\n';
const staging = 'implementation/dbt/models/staging/stg_customers.sql';
const intermediate = 'implementation/dbt/models/intermediate/int_customers.sql';

/** From the masking layer onwards, a column that must be masked must leave no model unmasked. */
export default defineRule({
  id: 'masking/unmasked-column',
  kind: 'lint',
  gate: 'masking',
  summary: 'From the masking layer onwards, a column that must be masked must leave no model unmasked.',
  why: 'Personal data that is not hashed or masked in Silver is copied to every mart, export and dashboard above it (LGPD, GDPR). Aliases, stars, common table expressions, "case", window functions and functions that only format or shorten a value ("upper", "cast", "left") are seen through. Without a demand in the tiering standards, intermediate models and marts are judged; what a macro or function of unknown effect does with a column is not.',
  severity: 'error',
  since: '0.1.0',
  examples: [
    {
      name: 'a bare column in the intermediate layer',
      head: {
        'specs/governance/classification.yaml': classification,
        'implementation/dbt/dbt_project.yml': project,
        [intermediate]: 'select\n    id,\n    email\nfrom customers\n',
      },
      findings: [`${intermediate}:3 model:int_customers.email`],
    },
    {
      name: 'an alias that hides what it is',
      head: {
        'specs/governance/classification.yaml': classification,
        'implementation/dbt/dbt_project.yml': project,
        [intermediate]: 'with c as (select lower(email) as e from customers)\nselect e as contact from c\n',
      },
      findings: [`${intermediate}:2 model:int_customers.contact`],
    },
    {
      name: 'a staging model, where the tiering standards demand it there',
      head: {
        'specs/governance/classification.yaml': classification,
        'specs/governance/tiering-standards.md': '# Tiering\n\n- Staging: typed, personal data masked.\n',
        'implementation/dbt/dbt_project.yml': project,
        [staging]: 'select email from customers\n',
      },
      findings: [`${staging}:1 model:stg_customers.email`],
    },
    {
      name: 'a star over a model that hands it on',
      head: {
        'specs/governance/classification.yaml': classification,
        'implementation/dbt/dbt_project.yml': project,
        [staging]: 'select id, email from customers\n',
        [intermediate]: "with c as (select * from {{ ref('stg_customers') }})\nselect * from c\n",
      },
      findings: [`${intermediate}:2 model:int_customers.email`],
    },
    {
      name: 'a star that leaves it out',
      head: {
        'specs/governance/classification.yaml': classification,
        'implementation/dbt/dbt_project.yml': project,
        [staging]: 'select id, email from customers\n',
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
        'implementation/dbt/macros/mask_pii.sql': '{% macro mask_pii(column) %}sha2({{ column }}, 256){% endmacro %}\n',
        [intermediate]:
          "select\n    sha256(email) as email_hash,\n    {{ mask_pii('email') }} as email,\n    email is not null as has_email,\n    count(email) as emails\nfrom customers\n",
      },
      findings: [],
    },
    {
      name: 'a column that the model below has masked already',
      head: {
        'specs/governance/classification.yaml': classification,
        'implementation/dbt/dbt_project.yml': project,
        [staging]: 'select sha256(email) as email from customers\n',
        [intermediate]: "select email from {{ ref('stg_customers') }}\n",
      },
      findings: [],
    },
  ],
  check(context) {
    const terms = maskedTerms(context.governance);
    if (terms.length === 0) return;
    const exposuresOf = exposureReader(context, terms);
    for (const facts of modelsOf(context)) {
      const exposures = isMaskedLayer(context, facts.model) ? exposuresOf(facts) : [];
      for (const exposure of exposures) report(context, facts.model, exposure);
    }
  },
});

/** Words with which a policy says that nothing is to be done. */
const noPolicy = new Set(['none', 'nenhuma', 'nenhum', 'public', 'publico', 'n/a', '-']);

function maskedTerms({ classification: policy }: Governance): readonly ClassificationTerm[] {
  return (policy?.terms ?? []).filter(
    (term) => term.policy !== undefined && !noPolicy.has(term.policy.trim().toLowerCase()),
  );
}

/** Whether the model lies in the layer that the standards demand to mask, or in one that reads it. */
function isMaskedLayer({ governance }: RuleContext, model: DbtModel): boolean {
  if (demandOn(governance, model, 'masked') !== undefined) return true;
  const kind = kindOf(model);
  if (kind === undefined) return false;
  const layers = (governance.tiering?.layers ?? []).filter(({ demands }) =>
    demands.some(({ demand }) => demand === 'masked'),
  );
  const masking: readonly LayerKind[] = layers.length === 0 ? ['intermediate'] : layers.flatMap(kindsOfTier);
  return masking.some((each) => rankOf(kind) >= rankOf(each));
}

function report(context: RuleContext, { name, layer = '' }: DbtModel, exposure: Exposure): void {
  const { column, origin, term, at, output } = exposure;
  const macros = (context.governance.macros?.macros ?? []).filter(({ masks }) => masks);
  const written = output === undefined ? column : (output.written ?? '…');
  context.report({
    subject: `model:${name}.${column}`,
    at,
    message: [...(output === undefined ? ['star'] : []), macros.length === 0 ? 'message' : 'macro'].join('-'),
    values: {
      name,
      layer,
      column,
      origin,
      written,
      term: term.term,
      policy: term.policy ?? '',
      macros: macros.map((macro) => `{{ ${macro.name}('${written}') }}`).join(', '),
      file: term.at.path,
      line: String(term.at.line),
    },
    key: [term.term],
    related: [{ at: term.at, message: 'defined' }],
  });
}
