import type { PackedFile } from '../packages/package-files.ts';
import { headerStart } from '../define-generator.ts';

/** What generated code imports, and the distribution that brings it, with the versions that it is written for; sorted by name. */
const targets: readonly (Requirement & { readonly word: RegExp })[] = [
  { word: /^\s*(?:from|import) airflow\b|\bairflow\.(?!providers)/m, name: 'apache-airflow', versions: '~=3.3' },
  // Airflow's own constraints file knows which of these fit its version.
  { word: /\bairflow\.providers\.standard\b/, name: 'apache-airflow-providers-standard', versions: '' },
  { word: /\bairflow\.providers\.slack\b/, name: 'apache-airflow-providers-slack', versions: '' },
  { word: /\bairflow\.providers\.smtp\b/, name: 'apache-airflow-providers-smtp', versions: '' },
  { word: /\bcosmos[. ]/, name: 'astronomer-cosmos', versions: '~=1.15' },
  { word: /^from dagfactory\b/m, name: 'dag-factory', versions: '~=1.1' },
];

/** Folders of the package that are Python projects: what they need is in their own pyproject.toml. */
export function pythonProjects(files: readonly PackedFile[]): readonly string[] {
  const ending = '/pyproject.toml';
  return files.flatMap(({ path }) => (path.endsWith(ending) ? [path.slice(0, -ending.length)] : []));
}

/** A distribution of PyPI, and its versions as pip writes them; none where any will do. */
export interface Requirement {
  readonly name: string;
  readonly versions: string;
}

/** What the generated files among `files` need, sorted by name; people's own files are not looked into. */
export function requirementsOf(files: readonly PackedFile[]): readonly Requirement[] {
  const projects = pythonProjects(files);
  const generated = files.filter(({ path, content }) => {
    return isGenerated(content) && !projects.some((folder) => path.startsWith(`${folder}/`));
  });
  return targets.filter(({ word }) => generated.some(({ content }) => word.test(content)));
}

function isGenerated(content: string): boolean {
  return content.slice(0, 400).split('\n', 1)[0]?.includes(headerStart) === true;
}

/** The names that a requirements file of people asks for, in the spelling of PyPI: lower case, `-` between words (PEP 503). */
export function requiredNames(text: string): ReadonlySet<string> {
  const names = text.split('\n').flatMap((line) => /^\s*([A-Za-z0-9][\w.-]*)/.exec(line)?.[1] ?? []);
  return new Set(names.map((name) => name.toLowerCase().replaceAll(/[-_.]+/g, '-')));
}
