import { compareText, fileStart } from '../model/location.ts';
import type { Problem } from '../model/project.ts';
import type { TreeEntry } from '../model/tree.ts';
import { contractLayoutOf, isNote, places, roleOf } from './layout.ts';
import { enterFolder, isLiteral, openPattern, type Pattern } from './layout-pattern.ts';
import { suggest } from '../model/suggest.ts';

/** Folders deeper than this are not looked at one by one; no layout goes so deep, a hostile path may. */
const maxFolders = 16;

/** Folders and files below `specs/` that no place is meant for: one problem per unknown folder, not one per file in it. */
export function unknownPaths(paths: readonly string[]): readonly Problem[] {
  const below = paths.filter((path) => path.startsWith('specs/') && !isNote(path)).toSorted(compareText);
  const unknown = below.filter((path) => roleOf(path) === undefined);
  const known = foldersOf(below.filter((path) => roleOf(path) !== undefined));
  const viewOf = folderViews();
  const problems = new Map<string, Problem>();
  for (const path of unknown) {
    const folder = unknownFolder(path, known, viewOf);
    if (problems.has(folder ?? path)) continue;
    problems.set(folder ?? path, folder === undefined ? unknownFile(path, viewOf) : misplaced(folder, path, viewOf));
  }
  return [...problems.values()];
}

/** One warning where a repository has contracts in the folders of both founding layouts; at the layout with fewer files. */
export function mixedLayout(paths: readonly string[]): readonly Problem[] {
  const sorted = paths.toSorted(compareText);
  const first = sorted.filter((path) => contractLayoutOf(path) === 'sources-data-products');
  const second = sorted.filter((path) => contractLayoutOf(path) === 'inputs-outputs');
  const [few, many] = first.length < second.length ? [first, second] : [second, first];
  const [odd, other] = [few[0], many[0]];
  if (odd === undefined || other === undefined) return [];
  const values = { folder: contractFolder(odd), file: odd, otherFolder: contractFolder(other), otherFile: other };
  return [{ ...warning({ kind: 'layout', path: odd }, 'mixed', values), related: [fileStart(other)] }];
}

/** Entries below `specs/` and `implementation/` that are never read: symlinks, submodules and names that lie on a screen. */
export function unreadablePaths(entries: readonly TreeEntry[]): readonly Problem[] {
  return entries.flatMap((entry) => {
    if (!/^(?:specs|implementation)(?:\/|$)/.test(entry.path)) return [];
    const reason = entry.kind === 'file' ? (isHostile(entry.path) ? 'hostile-name' : undefined) : entry.kind;
    return reason === undefined ? [] : [unreadable(entry.path, reason)];
  });
}

/** Whether a path holds control or direction-changing characters, or bytes that are not UTF-8 (read as U+FFFD). */
export function isHostile(path: string): boolean {
  return hostile.test(path);
}

const hostile = /[\p{Cc}\u2028\u2029\u202A-\u202E\u2066-\u2069\uFFFD]/u;

function unreadable(path: string, reason: string): Problem {
  const at = fileStart(path);
  return { kind: 'unreadable', at, key: reason, message: `layout.${reason}`, values: { path: printable(path) } };
}

/** The path on one line, with every character that a terminal or comment could obey written as an escape. */
function printable(path: string): string {
  return path.replaceAll(new RegExp(hostile, 'gu'), escapeCharacter);
}

