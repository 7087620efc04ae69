import type { OwnedKey } from '../../model/artifact.ts';
import type { Json } from '../../model/contract.ts';
import type { DbtModel, DbtProject } from '../../model/dbt.ts';
import { compareText } from '../../model/location.ts';
import { allowedMaterializations, demandedMaterializations, layerNamingOf } from '../../model/materialization.ts';
import { heldPromises, promisesOf, strictestOf } from '../../model/promises-of.ts';
import { type Portfolio, portfolioOf } from '../../model/portfolio.ts';
import type { Project } from '../../model/project.ts';
import { foldWord } from '../../model/words.ts';
import type { GeneratorNote } from '../define-generator.ts';
import { findModels, type ModelMatch } from '../match-models.ts';
import { ownMaterialization } from '../model-template.ts';
import { noteOnFile } from '../note.ts';
import { decideMaterialization, type Decision } from './decide-materialization.ts';
import type { YamlView } from './yaml-view.ts';

/** Versions of dbt that read what is generated. */
export const dbtVersions: readonly string[] = ['>=1.10.6', '<3.0.0'];

/** The keys of one `dbt_project.yml` that the specifications decide. */
interface ProjectKeys {
  readonly keys: readonly OwnedKey[];
  readonly notes: readonly GeneratorNote[];
  /** Files of the specifications that decide them. */
  readonly sources: readonly string[];
}

/** What is ours in the `dbt_project.yml` of a project; `file` is what it says now. */
export function projectKeys(project: Project, dbt: DbtProject, file: YamlView): ProjectKeys {
  const modelPaths = file.texts('model-paths') ?? file.texts('source-paths') ?? ['models'];
  const place: Place = { project, dbt, file, modelPaths };
  const decisions = modelKeys(place);
  const naming = project.governance.naming?.layers.some(({ materialization }) => materialization) === true;
  const tags = tagKeys(place);
  return {
    keys: [
      { path: ['require-dbt-version'], value: file.at(['require-dbt-version']) ?? dbtVersions },
      { path: ['flags', 'require_generic_test_arguments_property'], value: true },
      ...tags,
      ...layerKeys(place),
      ...decisions.keys,
    ],
    notes: decisions.notes,
    sources: [
      ...(naming ? [project.governance.naming?.path ?? ''] : []),
      ...(tags.length > 0 ? [project.governance.tagging?.path ?? ''] : []),
      ...decisions.sources,
    ],
  };
}

interface Place {
  readonly project: Project;
  readonly dbt: DbtProject;
  readonly file: YamlView;
  readonly modelPaths: readonly string[];
}

/** Tags that the policy demands of every model, where it allows one value only. */
function tagKeys({ project, dbt, file }: Place): readonly OwnedKey[] {
  const required = (project.governance.tagging?.required ?? []).filter(
    ({ things, values }) => things.includes('model') && values.length === 1,
  );
  const meta = ['models', dbt.name, '+meta'];
  return required.flatMap(({ name, values: [value = ''] }) => {
    const written = file.keys(meta).find((key) => foldWord(key) === foldWord(name)) ?? name;
    return [{ path: [...meta, written], value }];
  });
}

/** How the models of each layer's folders are built, where the naming policy says so. */
function layerKeys(place: Place): readonly OwnedKey[] {
  const { project, dbt } = place;
  const folders = new Map<string, OwnedKey>();
  for (const model of dbt.models.toSorted((a, b) => compareText(a.path, b.path))) {
    const demanded = layerNamingOf(project.governance.naming, model)?.materialization?.value;
    const path = foldersOf(model, place);
    const layer = path.indexOf(model.layer ?? '');
    if (demanded === undefined || layer === -1) continue;
    const key = configPath(place, path.slice(0, layer + 1), 'materialized');
    folders.set(JSON.stringify(key), { path: key, value: kept(place, key, demanded) });
  }
  return [...folders.values()];
}

/** The value that is there, if it keeps the demand; else the word that the policy prefers. */
function kept({ file }: Place, path: readonly string[], demanded: string): Json {
  const found = file.at(path);
  const isKept = typeof found === 'string' && allowedMaterializations(demanded).includes(found);
  return isKept ? found : (demandedMaterializations(demanded)[0] ?? demanded);
}

/** A key of configuration below folders, as it is spelled already. */
function configPath({ dbt, file }: Place, below: readonly string[], key: string): readonly string[] {
  const level = ['models', dbt.name, ...below];
  return [...level, file.keys(level).includes(key) ? key : `+${key}`];
}

/** Folders below the model path. */
function foldersOf({ path }: DbtModel, { dbt, modelPaths }: Place): readonly string[] {
  const inside = dbt.root === '' ? path : path.slice(dbt.root.length + 1);
  const from = modelPaths.find((each) => inside.startsWith(`${each}/`)) ?? 'models';
  return inside
    .slice(from.length + 1)
    .split('/')
    .slice(0, -1);
}

