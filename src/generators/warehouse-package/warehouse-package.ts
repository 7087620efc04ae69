import type { Artifact, GeneratorNote } from '../../model/artifact.ts';
import type { Contract } from '../../model/contract.ts';
import type { DbtProject } from '../../model/dbt.ts';
import { compareText } from '../../model/location.ts';
import type { Project } from '../../model/project.ts';
import type { GeneratorContext, Generator } from '../define-generator.ts';
import { pageLang } from '../docs/lang.ts';
import { fileNameOf } from '../file-name.ts';
import { findModels } from '../match-models.ts';
import { isForDevelopers, packageArtifacts, packFiles } from '../packages/package-files.ts';
import { describePackage, manifestFile } from '../packages/package-manifest.ts';
import { outsideNotes, readSettings } from './dbt-settings.ts';
import { placeholdersOf } from './placeholders.ts';
import { warehouseReadme } from './readme.ts';

const name = 'warehouse-package';

/** Where the package lies; with several dbt projects each has a folder in it. */
const warehouseFolder = 'exports/warehouse-package';

/** A copy of each dbt project as it is deployed, with a list of its files and what it promises. */
export const warehousePackageGenerator: Generator = {
  name,
  summary: 'The dbt project as a package that can be deployed.',
  isDefault: false,
  readsAll: true,
  generate(project, context) {
    const made = project.dbt.map((dbt) => packageOf({ dbt, project, context }));
    return { artifacts: made.flatMap(({ artifacts }) => artifacts), notes: made.flatMap(({ notes }) => notes) };
  },
};

interface PackageRequest {
  readonly dbt: DbtProject;
  readonly project: Project;
  readonly context: GeneratorContext;
}

function packageOf(request: PackageRequest): {
  readonly artifacts: readonly Artifact[];
  readonly notes: readonly GeneratorNote[];
} {
  const { dbt, project, context } = request;
  const settings = readSettings(dbt, context);
  const promised = project.contracts
    .filter((contract) => contract.direction === 'output' && isMadeBy(contract, dbt))
    .toSorted((a, b) => compareText(a.id, b.id));
  const placeholders = placeholdersOf({ dbt, contracts: promised, context });
  const packed = packFiles({ generator: name, context, wanted: filesOf(request, placeholders.paths) });
  const leftOut = [
    ...packed.leftOut,
    ...placeholders.models.map(({ path }) => ({ path: inPackage(dbt, path), why: 'placeholder' as const })),
  ].toSorted((a, b) => compareText(a.path, b.path));
  const info = describePackage(dbt.name, packed.files, promised);
  const lang = pageLang(project, undefined);
  const own = [
    manifestFile(info, leftOut),
    warehouseReadme({ generator: name, lang, dbt, info, contracts: promised, settings, leftOut }),
  ];
  const sources = [dbt.at.path, ...promised.map(({ path }) => path)].toSorted(compareText);
  const place = { generator: name, folder: folderOf(dbt, project.dbt), sources };
  return {
    artifacts: packageArtifacts([...packed.files, ...own], place),
    notes: [...packed.notes, ...placeholders.notes(name), ...outsideNotes(name, settings)],
  };
}

function isMadeBy(contract: Contract, dbt: DbtProject): boolean {
  return contract.schema.some((object) => findModels(contract, object, [dbt]).length > 0);
}

/** Files below the project's folder that are deployed; those of a project inside it are that project's. */
function filesOf(
  { dbt, project, context }: PackageRequest,
  placeholders: ReadonlySet<string>,
): readonly { readonly from: string; readonly path: string }[] {
  const folder = `${dbt.root}/`;
  const inner = project.dbt.filter(({ root }) => root.startsWith(folder)).map(({ root }) => `${root}/`);
  return context.paths
    .filter((path) => path.startsWith(folder) && !inner.some((each) => path.startsWith(each)))
    .filter((path) => !placeholders.has(path) && !isForDevelopers(inPackage(dbt, path)))
    .map((from) => ({ from, path: inPackage(dbt, from) }));
}

function inPackage({ root }: DbtProject, path: string): string {
  return path.slice(root.length + 1);
}

/** Projects of one name are told apart by their folders. */
function folderOf(dbt: DbtProject, all: readonly DbtProject[]): string {
  if (all.length === 1) return warehouseFolder;
  const isAlone = all.filter((each) => fileNameOf(each.name) === fileNameOf(dbt.name)).length === 1;
  return `${warehouseFolder}/${fileNameOf(isAlone ? dbt.name : dbt.root)}`;
}
