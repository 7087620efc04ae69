import type { Contract } from '../model/contract.ts';
import { compareText, fileStart } from '../model/location.ts';
import type { FileRole, Problem, Project, ProjectFile } from '../model/project.ts';
import type { Tree } from '../model/tree.ts';
import { agentDialect } from './agent/agent-dialect.ts';
import { configPath } from './config.ts';
import { codeProblem, type DbtFiles, yamlOf } from './dbt/dbt-files.ts';
import { isForeign, loadDbt } from './dbt/load-dbt.ts';
import { jsonProblem } from './governance/read-document.ts';
import { loadGovernance } from './governance/load-governance.ts';
import { loadSpecs } from './load-specs.ts';
import { directionOf, isWanted, layoutOf, maxSegments, roleOf } from './layout.ts';
import { isHostile, mixedLayout, unknownPaths, unreadablePaths } from './layout-problems.ts';
import { blobKey, type Memo } from './memo.ts';
import { decodeUtf8 } from './inspect-text.ts';
import { loadContract } from './odcs/load-contract.ts';
import { loadDags } from './orchestration/load-dags.ts';
import { loadOwners, ownerPaths } from './owners/load-owners.ts';
import { loadProducts } from './products/load-products.ts';
import { loadSampleData } from './sample-data/load-sample-data.ts';
import { readYaml, sortProblems } from './yaml.ts';

export interface LoadOptions {
  /** SQL dialect that the configuration sets for dbt projects whose profile does not tell. */
  readonly dialect?: string;
}

/**
 * Reads everything that a tree says. An empty tree is an empty project. What cannot be read becomes a problem or is
 * listed as skipped; the other files are judged all the same. `memo` is shared between the trees of one comparison.
 */
export function loadProject(tree: Tree, memo: Memo, options: LoadOptions = {}): Project {
  const entries = tree.entries.filter(({ path }) => isWanted(path));
  const readable = entries
    .filter(({ kind, path }) => kind === 'file' && !isHostile(path))
    .toSorted((a, b) => compareText(a.path, b.path));
  const given: DbtFiles = {
    files: readable.filter(inImplementation),
    memo,
    read: (path) => tree.read(path),
  };
  const configured = options.dialect === undefined ? undefined : { name: options.dialect, from: configPath };
  const source: DbtFiles = { ...given, dialect: configured ?? agentDialect(given, readable) };
  const dbt = loadDbt(source);
  const dbtRoots = new Set(dbt.projects.map(({ root }) => root));
  const products = loadProducts(source, readable);
  const productPaths = new Set(products.map(({ file }) => file.path));
  const known = products.flatMap(({ product }) => product ?? []);
  const files = projectFiles(readable, dbtRoots, productPaths);
  const paths = files.map(({ path }) => path);
  const contracts = loadContracts(source, files);
  const governance = loadGovernance({ files, memo, read: source.read });
  const specs = loadSpecs(source, files);
  const problems: readonly Problem[] = [
    ...unreadablePaths(tree.entries),
    ...unknownPaths(readable.map(({ path }) => path).filter((path) => !productPaths.has(path))),
    ...mixedLayout(paths),
    ...notRead(source, files),
    ...contracts.problems,
    ...governance.problems,
    ...specs.problems,
    ...dbt.problems,
    ...files.flatMap((file) => syntaxProblems(source, file)),
    ...strayModels(files, dbtRoots),
  ];
  return {
    layout: layoutOf(paths),
    files,
    contracts: contracts.contracts,
    governance: governance.governance,
    dbt: dbt.projects,
    ...readersOf(source, files),
    ...specs.found,
    paths: new Set(tree.entries.map(({ path }) => path)),
    ...(known.length === 0 ? {} : { products: known }),
    ...ownersIn(readable, source.read),
    problems: sortProblems(problems),
    skipped: [...tree.skipped, ...dbt.skipped],
  };
}

/** What uses the data beside dbt; a kind that the repository does not have is left out. */
function readersOf(source: DbtFiles, files: readonly ProjectFile[]): Pick<Project, 'dags' | 'sampleData'> {
  const ofRole = (role: FileRole): readonly ProjectFile[] =>
    files.filter((file) => file.role === role && !isForeign(file.path));
  const dags = loadDags(source, ofRole('orchestration'));
  const sampleData = loadSampleData(source, ofRole('sample-data'));
  return { ...(dags.length === 0 ? {} : { dags }), ...(sampleData.length === 0 ? {} : { sampleData }) };
}

/** Only the first of the files counts, also where it says nothing. */
function ownersIn(entries: Tree['entries'], read: Tree['read']): Pick<Project, 'owners'> {
  const path = ownerPaths.find((each) => entries.some((entry) => entry.path === each));
  const bytes = path === undefined ? undefined : read(path);
  const owners = bytes === undefined ? [] : loadOwners(decodeUtf8(bytes) ?? '');
  return owners.length === 0 ? {} : { owners };
}

