import type { LayerNaming } from '../../model/governance.ts';
import type { Fix } from '../../model/finding.ts';
import type { Located, Location } from '../../model/location.ts';
import { allowedMaterializations, demandedMaterializations, layerNamingOf } from '../../model/materialization.ts';
import type { RuleContext } from '../../model/rule.ts';
import { defineRule } from '../define-rule.ts';
import { type Configured, materializationOf, type ModelFacts, modelsOf } from '../layers.ts';
import { replaceValue } from '../replace-text.ts';

const naming =
  '{\n  "layers": {\n    "staging": { "prefix": "stg_", "materialization": "view" },\n    "marts": { "prefix": "fct_|dim_", "materialization": "table" }\n  }\n}\n';
const project = 'implementation/dbt/dbt_project.yml';
const fact = 'implementation/dbt/models/marts/fct_sales.sql';
const marts = (materialized: string): string =>
  `name: sales\nmodels:\n  sales:\n    marts:\n      +materialized: ${materialized}\n`;

/** A model must be built as the naming policy says for its layer. */
export default defineRule({
  id: 'dbt/materialization-off-policy',
  kind: 'lint',
  gate: 'lint',
  summary: 'A model must be built as the naming policy says for its layer.',
  why: 'A mart that is a view is computed again by every dashboard, and a staging table stores every source twice. Incremental models and materialized views are tables here: they keep their rows.',
  severity: 'error',
  since: '0.1.0',
  examples: [
    {
      name: 'a folder that is built otherwise',
      head: { 'specs/governance/naming.json': naming, [project]: marts('view'), [fact]: 'select 1 as total\n' },
      findings: [`${project}:5 ${project}`],
    },
    {
      name: 'a model that says otherwise itself',
      head: {
        'specs/governance/naming.json': naming,
        [project]: marts('table'),
        [fact]: "{{ config(materialized='ephemeral') }}\nselect 1 as total\n",
      },
      findings: [`${fact}:1 model:fct_sales`],
    },
    {
      name: 'a mart for which nothing says how, so that dbt makes a view',
      head: { 'specs/governance/naming.json': naming, [project]: 'name: sales\n', [fact]: 'select 1 as total\n' },
      findings: [`${fact}:1 model:fct_sales`],
    },
    {
      name: 'an incremental mart, which is a table',
      head: { 'specs/governance/naming.json': naming, [project]: marts('incremental'), [fact]: 'select 1 as total\n' },
      findings: [],
    },
  ],
  check(context) {
    const mistakes = modelsOf(context).flatMap((facts) => {
      const layer = layerNamingOf(context.governance.naming, facts.model);
      return layer?.materialization === undefined ? [] : (mistakeOf(facts, layer, layer.materialization) ?? []);
    });
    const folders = new Map<string, Mistake>();
    for (const mistake of mistakes) {
      const { path, line, column } = mistake.found.at;
      if (mistake.found.from === 'folder') folders.set(`${path} ${line} ${column} ${mistake.layer.layer}`, mistake);
      else report(context, mistake, `model:${mistake.facts.model.name}`);
    }
    for (const mistake of folders.values()) report(context, mistake, mistake.found.at.path);
  },
});

interface Mistake {
  readonly facts: ModelFacts;
  readonly layer: LayerNaming;
  readonly demanded: Located<string>;
  readonly found: Configured;
}

function mistakeOf(facts: ModelFacts, layer: LayerNaming, demanded: Located<string>): Mistake | undefined {
  const found = materializationOf(facts);
  // Python models can only be tables.
  if (found === undefined || facts.model.language === 'python' || isUnknown(facts)) return undefined;
  return allowedMaterializations(demanded.value).includes(String(found.value))
    ? undefined
    : { facts, layer, demanded, found };
}

/** A template that could not be rendered may configure the model in a way that nobody saw. */
function isUnknown({ shape, compiled }: ModelFacts): boolean {
  return compiled?.render !== 'rendered' && shape?.config.get('materialized') === undefined;
}

function report(context: RuleContext, { facts, layer, demanded, found }: Mistake, subject: string): void {
  const { path, line } = demanded.at;
  const isWritten = isWrittenAt(facts, found.at);
  context.report({
    subject,
    at: found.at,
    message: found.from === 'folder' ? 'folder' : isWritten ? 'message' : 'unsaid',
    values: {
      name: facts.model.name,
      layer: layer.layer,
      found: String(found.value),
      allowed: demandedMaterializations(demanded.value).join(', '),
      file: path,
      line: String(line),
    },
    key: [layer.layer, String(found.value)],
    related: [{ at: demanded.at, message: 'defined' }],
    ...fixOf(context, found, demanded),
  });
}

function isWrittenAt({ model }: ModelFacts, at: Location): boolean {
  return at.path !== model.path || at.endColumn !== undefined;
}

/** The value is replaced where it is written, unless models of other layers live by it too. */
function fixOf(context: RuleContext, found: Configured, demanded: Located<string>): { readonly fix?: Fix } {
  const [wanted = ''] = demandedMaterializations(demanded.value);
  if (found.from === 'folder' && servesOthers(context, found.at)) return {};
  const edit = replaceValue(context, { value: String(found.value), at: found.at }, wanted);
  return edit === undefined ? {} : { fix: { title: `materialized: ${wanted}`, edits: [edit] } };
}

function servesOthers({ project: { dbt } }: RuleContext, at: Location): boolean {
  const layers = dbt.flatMap(({ models }) =>
    models.filter(({ folderConfigAt }) => isSame(folderConfigAt?.get('materialized'), at)).map(({ layer }) => layer),
  );
  return new Set(layers).size > 1;
}

function isSame(a: Location | undefined, b: Location): boolean {
  return a?.path === b.path && a.line === b.line && a.column === b.column;
}
