import type { DbtArtifacts } from '../model/dbt-artifacts.ts';
import { type ArtifactColumnsOf, artifactColumns } from './artifact-columns.ts';
import { type BoundObject, contractedNodes } from './contracted-nodes.ts';
import type { CompileRequest } from '../compile/compile-request.ts';
import { projectColumns } from '../compile/project-columns.ts';
import { columnTypeOf, familyOfType } from '../diff/column-type.ts';
import { warehouseOf } from '../diff/warehouse.ts';
import { dbtGraph } from '../lineage/dbt-graph.ts';
import type { ModelColumns, RelationColumn, RelationColumns, RelationRef } from '../model/columns.ts';
import { hasColumn, physicalNameOf } from '../model/contract.ts';
import type { DbtProject, ModelColumn } from '../model/dbt.ts';
import type { CompiledModel } from '../model/facts.ts';
import type { Project } from '../model/project.ts';
import { refKey, sourceKey } from '../model/template-tokens.ts';

/** One tree, whose models are asked for their columns. */
export interface ColumnsSource {
  readonly project: Project;
  /** What compiling its models told. */
  readonly compiled: readonly CompiledModel[];
  /** How each of its dbt projects is compiled. */
  readonly requests: readonly CompileRequest[];
  /** Paths of the models that are asked; those that they read are looked at as far as it is needed. */
  readonly wanted: ReadonlySet<string>;
  /** What dbt wrote about its projects; undefined where nobody gives it. */
  readonly artifacts?: DbtArtifacts | undefined;
}

/** What the models of a tree give: by contracts and seeds where these tell, else by their SQL, else by what properties files describe. */
export function sideColumns({
  project,
  compiled,
  requests,
  wanted,
  artifacts,
}: ColumnsSource): readonly ModelColumns[] {
  if (wanted.size === 0) return [];
  const contracted = contractedNodes(dbtGraph(project.dbt, compiled), project.contracts);
  return requests.flatMap((request, index) =>
    projectColumns({
      ...request,
      wanted,
      declared: declaredIn(request.project, {
        contracted: (key) => promisedColumns(contracted.get(`${index} ${key}`)),
        written: artifacts === undefined ? () => undefined : artifactColumns(artifacts, request.project),
      }),
    }),
  );
}

function promisedColumns(bound: BoundObject | undefined): RelationColumns | undefined {
  if (bound === undefined) return undefined;
  const warehouse = warehouseOf(bound.contract);
  const columns = bound.object.properties.filter(hasColumn).map((property) => {
    const type = columnTypeOf(property, warehouse);
    return { name: physicalNameOf(property), ...(type && { type }) };
  });
  return { columns, isWhole: columns.length > 0 };
}

interface Declarations {
  readonly contracted: (key: string) => RelationColumns | undefined;
  /** What dbt wrote. */
  readonly written: ArtifactColumnsOf;
}

function declaredIn(
  project: DbtProject,
  { contracted, written }: Declarations,
): (relation: RelationRef) => RelationColumns | undefined {
  const described = describedColumns(project);
  return (relation) => {
    const { kind, name } = relation;
    if (kind === 'table') return written(relation);
    const key = kind === 'ref' ? refKey(name) : sourceKey(name);
    const seed = kind === 'ref' ? seedColumns(project, name) : undefined;
    const promised = contracted(key);
    return seed ?? (promised?.isWhole === true ? promised : (written(relation) ?? promised ?? described.get(key)));
  };
}

/** A seed has the columns of its header, whatever else is said. */
function seedColumns({ seedColumns: headers }: DbtProject, name: string): RelationColumns | undefined {
  const header = headers?.get(name) ?? [];
  return header.length === 0 ? undefined : { columns: header.map((column) => ({ name: column })), isWhole: true };
}

/** Properties files describe some columns, not all. */
function describedColumns({ models, sources, dialect }: DbtProject): ReadonlyMap<string, RelationColumns> {
  const open = (columns: readonly ModelColumn[]): RelationColumns => ({
    columns: columns.map((column) => describedColumn(column, dialect)),
    isWhole: false,
  });
  return new Map([
    ...models.flatMap(({ name, properties }) =>
      properties === undefined ? [] : [[refKey(name), open(properties.columns)] as const],
    ),
    ...sources.flatMap(({ source, table, columns }) =>
      columns === undefined ? [] : [[sourceKey(`${source}.${table}`), open(columns)] as const],
    ),
  ]);
}

function describedColumn({ name, dataType }: ModelColumn, dialect: string | undefined): RelationColumn {
  const family = dataType === undefined ? undefined : familyOfType(dialect, dataType);
  return family === undefined || dataType === undefined ? { name } : { name, type: { family, text: dataType } };
}
