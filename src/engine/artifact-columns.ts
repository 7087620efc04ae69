import { familyOfType } from '../diff/column-type.ts';
import type { RelationColumn, RelationColumns, RelationRef } from '../model/columns.ts';
import type { DbtProject } from '../model/dbt.ts';
import type { ArtifactColumn, DbtArtifacts, Manifest, ManifestNode } from '../model/dbt-artifacts.ts';
import { type FreshNodes, freshNodes } from './artifact-freshness.ts';

/** What dbt's files say of a relation; undefined where they do not know it. */
export type ArtifactColumnsOf = (relation: RelationRef) => RelationColumns | undefined;

/** A relation of the files, by everything that a query may call it. */
interface KnownRelation {
  readonly id: string;
  readonly kind: ManifestNode['kind'];
  readonly name: string;
  readonly package: string;
  readonly node?: ManifestNode;
  readonly relation: readonly string[];
  /** Of the warehouse; undefined where no catalog has it. */
  readonly columns?: readonly ArtifactColumn[];
}

/**
 * Tells the columns that dbt's files know of what a project reads. Those of a source or of a table are all that there are. Those of
 * a model, seed or snapshot may have been overtaken: they are all only where the manifest proves that its file, the macros that it
 * calls and all that it reads are as they were. What properties files describe is never all, but where dbt enforces it.
 */
export function artifactColumns(artifacts: DbtArtifacts, project: DbtProject): ArtifactColumnsOf {
  const fresh = freshNodes(artifacts, project);
  const adapter = adapterOf(artifacts, project);
  const index = new RelationIndex(knownRelations(artifacts, project), project.name);
  return (relation) => {
    const known = index.find(relation);
    return known === undefined ? undefined : columnsOf(known, { adapter, fresh });
  };
}

interface Reading {
  readonly adapter: string | undefined;
  readonly fresh: FreshNodes;
}

function columnsOf(
  { id, kind, node, columns }: KnownRelation,
  { adapter, fresh }: Reading,
): RelationColumns | undefined {
  const typed = (all: readonly ArtifactColumn[]): readonly RelationColumn[] =>
    all.map((column) => toColumn(column, adapter));
  if (columns !== undefined) return { columns: typed(columns), isWhole: kind === 'source' || fresh(id) };
  if (node === undefined || node.columns.length === 0) return undefined;
  return { columns: typed(node.columns), isWhole: node.isEnforced && fresh(id) };
}

/** Warehouses that write names without quotes in upper case; dbt's catalog has them so. */
const upperCaseWarehouses = new Set(['snowflake', 'oracle']);

function toColumn({ name, type }: ArtifactColumn, adapter: string | undefined): RelationColumn {
  const isFolded = adapter !== undefined && upperCaseWarehouses.has(adapter) && /^[A-Z_][A-Z0-9_$]*$/.test(name);
  const shown = isFolded ? name.toLowerCase() : name;
  const family = type === undefined ? undefined : familyOfType(adapter, type);
  return family === undefined || type === undefined ? { name: shown } : { name: shown, type: { family, text: type } };
}

function adapterOf({ manifests }: DbtArtifacts, { name, dialect }: DbtProject): string | undefined {
  return manifests.find(({ project }) => project === name)?.adapter ?? dialect;
}

/** Everything in the files that belongs to the project or to its packages: of a file for another project nothing. */
function knownRelations({ manifests, catalogs }: DbtArtifacts, { name }: DbtProject): readonly KnownRelation[] {
  const known = new Map<string, KnownRelation>();
  for (const manifest of manifests.filter((each) => isOf(each, name))) {
    for (const [id, node] of manifest.nodes) {
      known.set(id, { id, kind: node.kind, name: node.name, package: node.package, node, relation: node.relation });
    }
  }
  for (const catalog of catalogs) {
    for (const [id, { relation, columns }] of catalog.relations) {
      const told = known.get(id) ?? fromId(id, name);
      if (told !== undefined) known.set(id, { ...told, columns, relation });
    }
  }
  return [...known.values()];
}

/** Old manifests do not name their project: then its nodes do. */
function isOf({ project, nodes }: Manifest, name: string): boolean {
  return project === undefined ? [...nodes.values()].some((node) => node.package === name) : project === name;
}

/** `source.shop.stripe.charges`, `model.shop.orders`, `model.shop.orders.v2`: without a manifest only of the project itself. */
function fromId(id: string, project: string): Omit<KnownRelation, 'columns' | 'relation'> | undefined {
  const [type, owner, ...names] = id.split('.');
  const kind = (['model', 'seed', 'snapshot', 'source'] as const).find((each) => each === type);
  if (kind === undefined || owner !== project || names.length !== (kind === 'source' ? 2 : 1)) return undefined;
  return { id, kind, name: names.join('.'), package: owner };
}

/** Finds relations by what SQL calls them; what could mean two of them finds none. */
class RelationIndex {
  readonly #byName = new Map<string, KnownRelation | null>();

  constructor(relations: readonly KnownRelation[], project: string) {
    // What the project has itself hides what a package calls so.
    const own = relations.filter((each) => each.package === project);
    const others = relations.filter((each) => each.package !== project);
    for (const relation of own) for (const key of namesOf(relation)) this.#add(key, relation);
    const taken = new Set(this.#byName.keys());
    for (const relation of others) {
      for (const key of namesOf(relation)) if (!taken.has(key)) this.#add(key, relation);
    }
  }

  find({ kind, name }: RelationRef): KnownRelation | undefined {
    return this.#byName.get(`${kind} ${kind === 'table' ? name.toLowerCase() : name}`) ?? undefined;
  }

  #add(key: string, relation: KnownRelation): void {
    const known = this.#byName.get(key);
    this.#byName.set(key, known === undefined || known?.id === relation.id ? relation : null);
  }
}

function namesOf({ kind, name, node, relation }: KnownRelation): readonly string[] {
  // `raw.public.orders` is also written `public.orders`; a name alone may be anything.
  const tables = [relation, relation.slice(-2)]
    .filter((parts) => parts.length > 1)
    .map((parts) => `table ${parts.join('.')}`);
  if (kind === 'source') return [`source ${name}`, ...new Set(tables)];
  const versioned = node?.version === undefined ? [] : [`ref ${name}.v${node.version}`, `ref ${name}_v${node.version}`];
  return [...(node?.isLatest === false ? [] : [`ref ${name}`]), ...versioned, ...new Set(tables)];
}
