import { firstDifference } from '../generators/ownership/first-difference.ts';
import type { Generation } from '../generators/generate.ts';
import { hashText, lockArtifact, type LockEntry, lockPath, readLock } from '../generators/ownership/lock.ts';
import type { Artifact, ArtifactState } from '../model/artifact.ts';
import { compareText } from '../model/location.ts';
import type { Tree } from '../model/tree.ts';

/** Where everything lies that is only made to be taken away. */
export const exportsFolder = 'exports/';

/** What is generated, and how the files of the tree stand to it. */
export interface ExportSource {
  readonly generation: Generation;
  readonly states: readonly ArtifactState[];
  readonly headTree: Tree;
}

/** How the files below `exports/` stand, as if nothing else was ever written: the lock goes on saying of all other files what it says. */
export function exportStates({ generation, states, headTree }: ExportSource): readonly ArtifactState[] {
  const exported = states.filter(({ path }) => path.startsWith(exportsFolder) && path !== lockPath);
  const wanted = generation.artifacts.find(({ path }) => path === lockPath);
  if (wanted === undefined) return exported;
  const lock = lockOf(states, { generation, headTree });
  return [...exported, lockState(lock, headTree)].toSorted((a, b) => compareText(a.path, b.path));
}

/** Files that are not written keep their entries, or have none: with a new one they would count as edited by hand. */
function lockOf(
  states: readonly ArtifactState[],
  { generation, headTree }: Pick<ExportSource, 'generation' | 'headTree'>,
): Artifact {
  const bytes = headTree.read(lockPath);
  const before = (bytes === undefined ? undefined : readLock(bytes)) ?? new Map<string, LockEntry>();
  const stays = new Map(
    states
      .filter(({ path, status, merge }) => (path.startsWith(exportsFolder) ? merge === 'conflict' : status !== 'fresh'))
      .map((state) => [state.path, state]),
  );
  const kept = new Map([...before].filter(([path]) => stays.has(path)));
  const made = generation.artifacts.filter(({ path }) => path !== lockPath && (!stays.has(path) || kept.has(path)));
  const known = new Set(made.map(({ path }) => path));
  // What no specification asks for any more is still known while nobody has deleted it.
  const left = [...kept].filter(([path]) => !known.has(path)).map(([path, entry]) => leftArtifact(path, entry));
  return lockArtifact([...made, ...left], kept);
}

function leftArtifact(path: string, { generator, specs }: LockEntry): Artifact {
  return { path, content: '', ownership: 'owned', generator, sources: specs };
}

function lockState({ path, content, generator, ownership, sources }: Artifact, tree: Tree): ArtifactState {
  const state = { path, generator, ownership, sources };
  const bytes = tree.read(path);
  if (bytes === undefined) return { ...state, status: 'missing', content };
  const found = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
  if (hashText(found) === hashText(content)) return { ...state, status: 'fresh' };
  // A lock that is none is somebody's own file.
  if (readLock(bytes) === undefined) return { ...state, status: 'edited', ...firstDifference(found, content) };
  return { ...state, status: 'stale', content, ...firstDifference(found, content) };
}
