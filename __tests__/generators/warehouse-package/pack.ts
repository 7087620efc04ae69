import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type GeneratorNote, headerStart } from '../../../src/generators/define-generator.ts';
import { generateArtifacts } from '../../../src/generators/generate.ts';
import { loadProject } from '../../../src/load/load-project.ts';
import { createMemo } from '../../../src/load/memo.ts';
import { translate } from '../../../src/model/messages.ts';
import type { Tree } from '../../../src/model/tree.ts';
import { type MemoryFiles, memoryTree } from '../../support/memory-tree.ts';

/** What a package has, by path from its folder, and what was said of it. */
export interface Pack {
  readonly files: { readonly [path: string]: string };
  readonly notes: readonly string[];
}

/** A tree of files, and links to nothing. */
export function treeOf(files: MemoryFiles, links: readonly string[] = []): Tree {
  const tree = memoryTree(files);
  const linked = links.map((path) => ({ path, oid: path, kind: 'symlink' as const, sizeBytes: 8 }));
  return { ...tree, entries: [...tree.entries, ...linked].toSorted((a, b) => (a.path < b.path ? -1 : 1)) };
}

/** Generates with the package's generator and those that `others` name, and gives the package. */
export function packOf(
  name: 'warehouse-package' | 'orchestration-package',
  tree: Tree,
  others: readonly string[] = [],
): Pack {
  const project = loadProject(tree, createMemo());
  const on = [name, ...others].map((each) => [each, true] as const);
  const enabled: { readonly [name: string]: boolean } = { all: false, ...Object.fromEntries(on) };
  const { artifacts, notes } = generateArtifacts(project, { enabled, tree });
  const folder = `exports/${name}/`;
  const inside = artifacts.filter(({ generator }) => generator === name);
  return {
    files: Object.fromEntries(inside.map(({ path, content }) => [path.slice(folder.length), content])),
    notes: notes.filter(({ generator }) => generator === name).map(noteText),
  };
}

function noteText({ at, message, values }: GeneratorNote): string {
  return `${at.path}:${at.line} ${translate('en', message, values)}`;
}

/** The files of an example repository that people wrote. */
export function exampleFiles(name: 'revenue' | 'vendas'): { readonly [path: string]: string } {
  const root = join(import.meta.dirname, '../../../examples', name);
  const found = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const files = found.map(({ parentPath, name: file }) => {
    const path = join(parentPath, file);
    return [path.slice(root.length + 1), readFileSync(path, 'utf8')] as const;
  });
  return Object.fromEntries(files.filter(([path, text]) => !isGenerated(path, text)));
}

/** What MANIFEST.json says. */
export interface Manifest {
  readonly version: string;
  readonly files: readonly { readonly path: string }[];
}

/** MANIFEST.json of a package. */
export function manifestOf({ files }: Pack): Manifest {
  const manifest: Manifest = JSON.parse(files['MANIFEST.json'] ?? '');
  return manifest;
}

/** A contract of one table. */
export function contractFile(id: string, { version = '1.0.0', status = 'active' } = {}): string {
  return [
    'apiVersion: v3.1.0',
    'kind: DataContract',
    `id: ${id}`,
    `version: ${version}`,
    `status: ${status}`,
    'team: { members: [{ username: ana, role: Owner }] }',
    `schema: [{ name: ${id}, logicalType: object, properties: [{ name: id, logicalType: integer, required: true }] }]`,
    '',
  ].join('\n');
}

function isGenerated(path: string, text: string): boolean {
  return path.startsWith('exports/') || text.split('\n', 1)[0]?.includes(headerStart) === true;
}
