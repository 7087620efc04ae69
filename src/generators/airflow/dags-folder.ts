import type { Project } from '../../model/project.ts';

/** The folder of the DAGs: in the orchestration folder that the repository has, else in the one of its layout. */
export function dagsFolder({ layout }: Pick<Project, 'layout'>, paths: readonly string[]): string {
  const isUsed = (folder: string): boolean =>
    paths.some((path) => path.startsWith(`${folder}/`) && !path.startsWith(`${folder}/dagster/`));
  const used = folders.find(isUsed);
  return `${used ?? (layout === 'inputs-outputs' ? 'implementation/airflow' : 'implementation/orchestration')}/dags`;
}

const folders = ['implementation/airflow', 'implementation/orchestration'];
