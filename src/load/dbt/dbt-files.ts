import { compareText, fileStart } from '../../model/location.ts';
import type { Problem } from '../../model/project.ts';
import { decodeUtf8 } from '../inspect-text.ts';
import { blobKey, type Memo } from '../memo.ts';
import { readYaml, type YamlFile } from '../yaml.ts';

/** A file and the identity of its bytes. */
export interface FileRef {
  readonly path: string;
  readonly oid: string;
}

/** A SQL dialect, and the file or folder that names it. */
export interface NamedDialect {
  readonly name: string;
  readonly from: string;
}

/** The files below `implementation/` that could be gathered, sorted by `compareText`, and how to read them. */
export interface DbtFiles {
  readonly files: readonly FileRef[];
  readonly memo: Memo;
  /** SQL dialect where a project's profile does not tell. */
  readonly dialect?: NamedDialect | undefined;
  readonly read: (path: string) => Uint8Array | undefined;
}

/** The located document of a YAML file, parsed once for both sides; without root where it was not gathered. */
export function yamlOf(source: DbtFiles, file: FileRef): YamlFile {
  const bytes = source.read(file.path);
  if (bytes === undefined) return { path: file.path, problems: [] };
  return source.memo.once('yaml', blobKey(file), () => readYaml(file.path, bytes));
}

/** The text of a file; undefined where it was not gathered or is not UTF-8. */
export function textOfFile(source: DbtFiles, file: FileRef): string | undefined {
  const bytes = source.read(file.path);
  return bytes === undefined ? undefined : source.memo.once('text', file.oid, () => decodeUtf8(bytes));
}

/** The file at a path; `files` is sorted by path. */
export function fileAt(files: readonly FileRef[], path: string): FileRef | undefined {
  const file = files[firstFrom(files, path)];
  return file?.path === path ? file : undefined;
}

/** Files below a folder whose names end in one of `endings`; `files` is sorted by path, and so is the result. */
export function filesBelow(files: readonly FileRef[], folder: string, endings: readonly string[]): readonly FileRef[] {
  const start = folder === '' ? '' : `${folder}/`;
  const found: FileRef[] = [];
  for (let index = firstFrom(files, start); files[index]?.path.startsWith(start) === true; index++) {
    const file = files[index];
    if (file !== undefined && endings.some((ending) => file.path.endsWith(ending))) found.push(file);
  }
  return found;
}

/** Index of the first file whose path is not before `path`: what a folder holds lies together. */
function firstFrom(files: readonly FileRef[], path: string): number {
  let low = 0;
  let high = files.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (compareText(files[middle]?.path ?? '', path) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** A file's name without folders and extension. */
export function stemOf(path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const dot = name.lastIndexOf('.');
  return dot <= 0 ? name : name.slice(0, dot);
}

/** `name` below `folder`, where either may be empty. */
export function joinPath(folder: string, name: string): string {
  return folder === '' || name === '' ? folder + name : `${folder}/${name}`;
}

/** A problem of the implementation's code; `message` is a key of the `dbt` catalogue. */
export function codeProblem(message: string, at: Problem['at'], values: Problem['values']): Problem {
  return { kind: 'code', at, key: [message, ...Object.values(values)].join(' '), message: `dbt.${message}`, values };
}

/** A file of code that is no text. */
export function notText(path: string): Problem {
  return { kind: 'code', at: fileStart(path), key: 'binary', message: 'problems.binary', values: {} };
}
