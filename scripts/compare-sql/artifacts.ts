import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { familyOfType } from '../../src/diff/column-type.ts';
import type { RelationColumn } from '../../src/model/columns.ts';

/** What dbt and a warehouse wrote down of one project: where it has both files of one run. */
export interface Artifacts {
  /** Columns by the name of the relation, in lower case and without quotes: `postgres.public.stg_orders`. */
  readonly relations: ReadonlyMap<string, readonly RelationColumn[]>;
  readonly models: readonly CompiledByDbt[];
}

/** A model that dbt compiled and the warehouse built. */
export interface CompiledByDbt {
  readonly name: string;
  readonly sql: string;
  /** As the warehouse tells, in order; undefined for a model that it did not build. */
  readonly columns: readonly RelationColumn[] | undefined;
}

interface Manifest {
  readonly metadata: { readonly adapter_type?: string };
  readonly nodes: { readonly [id: string]: ManifestNode };
}

interface ManifestNode {
  readonly resource_type: string;
  readonly name: string;
  readonly relation_name?: string | null;
  readonly compiled_code?: string | null;
}

interface Catalog {
  readonly nodes: { readonly [id: string]: CatalogNode };
  readonly sources: { readonly [id: string]: CatalogNode };
}

interface CatalogNode {
  readonly metadata: { readonly database?: string | null; readonly schema: string; readonly name: string };
  readonly columns: {
    readonly [name: string]: { readonly type: string; readonly index: number; readonly name: string };
  };
}

/** `target/` of a run, or `docs/` where a project, or the repository around its integration tests, publishes it. */
export function readArtifacts(folder: string): Artifacts | undefined {
  const place = ['target', 'docs', '../docs']
    .map((name) => join(folder, name))
    .find((each) => existsSync(join(each, 'catalog.json')));
  if (place === undefined || !existsSync(join(place, 'manifest.json'))) return undefined;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- see readJson
  const manifest = readJson(join(place, 'manifest.json')) as Manifest;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- see readJson
  const catalog = readJson(join(place, 'catalog.json')) as Catalog;
  const adapter = manifest.metadata.adapter_type;
  const nodes = [...Object.entries(catalog.nodes), ...Object.entries(catalog.sources)];
  const columns = new Map(nodes.map(([id, node]) => [id, columnsOf(node, adapter)]));
  const relations = new Map(nodes.map(([id, node]) => [relationName(node), columns.get(id) ?? []]));
  const models = Object.entries(manifest.nodes).flatMap(([id, node]) =>
    node.resource_type === 'model' && typeof node.compiled_code === 'string'
      ? [{ name: node.name, sql: node.compiled_code, columns: columns.get(id) }]
      : [],
  );
  return { relations, models };
}

function relationName({ metadata: { database, schema, name } }: CatalogNode): string {
  return [database, schema, name].filter(Boolean).join('.').toLowerCase();
}

function columnsOf({ columns }: CatalogNode, adapter: string | undefined): readonly RelationColumn[] {
  return Object.values(columns)
    .toSorted((a, b) => a.index - b.index)
    .map(({ name, type }) => {
      const family = familyOfType(adapter, type);
      return family === undefined ? { name } : { name, type: { family, text: type } };
    });
}

/** A file that dbt wrote: its shape is dbt's promise. */
function readJson(path: string): unknown {
  return JSON.parse(readFileSync(path, 'utf8'));
}