function escapeCharacter(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/** What the places know below one folder. */
interface FolderView {
  /** Patterns that go through the folder, with the positions that are open in it. */
  readonly reached: readonly { readonly pattern: Pattern; readonly open: readonly number[] }[];
  /** Names of folders and of files (or `*.ext`) directly in it, sorted. */
  readonly folders: readonly string[];
  readonly files: readonly string[];
}

type ViewOf = (folder: string) => FolderView;

/** Looks at each folder once. */
function folderViews(): ViewOf {
  const views = new Map<string, FolderView>();
  const root = places.map(({ pattern }) => ({ pattern, open: openPattern(pattern) }));
  const viewOf: ViewOf = (folder) => {
    const known = views.get(folder);
    if (known !== undefined) return known;
    const slash = folder.lastIndexOf('/');
    const above = slash === -1 ? root : viewOf(folder.slice(0, slash)).reached;
    const name = folder.slice(slash + 1);
    const view = viewFrom(above.map(({ pattern, open }) => ({ pattern, open: enterFolder(pattern, open, name) })));
    views.set(folder, view);
    return view;
  };
  return viewOf;
}

function viewFrom(entered: FolderView['reached']): FolderView {
  const reached = entered.filter(({ open }) => open.length > 0);
  const folders = new Set<string>();
  const files = new Set<string>();
  for (const { pattern, open } of reached) {
    for (const at of open) {
      const segment = pattern[at] ?? '';
      if (at === pattern.length - 1) files.add(segment);
      else if (isLiteral(segment)) folders.add(segment);
    }
  }
  return { reached, folders: [...folders].sort(compareText), files: [...files].sort(compareText) };
}

/** The outermost folder of `path` that no place goes through, or that is a misspelt one and holds nothing that is known. */
function unknownFolder(path: string, known: ReadonlySet<string>, viewOf: ViewOf): string | undefined {
  const segments = path.split('/', maxFolders);
  const deepest = Math.min(segments.length, path.split('/').length - 1);
  let parent = 'specs';
  for (const name of segments.slice(1, deepest)) {
    const folder = `${parent}/${name}`;
    const names = viewOf(parent).folders;
    const isMisspelt = !names.includes(name) && !known.has(folder) && suggest(name, names) !== undefined;
    if (isMisspelt || viewOf(folder).reached.length === 0) return folder;
    parent = folder;
  }
  return undefined;
}

function misplaced(folder: string, firstFile: string, viewOf: ViewOf): Problem {
  const slash = folder.lastIndexOf('/');
  const parent = folder.slice(0, slash);
  const { folders } = viewOf(parent);
  const near = suggest(folder.slice(slash + 1), folders);
  const values = { path: `${folder}/`, allowed: quoted(folders.map((each) => `${each}/`)) };
  const problem =
    near === undefined
      ? warning({ kind: 'unknown-path', path: firstFile }, 'unknown-folder', values)
      : warning({ kind: 'unknown-path', path: firstFile }, 'unknown-folder-near', {
          ...values,
          suggestion: `${parent}/${near}/`,
        });
  return { ...problem, key: `unknown-folder ${folder}` };
}

function unknownFile(path: string, viewOf: ViewOf): Problem {
  const slash = path.lastIndexOf('/');
  const parent = path.slice(0, slash);
  const { files, folders } = viewOf(path.split('/', maxFolders + 1).length > maxFolders ? 'specs' : parent);
  const near = suggest(path.slice(slash + 1), files.filter(isLiteral));
  const values = { path, allowed: quoted([...files, ...folders.map((each) => `${each}/`)]) };
  if (near === undefined) return warning({ kind: 'unknown-path', path: path }, 'unknown-file', values);
  return warning({ kind: 'unknown-path', path: path }, 'unknown-file-near', {
    ...values,
    suggestion: `${parent}/${near}`,
  });
}

/** The folders that the paths lie in, down to where folders are looked at one by one. */
function foldersOf(paths: readonly string[]): ReadonlySet<string> {
  const folders = new Set<string>();
  for (const path of paths) {
    const segments = path.split('/', maxFolders);
    for (let depth = 1; depth < segments.length; depth++) folders.add(segments.slice(0, depth).join('/'));
  }
  return folders;
}

/** `specs/contracts/sources` of a contract's path. */
function contractFolder(path: string): string {
  return `${path.split('/').slice(0, 3).join('/')}/`;
}

function quoted(names: readonly string[]): string {
  return names.map((name) => `"${name}"`).join(', ');
}

interface Place {
  readonly kind: Problem['kind'];
  readonly path: string;
}

function warning({ kind, path }: Place, message: string, values: Problem['values']): Problem {
  return { kind, severity: 'warning', at: fileStart(path), key: message, message: `layout.${message}`, values };
}
