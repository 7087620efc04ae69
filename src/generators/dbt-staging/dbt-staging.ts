import type { Artifact } from '../../model/artifact.ts';
import { hasColumn } from '../../model/contract.ts';
import type { Governance } from '../../model/governance.ts';
import { identifier } from '../dbt/test-call.ts';
import { stagingLayer } from '../dbt/dbt-folders.ts';
import { planContext, type PlannedTable, planSources } from '../dbt/plan-sources.ts';
import { oncePerProject } from '../dbt/test-world.ts';
import type { Generated, Generator } from '../define-generator.ts';
import { emitYaml } from '../yaml/emit-yaml.ts';
import { noteOn } from '../note.ts';
import { type KnownModels, knownModels } from './known-models.ts';
import { isStageable, stagedColumns } from './staged-columns.ts';
import { stagingProperties } from './staging-properties.ts';
import { draftHeader, draftStart, stagingSql } from './staging-sql.ts';

const name = 'dbt-staging';

/** `stg_<source>__<table>.sql` and its properties, for every table of an input contract that no model reads yet. */
export const dbtStagingGenerator: Generator = {
  name,
  summary: 'A first staging model for each source table, typed and masked.',
  isDefault: false,
  readsAll: true,
  options: {
    environment: {
      type: 'text',
      default: '',
      description: 'As the option of dbt-sources of that name: the same value belongs to both.',
    },
  },
  generate(project, context) {
    const tables = planSources(project, planContext(context)).filter(({ first }) => first === undefined);
    const { governance } = project;
    const models = oncePerProject((dbt) => knownModels(dbt, governance, context));
    const made = tables.map((table) => draftModel(table, governance, models(table.dbt)));
    return {
      artifacts: made.flatMap(({ artifacts }) => artifacts),
      notes: made.flatMap(({ notes }) => notes),
    };
  },
};

const nothing: Generated = { artifacts: [], notes: [] };

function draftModel(table: PlannedTable, governance: Governance, models: KnownModels): Generated {
  const { contract, object } = table;
  const { folder } = models;
  const model = modelName(table, governance);
  const path = `${folder}/${model}.sql`;
  const own = models.at(path);
  // A draft reads the source itself, and stays wanted; a model that a person wrote needs none.
  const isDraft = own?.text.startsWith(`{# ${draftStart}`) === true;
  const isRead = models.readersOf(table).some((each) => each !== own);
  if (own === undefined ? isRead : !isDraft) return nothing;
  if (![table.source, table.table].every(isCallable))
    return { ...nothing, notes: [noteOn({ generator: name, contract, object }, 'dbt-staging.source-not-usable')] };
  const twin = models.called(model).find((each) => each !== own);
  if (twin !== undefined)
    return {
      ...nothing,
      notes: [noteOn({ generator: name, contract, object }, 'dbt-staging.model-exists', { path: twin.path, model })],
    };
  const columns = stagedColumns(table, governance);
  if (columns.length === 0)
    return { ...nothing, notes: [noteOn({ generator: name, contract, object }, 'dbt-staging.no-columns')] };
  const drafted = { ownership: 'create-only', generator: name, sources: [contract.path] } as const;
  const propertiesPath = `${folder}/_${model}.yml`;
  const properties = {
    path: propertiesPath,
    content: emitYaml(draftHeader(contract.path), stagingProperties(table, { model, columns })),
    ...drafted,
  };
  const artifacts: readonly Artifact[] = [
    { path, content: stagingSql(table, columns, governance), ...drafted },
    ...(models.isDescribedOutside(model, propertiesPath) ? [] : [properties]),
  ];
  return { artifacts, notes: columnNotes(table) };
}

/** Whether a name can stand in quotes in a template. */
function isCallable(text: string): boolean {
  return /^[\w .-]+$/.test(text);
}

/** `stg_<source>__<table>`, with the prefix that the naming policy gives the layer. */
function modelName({ source, table }: PlannedTable, governance: Governance): string {
  const prefix = stagingLayer(governance)?.prefixes[0];
  const names = `${identifier(source)}__${identifier(table)}`;
  return `${prefix !== undefined && /^\w+$/.test(prefix) ? prefix.toLowerCase() : 'stg_'}${names}`;
}

function columnNotes({ contract, object }: PlannedTable): Generated['notes'] {
  return object.properties
    .filter((property) => hasColumn(property) && !isStageable(property))
    .map((property) => noteOn({ generator: name, contract, object, property }, 'dbt-staging.column-not-usable'));
}
