import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';
import { describe, expect, it } from 'vitest';

const src = join(import.meta.dirname, '..', 'src');

/** What a folder may import: other folders of `src/`, and packages (`*` for any). ARCHITECTURE.md, "Folders". */
interface Law {
  readonly folders: readonly string[];
  readonly packages: readonly string[];
}

const laws: { readonly [folder: string]: Law } = {
  model: { folders: ['generated'], packages: [] },
  load: {
    folders: ['model', 'generated'],
    packages: [
      'yaml',
      'ajv',
      're2js',
      'mdast',
      'mdast-util-from-markdown',
      'mdast-util-frontmatter',
      'mdast-util-gfm-table',
      'mdast-util-to-string',
      'micromark-extension-frontmatter',
      'micromark-extension-gfm-table',
    ],
  },
  compile: {
    folders: ['model'],
    packages: [
      '@polyglot-sql/sdk',
      'libpg-query',
      'node-sql-parser',
      'web-tree-sitter',
      'yaml',
      're2js',
      '@noble/hashes',
    ],
  },
  diff: { folders: ['model', 'generated'], packages: [] },
  lineage: { folders: ['model'], packages: [] },
  rules: { folders: ['model'], packages: [] },
  generators: { folders: ['model', 'generated'], packages: ['yaml', '@noble/hashes', 'node-diff3'] },
  reporters: { folders: ['model'], packages: ['diff'] },
  engine: {
    folders: [
      'model',
      'load',
      'compile',
      'diff',
      'lineage',
      'rules',
      'generators',
      'reporters',
      'generated',
      'ports.ts',
    ],
    packages: ['@noble/hashes'],
  },
  publish: { folders: ['model', 'reporters', 'ports.ts'], packages: ['diff', '@noble/hashes'] },
  adapters: { folders: ['model', 'ports.ts', 'compile'], packages: ['*'] },
  entries: { folders: ['*'], packages: ['*'] },
};

describe('imports follow ARCHITECTURE.md', () => {
  it.each(Object.entries(laws))('%s', (folder, law) => {
    const broken = importsBelow(folder).filter(
      ({ target, isPackage }) => !isAllowed(folder, law, { target, isPackage }),
    );
    expect(broken.map(({ file, target }) => `${file} imports ${target}`)).toEqual([]);
  });

  it('every folder of src/ has a law', () => {
    const folders = readdirSync(src, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => entry.name);
    expect(folders.filter((folder) => folder !== 'generated').sort()).toEqual(Object.keys(laws).sort());
  });

  it('rules never import rules', () => {
    const between = importsBelow('rules').filter(({ file, target }) => {
      const family = /^rules\/([\w-]+)\//.exec(file);
      return family !== null && /^rules\/[\w-]+\//.test(target);
    });
    expect(between).toEqual([]);
  });
});

interface Import {
  readonly file: string;
  /** Path below `src/`, or the name of a package. */
  readonly target: string;
  readonly isPackage: boolean;
}

function isAllowed(folder: string, law: Law, { target, isPackage }: Pick<Import, 'target' | 'isPackage'>): boolean {
  if (isPackage) return law.packages.includes('*') || law.packages.includes(target);
  const top = target.split('/')[0] ?? '';
  return top === folder || law.folders.includes('*') || law.folders.includes(top);
}

function importsBelow(folder: string): readonly Import[] {
  return filesBelow(join(src, folder)).flatMap((path) => {
    const text = readFileSync(path, 'utf8');
    const specifiers = [
      ...text.matchAll(/(?:^|\n)(?:import|export)\s[^;'"`]*?from\s*'([^']+)'|import\('([^']+)'\)/g),
    ].map((match) => match[1] ?? match[2] ?? '');
    return specifiers.map((specifier) => toImport(path, specifier));
  });
}

function toImport(path: string, specifier: string): Import {
  const file = relative(src, path);
  if (specifier.startsWith('.')) return { file, target: normalize(join(dirname(file), specifier)), isPackage: false };
  const name = specifier.startsWith('@') ? specifier.split('/').slice(0, 2).join('/') : (specifier.split('/')[0] ?? '');
  return { file, target: name, isPackage: true };
}

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => join(entry.parentPath, entry.name));
}
