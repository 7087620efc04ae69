import { builtinModules } from 'node:module';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, it } from 'vitest';
import { listFiles, readText } from './files.ts';

const rows = [...readText('ARCHITECTURE.md').matchAll(/^\| `src\/([\w.-]+?)\/?` \| [^|]* \| ([^|]*) \| ([^|]*) \|/gm)];
const table = rows.map(([, folder = '', sources = '', packages = '']) => ({ folder, sources, packages }));

describe('the table of ARCHITECTURE.md is what the code does', () => {
  it('has every folder of src/', () => {
    const folders = new Set(listFiles('src', '.ts').map((path) => path.split('/')[1] ?? ''));
    folders.delete('generated');
    expect(table.map(({ folder }) => folder).sort()).toEqual([...folders].sort());
  });

  it.each(table.filter(({ sources }) => sources !== '' && sources !== 'any'))(
    'src/$folder imports',
    ({ folder, sources }) => {
      expect(importsOf(folder).folders).toEqual(named(sources));
    },
  );

  it.each(table.filter(({ packages }) => packages !== '' && packages !== 'any'))(
    'packages of src/$folder',
    ({ folder, packages }) => {
      expect(importsOf(folder).packages).toEqual(named(packages));
    },
  );
});

function named(cell: string): readonly string[] {
  return [...cell.matchAll(/`([^`]+)`/g)].map((match) => match[1] ?? '').sort();
}

/** Folders of `src/` and packages that the files of a folder import; built-in modules are left out. */
function importsOf(folder: string): { readonly folders: readonly string[]; readonly packages: readonly string[] } {
  const files = folder.endsWith('.ts')
    ? [`src/${folder}`]
    : listFiles(`src/${folder}`, '.ts').filter((path) => !path.endsWith('.d.ts'));
  const targets = files.flatMap((path) =>
    specifiersOf(readText(path)).map((name) => (name.startsWith('.') ? normalize(join(dirname(path), name)) : name)),
  );
  const own = targets.filter((target) => target.startsWith('src/')).map((target) => target.split('/')[1] ?? '');
  const others = targets.filter(
    (target) => !target.startsWith('src/') && !target.startsWith('node:') && !builtinModules.includes(target),
  );
  return { folders: unique(own.filter((name) => name !== folder)), packages: unique(others.map(packageOf)) };
}

function specifiersOf(source: string): readonly string[] {
  return [...source.matchAll(/(?:^|\n)(?:import|export)\s[^;'"`]*?from\s*'([^']+)'|\bimport\('([^']+)'\)/g)].map(
    (match) => match[1] ?? match[2] ?? '',
  );
}

function packageOf(name: string): string {
  return name.split('/', name.startsWith('@') ? 2 : 1).join('/');
}

function unique(names: readonly string[]): readonly string[] {
  return [...new Set(names)].sort();
}
