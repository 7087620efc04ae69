import type { GeneratorNote } from '../../model/artifact.ts';
import type { Contract } from '../../model/contract.ts';
import type { DbtModel, DbtProject } from '../../model/dbt.ts';
import { sqlPieces } from '../../model/sql-tokens.ts';
import type { GeneratorContext } from '../define-generator.ts';
import { findModels } from '../match-models.ts';
import { noteOnFile } from '../note.ts';

/** Models that are not written yet, because their contracts are drafts. */
export interface Placeholders {
  readonly models: readonly DbtModel[];
  /** Their files, and those that were generated to describe them. */
  readonly paths: ReadonlySet<string>;
  readonly notes: (generator: string) => readonly GeneratorNote[];
}

/** Where placeholders are looked for. */
export interface PlaceholderRequest {
  readonly dbt: DbtProject;
  readonly contracts: readonly Contract[];
  readonly context: Pick<GeneratorContext, 'read' | 'paths'>;
}

/**
 * Models without SQL whose contracts are all drafts: dbt could not build them. One that another file refers to stays, because without
 * it dbt could not even read the project.
 */
export function placeholdersOf({ dbt, contracts, context }: PlaceholderRequest): Placeholders {
  const empty = dbt.models.filter(({ language, text }) => language === 'sql' && isEmpty(text));
  const drafts = empty.length === 0 ? new Set<string>() : draftModels(dbt, contracts);
  const models = empty.filter((model) => drafts.has(model.path) && !isReferred(model, dbt, context));
  return {
    models,
    paths: new Set(models.flatMap(({ path, name }) => [path, ...describing(path, name)])),
    notes: (generator) =>
      models.map((model) => ({
        ...noteOnFile({ generator, at: model.path }, 'packages.placeholder', { model: model.name }),
        severity: 'info' as const,
      })),
  };
}

/** Only white space, comments and the model's own configuration. */
function isEmpty(text: string): boolean {
  return sqlPieces(text).every(
    (piece) => piece.kind === 'comment' || (piece.kind === 'template' && piece.template.isConfig),
  );
}

function draftModels(dbt: DbtProject, contracts: readonly Contract[]): ReadonlySet<string> {
  const promised = contracts.flatMap((contract) =>
    contract.schema.flatMap((object) =>
      findModels(contract, object, [dbt]).map(({ model }) => ({
        path: model.path,
        isDraft: contract.status?.value === 'draft',
      })),
    ),
  );
  const others = new Set(promised.filter(({ isDraft }) => !isDraft).map(({ path }) => path));
  return new Set(promised.map(({ path }) => path).filter((path) => !others.has(path)));
}

/** Whether a file of the project has a `ref` to the model: SQL, or YAML such as exposures; but for what only describes the model. */
function isReferred({ name, path }: DbtModel, { root }: DbtProject, context: PlaceholderRequest['context']): boolean {
  const own = new Set([path, ...describing(path, name)]);
  const names = [`'${name}'`, `"${name}"`];
  const refersIn = (text: string): boolean =>
    [...text.matchAll(/\bref\(([^()]{0,300})\)/g)].some(([, given = '']) => names.some((each) => given.includes(each)));
  return context.paths.some(
    (each) =>
      each.startsWith(`${root}/`) &&
      !own.has(each) &&
      /\.(?:sql|ya?ml|py)$/.test(each) &&
      refersIn(context.read(each) ?? ''),
  );
}

/** Files of other generators that describe one model: dbt warns of properties without a model. */
function describing(path: string, name: string): readonly string[] {
  const folder = path.slice(0, path.lastIndexOf('/') + 1);
  return ['contract', 'unit_tests'].map((kind) => `${folder}_${name}__${kind}.yml`);
}
