import type { Artifact } from '../model/artifact.ts';
import { compareText } from '../model/location.ts';
import type { Tree } from '../model/tree.ts';
import type { GeneratorContext } from './define-generator.ts';
import { applyKeys } from './keys/shared-keys.ts';

/** The files of a tree as they will be with what was made so far: every generator sees what earlier ones make. */
export class MadeFiles {
  readonly #tree: Pick<Tree, 'entries' | 'read'> | undefined;
  readonly #written = new Map<string, Artifact>();
  readonly #texts = new Map<string, string | undefined>();
  #paths: readonly string[];

  constructor(tree?: Pick<Tree, 'entries' | 'read'>) {
    this.#tree = tree;
    this.#paths = sorted((tree?.entries ?? []).map(({ path }) => path));
  }

  /** Adds what a generator made. Views from before do not change. */
  add(artifacts: readonly Artifact[]): void {
    if (artifacts.length === 0) return;
    for (const artifact of artifacts) {
      this.#written.set(artifact.path, artifact);
      this.#texts.delete(artifact.path);
    }
    this.#paths = sorted([...this.#paths, ...artifacts.map(({ path }) => path)]);
  }

  /** What the next generator sees; it must not read after more was added. */
  view(): Required<Pick<GeneratorContext, 'read' | 'sourcesOf' | 'paths'>> {
    return {
      // A function of its own, because what is read through one is kept by it.
      read: (path) => this.#read(path),
      sourcesOf: (path) => this.#written.get(path)?.sources ?? [],
      paths: this.#paths,
    };
  }

  /** Generators ask for the same file once per model. */
  #read(path: string): string | undefined {
    if (!this.#texts.has(path)) this.#texts.set(path, readText(path, this.#written.get(path), this.#tree));
    return this.#texts.get(path);
  }
}

function sorted(paths: readonly string[]): readonly string[] {
  return [...new Set(paths)].toSorted(compareText);
}

/** A file that people own says what they wrote, with the keys that are ours. */
function readText(path: string, made: Artifact | undefined, tree: Pick<Tree, 'read'> | undefined): string | undefined {
  if (made?.ownership === 'owned') return made.content;
  const bytes = tree?.read(path);
  if (bytes === undefined) return made?.content;
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
  const applied = made?.ownership === 'shared-keys' ? applyKeys(text, made.keys ?? []) : undefined;
  return applied !== undefined && 'text' in applied ? applied.text : text;
}
