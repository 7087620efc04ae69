import { parseAllDocuments } from 'yaml';
import type { GeneratorNote } from '../../model/artifact.ts';
import type { Contract } from '../../model/contract.ts';
import { compareText } from '../../model/location.ts';
import type { Project } from '../../model/project.ts';
import { type Generated, type Generator, type GeneratorContext, headerText } from '../define-generator.ts';
import { pageLang } from '../docs/lang.ts';
import { tableNameOf } from '../match-models.ts';
import { noteOnFile } from '../note.ts';
import {
  isForDevelopers,
  type Packed,
  packageArtifacts,
  type PackedFile,
  packFiles,
} from '../packages/package-files.ts';
import { describePackage, manifestFile } from '../packages/package-manifest.ts';
import { orchestrationReadme } from './readme.ts';
import { requiredNames, type Requirement, requirementsOf } from './requirements.ts';

const name = 'orchestration-package';

/** Where the package lies. */
const orchestrationFolder = 'exports/orchestration-package';

/** Where orchestration code lies in the repository. */
const folders = ['implementation/airflow', 'implementation/orchestration'];

/** A copy of the orchestration code as it is deployed, with what it needs and a list of its files; whole, or not at all. */
export const orchestrationPackageGenerator: Generator = {
  name,
  summary: 'The orchestration code as a package that can be deployed.',
  isDefault: false,
  readsAll: true,
  generate(project, context) {
    const wanted = filesOf(context);
    const packed = packFiles({ generator: name, context, wanted: wanted.files });
    const broken = [...uncopied(packed), ...unparsed(packed.files, project)];
    if (broken.length > 0) return { artifacts: [], notes: broken };
    if (packed.files.length === 0) return { artifacts: [], notes: [] };
    return packageOf({ project, packed, roots: wanted.roots });
  },
};

interface Wanted {
  /** Folders of the repository that have orchestration code. */
  readonly roots: readonly string[];
  readonly files: readonly { readonly from: string; readonly path: string }[];
}

/** With two folders each keeps its own name in the package, so that no file takes the place of another. */
function filesOf({ paths }: Pick<GeneratorContext, 'paths'>): Wanted {
  const roots = folders.filter((folder) => paths.some((path) => path.startsWith(`${folder}/`)));
  const cut = roots.length > 1 ? 'implementation/'.length : (roots[0]?.length ?? 0) + 1;
  const files = paths
    .filter((path) =>
      roots.some((root) => path.startsWith(`${root}/`) && !isForDevelopers(path.slice(root.length + 1))),
    )
    .map((from) => ({ from, path: from.slice(cut) }));
  return { roots, files };
}

/** Files that could not be copied, as why there is no package. */
function uncopied({ notes }: Packed): readonly GeneratorNote[] {
  return notes.map(({ at }) => noteOnFile({ generator: name, at }, 'packages.incomplete'));
}

/** YAML that is none, and what the project's readers say of its files. Python is judged by the gate, and by `export`. */
function unparsed(files: readonly PackedFile[], { problems }: Project): readonly GeneratorNote[] {
  const known = new Set(problems.filter(({ severity }) => severity !== 'warning').map(({ at }) => at.path));
  return files
    .filter(({ path, from = '', content }) => known.has(from) || (/\.ya?ml$/i.test(path) && !isYaml(content)))
    .map(({ from = '' }) => noteOnFile({ generator: name, at: from }, 'packages.unparsed'));
}

function isYaml(text: string): boolean {
  const documents = parseAllDocuments(text, { logLevel: 'silent', customTags: [] });
  return Array.isArray(documents) && documents.every(({ errors }) => errors.length === 0);
}

interface PackageRequest {
  readonly project: Project;
  readonly packed: Packed;
  readonly roots: readonly string[];
}

function packageOf({ project, packed, roots }: PackageRequest): Generated {
  const needed = requirementsOf(packed.files);
  const own = packed.files.find(({ path }) => /^(?:[^/]+\/)?requirements\.txt$/.test(path));
  const required = own === undefined && needed.length > 0 ? [requirementsFile(needed)] : [];
  const files = [...packed.files, ...required];
  const contracts = project.contracts.filter(mentionedIn(packed.files)).toSorted((a, b) => compareText(a.id, b.id));
  const info = describePackage('orchestration', files, contracts);
  const dbtRoots = project.dbt.map(({ root }) => root);
  const readme = orchestrationReadme({
    generator: name,
    lang: pageLang(project, undefined),
    info,
    contracts,
    roots,
    dbtRoots,
    files,
  });
  const sources = contracts.map(({ path }) => path).toSorted(compareText);
  const all = [...files, manifestFile(info, []), readme];
  return {
    artifacts: packageArtifacts(all, { generator: name, folder: orchestrationFolder, sources }),
    notes: own === undefined ? [] : missingRequirements(own, needed),
  };
}

function requirementsFile(needed: readonly Requirement[]): PackedFile {
  const lines = needed.map((each) => `${each.name}${each.versions}\n`);
  return { path: 'requirements.txt', content: `# ${headerText(name, 'the generated code')}\n${lines.join('')}` };
}

/** A requirements file of people is theirs; what the generated code needs beside it is said. */
function missingRequirements(
  { from = '', content }: PackedFile,
  needed: readonly Requirement[],
): readonly GeneratorNote[] {
  const named = requiredNames(content);
  const missing = needed.filter((each) => !named.has(each.name)).map((each) => `${each.name}${each.versions}`);
  if (missing.length === 0) return [];
  return [noteOnFile({ generator: name, at: from }, 'packages.requirements', { missing: missing.join(', ') })];
}

/** Output contracts whose id or tables the code names. */
function mentionedIn(files: readonly PackedFile[]): (contract: Contract) => boolean {
  const words = new Set(
    files.flatMap(({ content }) => content.toLowerCase().match(/[\p{L}\p{N}_]+(?:[.:-][\p{L}\p{N}_]+)*/gu) ?? []),
  );
  const isNamed = (text: string): boolean => words.has(text.toLowerCase());
  return ({ direction, id, schema }) =>
    direction === 'output' && (isNamed(id) || schema.some((object) => isNamed(tableNameOf(object))));
}
