import type { Artifact, GeneratorNote } from '../../model/artifact.ts';
import { compareText } from '../../model/location.ts';
import type { GeneratorContext } from '../define-generator.ts';
import { noteOnFile } from '../note.ts';
import { cleanText } from './package-clean.ts';

/** A file of a package, with its text as the package holds it. */
export interface PackedFile {
  /** Path from the package's folder. */
  readonly path: string;
  /** Path in the repository of what it is a copy of; absent where the package itself makes it. */
  readonly from?: string;
  /** Spec files that an earlier generator made it from; absent where people wrote it, or the package itself. */
  readonly specs?: readonly string[];
  readonly content: string;
}

/** A file that the package should have and has not. */
export interface LeftOut {
  /** Path from the package's folder. */
  readonly path: string;
  /** `binary`: no text in UTF-8. `unread`: a symlink, a submodule, or a file over the limits. `placeholder`: no SQL yet. */
  readonly why: 'binary' | 'unread' | 'placeholder';
}

/** What a package takes from the repository. */
export interface Packed {
  readonly files: readonly PackedFile[];
  readonly leftOut: readonly LeftOut[];
  readonly notes: readonly GeneratorNote[];
}

/** Which files go where. */
export interface PackRequest {
  readonly generator: string;
  readonly context: Pick<GeneratorContext, 'read' | 'sourcesOf'>;
  /** Paths in the repository, and from the package's folder. */
  readonly wanted: readonly { readonly from: string; readonly path: string }[];
}

/** Copies of files, cleaned and sorted by path. What is no text, or was not read, is left out with a note: links are not followed. */
export function packFiles({ generator, context, wanted }: PackRequest): Packed {
  const files: PackedFile[] = [];
  const leftOut: LeftOut[] = [];
  const notes: GeneratorNote[] = [];
  for (const { from, path } of wanted.toSorted((a, b) => compareText(a.path, b.path))) {
    const text = context.read(from);
    const why = text === undefined ? 'unread' : isText(text) ? undefined : 'binary';
    const specs = context.sourcesOf?.(from) ?? [];
    if (text !== undefined && why === undefined) files.push({ path, from, specs, content: cleanText(path, text) });
    else if (why !== undefined) {
      leftOut.push({ path, why });
      notes.push(noteOnFile({ generator, at: from }, `packages.${why}`));
    }
  }
  return { files, leftOut, notes };
}

/** Bytes that are no UTF-8 were replaced when the file was decoded. */
function isText(text: string): boolean {
  return !text.includes('\0') && !text.includes('\uFFFD');
}

/** Names of files and folders that only developers, their tools and their machines need. Lower case. */
const developerNames = new Set([
  'target',
  'logs',
  'dbt_packages',
  'dbt_modules',
  'node_modules',
  'venv',
  'env',
  'profiles.yml',
  'profiles.yaml',
  'airflow.db',
  'airflow.cfg',
  'unittests.cfg',
  'webserver_config.py',
]);

/** Hidden files that tools read when a package is deployed or checked. */
const deployedHidden = new Set(['.sqlfluff', '.sqlfluffignore', '.dbtignore', '.airflowignore']);

/**
 * Whether a file, by its path from the package's folder, is only for developers: what is hidden, build output, local databases and
 * profiles; and whatever would stand where the package has its own README.md and MANIFEST.json.
 */
export function isForDevelopers(path: string): boolean {
  const names = path.toLowerCase().split('/');
  const name = names.at(-1) ?? '';
  if (names.length === 1 && (name === 'readme.md' || name === 'manifest.json')) return true;
  if (names.some((each, at) => isHidden(each, at === names.length - 1))) return true;
  // Models may be called "target": only at the top is it the output of dbt.
  const isOwn = developerNames.has(names[0] ?? '') || names.includes('__pycache__');
  return isOwn || /\.(?:duckdb(?:\.wal)?|db-journal|sqlite3?|pyc|pyo|log|egg-info)$/.test(name);
}

function isHidden(name: string, isFile: boolean): boolean {
  return name.startsWith('.') && !(isFile && deployedHidden.has(name));
}

/**
 * The artifacts of a package: its files below `folder`, owned. `sources` are those of files that are no copies; they tell of all copies,
 * so they also come from what these were made from.
 */
export function packageArtifacts(
  files: readonly PackedFile[],
  {
    generator,
    folder,
    sources,
  }: { readonly generator: string; readonly folder: string; readonly sources: readonly string[] },
): readonly Artifact[] {
  const told = inOrder([...sources, ...files.flatMap(({ specs = [] }) => specs)]);
  return files.map(({ path, from, specs = [], content }) => ({
    path: `${folder}/${path}`,
    content,
    ownership: 'owned',
    generator,
    sources: from === undefined ? told : inOrder([from, ...specs]),
  }));
}

function inOrder(paths: readonly string[]): readonly string[] {
  return [...new Set(paths)].toSorted(compareText);
}
