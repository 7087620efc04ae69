import type { ModelColumns, OutputColumn } from '../../model/columns.ts';
import { pathText } from '../../model/lineage-path.ts';
import { fileStart } from '../../model/location.ts';
import type { RuleContext } from '../../model/rule.ts';
import { defineRule } from '../define-rule.ts';
import type { ModelFacts } from '../layers.ts';
import { maskedTerms } from '../../model/masking.ts';
import { maskingExample } from '../masking-example.ts';
import { followColumns, type Handover } from '../masking-flow.ts';
import { type Doubt, type Passage, relatedTo, rootOf, wayOf } from '../masking-passage.ts';

const { classification, project, sources, shop, staging, intermediate } = maskingExample;

/** Where a column that must be masked may leave a model, and nothing tells whether it is masked, somebody must look. */
export default defineRule({
  id: 'masking/unproven',
  kind: 'lint',
  gate: 'masking',
  summary: 'A column that must be masked passes only through functions and macros that are known to mask it.',
  why: 'What a function of the warehouse does, or a macro that is not installed, cannot be told from the repository: a value that passes through it may be open behind it. Use a hash or a macro that the macro library calls masking, name the columns that a model gives, or write down in the macro library what the macro does.',
  severity: 'warning',
  since: '0.1.0',
  examples: [
    {
      name: 'a function of unknown effect',
      head: {
        'specs/governance/classification.yaml': classification,
        'implementation/dbt/dbt_project.yml': project,
        'implementation/dbt/models/sources.yml': sources,
        [intermediate]: `select\n    id,\n    security.scramble(email) as email\nfrom ${shop}\n`,
      },
      findings: [`${intermediate}:3 model:int_customers.email`],
    },
    {
      name: 'a macro that is not installed',
      head: {
        'specs/governance/classification.yaml': classification,
        'implementation/dbt/dbt_project.yml': project,
        'implementation/dbt/models/sources.yml': sources,
        'implementation/dbt/packages.yml': 'packages:\n  - { package: acme/privacy, version: 1.0.0 }\n',
        [staging]: `select id, email from ${shop}\n`,
        [intermediate]:
          "select\n    id,\n    {{ privacy.scramble('email') }} as contact\nfrom {{ ref('stg_customers') }}\n",
      },
      findings: [`${intermediate}:3 model:int_customers.contact`],
    },
    {
      name: 'the same macro, which the library calls masking',
      head: {
        'specs/governance/classification.yaml': classification,
        'specs/governance/macro-library.md': '# Macros\n\n- `privacy.scramble(column)`: masks a personal column.\n',
        'implementation/dbt/dbt_project.yml': project,
        'implementation/dbt/models/sources.yml': sources,
        'implementation/dbt/packages.yml': 'packages:\n  - { package: acme/privacy, version: 1.0.0 }\n',
        [staging]: `select id, email from ${shop}\n`,
        [intermediate]:
          "select\n    id,\n    {{ privacy.scramble('email') }} as contact\nfrom {{ ref('stg_customers') }}\n",
      },
      findings: [],
    },
  ],
  check(context) {
    if (maskedTerms(context.governance).length === 0) return;
    const mistaken = new Map((context.facts.columns ?? []).map((model) => [model.path, mistakenPlaces(model)]));
    for (const handover of followColumns(context))
      if (handover.isMasked) reportDoubts(context, handover, mistaken.get(handover.facts.model.path) ?? new Set());
  },
});

function reportDoubts(context: RuleContext, { facts, columns, doubts }: Handover, mistaken: ReadonlySet<string>): void {
  const said = new Set<string>();
  for (const { output, passages } of columns) {
    const [passage] = passages;
    if (mistaken.has(`${output.at.line}:${output.at.column}`)) continue;
    // What is surely open is said by the other rule, and what came here in doubt where it left first.
    const isOurs = passage?.first?.model === facts.model.name && passages.every(({ doubt }) => doubt !== undefined);
    if (!isOurs) continue;
    reportColumn(context, facts, { output, passage });
    if (passage.doubt?.kind === 'below') said.add(passage.doubt.model);
  }
  const passage = doubts.find(
    ({ first, doubt }) => first?.model === facts.model.name && !(doubt?.kind === 'below' && said.has(doubt.model)),
  );
  if (passage !== undefined) reportModel(context, facts, passage);
}

/** Where a model names a column that is not there: that is said, and nothing else can be told of it. */
function mistakenPlaces({ problems }: ModelColumns): ReadonlySet<string> {
  return new Set(problems.map(({ at }) => `${at.line}:${at.column}`));
}

interface Doubtful {
  readonly output: OutputColumn;
  readonly passage: Passage;
}

function reportColumn(context: RuleContext, facts: ModelFacts, { output, passage }: Doubtful): void {
  const { doubt } = passage;
  context.report({
    subject: `model:${facts.model.name}.${output.name}`,
    at: output.at,
    message: doubt?.kind === 'gap' ? 'column' : (doubt?.kind ?? 'column'),
    ...saidOf(facts, passage, output.name),
  });
}

/** What may leave a model under no name that is known is one finding for the whole model. */
function reportModel(context: RuleContext, facts: ModelFacts, passage: Passage): void {
  const { doubt } = passage;
  const gap = doubt?.kind === 'gap' ? doubt.gap : undefined;
  const { name, path } = facts.model;
  context.report({
    subject: `model:${name}`,
    at: gap?.at?.path === path ? gap.at : fileStart(path),
    message: gap === undefined ? 'gap-below' : `gap-${gap.reason}`,
    ...saidOf(facts, passage, ''),
  });
}

function saidOf(
  { model: { name, layer = '' } }: ModelFacts,
  passage: Passage,
  column: string,
): Pick<Parameters<RuleContext['report']>[0], 'values' | 'key' | 'related' | 'way'> {
  const { term } = passage.demand;
  return {
    values: {
      name,
      layer,
      column,
      origin: rootOf(passage).step.column,
      way: pathText(wayOf(passage)),
      what: whatOf(passage.doubt),
      term: term.term,
      policy: term.policy ?? '',
      file: term.at.path,
      line: String(term.at.line),
    },
    key: [term.term],
    related: relatedTo(passage, name),
    way: wayOf(passage),
  };
}

/** What is in the way of telling. */
function whatOf(doubt: Doubt | undefined): string {
  switch (doubt?.kind) {
    case 'call':
      return doubt.call;
    case 'macro':
      return doubt.macro;
    case 'gap':
      return doubt.gap.detail;
    case 'below':
      return doubt.model;
    case 'column':
    case undefined:
      return '';
  }
}
