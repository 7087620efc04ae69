import type { Artifact } from '../model/artifact.ts';
import type { Change } from '../model/change.ts';
import type { LineageGraph } from '../model/lineage.ts';
import { groupBy } from '../model/group-by.ts';
import { compareText, fileStart } from '../model/location.ts';
import type { Problem, Project } from '../model/project.ts';
import { fitsOption } from '../model/option.ts';
import type { OptionValues } from '../model/policy.ts';
import type { Tree } from '../model/tree.ts';
import type { Generated, Generator, GeneratorContext, GeneratorNote } from './define-generator.ts';
import { attributesArtifact, lockArtifact } from './ownership/lock.ts';
import { MadeFiles } from './made-files.ts';
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

/** What a generation depends on beside the project. */
export interface GenerationRequest {
  /** The configuration's `generators`. */
  readonly enabled?: { readonly [name: string]: boolean };
  /** The configuration's `generatorOptions`. */
  readonly options?: { readonly [name: string]: OptionValues };
  /** The tree that the project was read from; without it generators see no files but each other's. */
  readonly tree?: Pick<Tree, 'entries' | 'read'>;
  /** What the change starts from, and what it does to contracts. */
  readonly base?: Project;
  readonly changes?: readonly Change[];
  /** Lineage of all models as their SQL says it, whatever the change is about. */
  readonly lineage?: LineageGraph;
}

/**
 * Runs the generators that are on. Where a contract cannot be read, what depends on all contracts (catalog and lock) is left out and
 * a note says so: half the contracts would make a wrong file.
 */
export function generateArtifacts(project: Project, request: GenerationRequest = {}): Generation {
  const unread = findUnread(project);
  const readable: Project = {
    ...project,
    contracts: project.contracts.filter((contract) => !unread.specs.has(contract.path)),
    dbt: project.dbt.filter((each) => !unread.folders.includes(folderOf(each.root))),
  };
  const whole = unread.specs.size === 0 && unread.folders.length === 0;
  const generated: Generated[] = [];
  const files = new MadeFiles(request.tree);
  for (const generator of generators) {
    if (!isGeneratorOn(generator, request.enabled) || (generator.readsAll && !whole)) continue;
    const made = generator.generate(readable, { ...contextOf(generator, request), ...files.view() });
    files.add(made.artifacts);
    generated.push(made);
  }
  const made = oncePerPath(generated.flatMap((each) => each.artifacts));
  return {
    artifacts: (whole && made.length > 0 ? withLock(made) : made).toSorted((a, b) => compareText(a.path, b.path)),
    notes: generated.flatMap((each) => each.notes),
    unread,
  };
}

function withLock(made: readonly Artifact[]): readonly Artifact[] {
  // Packages are also made from code; a list of all of it would say nothing.
  const specs = made.flatMap((artifact) => artifact.sources).filter((path) => !path.startsWith('implementation/'));
  const listed = [...made, attributesArtifact([...new Set(specs)].toSorted(compareText))];
  return [...listed, lockArtifact(listed)];
}

/** Two generators may need the same file, such as a macro that the tests of both call: it is the first one's, made from the specs of both. */
function oncePerPath(artifacts: readonly Artifact[]): readonly Artifact[] {
  return [...groupBy(artifacts, ({ path }) => path).values()].flatMap((same) => {
    const sources = [...new Set(same.flatMap((each) => each.sources))].toSorted(compareText);
    return same.slice(0, 1).map((first) => ({ ...first, sources }));
  });
}

/** Whether a generator runs: as the configuration says of it, else of `all`, else as it is by itself. */
export function isGeneratorOn(
  { name, isDefault }: Pick<Generator, 'name' | 'isDefault'>,
  enabled: { readonly [name: string]: boolean } = {},
): boolean {
  const said = [name, 'all'].find((each) => Object.hasOwn(enabled, each));
  return said === undefined ? isDefault : enabled[said] === true;
}

function contextOf(
  generator: Generator,
  { options = {}, enabled, base, changes, lineage }: GenerationRequest,
): Omit<GeneratorContext, 'read' | 'sourcesOf' | 'paths'> {
  const set = Object.hasOwn(options, generator.name) ? options[generator.name] : undefined;
  return {
    options: Object.fromEntries(
      Object.entries(generator.options ?? {}).map(([name, option]) => [
        name,
        set !== undefined && Object.hasOwn(set, name) && fitsOption(option, set[name])
          ? (set[name] ?? null)
          : option.default,
      ]),
    ),
    isOn: (name) => generators.some((each) => each.name === name && isGeneratorOn(each, enabled)),
    ...(base === undefined ? {} : { base }),
    ...(changes === undefined ? {} : { changes }),
    ...(lineage === undefined ? {} : { lineage }),
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

/** What was left out because of files that cannot be read. */
export function unreadNotes(unread: Unread): readonly GeneratorNote[] {
  const specs = [...unread.specs].map((path) => unreadNote(path, 'contract-unread'));
  const folders = unread.folders.map((folder) => unreadNote(`${folder}dbt_project.yml`, 'dbt-unread'));
  return [...specs, ...folders];
}

function unreadNote(path: string, message: string): GeneratorNote {
  return { generator: 'all', subject: path, at: fileStart(path), message: `generators.${message}`, values: { path } };
}
