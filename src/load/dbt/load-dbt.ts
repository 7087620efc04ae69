import type { DbtProject, MacroFile } from '../../model/dbt.ts';
import { compareText } from '../../model/location.ts';
import type { Problem } from '../../model/project.ts';
import type { Skipped } from '../../model/tree.ts';
import { blobKey } from '../memo.ts';
import { itemsOf, valueOf } from '../document.ts';
import { headerOf } from '../sample-data/delimited.ts';
import { type DbtFiles, type FileRef, fileAt, filesBelow, joinPath, stemOf, textOfFile, yamlOf } from './dbt-files.ts';
import { loadModels } from './models.ts';
import { packageNames } from './packages.ts';
import { profileDialect } from './profile-dialect.ts';
import { mergeJson, type ProjectSettings, readProjectFile, varsOf } from './project-file.ts';
import { type PropertiesFile, readProperties } from './properties.ts';
import { readUnitTest } from './unit-tests.ts';

/** The dbt projects of a tree, what is wrong with them, and which models were left out. */
export interface LoadedDbt {
  readonly projects: readonly DbtProject[];
  readonly problems: readonly Problem[];
  readonly skipped: readonly Skipped[];
}

/** Folders of other people's or generated code: what is in them is no project of this repository. */
const foreignFolders = /(?:^|\/)(?:dbt_packages|dbt_modules|target|node_modules|\.venv|venv|\.terraform|__pycache__)\//;

/** Whether a path lies in a folder of installed or generated code. */
export function isForeign(path: string): boolean {
  return foreignFolders.test(path);
}

/** Reads every dbt project (`dbt_project.yml`) among the files, without running dbt. YAML syntax is judged by the caller. */
export function loadDbt(source: DbtFiles): LoadedDbt {
  const projectFiles = source.files.filter(({ path }) => path.endsWith('/dbt_project.yml') && !isForeign(path));
  const loaded = projectFiles.map((file) => loadDbtProject(source, file));
  return {
    projects: loaded.map((each) => each.project),
    problems: loaded.flatMap((each) => each.problems),
    skipped: loaded.flatMap((each) => each.skipped),
  };
}

interface LoadedDbtProject {
  readonly project: DbtProject;
  readonly problems: readonly Problem[];
  readonly skipped: readonly Skipped[];
}

/** One project while it is loaded. */
interface ProjectSource {
  readonly source: DbtFiles;
  readonly root: string;
  readonly files: readonly FileRef[];
  readonly settings: ProjectSettings;
}

function loadDbtProject(source: DbtFiles, file: FileRef): LoadedDbtProject {
  const root = file.path.slice(0, -'/dbt_project.yml'.length);
  const settings = readProjectFile(yamlOf(source, file));
  const project: ProjectSource = { source, root, files: filesBelow(source.files, root, ['']), settings };
  const properties = propertiesOf(project);
  const models = loadModels(
    project,
    properties.flatMap((each) => each.models),
  );
  return {
    project: {
      root,
      name: settings.name,
      at: settings.at,
      models: models.models,
      sources: properties.flatMap((each) => each.sources),
      ...seedsOf(project),
      snapshots: [...snapshotBlocks(project), ...properties.flatMap((each) => each.snapshots)].sort(compareText),
      macros: [...ownMacros(project), ...installedMacros(project)],
      groups: properties.flatMap((each) => each.groups),
      ...exposuresOf(properties),
      ...unitTestsOf(project),
      orphanProperties: models.orphanProperties,
      vars: mergeJson(varsOf(yamlAt(project, 'vars.yml'), settings.name), settings.vars),
      packages: packagesOf(project),
      ...deprecatedOf(project, properties),
      ...dialectOf(project),
    },
    problems: [...settings.problems, ...properties.flatMap((each) => each.problems), ...models.problems],
    skipped: models.skipped,
  };
}

function seedsOf(project: ProjectSource): Pick<DbtProject, 'seeds' | 'seedColumns'> {
  const { source, settings } = project;
  const files = filesIn(project, settings.seedPaths, ['.csv']);
  const seeds = files.map(({ path }) => stemOf(path));
  if (files.length === 0) return { seeds };
  const columns = files.map((file) =>
    source.memo.once('seed-columns', file.oid, () => headerOf(textOfFile(source, file) ?? '')),
  );
  return { seeds, seedColumns: new Map(seeds.map((name, at) => [name, columns[at] ?? []])) };
}

