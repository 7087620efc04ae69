import type { DbtModel, ModelProperties } from '../../model/dbt.ts';
import { fileStart } from '../../model/location.ts';
import type { Problem } from '../../model/project.ts';
import type { Skipped } from '../../model/tree.ts';
import {
  codeProblem,
  type DbtFiles,
  type FileRef,
  filesBelow,
  joinPath,
  notText,
  stemOf,
  textOfFile,
} from './dbt-files.ts';
import { folderConfigOf, folderConfigPlaces } from './folder-config.ts';
import type { ProjectSettings } from './project-file.ts';
import type { ModelEntry } from './properties.ts';

/** The models of one project, with the properties that YAML gives them. */
export interface LoadedModels {
  readonly models: readonly DbtModel[];
  readonly orphanProperties: readonly ModelProperties[];
  readonly problems: readonly Problem[];
  readonly skipped: readonly Skipped[];
}

/** A dbt project whose models are loaded. */
export interface ModelSource {
  readonly source: DbtFiles;
  /** Files of the project. */
  readonly files: readonly FileRef[];
  readonly root: string;
  readonly settings: ProjectSettings;
}

/** Loads SQL and Python models and joins them with their properties; disabled models are left out, and said. */
export function loadModels(project: ModelSource, entries: readonly ModelEntry[]): LoadedModels {
  const found = project.settings.modelPaths.flatMap((path) => modelsBelow(project, path));
  const claims = claimFiles(entries, new Set(found.map(({ stem }) => stem)));
  const all = found.map(({ stem, model }): DbtModel => {
    const claim = claims.byStem.get(stem);
    return claim === undefined ? model : { ...model, name: claim.name, properties: claim.properties };
  });
  const models = all.filter((model) => isEnabled(model));
  const disabled = all.filter((model) => !isEnabled(model));
  return {
    models,
    orphanProperties: claims.orphans,
    problems: [...unreadModels(project, found), ...claims.problems, ...duplicateModels(models)],
    skipped: disabled.map(({ path }) => ({ what: path, why: 'skipped.disabled-model' })),
  };
}

interface FoundModel {
  readonly stem: string;
  readonly model: DbtModel;
}

const modelEndings = ['.sql', '.py'] as const;

function modelsBelow({ source, files, root, settings }: ModelSource, modelPath: string): readonly FoundModel[] {
  const folder = joinPath(root, modelPath);
  return filesBelow(files, folder, modelEndings).flatMap((file) => {
    const text = textOfFile(source, file);
    if (text === undefined) return [];
    const stem = stemOf(file.path);
    const folders = file.path
      .slice(folder === '' ? 0 : folder.length + 1)
      .split('/')
      .slice(0, -1);
    const [layer] = folders;
    const places = folderConfigPlaces(settings.models, [settings.name, ...folders, stem]);
    const model: DbtModel = {
      name: stem,
      path: file.path,
      oid: file.oid,
      language: file.path.endsWith('.py') ? 'python' : 'sql',
      text,
      ...(layer === undefined ? {} : { layer }),
      folderConfig: folderConfigOf(settings.models, [settings.name, ...folders, stem]),
      ...(places.size === 0 ? {} : { folderConfigAt: places }),
    };
    return [{ stem, model }];
  });
}

interface Claim {
  readonly name: string;
  readonly properties: ModelProperties;
}

interface Claims {
  readonly byStem: ReadonlyMap<string, Claim>;
  readonly orphans: readonly ModelProperties[];
  readonly problems: readonly Problem[];
}

/** Which file each entry of `models:` describes. dbt refuses two entries for one model. */
function claimFiles(entries: readonly ModelEntry[], stems: ReadonlySet<string>): Claims {
  const byStem = new Map<string, Claim>();
  const orphans: ModelProperties[] = [];
  const problems: Problem[] = [];
  for (const { stem, claim } of entries.flatMap((entry) => claimsOf(entry, stems))) {
    const first = byStem.get(stem);
    if (!stems.has(stem)) orphans.push(claim.properties);
    else if (first === undefined) byStem.set(stem, claim);
    else problems.push(describedTwice(claim.properties, first.properties));
  }
  return { byStem, orphans, problems };
}

/** The latest version keeps the plain name, by which `ref` without a version finds it; the others carry their version. */
function claimsOf(
  entry: ModelEntry,
  stems: ReadonlySet<string>,
): readonly { readonly stem: string; readonly claim: Claim }[] {
  const { properties, versions } = entry;
  if (versions.length === 0) return [{ stem: properties.name, claim: { name: properties.name, properties } }];
  return versions.map((each) => {
    // Only the latest version may live in a file without a suffix.
    const isPlain = each.isLatest && !stems.has(each.definedIn);
    const name = each.isLatest ? properties.name : `${properties.name}_v${each.version}`;
    return { stem: isPlain ? properties.name : each.definedIn, claim: { name, properties: each.properties } };
  });
}

function describedTwice(second: ModelProperties, first: ModelProperties): Problem {
  const values = { name: second.name, path: first.at.path, line: String(first.at.line) };
  return {
    ...codeProblem('described-twice', second.at, values),
    key: `described-twice ${second.name}`,
    related: [first.at],
  };
}

/** dbt finds models by name alone, so two files of one name clash. */
function duplicateModels(models: readonly DbtModel[]): readonly Problem[] {
  const first = new Map<string, DbtModel>();
  return models.flatMap((model) => {
    const other = first.get(model.name);
    if (other === undefined) {
      first.set(model.name, model);
      return [];
    }
    const values = { name: model.name, path: other.path };
    return [{ ...codeProblem('duplicate-model', fileStart(model.path), values), related: [fileStart(other.path)] }];
  });
}

function unreadModels(
  { source, files, root, settings }: ModelSource,
  found: readonly FoundModel[],
): readonly Problem[] {
  const read = new Set(found.map(({ model }) => model.path));
  const paths = settings.modelPaths.flatMap((path) => filesBelow(files, joinPath(root, path), modelEndings));
  return paths.flatMap(({ path }) => (read.has(path) || source.read(path) === undefined ? [] : [notText(path)]));
}

/** The nearest word counts: the file's own, then its properties, then its folder. A template is taken for enabled. */
function isEnabled(model: DbtModel): boolean {
  const inFile = model.language === 'sql' ? enabledInFile(model.text) : undefined;
  return (inFile ?? model.properties?.config['enabled'] ?? model.folderConfig['enabled']) !== false;
}

/**
 * `{{ config(enabled=false) }}` at the head of a model. Only a call that surely runs counts (no comment, no tag before
 * it), so that a model cannot be hidden from the gate that dbt would build.
 */
function enabledInFile(text: string): boolean | undefined {
  const head = headWithoutComments(text);
  const start = /\{\{-?\s*config\s*\(/.exec(head);
  if (start === null) return undefined;
  const [call = ''] = head.slice(start.index).split('}}', 1);
  const enabled = /[(,]\s*enabled\s*=\s*(true|false)\s*[,)]/i.exec(call);
  return enabled === null ? undefined : enabled[1]?.toLowerCase() === 'true';
}

/** The text before the first Jinja tag, without Jinja comments. */
function headWithoutComments(text: string): string {
  let head = '';
  let at = 0;
  for (;;) {
    const comment = text.indexOf('{#', at);
    const tag = text.indexOf('{%', at);
    if (tag !== -1 && (comment === -1 || tag < comment)) return head + text.slice(at, tag);
    if (comment === -1) return head + text.slice(at);
    head += text.slice(at, comment);
    const end = text.indexOf('#}', comment + 2);
    if (end === -1) return head;
    at = end + 2;
  }
}
