import type { DbtProject } from '../model/dbt.ts';
import type { UnresolvedReference } from '../model/facts.ts';
import { suggest } from '../model/suggest.ts';
import type { RefCall, SourceCall } from './jinja/session.ts';

/** Finds what the calls of one project's models mean. */
export interface ReferenceResolver {
  /** The reference where it certainly finds nothing; undefined where it finds something or nobody can tell. */
  missingRef(call: RefCall): UnresolvedReference | undefined;
  missingSource(call: SourceCall): UnresolvedReference | undefined;
  /** Whether this project lacks it, but one of its packages may have it: nobody can tell. */
  isForeign(call: RefCall): boolean;
}

/**
 * Public packages that hold macros and tests only, so that a `ref` never means one of their models.
 * Names as in `packages.yml` on the dbt package hub.
 */
const macroPackages = new Set([
  'audit_helper',
  'codegen',
  'dbt_codegen',
  'dbt_date',
  'dbt_expectations',
  'dbt_external_tables',
  'dbt_ml',
  'dbt_profiler',
  'dbt_unit_testing',
  'dbt_utils',
  'fivetran_utils',
  'segment_utils',
  'snowflake_spend_utils',
  'spark_utils',
  'tsql_utils',
]);

/** Indexes the names of a project. Packages that may hold models and are not installed make a missing name unknown, not wrong. */
export function createResolver(project: DbtProject): ReferenceResolver {
  const nodes = nodeNames(project);
  const sources = new Set(project.sources.map(({ source, table }) => `${source}.${table}`));
  const isClosed = project.packages.every(holdsMacrosOnly);
  return {
    missingRef({ name, package: owner, at }) {
      const isForeign = owner !== undefined && owner !== project.name;
      if (isForeign ? project.packages.length > 0 : !isClosed || hasNode(nodes, name)) return undefined;
      const written = isForeign ? `${owner}.${name}` : name;
      return { kind: 'ref', name: written, at, ...suggestion(suggest(name, nodes)) };
    },
    isForeign({ name, package: owner }) {
      return !isClosed && (owner === undefined || owner === project.name) && !hasNode(nodes, name);
    },
    missingSource({ source, table, at }) {
      const name = `${source}.${table}`;
      if (!isClosed || sources.has(name) || hasTemplatedSource(project, source, table)) return undefined;
      return { kind: 'source', name, at, ...suggestion(suggest(name, sources)) };
    },
  };
}

/** Repositories put `dbt-` before the name of their package: dbt-audit-helper is audit_helper. */
function holdsMacrosOnly(name: string): boolean {
  const identifier = name.replaceAll('-', '_');
  return macroPackages.has(identifier) || macroPackages.has(identifier.replace(/^dbt_/, ''));
}

function suggestion(name: string | undefined): { readonly suggestion?: string } {
  return name === undefined ? {} : { suggestion: name };
}

/** Models, seeds and snapshots; a versioned model (`orders_v2.sql`) also by the name that its versions share. */
function nodeNames(project: DbtProject): ReadonlySet<string> {
  const models = project.models.map((model) => model.name);
  const shared = models.map((name) => name.replace(/[_.]v[0-9]+(?:[_.][0-9]+)?$/, ''));
  return new Set([...models, ...shared, ...project.seeds, ...project.snapshots]);
}

/** `ref` also takes the name of one version: `orders.v2`. */
function hasNode(nodes: ReadonlySet<string>, name: string): boolean {
  return nodes.has(name) || nodes.has(name.replace(/\.v([0-9]+)$/, '_v$1'));
}

/** The name of a source in YAML may be a template, which only dbt can fill. */
function hasTemplatedSource(project: DbtProject, source: string, table: string): boolean {
  return project.sources.some((each) => mayBe(each.source, source) && mayBe(each.table, table));
}

function mayBe(written: string, name: string): boolean {
  return written === name || written.includes('{{');
}
