import type { GeneratorNote } from '../../model/artifact.ts';
import type { DbtProject } from '../../model/dbt.ts';
import type { GeneratorContext } from '../define-generator.ts';
import { noteOnFile } from '../note.ts';
import { entryOf, yamlAt } from '../yaml/yaml-file.ts';

/** What a deployment must know of a dbt project. */
export interface DbtSettings {
  /** Name of the profile that it asks for. */
  readonly profile: string;
  /** Whether `dbt deps` has something to install. */
  readonly hasPackages: boolean;
  /** Folders that it reads outside of its own, and the file that says so: they are not in the package. */
  readonly outside: readonly { readonly folder: string; readonly file: string }[];
}

/** Reads `dbt_project.yml` and the files that name packages. */
export function readSettings(dbt: DbtProject, { read }: Pick<GeneratorContext, 'read'>): DbtSettings {
  const settings = yamlAt(read, dbt.at.path);
  const packageFiles = ['packages.yml', 'dependencies.yml'].map((file) => `${dbt.root}/${file}`);
  const packages = packageFiles.flatMap((file) => packagesIn(yamlAt(read, file)).map((each) => ({ each, file })));
  const profile = entryOf(settings, 'profile');
  return {
    profile: typeof profile === 'string' && profile !== '' ? profile : dbt.name,
    hasPackages: packages.length > 0,
    outside: [
      ...pathsIn(settings).map((folder) => ({ folder, file: dbt.at.path })),
      ...packages.map(({ each, file }) => ({ folder: each['local'], file })),
    ].flatMap(({ folder, file }) => (typeof folder === 'string' && isOutside(folder) ? [{ folder, file }] : [])),
  };
}

/** What a package without these folders cannot do by itself. */
export function outsideNotes(generator: string, { outside }: DbtSettings): readonly GeneratorNote[] {
  return outside.map(({ folder, file }) => noteOnFile({ generator, at: file }, 'packages.outside', { folder }));
}

/** Values of the keys that name folders: `model-paths`, `macro-paths`, …. */
function pathsIn(settings: unknown): readonly unknown[] {
  return Object.entries(isMapping(settings) ? settings : {}).flatMap(([key, value]) =>
    key.endsWith('-paths') && Array.isArray(value) ? value : [],
  );
}

function packagesIn(file: unknown): readonly Mapping[] {
  const packages = entryOf(file, 'packages');
  return Array.isArray(packages) ? packages.filter(isMapping) : [];
}

/** Whether a path leads out of the folder that it starts from. */
function isOutside(path: string): boolean {
  if (/^(?:[\\/~]|[A-Za-z]:)/.test(path)) return true;
  let depth = 0;
  for (const part of path.split(/[\\/]/)) {
    if (part === '..') depth--;
    else if (part !== '.' && part !== '') depth++;
    if (depth < 0) return true;
  }
  return false;
}

type Mapping = { readonly [key: string]: unknown };

function isMapping(data: unknown): data is Mapping {
  return typeof data === 'object' && data !== null && !Array.isArray(data);
}
