import type { DbtModel } from '../model/dbt.ts';
import type { LayerNaming, NamingPolicy } from '../model/governance.ts';
import { groupBy } from '../model/group-by.ts';
import { fileStart, type Location } from '../model/location.ts';
import type { RuleContext } from '../model/rule.ts';
import { modelsOf, readsOf } from './layers.ts';
import type { NameMistake } from './name-mistake.ts';
import { hasCasing, toCasing } from '../model/names.ts';

/** The models whose names break the policy: without the prefix of their layer, or in another casing. */
export function modelMistakes(context: RuleContext, naming: NamingPolicy): readonly NameMistake[] {
  const readers = readersOf(context);
  return context.project.dbt.flatMap(({ root, models }) =>
    models.flatMap((model) => {
      const mistake = prefixMistake(naming, model) ?? casingMistake(naming, model);
      return mistake === undefined ? [] : [withReaders(mistake, readers.get(`${root} ${model.name}`) ?? [])];
    }),
  );
}

/** Where each model is read, by its project and name. */
function readersOf(context: RuleContext): ReadonlyMap<string, readonly Location[]> {
  const reads = modelsOf(context).flatMap((facts) =>
    readsOf(facts).flatMap(({ kind, name, at }) => (kind === 'ref' ? [{ key: `${facts.root} ${name}`, at }] : [])),
  );
  return new Map([...groupBy(reads, ({ key }) => key)].map(([key, found]) => [key, found.map(({ at }) => at)]));
}

function prefixMistake(naming: NamingPolicy, model: DbtModel): NameMistake | undefined {
  const layer = naming.layers.find((each) => each.layer === model.layer);
  if (layer === undefined || layer.prefixes.length === 0 || hasPrefix(model, layer)) return undefined;
  const allowed = layer.prefixes.map((prefix) => `${prefix}…`).join(', ');
  const home = naming.layers.find((each) => hasPrefix(model, each));
  return {
    message: home === undefined ? 'model-prefix' : 'model-folder',
    ...placeOfModel(model),
    rule: layer.at,
    values: { layer: layer.layer, allowed, home: home?.layer ?? '' },
  };
}

function hasPrefix({ name }: DbtModel, { prefixes }: LayerNaming): boolean {
  return prefixes.some((prefix) => name.startsWith(prefix));
}

function casingMistake({ tableCasing: rule }: NamingPolicy, model: DbtModel): NameMistake | undefined {
  if (rule === undefined || hasCasing(model.name, rule.casing)) return undefined;
  const values = { casing: rule.casing, suggestion: toCasing(model.name, rule.casing) };
  return { message: 'model-casing', ...placeOfModel(model), rule: rule.at, values };
}

function placeOfModel({ name, path }: DbtModel): Pick<NameMistake, 'name' | 'subject' | 'at'> {
  return { name, subject: `model:${name}`, at: fileStart(path) };
}

/** A new name changes every `ref`; in another folder a model keeps its name. */
function withReaders(mistake: NameMistake, readers: readonly Location[]): NameMistake {
  if (mistake.message === 'model-folder' || readers.length === 0) return mistake;
  const refs = readers.map(({ path, line }) => `${path}:${line}`).join(', ');
  const message = mistake.message === 'model-prefix' ? 'model-prefix-refs' : mistake.message;
  return { ...mistake, message, values: { ...mistake.values, refs }, readers };
}
