import type { DbtModel, DbtProject } from '../../model/dbt.ts';
import type { Project } from '../../model/project.ts';
import { type GeneratorContext, headerStart } from '../define-generator.ts';

/**
 * The project as pages tell of it, whether what generators make for dbt is written already or not: without sources and exposures of
 * generated files (those are planned from contracts and canvases), and with the models that earlier generators make.
 */
export function settledProject(project: Project, context: Pick<GeneratorContext, 'paths' | 'read'>): Project {
  const sqlPaths = context.paths.filter((path) => path.endsWith('.sql'));
  const isOurs = ourFiles(context);
  return {
    ...project,
    dbt: project.dbt.map((dbt) => ({
      ...dbt,
      sources: dbt.sources.filter(({ at }) => !isOurs(at.path)),
      ...(dbt.exposures && { exposures: dbt.exposures.filter(({ at }) => !isOurs(at.path)) }),
      models: [...dbt.models, ...madeModels(dbt, sqlPaths, context)],
    })),
  };
}

/** Whether a file has our header; each is read once. */
function ourFiles({ read }: Pick<GeneratorContext, 'read'>): (path: string) => boolean {
  const known = new Map<string, boolean>();
  return (path) => {
    const isOurs = known.get(path) ?? hasHeader(read(path) ?? '');
    known.set(path, isOurs);
    return isOurs;
  };
}

function hasHeader(text: string): boolean {
  return text.split('\n', 1)[0]?.includes(headerStart) === true;
}

/** Models that earlier generators make and the project does not have yet: those that it has, it has with all other SQL of their folder. */
function madeModels(
  { root, models }: DbtProject,
  paths: readonly string[],
  { read }: Pick<GeneratorContext, 'read'>,
): readonly DbtModel[] {
  const known = new Set(models.map(({ path }) => path));
  const folder = `${root === '' ? '' : `${root}/`}models/`;
  // Elsewhere, where the project keeps its models in a folder of another name.
  if (models.length > 0 && !models.some(({ path }) => path.startsWith(folder))) return [];
  return paths
    .filter((path) => path.startsWith(folder) && !known.has(path))
    .map((path) => {
      const name = path.slice(path.lastIndexOf('/') + 1, -'.sql'.length);
      return { name, path, oid: path, language: 'sql', text: read(path) ?? '', folderConfig: {} };
    });
}
