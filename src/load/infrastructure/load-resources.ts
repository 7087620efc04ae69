import type { DeclaredResource } from '../../model/infrastructure.ts';
import type { Problem } from '../../model/project.ts';
import { type DbtFiles, type FileRef, yamlOf } from '../dbt/dbt-files.ts';
import type { Loaded } from '../loaded.ts';
import { blobKey } from '../memo.ts';
import { readResourceDocument } from './resource-document.ts';
import { readResourceText } from './resource-text.ts';

/**
 * Reads the resources that the files of `specs/infrastructure` declare. Whether YAML and JSON can be parsed at all is
 * judged by the caller; other files than YAML, JSON and Markdown declare nothing.
 */
export function loadResources(source: DbtFiles, files: readonly FileRef[]): Loaded<DeclaredResource> {
  const loaded = files.map((file) => source.memo.once('resources', blobKey(file), () => readFile(source, file)));
  return {
    items: loaded.flatMap(({ items }) => items),
    problems: loaded.flatMap(({ problems }) => problems),
  };
}

function readFile(source: DbtFiles, file: FileRef): Loaded<DeclaredResource> {
  const { path } = file;
  if (path.endsWith('.md')) {
    const bytes = source.read(path);
    return bytes === undefined ? { items: [], problems: [] } : readResourceText(path, bytes);
  }
  const root = /\.(?:ya?ml|json)$/.test(path) ? yamlOf(source, file).root : undefined;
  const problems: Problem[] = [];
  return { items: root === undefined ? [] : readResourceDocument(path, root, problems), problems };
}
