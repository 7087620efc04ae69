import { certainlyMeant } from '../model/suggest.ts';

/** The files and folders of a tree, to be looked up. */
export interface PathIndex {
  readonly paths: ReadonlySet<string>;
  /** Names in each folder; the root is the empty one. */
  readonly folders: ReadonlyMap<string, ReadonlySet<string>>;
  /** Files by their names without folders. */
  readonly files: ReadonlyMap<string, readonly string[]>;
}

/** Indexes a tree; the time is linear in its paths. */
export function indexPaths(paths: ReadonlySet<string>): PathIndex {
  const folders = new Map<string, Set<string>>([['', new Set()]]);
  const files = new Map<string, string[]>();
  for (const path of paths) {
    const name = path.slice(path.lastIndexOf('/') + 1);
    files.set(name, [...(files.get(name) ?? []), path].slice(0, 2));
    for (let rest = path; rest !== ''; ) {
      const slash = rest.lastIndexOf('/');
      const folder = slash === -1 ? '' : rest.slice(0, slash);
      const known = folders.get(folder);
      folders.set(folder, (known ?? new Set()).add(rest.slice(slash + 1)));
      if (known !== undefined) break;
      rest = folder;
    }
  }
  return { paths, folders, files };
}

/**
 * The one path that exists and was probably meant: with one name spelt otherwise, or the only file of this name, which
 * has moved. Undefined where there is none, or several.
 */
export function nearPath(path: string, index: PathIndex): string | undefined {
  const spelt = respelt(path, index);
  const moved = movedFile(path, index);
  if (spelt === undefined || moved === undefined) return spelt ?? moved;
  return spelt === moved ? spelt : undefined;
}

function respelt(path: string, { paths, folders }: PathIndex): string | undefined {
  const segments = path.split('/');
  const isKnown = (text: string): boolean => paths.has(text) || folders.has(text);
  const at = segments.findIndex((_, each) => !isKnown(segments.slice(0, each + 1).join('/')));
  const wrong = segments[at];
  if (wrong === undefined) return undefined;
  const before = segments.slice(0, at);
  const after = segments.slice(at + 1);
  const fits = [...(folders.get(before.join('/')) ?? [])].filter((name) =>
    isKnown([...before, name, ...after].join('/')),
  );
  // `step-1.md` and `step-2.md` are two files, however near.
  const name = certainlyMeant(
    wrong,
    fits.filter((each) => withoutDigits(each) !== withoutDigits(wrong)),
  );
  return name === undefined ? undefined : segments.with(at, name).join('/');
}

function withoutDigits(name: string): string {
  return name.replaceAll(/\d/g, '');
}

/** A name without ending may be any folder's; generated copies are not what is meant. */
function movedFile(path: string, { files }: PathIndex): string | undefined {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const [only, ...more] = name.includes('.') ? (files.get(name) ?? []) : [];
  return more.length === 0 && only?.includes('/') === true && !only.startsWith('exports/') ? only : undefined;
}