function inImplementation({ path }: { readonly path: string }): boolean {
  return path.startsWith('implementation/');
}

/** The files that have a role; a file of a dbt project is one of dbt's, and a data product is one, wherever they lie. */
function projectFiles(
  entries: Tree['entries'],
  dbtRoots: ReadonlySet<string>,
  products: ReadonlySet<string>,
): readonly ProjectFile[] {
  return entries.flatMap(({ path, oid }) => {
    const role = products.has(path) ? 'data-product' : isBelow(path, dbtRoots) ? 'dbt' : roleOf(path);
    return role === undefined ? [] : [{ path, oid, role }];
  });
}

/** Whether one of the folders that a path lies in is among `folders`. */
function isBelow(path: string, folders: ReadonlySet<string>): boolean {
  let end = path.indexOf('/');
  for (let depth = 1; depth < maxSegments && end !== -1; depth++) {
    if (folders.has(path.slice(0, end))) return true;
    end = path.indexOf('/', end + 1);
  }
  return false;
}

interface LoadedContracts {
  readonly contracts: readonly Contract[];
  readonly problems: readonly Problem[];
}

function loadContracts({ memo, read }: DbtFiles, files: readonly ProjectFile[]): LoadedContracts {
  const loaded = files.flatMap((file) => {
    const direction = file.role === 'data-product' ? undefined : directionOf(file.path);
    const bytes = read(file.path);
    if (direction === undefined || bytes === undefined) return [];
    return [memo.once('contract', blobKey(file), () => loadContract(readYaml(file.path, bytes), direction))];
  });
  return {
    contracts: loaded.flatMap(({ contract }) => contract ?? []),
    problems: loaded.flatMap(({ problems }) => problems),
  };
}

/** Roles whose files other readers judge, with a place for every mistake. */
const judgedRoles: ReadonlySet<FileRole> = new Set([
  'contract',
  'naming',
  'classification',
  'tagging',
  'orchestration-policy',
  'slas',
  'custom-rule',
]);

/** Whether the YAML and JSON files that nobody else reads are YAML and JSON at all. */
function syntaxProblems(source: DbtFiles, file: ProjectFile): readonly Problem[] {
  if (judgedRoles.has(file.role) || file.role === 'export' || isForeign(file.path)) return [];
  const problems = /\.(?:yaml|yml)$/.test(file.path) ? yamlOf(source, file).problems : jsonProblems(source, file);
  return inImplementation(file) ? problems.flatMap((problem) => asCodeProblem(problem, file.role)) : problems;
}

function jsonProblems({ memo, read }: DbtFiles, file: ProjectFile): readonly Problem[] {
  const bytes = file.path.endsWith('.json') ? read(file.path) : undefined;
  if (bytes === undefined) return [];
  const problem = memo.once('json', blobKey(file), () => jsonProblem(file.path, bytes));
  return problem === undefined ? [] : [problem];
}

/** Manifests may hold several documents; a key written twice still runs, though dbt has deprecated it. */
function asCodeProblem(problem: Problem, role: FileRole): readonly Problem[] {
  if (problem.key === 'several-documents' && role !== 'dbt') return [];
  const severity = problem.key === 'duplicate-key' ? 'warning' : problem.severity;
  return [{ ...problem, kind: 'code', ...(severity === undefined ? {} : { severity }) }];
}

/** Files that must be judged but were left out of the tree: nothing passes silently. */
function notRead({ read }: DbtFiles, files: readonly ProjectFile[]): readonly Problem[] {
  return files.flatMap(({ path, role }) => {
    const isCode = role === 'dbt' && /\.(?:sql|py|ya?ml)$/.test(path) && !isForeign(path);
    if (!(judgedRoles.has(role) || isCode) || read(path) !== undefined) return [];
    const kind = isCode ? 'code' : 'unreadable';
    return [{ kind, at: fileStart(path), key: 'not-read', message: 'layout.not-read', values: { path } } as const];
  });
}

/** SQL in a folder meant for dbt that no project owns; once per folder. */
function strayModels(files: readonly ProjectFile[], dbtRoots: ReadonlySet<string>): readonly Problem[] {
  const folders = new Map<string, Problem>();
  for (const { path, role } of files) {
    const folder = path.split('/').slice(0, 2).join('/');
    const isStray = role === 'dbt' && path.endsWith('.sql') && !isBelow(path, dbtRoots);
    if (isStray && !folders.has(folder))
      folders.set(folder, codeProblem('no-project-file', fileStart(path), { folder }));
  }
  return [...folders.values()];
}
