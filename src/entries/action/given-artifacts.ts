import { readDbtFiles } from '../../adapters/dbt-files.ts';
import { maxArtifactBytes } from '../../load/dbt/load-artifacts.ts';
import type { ArtifactFile } from '../../model/dbt-artifacts.ts';
import type { ActionContext } from './pull-request.ts';

/** The files of the input `dbt-artifacts`. @throws ConfigError for one that is not there */
export function givenArtifacts({ inputs, runner }: ActionContext): Promise<readonly ArtifactFile[]> {
  return readDbtFiles({ given: inputs.dbtArtifacts, folder: runner.workspace, maxBytes: maxArtifactBytes });
}
