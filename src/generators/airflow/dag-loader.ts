import { headerText } from '../define-generator.ts';
import { repositoryVariable } from './profile.ts';

/**
 * The Python file beside a DAG's YAML: Airflow only looks into Python files, and only into those with the words "airflow" and "dag".
 * One file per DAG: dag-factory says what is wrong with a file that it is given, and nothing of those that it finds itself.
 */
export function loaderFile(path: string, from: string): string {
  return `# ${headerText('airflow', from)}
# from airflow import DAG

import os
from pathlib import Path

from dagfactory import load_yaml_dags

${repositoryLine(path)}

load_yaml_dags(
    globals_dict=globals(),
    config_filepath=str(Path(__file__).resolve().with_suffix(".yml")),
)
`;
}

/** Leads the tasks to the repository where the environment does not say another folder. */
export function repositoryLine(path: string): string {
  return `os.environ.setdefault("${repositoryVariable}", str(Path(__file__).resolve().parents[${path.split('/').length - 1}]))`;
}
