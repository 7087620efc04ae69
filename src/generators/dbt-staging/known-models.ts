import type { DbtModel, DbtProject } from '../../model/dbt.ts';
import type { Governance } from '../../model/governance.ts';
import { groupBy } from '../../model/group-by.ts';
import { stagingFolder } from '../dbt/dbt-folders.ts';
import { type SourceCall, sourceCalls } from '../dbt/plan-sources.ts';
import type { GeneratorContext } from '../define-generator.ts';

/** What drafts must know of the models of a dbt project, each question answered without looking at all of them again. */
export interface KnownModels {
  /** The folder of staging models. */
  readonly folder: string;
  at(path: string): DbtModel | undefined;
  /** Models that read a source, each once. */
  readersOf(call: SourceCall): readonly DbtModel[];
  /** Models of a name, whatever its case. */
  called(name: string): readonly DbtModel[];
  /** Whether a file other than the given one describes a model: dbt refuses two descriptions. */
  isDescribedOutside(model: string, path: string): boolean;
}

/** Reads all models of a project once. */
export function knownModels(
  dbt: DbtProject,
  governance: Governance,
  context: Pick<GeneratorContext, 'read'>,
): KnownModels {
  const { models, orphanProperties } = dbt;
  const byPath = new Map(models.toReversed().map((model) => [model.path, model]));
  const calls = models.flatMap((model) =>
    [...new Set(sourceCalls(model.text).map(callKey))].map((key) => ({ key, model })),
  );
  const readers = groupBy(calls, ({ key }) => key);
  const byName = groupBy(models, ({ name }) => name.toLowerCase());
  const described = [...orphanProperties, ...models.flatMap(({ properties }) => properties ?? [])];
  const descriptions = groupBy(described, ({ name }) => name);
  return {
    folder: stagingFolder(dbt, governance, context),
    at: (path) => byPath.get(path),
    readersOf: (call) => (readers.get(callKey(call)) ?? []).map(({ model }) => model),
    called: (name) => byName.get(name.toLowerCase()) ?? [],
    isDescribedOutside: (model, path) => (descriptions.get(model) ?? []).some(({ at }) => at.path !== path),
  };
}

function callKey({ source, table }: SourceCall): string {
  return JSON.stringify([source, table]);
}
