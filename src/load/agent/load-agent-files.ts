import type { AgentFile, AgentFileKind } from '../../model/agent-files.ts';
import { fileStart } from '../../model/location.ts';
import { type DbtFiles, type FileRef, textOfFile } from '../dbt/dbt-files.ts';
import type { Loaded } from '../loaded.ts';
import { blobKey } from '../memo.ts';
import { referencedPaths } from './referenced-paths.ts';

/** Reads what tells coding agents how to work. Only Markdown refers to paths; what cannot be read refers to none. */
export function loadAgentFiles(source: DbtFiles, files: readonly FileRef[]): Loaded<AgentFile> {
  const items = files.map((file) => source.memo.once('agent-file', blobKey(file), () => readFile(source, file)));
  return { items, problems: [] };
}

function readFile(source: DbtFiles, file: FileRef): AgentFile {
  const { path } = file;
  const profile = /^\.?agent-os\/profiles\/([^/]+)\//.exec(path)?.[1];
  const text = /\.mdc?$/.test(path) ? textOfFile(source, file) : undefined;
  return {
    path,
    kind: kindOf(path),
    ...(profile === undefined ? {} : { profile }),
    paths: text === undefined ? [] : referencedPaths(path, text),
    at: fileStart(path),
  };
}

function kindOf(path: string): AgentFileKind {
  const folders = path.split('/').slice(1, -1);
  if (!/^\.?agent-os\//.test(path)) return 'instructions';
  if (folders.includes('standards')) return 'standard';
  if (folders.includes('directives')) return 'directive';
  if (folders.some((each) => /^(?:commands|instructions|workflows)$/.test(each))) return 'workflow';
  return folders[0] === 'profiles' || folders.length === 0 ? 'profile' : 'instructions';
}
