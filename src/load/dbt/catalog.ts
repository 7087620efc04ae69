import type { ArtifactColumn, Catalog, CatalogRelation } from '../../model/dbt-artifacts.ts';
import { entriesField, field, type JsonRecord, textField } from './artifact-json.ts';

/** Whether parsed JSON is a `catalog.json` of a version that is read. */
export function isCatalog(data: JsonRecord): boolean {
  const schema = textField(field(data, 'metadata'), 'dbt_schema_version') ?? '';
  return /\/catalog\/v1(?:\.json)?$/.test(schema);
}

/** Whether dbt asked a warehouse for it: one that was made from contracts proves nothing. */
export function isFromWarehouse(data: JsonRecord): boolean {
  const metadata = field(data, 'metadata');
  return textField(metadata, 'dbt_version') !== undefined && textField(metadata, 'invocation_id') !== undefined;
}

/** Reads what dbt's `catalog.json` (v1) says of tables and views. One with a column that has no name, or no place, is passed over. */
export function readCatalog(path: string, data: JsonRecord): Catalog {
  const relations = [...entriesField(data, 'nodes'), ...entriesField(data, 'sources')].flatMap(([id, node]) => {
    const read = readRelation(node);
    return read === undefined ? [] : [[id, read] as const];
  });
  return { path, relations: new Map(relations) };
}

function readRelation(node: unknown): CatalogRelation | undefined {
  const columns = entriesField(node, 'columns').map(([key, column]) => readColumn(key, column));
  const known = columns.flatMap((column) => column ?? []);
  if (known.length === 0 || known.length < columns.length) return undefined;
  const metadata = field(node, 'metadata');
  const parts = ['database', 'schema', 'name'].flatMap((key) => textField(metadata, key)?.toLowerCase() ?? []);
  return {
    relation: parts,
    columns: known
      .toSorted((a, b) => a.index - b.index)
      .map(({ name, type }) => ({ name, ...(type === undefined ? {} : { type }) })),
  };
}

function readColumn(key: string, column: unknown): (ArtifactColumn & { readonly index: number }) | undefined {
  const index = field(column, 'index');
  if (typeof index !== 'number') return undefined;
  const type = textField(column, 'type');
  return { name: textField(column, 'name') ?? key, index, ...(type === undefined ? {} : { type }) };
}
