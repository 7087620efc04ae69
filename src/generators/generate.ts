import type { Artifact } from '../model/artifact.ts';
import { compareText, fileStart } from '../model/location.ts';
import type { Problem, Project } from '../model/project.ts';
import type { GeneratorNote } from './define-generator.ts';
import { lockArtifact } from './lock.ts';
import { generators } from './registry.ts';

/** What the specifications could not say because files of them could not be read. Nothing made from these is judged. */
export interface Unread {
  /** Contract files with errors. */
  readonly specs: ReadonlySet<string>;
  /** Folders (with a trailing slash, `''` for all) of dbt projects with unreadable YAML. */
  readonly folders: readonly string[];
}

/** Every artifact that the project asks for, sorted by path, the lock file among them. */
export interface Generation {
  readonly artifacts: readonly Artifact[];
  readonly notes: readonly GeneratorNote[];
  readonly unread: Unread;
}

/**
 * Runs the generators that are not switched off in `enabled` (the configuration's `generators`). Where a contract cannot be read,
 * what depends on all contracts (catalog and lock) is left out and a note says so: half the contracts would make a wrong file.
 */
export function generateArtifacts(project: Project, enabled: { readonly [name: string]: boolean } = {}): Generation {
  const unread = findUnread(project);
  const readable: Project = {
    ...project,
    contracts: project.contracts.filter((contract) => !unread.specs.has(contract.path)),
    dbt: project.dbt.filter((each) => !unread.folders.includes(folderOf(each.root))),
  };
  const whole = unread.specs.size === 0 && unread.folders.length === 0;
  const generated = generators
    .filter((generator) => !Object.hasOwn(enabled, generator.name) || enabled[generator.name] !== false)
    .filter((generator) => whole || !generator.readsAll)
    .map((generator) => generator.generate(readable));
  const artifacts = generated.flatMap((each) => each.artifacts);
  return {
    artifacts: [...artifacts, ...(whole && artifacts.length > 0 ? [lockArtifact(artifacts)] : [])].toSorted((a, b) =>
      compareText(a.path, b.path),
    ),
    notes: [...unreadNotes(unread), ...generated.flatMap((each) => each.notes)],
    unread,
  };
}

/** Whether a file made from `sources` must not be judged. */
export function isUnjudged(unread: Unread, path: string, sources: readonly string[]): boolean {
  return sources.some((source) => unread.specs.has(source)) || unread.folders.some((folder) => path.startsWith(folder));
}

function findUnread(project: Project): Unread {
  const contracts = new Set(project.files.filter((file) => file.role === 'contract').map((file) => file.path));
  const errors = project.problems.filter((problem) => problem.severity !== 'warning');
  const skipped = project.skipped.map((each) => each.what);
  const broken = [...errors.filter(isUnreadable).map((problem) => problem.at.path), ...skipped];
  const yaml = errors.map((problem) => problem.at.path).filter((path) => /\.ya?ml$/.test(path));
  return {
    specs: new Set(broken.filter((path) => contracts.has(path)).toSorted(compareText)),
    folders: project.dbt
      .map((each) => folderOf(each.root))
      .filter((folder) => yaml.some((path) => isInside(path, folder, contracts))),
  };
}

function isUnreadable(problem: Problem): boolean {
  return problem.kind === 'syntax' || problem.kind === 'schema' || problem.kind === 'unreadable';
}

function isInside(path: string, folder: string, contracts: ReadonlySet<string>): boolean {
  return path.startsWith(folder) && !contracts.has(path) && !path.startsWith('specs/');
}

function folderOf(root: string): string {
  return root === '' ? '' : `${root}/`;
}

function unreadNotes(unread: Unread): readonly GeneratorNote[] {
  const specs = [...unread.specs].map((path) => unreadNote(path, 'contract-unread'));
  const folders = unread.folders.map((folder) => unreadNote(`${folder}dbt_project.yml`, 'dbt-unread'));
  return [...specs, ...folders];
}

function unreadNote(path: string, message: string): GeneratorNote {
  return { generator: 'all', subject: path, at: fileStart(path), message: `generators.${message}`, values: { path } };
}
