import type { DbtProject } from '../../model/dbt.ts';
import type { Governance, LayerNaming } from '../../model/governance.ts';
import { kindOf, kindOfWord } from '../../model/layer-kinds.ts';
import { compareText } from '../../model/location.ts';
import { projectSettings } from './project-settings.ts';
import type { GeneratorContext } from '../define-generator.ts';

/** The folder of a project's staging models: where such models are, else the one of the first model path that the naming policy names. */
export function stagingFolder(
  dbt: DbtProject,
  governance: Governance,
  context: Pick<GeneratorContext, 'read'>,
): string {
  const folders = dbt.models
    .filter((model) => kindOf(model) === 'staging')
    .flatMap(({ path, layer = '' }) => {
      const end = path.indexOf(`/${layer}/`, dbt.root.length);
      return end === -1 ? [] : [path.slice(0, end + 1 + layer.length)];
    });
  const [first] = folders.toSorted(compareText);
  return first ?? `${projectSettings(dbt, context).models}/${stagingLayer(governance)?.layer ?? 'staging'}`;
}

/** What the naming policy says of the staging layer. */
export function stagingLayer({ naming }: Governance): LayerNaming | undefined {
  return naming?.layers.find(({ layer }) => kindOfWord(layer) === 'staging' && /^\w+$/.test(layer));
}

/** A path below a project's folder. */
export function inProject({ root }: DbtProject, path: string): string {
  return root === '' ? path : `${root}/${path}`;
}
