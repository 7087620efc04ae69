import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { DbtModel, DbtProject } from '../model/dbt.ts';
import type { Catalog, DbtArtifacts, Manifest, ManifestNode } from '../model/dbt-artifacts.ts';

/** Whether what dbt wrote of a node (by unique id) is still so. */
export type FreshNodes = (id: string) => boolean;

/**
 * Compares the files of a project with what dbt read when it wrote its manifest: a model is fresh where its own file, the macros of
 * the project that it calls and everything that it reads are. Of a seed the header must be what the catalog has. Snapshots and
 * models of packages, whose files nobody looks at, are not.
 */
export function freshNodes({ manifests, catalogs }: DbtArtifacts, project: DbtProject): FreshNodes {
  const manifest = manifests.find((each) => each.project === project.name);
  if (manifest === undefined) return () => false;
  const facts: Facts = { manifest, catalogs, project, models: modelsByPath(project) };
  const known = new Map<string, boolean>();
  return (id) => isFresh(id, facts, known);
}

/** The SQL that dbt made of a model (by its path from the repository root), where its file and macros are as they were. */
export function compiledCode({ manifests }: DbtArtifacts, project: DbtProject): (path: string) => string | undefined {
  const manifest = manifests.find((each) => each.project === project.name);
  if (manifest === undefined) return () => undefined;
  const facts: Facts = { manifest, catalogs: [], project, models: modelsByPath(project) };
  const nodes = new Map(
    [...manifest.nodes.values()]
      .filter((node) => node.kind === 'model' && node.package === project.name)
      .map((node) => [pathIn(project, node.path), node]),
  );
  return (path) => {
    const node = nodes.get(path);
    return node !== undefined && isUnchanged(node, facts) ? node.compiled : undefined;
  };
}

interface Facts {
  readonly manifest: Manifest;
  readonly catalogs: readonly Catalog[];
  readonly project: DbtProject;
  readonly models: ReadonlyMap<string, DbtModel>;
}

function modelsByPath({ models }: DbtProject): ReadonlyMap<string, DbtModel> {
  return new Map(models.map((model) => [model.path, model]));
}

function pathIn({ root }: DbtProject, path: string): string {
  return root === '' ? path : `${root}/${path}`;
}

/** Without recursion: a chain of models may be longer than the stack. What is in a circle is not fresh. */
function isFresh(id: string, facts: Facts, known: Map<string, boolean>): boolean {
  const open = new Set<string>();
  const stack = [id];
  for (let next = stack.at(-1); next !== undefined; next = stack.at(-1)) {
    const node = facts.manifest.nodes.get(next);
    const parents = node?.kind === 'model' ? node.parents : [];
    const waiting = open.has(next) ? [] : parents.filter((parent) => !known.has(parent) && !open.has(parent));
    open.add(next);
    if (waiting.length > 0) {
      stack.push(...waiting);
      continue;
    }
    stack.pop();
    if (!known.has(next))
      known.set(next, isFreshItself(next, facts) && parents.every((parent) => known.get(parent) === true));
  }
  return known.get(id) === true;
}

function isFreshItself(id: string, facts: Facts): boolean {
  const node = facts.manifest.nodes.get(id);
  switch (node?.kind) {
    case 'source':
      return true;
    case 'model':
      return isUnchanged(node, facts);
    case 'seed':
      return hasSameHeader(id, node, facts);
    case 'snapshot':
    case undefined:
      return false;
  }
}

/** dbt takes the sum of the text without blanks around it. */
function isUnchanged({ path, package: owner, checksum, macros }: ManifestNode, facts: Facts): boolean {
  const model = facts.models.get(pathIn(facts.project, path));
  if (model === undefined || checksum === undefined || owner !== facts.project.name) return false;
  const sum = bytesToHex(sha256(utf8ToBytes(model.text.trim())));
  return sum === checksum && macros.every((macro) => isSameMacro(macro, facts));
}

/** Macros of dbt and of packages change with their version only. */
function isSameMacro(id: string, { manifest, project }: Facts): boolean {
  const macro = manifest.macros.get(id);
  if (macro === undefined || macro.package !== project.name) return true;
  const path = pathIn(project, macro.path);
  return project.macros.some((file) => file.path === path && file.text.includes(macro.text));
}

function hasSameHeader(id: string, { name }: ManifestNode, { catalogs, project }: Facts): boolean {
  const columns = catalogs.flatMap(({ relations }) => relations.get(id)?.columns ?? []);
  const header = project.seedColumns?.get(name) ?? [];
  return (
    header.length > 0 &&
    sameNames(
      header,
      columns.map((column) => column.name),
    )
  );
}

function sameNames(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((name, at) => name.toLowerCase() === b[at]?.toLowerCase());
}
