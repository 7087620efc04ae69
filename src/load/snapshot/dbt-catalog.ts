import type { Problem } from '../../model/project.ts';
import type { SnapshotColumn, SnapshotTable, WarehouseSnapshot } from '../../model/snapshot.ts';
import { sortTables } from './information-schema.ts';
import { snapshotProblem } from './snapshot-problem.ts';

type Data = { readonly [key: string]: unknown };

/** Whether parsed JSON has the shape of dbt's `catalog.json`. */
export function isDbtCatalog(value: unknown): value is Data {
  return isRecord(value) && isRecord(value['nodes']) && isRecord(value['sources']);
}

/**
 * Reads the `catalog.json` (v1) of `dbt docs generate`. One that the contracts themselves made proves nothing about the warehouse:
 * it has no `metadata.dbt_version` and `metadata.invocation_id`, and is refused. dbt does not tell nullability.
 */
export function readDbtCatalog(
  path: string,
  catalog: Data,
): { readonly snapshot?: WarehouseSnapshot; readonly problems: readonly Problem[] } {
  const metadata = isRecord(catalog['metadata']) ? catalog['metadata'] : {};
  if (typeof metadata['dbt_version'] !== 'string' || typeof metadata['invocation_id'] !== 'string') {
    return { problems: [snapshotProblem({ path, message: 'catalog-generated' })] };
  }
  const version = metadata['dbt_schema_version'];
  if (typeof version !== 'string' || !version.endsWith('/catalog/v1.json')) {
    return { problems: [snapshotProblem({ path, message: 'catalog-version', values: { version: String(version) } })] };
  }
  const nodes = [catalog['nodes'], catalog['sources']].flatMap((part) => (isRecord(part) ? Object.entries(part) : []));
  if (nodes.length === 0) return { problems: [snapshotProblem({ path, message: 'empty' })] };
  const tables: SnapshotTable[] = [];
  for (const [id, node] of nodes) {
    const table = toTable(node);
    if (table === undefined)
      return { problems: [snapshotProblem({ path, message: 'catalog-node', values: { node: id } })] };
    tables.push(table);
  }
  return { snapshot: { path, format: 'dbt-catalog', tables: sortTables(tables) }, problems: [] };
}

function toTable(node: unknown): SnapshotTable | undefined {
  if (!isRecord(node) || !isRecord(node['metadata']) || !isRecord(node['columns'])) return undefined;
  const { name, schema, database } = node['metadata'];
  if (typeof name !== 'string') return undefined;
  const columns = Object.values(node['columns']).map(toColumn);
  if (columns.some((column) => column === undefined)) return undefined;
  return {
    ...(typeof database === 'string' ? { database } : {}),
    ...(typeof schema === 'string' ? { schema } : {}),
    name,
    columns: columns
      .flatMap((column) => column ?? [])
      .toSorted((a, b) => a.index - b.index)
      .map(({ name: column, type }) => ({ name: column, type })),
  };
}

function toColumn(column: unknown): (SnapshotColumn & { readonly index: number }) | undefined {
  if (!isRecord(column)) return undefined;
  const { name, type, index } = column;
  if (typeof name !== 'string' || typeof type !== 'string' || typeof index !== 'number') return undefined;
  return { name, type, index };
}

function isRecord(value: unknown): value is Data {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
