import type { SharedPolicy } from '../model/policy.ts';
import type { Problem } from '../model/project.ts';
import { type Extended, type LoadedConfig, type LoadedShared, loadShared } from './config.ts';
import type { Mention } from './config-rules.ts';

/** How far a shared policy may extend another, and how many there may be: no organisation has more. */
const maxDepth = 5;
const maxPolicies = 16;

/** The shared policies that a configuration extends, each once, nearest first. */
export interface SharedPolicies {
  readonly policies: readonly SharedPolicy[];
  /** What is wrong in their files. */
  readonly problems: readonly Problem[];
  readonly mentions: readonly Mention[];
  /** References that lead nowhere: without them the configuration would be weaker than it says. */
  readonly unresolved: readonly Problem[];
  /** Files of other repositories that `read` does not have. */
  readonly unread: readonly UnreadPolicy[];
  /** Paths of the files, also of those that `read` does not have. */
  readonly paths: readonly string[];
}

/** A shared policy in another repository, and where it is named. */
export interface UnreadPolicy {
  /** As `read` is asked for it: `github:owner/name/path@ref`. */
  readonly key: string;
  readonly problem: Problem;
}

/** Follows `extends` from a configuration; `read` gives the bytes of a file of the same tree. Loops end, and are said. */
export function readSharedPolicies(
  { config, extended }: Pick<LoadedConfig, 'config' | 'extended'>,
  read: (path: string) => Uint8Array | undefined,
): SharedPolicies {
  const walk = new Walk(read);
  walk.follow(extended, config.path === undefined ? [] : [config.path]);
  return {
    policies: walk.loaded.map(({ policy }) => policy),
    problems: walk.loaded.flatMap(({ problems }) => problems),
    mentions: walk.loaded.flatMap(({ mentions }) => mentions),
    unresolved: walk.unresolved,
    unread: walk.unread,
    paths: [...walk.paths],
  };
}

/** One walk over the files: what was found, and which files it went through. */
class Walk {
  readonly loaded: LoadedShared[] = [];
  readonly unresolved: Problem[] = [];
  readonly unread: UnreadPolicy[] = [];
  readonly paths = new Set<string>();
  private readonly read: (path: string) => Uint8Array | undefined;

  constructor(read: (path: string) => Uint8Array | undefined) {
    this.read = read;
  }

  /** `trail` holds the files that lead here. */
  follow(extended: readonly Extended[], trail: readonly string[]): void {
    for (const reference of extended) {
      const path = pathOf(reference.name, trail.at(-1) ?? '');
      const mistake = path === undefined ? unreadableName(reference.name) : this.obstacle(path, trail);
      if (mistake !== undefined) this.unresolved.push(problem(reference, mistake));
      else if (path !== undefined && !this.paths.has(path)) this.open(reference, path, trail);
    }
  }

  private obstacle(path: string, trail: readonly string[]): string | undefined {
    if (trail.includes(path)) return 'config.shared-loop';
    if (trail.length > maxDepth) return 'config.shared-deep';
    return this.paths.size >= maxPolicies && !this.paths.has(path) ? 'config.shared-many' : undefined;
  }

  private open(reference: Extended, path: string, trail: readonly string[]): void {
    this.paths.add(path);
    const bytes = this.read(path);
    if (bytes === undefined && isRemote(path)) {
      this.unread.push({ key: path, problem: problem(reference, 'config.shared-not-read') });
      return;
    }
    if (bytes === undefined) {
      this.unresolved.push(problem(reference, 'config.shared-missing'));
      return;
    }
    const loaded = loadShared(path, bytes);
    this.loaded.push(loaded);
    if (loaded.problems.some(({ kind }) => kind !== 'schema'))
      this.unresolved.push(problem(reference, 'config.shared-unreadable'));
    this.follow(loaded.extended, [...trail, path]);
  }
}

/** `github:owner/name/path@ref`. */
const remote = /^github:([\w.-]+\/[\w.-]+)\/([^@\s]+)@([^@\s]+)$/;

/** The parts of a reference to another repository; undefined for a path. */
export function remotePlace(
  key: string,
): { readonly repository: string; readonly path: string; readonly ref: string } | undefined {
  const [, repository = '', path = '', ref = ''] = remote.exec(key) ?? [];
  return repository === '' ? undefined : { repository, path, ref };
}

function isRemote(key: string): boolean {
  return remote.test(key);
}

/**
 * `./policy/org.yaml` is `policy/org.yaml`, in the repository (and at the ref) of the file that names it; undefined for anything
 * that is neither a path inside a repository nor a reference to one.
 */
function pathOf(name: string, from: string): string | undefined {
  const place = remotePlace(name);
  const home = place ?? remotePlace(from);
  const path = plainPath(place === undefined ? name : place.path);
  return path === undefined || home === undefined ? path : `github:${home.repository}/${path}@${home.ref}`;
}

function plainPath(name: string): string | undefined {
  if (/^(?:\/|[a-z][a-z0-9+.-]*:)/i.test(name)) return undefined;
  const segments = name.split('/').filter((segment) => segment !== '' && segment !== '.');
  return segments.length === 0 || segments.includes('..') ? undefined : segments.join('/');
}

function unreadableName(name: string): string {
  return /^[a-z][a-z0-9+.-]*:/i.test(name) ? 'config.shared-remote' : 'config.shared-not-a-path';
}

function problem({ name, at }: Extended, message: string): Problem {
  return { kind: 'schema', at, key: `extends ${name} ${message}`, message, values: { name } };
}
