import { type Contract, physicalNameOf, type Property, type SchemaObject, hasColumn } from '../../model/contract.ts';
import type { DbtProject } from '../../model/dbt.ts';
import { groupBy } from '../../model/group-by.ts';
import { compareText } from '../../model/location.ts';
import type { Project } from '../../model/project.ts';
import { type PlannedTable, planContext, planSources } from '../dbt/plan-sources.ts';
import { dataProducts } from '../docs/products.ts';
import type { Generator, GeneratorNote } from '../define-generator.ts';
import { findModels, tableNameOf } from '../match-models.ts';
import { asInfo, noteOn } from '../note.ts';
import { ownerOf } from '../owner.ts';
import { contractIndex } from './readme.ts';

const name = 'catalog';

/**
 * `exports/docs/catalog.json`, a dbt catalog v1 of what the contracts promise, keyed by dbt's unique ids, and a Markdown index.
 * It has no `metadata.dbt_version` and no `invocation_id`: dbt did not make it, and drift must not take it for the warehouse.
 */
export const catalogGenerator: Generator = {
  name,
  summary: 'A dbt catalog of every contract and an index in Markdown, below exports/docs/.',
  isDefault: true,
  readsAll: true,
  generate(project, context) {
    const contracts = project.contracts.toSorted((a, b) => compareText(a.path, b.path));
    if (contracts.length === 0) return { artifacts: [], notes: [] };
    const sources = contracts.map((contract) => contract.path);
    const { content, notes } = catalogJson(project, contracts, planSources(project, planContext(context)));
    const owned = { ownership: 'owned', generator: name, sources } as const;
    return {
      artifacts: [
        {
          path: 'exports/docs/README.md',
          content: contractIndex(name, contracts, dataProducts(project)),
          ...owned,
          sources: [...sources, ...(project.products ?? []).map(({ path }) => path)].toSorted(compareText),
        },
        { path: 'exports/docs/catalog.json', content, ...owned },
      ],
      notes,
    };
  },
};

interface Entry {
  readonly id: string;
  readonly contract: Contract;
  readonly object: SchemaObject;
}

function catalogJson(
  { dbt }: Project,
  contracts: readonly Contract[],
  tables: readonly PlannedTable[],
): { readonly content: string; readonly notes: readonly GeneratorNote[] } {
  const notes: GeneratorNote[] = [];
  const entries = new Map<string, Entry>();
  const planned = sourceIds(tables);
  for (const contract of contracts) {
    for (const object of contract.schema) {
      const ids =
        contract.direction === 'output'
          ? modelIds(contract, object, dbt)
          : (planned.get(tableKey({ contract, object })) ?? []);
      if (ids.length === 0) {
        notes.push(asInfo(noteOn({ generator: name, contract, object }, 'generators.catalog-no-project')));
      }
      for (const id of ids) {
        const first = entries.get(id);
        if (first === undefined) entries.set(id, { id, contract, object });
        else
          notes.push(
            noteOn({ generator: name, contract, object }, 'generators.catalog-id-twice', {
              id,
              first: first.contract.path,
            }),
          );
      }
    }
  }
  const sorted = [...entries.values()].toSorted((a, b) => compareText(a.id, b.id));
  const catalog = {
    metadata: { dbt_schema_version: 'https://schemas.getdbt.com/dbt/catalog/v1.json' },
    nodes: nodesOf(sorted.filter((entry) => entry.id.startsWith('model.'))),
    sources: nodesOf(sorted.filter((entry) => entry.id.startsWith('source.'))),
    errors: null,
  };
  return { content: `${JSON.stringify(catalog, null, 2)}\n`, notes };
}

/** The ids that dbt gives, or will give once the model is there; none where no single dbt project is home to it. */
function modelIds(contract: Contract, object: SchemaObject, projects: readonly DbtProject[]): readonly string[] {
  const known = findModels(contract, object, projects);
  if (known.length > 0) return known.map(({ project, model }) => `model.${project.name}.${model.name}`);
  const [only] = projects;
  return only === undefined || projects.length > 1 ? [] : [`model.${only.name}.${tableNameOf(object)}`];
}

/** By table: the ids of the sources that people have declared, or that are generated from the contracts. */
function sourceIds(tables: readonly PlannedTable[]): ReadonlyMap<string, readonly string[]> {
  return new Map([...groupBy(tables, tableKey)].map(([key, own]) => [key, [...new Set(own.map(sourceId))]]));
}

function sourceId({ dbt, source, table }: PlannedTable): string {
  return `source.${dbt.name}.${source}.${table}`;
}

function tableKey({ contract, object }: Pick<Entry, 'contract' | 'object'>): string {
  return JSON.stringify([contract.path, object.name]);
}

function nodesOf(entries: readonly Entry[]): { readonly [id: string]: unknown } {
  return Object.fromEntries(entries.map((entry) => [entry.id, nodeOf(entry)]));
}

function nodeOf({ id, contract, object }: Entry): unknown {
  const properties = object.properties.filter(hasColumn);
  return {
    metadata: {
      type: (object.physicalType ?? 'table').toUpperCase(),
      schema: schemaOf(contract) ?? '',
      name: id.slice(id.lastIndexOf('.') + 1),
      database: serverField(contract, ['database', 'catalog', 'project']) ?? null,
      comment: object.description?.value ?? null,
      owner: ownerOf(contract) ?? null,
    },
    columns: Object.fromEntries(
      properties.map((property, at) => [physicalNameOf(property), columnOf(property, at + 1)]),
    ),
    stats: {},
    unique_id: id,
  };
}

function columnOf(property: Property, index: number): unknown {
  return {
    type: property.physicalType?.value ?? property.logicalType?.value ?? 'unknown',
    index,
    name: physicalNameOf(property),
    comment: property.description?.value ?? null,
  };
}

function schemaOf(contract: Contract): string | undefined {
  return serverField(contract, ['schema', 'dataset']);
}

/** The first server's field: later servers are other environments of the same tables. */
function serverField(contract: Contract, names: readonly string[]): string | undefined {
  const fields = contract.servers[0]?.fields ?? {};
  const values = names.map((key) => (Object.hasOwn(fields, key) ? fields[key] : undefined));
  return values.flatMap((value) => (typeof value === 'string' ? [value] : []))[0];
}
