import {
  type Contract,
  contractSubject,
  physicalNameOf,
  type Property,
  type SchemaObject,
  hasColumn,
} from '../../model/contract.ts';
import type { DbtProject } from '../../model/dbt.ts';
import { compareText } from '../../model/location.ts';
import type { Project } from '../../model/project.ts';
import type { Generator, GeneratorNote } from '../define-generator.ts';
import { findModels, findSource, tableNameOf } from '../match-models.ts';
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
  readsAll: true,
  generate(project) {
    const contracts = project.contracts.toSorted((a, b) => compareText(a.path, b.path));
    if (contracts.length === 0) return { artifacts: [], notes: [] };
    const sources = contracts.map((contract) => contract.path);
    const { content, notes } = catalogJson(project, contracts);
    const owned = { ownership: 'owned', generator: name, sources } as const;
    return {
      artifacts: [
        { path: 'exports/docs/README.md', content: contractIndex(name, contracts), ...owned },
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
  project: Project,
  contracts: readonly Contract[],
): { readonly content: string; readonly notes: readonly GeneratorNote[] } {
  const notes: GeneratorNote[] = [];
  const entries = new Map<string, Entry>();
  for (const contract of contracts) {
    for (const object of contract.schema) {
      const ids = uniqueIds(contract, object, project.dbt);
      if (ids.length === 0) notes.push(note('catalog-no-project', { contract, object }));
      for (const id of ids) {
        const first = entries.get(id);
        if (first === undefined) entries.set(id, { id, contract, object });
        else notes.push(note('catalog-id-twice', { contract, object }, { id, first: first.contract.path }));
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

/** The ids that dbt gives, or will give once the model or source is there; none where no single dbt project is home to it. */
function uniqueIds(contract: Contract, object: SchemaObject, projects: readonly DbtProject[]): readonly string[] {
  const known =
    contract.direction === 'output'
      ? findModels(contract, object, projects).map(({ project, model }) => `model.${project.name}.${model.name}`)
      : projects.flatMap((project) => {
          const source = findSource(object, project);
          return source === undefined ? [] : [`source.${project.name}.${source.source}.${source.table}`];
        });
  const [only] = projects;
  if (known.length > 0 || only === undefined || projects.length > 1) return known;
  if (contract.direction === 'output') return [`model.${only.name}.${tableNameOf(object)}`];
  return [`source.${only.name}.${schemaOf(contract) ?? contract.domain ?? contract.id}.${tableNameOf(object)}`];
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

function note(
  message: string,
  { contract, object }: { readonly contract: Contract; readonly object: SchemaObject },
  values: { readonly [name: string]: string } = {},
): GeneratorNote {
  const subject = contractSubject(contract.id, object.name);
  return {
    generator: name,
    subject,
    at: object.at,
    message: `generators.${message}`,
    values: { object: object.name, ...values },
  };
}
