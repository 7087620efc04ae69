import type { DbtProject } from '../../model/dbt.ts';
import type { GeneratorContext } from '../define-generator.ts';
import { entryOf, yamlAt } from '../yaml/yaml-file.ts';

/** What `dbt_project.yml` says that the model of the project does not hold. */
export interface ProjectSettings {
  /** Where models are, from the repository root, without a trailing slash. */
  readonly models: string;
  /** Where singular tests are. */
  readonly tests: string;
  /** Whether it is only for versions of dbt that read semantic models inside of models (1.12 on). */
  readonly hasSemanticModels: boolean;
}

/** Reads the settings; what is not said is as dbt has it. */
export function projectSettings(dbt: DbtProject, { read }: Pick<GeneratorContext, 'read'>): ProjectSettings {
  const settings = yamlAt(read, dbt.at.path);
  const inProject = (path: string): string => (dbt.root === '' ? path : `${dbt.root}/${path}`);
  return {
    models: inProject(firstPath(entryOf(settings, 'model-paths')) ?? 'models'),
    tests: inProject(firstPath(entryOf(settings, 'test-paths')) ?? 'tests'),
    hasSemanticModels: [entryOf(settings, 'require-dbt-version')].flat().some(isRecent),
  };
}

function firstPath(value: unknown): string | undefined {
  const first: unknown = Array.isArray(value) ? value[0] : undefined;
  return typeof first === 'string' && /^\w[\w/-]*$/.test(first) ? first.replace(/\/+$/, '') : undefined;
}

/** `>=1.12.0`: nothing older is meant. */
function isRecent(demand: unknown): boolean {
  if (typeof demand !== 'string') return false;
  return demand.split(',').some((part) => {
    const [, major, minor] = /^\s*(?:>=?|={1,2})?\s*v?(\d{1,3})\.(\d{1,3})/.exec(part) ?? [];
    return major !== undefined && (Number(major) > 1 || Number(minor) >= 12);
  });
}
