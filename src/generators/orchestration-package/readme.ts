import type { Contract } from '../../model/contract.ts';
import type { Lang } from '../../model/messages.ts';
import type { PackedFile } from '../packages/package-files.ts';
import type { PackageInfo } from '../packages/package-manifest.ts';
import { pythonProjects } from './requirements.ts';
import { codeText, packageReadme, packageText, shellBlock } from '../packages/package-readme.ts';

/** What the page of the orchestration package tells. */
export interface OrchestrationReadme {
  readonly generator: string;
  readonly lang: Lang;
  readonly info: PackageInfo;
  readonly contracts: readonly Contract[];
  /** Folders of the repository that the files come from, and those of its dbt projects. */
  readonly roots: readonly string[];
  readonly dbtRoots: readonly string[];
  readonly files: readonly PackedFile[];
}

/** README.md of the package. */
export function orchestrationReadme(request: OrchestrationReadme): PackedFile {
  const { generator, lang, info, contracts, roots } = request;
  const values = { roots: roots.map(codeText).join(', '), count: info.files.length };
  const intro = [packageText(lang, 'orchestration', values)];
  const deploy = steps(request).flatMap((step, at) => (at === 0 ? step : ['', ...step]));
  return packageReadme({ generator, lang, info, contracts, leftOut: [], intro, deploy });
}

function steps({ lang, files, dbtRoots }: OrchestrationReadme): readonly (readonly string[])[] {
  const dagFolders = new Set(files.flatMap(({ path }) => /^(?:[^/]+\/)?dags(?=\/)/.exec(path)?.[0] ?? []));
  const usesRepository = files.some(({ content }) => content.includes('DATAENGOS_REPOSITORY'));
  const commands = installCommands(files);
  return [
    ...(commands.length === 0 ? [] : [[packageText(lang, 'requirements'), '', ...shellBlock(commands)]]),
    ...[...dagFolders].map((folder) => [packageText(lang, 'airflow', { folder: codeText(folder) })]),
    ...(usesRepository ? [[packageText(lang, 'repository', { roots: dbtRoots.map(codeText).join(', ') })]] : []),
    ...dbtPlaces(files).map((values) => [packageText(lang, 'dagster', values)]),
  ];
}

/** Only names that mean nothing but themselves to a shell. */
function installCommands(files: readonly PackedFile[]): readonly string[] {
  const requirements = files
    .filter(({ path }) => /^(?:[^/]+\/)?requirements\.txt$/.test(path))
    .map(({ path }) => `-r ${path}`);
  const projects = pythonProjects(files).map((folder) => `./${folder}`);
  return [...requirements, ...projects].filter((each) => /^[\w ./-]+$/.test(each)).map((each) => `pip install ${each}`);
}

/** Where components of Dagster look for dbt projects: relative to the Python project that they are in. */
function dbtPlaces(files: readonly PackedFile[]): readonly { readonly folder: string; readonly place: string }[] {
  return pythonProjects(files).flatMap((folder) => {
    const inside = files.filter(({ path }) => path.startsWith(`${folder}/`) && path.endsWith('/defs.yaml'));
    const found = inside.flatMap(
      ({ content }) => /project_dir: "\{\{ project_root \}\}\/([^"]+)"/.exec(content)?.[1] ?? [],
    );
    return [...new Set(found)].map((place) => ({ folder: codeText(folder), place: codeText(place) }));
  });
}