/** Not remembered by file: rows may stand in other files. */
function unitTestsOf(project: ProjectSource): Pick<DbtProject, 'unitTests'> {
  const { source, root, files } = project;
  const items = propertiesFiles(project).flatMap((file) => itemsOf(valueOf(yamlOf(source, file).root, 'unit_tests')));
  const fixture = (name: string): { readonly path: string; readonly text: string } | undefined => {
    const file = filesBelow(files, root, [`/fixtures/${name}.csv`, `/fixtures/${name}.sql`])[0];
    const text = file === undefined ? undefined : textOfFile(source, file);
    return file === undefined || text === undefined ? undefined : { path: file.path, text };
  };
  const unitTests = items.flatMap((item) => readUnitTest(item, fixture) ?? []);
  return unitTests.length === 0 ? {} : { unitTests };
}

function exposuresOf(properties: readonly PropertiesFile[]): Pick<DbtProject, 'exposures'> {
  const exposures = properties.flatMap((each) => each.exposures);
  return exposures.length === 0 ? {} : { exposures };
}

function deprecatedOf(
  { settings }: ProjectSource,
  properties: readonly PropertiesFile[],
): Pick<DbtProject, 'deprecated'> {
  const deprecated = [...settings.deprecated, ...properties.flatMap((each) => each.deprecated)];
  return deprecated.length === 0 ? {} : { deprecated };
}

/** Properties files lie beside what they describe, in any of the project's folders of resources. */
function propertiesOf(project: ProjectSource): readonly PropertiesFile[] {
  const { source } = project;
  return propertiesFiles(project).map((file) =>
    source.memo.once('dbt-properties', blobKey(file), () => readProperties(yamlOf(source, file))),
  );
}

function propertiesFiles(project: ProjectSource): readonly FileRef[] {
  const { modelPaths, seedPaths, snapshotPaths } = project.settings;
  return filesIn(project, [...modelPaths, ...seedPaths, ...snapshotPaths], ['.yml', '.yaml']);
}

/** Names of `{% snapshot name %}` blocks. */
function snapshotBlocks(project: ProjectSource): readonly string[] {
  const files = filesIn(project, project.settings.snapshotPaths, ['.sql']);
  return files.flatMap((file) => {
    const text = textOfFile(project.source, file) ?? '';
    return [...text.matchAll(/\{%-?\s*snapshot\s+(\w+)/g)].map((match) => match[1] ?? '');
  });
}

function ownMacros(project: ProjectSource): readonly MacroFile[] {
  const { name, macroPaths } = project.settings;
  return filesIn(project, macroPaths, ['.sql']).flatMap((file) => macroFile(project, file, name));
}

/** Macros of installed packages, under the name that each package gives itself. */
function installedMacros(project: ProjectSource): readonly MacroFile[] {
  const { source, root, settings, files } = project;
  const installed = joinPath(root, settings.installPath);
  const folders = new Set(
    filesBelow(files, installed, ['']).map(({ path }) => path.split('/', installed.split('/').length + 1).join('/')),
  );
  return [...folders].flatMap((folder) => {
    const file = fileAt(files, `${folder}/dbt_project.yml`);
    const found = file === undefined ? undefined : readProjectFile(yamlOf(source, file));
    const macros = (found?.macroPaths ?? ['macros']).flatMap((path) =>
      filesBelow(files, joinPath(folder, path), ['.sql']),
    );
    return macros.flatMap((macro) => macroFile(project, macro, found?.name ?? folder.slice(installed.length + 1)));
  });
}

function macroFile(project: ProjectSource, file: FileRef, name: string): readonly MacroFile[] {
  const text = textOfFile(project.source, file);
  return text === undefined ? [] : [{ package: name, path: file.path, oid: file.oid, text }];
}

function packagesOf(project: ProjectSource): readonly string[] {
  const names = ['packages.yml', 'dependencies.yml'].flatMap((name) => packageNames(yamlAt(project, name)));
  return [...new Set(names)].sort(compareText);
}

/** The project's own profile decides, before the configuration and the profile of the coding agents. */
function dialectOf(project: ProjectSource): Pick<DbtProject, 'dialect' | 'dialectFrom'> {
  const name = 'profiles.yml';
  const own = profileDialect(yamlAt(project, name), project.settings.profile);
  if (own !== undefined) return { dialect: own, dialectFrom: joinPath(project.root, name) };
  const given = project.source.dialect;
  return given === undefined ? {} : { dialect: given.name, dialectFrom: given.from };
}

function yamlAt(project: ProjectSource, name: string): ReturnType<typeof yamlOf>['root'] {
  const file = fileAt(project.files, joinPath(project.root, name));
  return file === undefined ? undefined : yamlOf(project.source, file).root;
}

/** Files of the project below some of its folders; each once, where folders lie in each other. */
function filesIn(project: ProjectSource, folders: readonly string[], endings: readonly string[]): readonly FileRef[] {
  const files = folders.flatMap((folder) => filesBelow(project.files, joinPath(project.root, folder), endings));
  return [...new Set(files)];
}