/** How single models are built, where a contract or its service levels decide otherwise than the layer. */
function modelKeys(place: Place): ProjectKeys {
  const portfolio = portfolioOf(place.project);
  const outputs = place.project.contracts.filter(({ direction }) => direction === 'output');
  const matches = outputs.flatMap((contract) =>
    contract.schema.flatMap((object) => findModels(contract, object, [place.dbt])),
  );
  const models = new Map<DbtModel, ModelMatch>();
  for (const match of matches) if (!models.has(match.model)) models.set(match.model, match);
  const made = [...models.values()]
    .toSorted((a, b) => compareText(a.model.path, b.model.path))
    .map((match) => keysOf(match, place, portfolio));
  return {
    keys: made.flatMap(({ keys }) => keys),
    notes: made.flatMap(({ notes }) => notes),
    sources: made.flatMap(({ sources }) => sources),
  };
}

const nothing: ProjectKeys = { keys: [], notes: [], sources: [] };

function keysOf({ contract, object, model }: ModelMatch, place: Place, portfolio: Portfolio): ProjectKeys {
  // What the model or its properties file says wins over the project's file.
  if (ownMaterialization(model) !== undefined || model.properties?.config['materialized'] !== undefined) return nothing;
  if (model.language !== 'sql') return nothing;
  const product = portfolio.products.find((each) => each.contract === contract);
  const promise = product && strictestOf(heldPromises(promisesOf(portfolio, product)));
  const { dialect } = place.dbt;
  const decision = decideMaterialization({
    model,
    object,
    ...(promise && { promise }),
    ...(dialect !== undefined && { dialect }),
  });
  if (decision === undefined) return nothing;
  const { at, written } = decision;
  const values = { model: model.name, written, file: at.path, line: String(at.line) };
  if (!('config' in decision)) return { ...nothing, notes: [noteOn(at, 'needs-stream', values)] };
  const demanded = layerNamingOf(place.project.governance.naming, model)?.materialization;
  const { materialized } = decision;
  if (demanded !== undefined && !allowedMaterializations(demanded.value).includes(materialized)) {
    const policy = {
      materialized,
      demanded: demanded.value,
      policy: demanded.at.path,
      policyLine: String(demanded.at.line),
    };
    // A view of an old table is as fresh as a new table: only what the contract says, or asks of it, contradicts the policy.
    return decision.because === 'table'
      ? nothing
      : { ...nothing, notes: [noteOn(at, 'off-policy', { ...values, ...policy })] };
  }
  const keys = ownKeys(decision, model, place);
  const note = noteOn(at, `because-${decision.because}`, { ...values, materialized });
  return keys.length === 0 ? nothing : { keys, notes: [note], sources: [contract.path, at.path] };
}

/** None where the model is built so already without being named. */
function ownKeys(decision: Decision, model: DbtModel, place: Place): readonly OwnedKey[] {
  const { materialized: wanted, because } = decision;
  const level = [...foldersOf(model, place), model.name];
  const path = configPath(place, level, 'materialized');
  const found = place.file.at(path);
  // A person's own word for the model stays where it keeps the promise: any does where a full rebuild would.
  const isKept = typeof found === 'string' && wanted === 'table' && (because === 'table' || isTable(found));
  const config = Object.entries(decision.config).map(([key, value]) => ({
    path: configPath(place, level, key),
    value,
  }));
  const demanded = layerNamingOf(place.project.governance.naming, model)?.materialization?.value;
  const folder = demanded === undefined ? inherited(model, place) : (demandedMaterializations(demanded)[0] ?? 'view');
  const isSame = folder === wanted || (wanted === 'table' && folder !== undefined && isTable(folder));
  // Where a person already says how the folder is built, a promise of a day or more is no reason to differ.
  const isLeft = because === 'table' && folder !== undefined;
  const isSilent = found === undefined && (isSame || isLeft);
  return isSilent ? [] : [{ path, value: isKept ? found : wanted }, ...config];
}

/** Whether a word of dbt means something that keeps its rows. */
function isTable(materialized: string): boolean {
  return allowedMaterializations('table').includes(materialized);
}

/** What the folders above a model say, without what is said of the model itself. */
function inherited(model: DbtModel, place: Place): string | undefined {
  const folders = foldersOf(model, place);
  const levels = [[], ...folders.map((_, at) => folders.slice(0, at + 1))].toReversed();
  const said = levels.map((level) => place.file.at(configPath(place, level, 'materialized')));
  return said.find((value) => typeof value === 'string');
}

function noteOn(at: GeneratorNote['at'], message: string, values: { readonly [name: string]: string }): GeneratorNote {
  return noteOnFile({ generator: 'dbt-project', at }, `dbt-project.${message}`, values);
}
