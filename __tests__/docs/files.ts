import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

/** The repository. */
export const root = join(import.meta.dirname, '../..');

/** The text of a file of the repository. */
export function readText(path: string): string {
  return readFileSync(join(root, path), 'utf8');
}

/** Files below `folder` whose name ends with `ending`, as sorted paths from the root. */
export function listFiles(folder: string, ending: string): readonly string[] {
  return readdirSync(join(root, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(ending))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .sort();
}

/** Documents that people read first, and everything below `docs/`. */
export function documents(): readonly string[] {
  const top = readdirSync(root).filter((name) => name.endsWith('.md'));
  return [...top.sort(), ...listFiles('docs', '.md'), 'examples/revenue/README.md', 'examples/vendas/README.md'];
}

/** Fenced blocks of one language. */
export function fencedBlocks(markdown: string, language: string): readonly string[] {
  return [...markdown.matchAll(/^(`{3,})([a-z]*)\n([\s\S]*?)^\1$/gm)].flatMap((match) =>
    match[2] === language ? [match[3] ?? ''] : [],
  );
}
