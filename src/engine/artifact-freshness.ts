import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { DbtModel, DbtProject } from '../model/dbt.ts';
import type { Catalog, DbtArtifacts, Manifest, ManifestNode } from '../model/dbt-artifacts.ts';
import { inReadingOrder } from '../model/reading-order.ts';

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

/** What is in a circle is not fresh. */
function isFresh(id: string, facts: Facts, known: Map<string, boolean>): boolean {
  if (known.has(id)) return known.get(id) === true;
  const parentsOf = (each: string): readonly string[] => {
    const node = facts.manifest.nodes.get(each);
    return node?.kind === 'model' ? node.parents : [];
  };
  const unknown = inReadingOrder([id], (each) => parentsOf(each).filter((parent) => !known.has(parent)));
  for (const each of unknown)
    known.set(each, isFreshItself(each, facts) && parentsOf(each).every((parent) => known.get(parent) === true));
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

function isUnchanged({ path, package: owner, macros, ...node }: ManifestNode, facts: Facts): boolean {
  const model = facts.models.get(pathIn(facts.project, path));
  if (model === undefined || owner !== facts.project.name) return false;
  return isSameText(model.text.trim(), node) && macros.every((macro) => isSameMacro(macro, facts));
}

/** dbt reads files with LF line ends. */
function isSameText(text: string, { raw, checksum }: Pick<ManifestNode, 'raw' | 'checksum'>): boolean {
  if (raw !== undefined) return raw === text.replaceAll('\r\n', '\n');
  return checksum === bytesToHex(sha256(utf8ToBytes(text)));
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
