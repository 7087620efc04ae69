import type { Artifact } from '../../model/artifact.ts';
import { contractSubject } from '../../model/contract.ts';
import type { DbtProject } from '../../model/dbt.ts';
import { compareText } from '../../model/location.ts';
import type { Project } from '../../model/project.ts';
import { type Generated, type Generator, type GeneratorNote, headerText } from '../define-generator.ts';
import { emitYaml } from '../emit-yaml.ts';
import { findModels, type ModelMatch } from '../match-models.ts';
import { macroFiles, macrosOf } from './macros.ts';
import { type ModelPropertiesFile, modelProperties } from './properties-file.ts';

const name = 'dbt-properties';

/** `_<model>__contract.yml` beside every dbt model that an output contract describes, with the generic and singular tests it calls. */
export const dbtPropertiesGenerator: Generator = {
  name,
  summary: 'dbt properties with tests from output contracts, beside the models they describe.',
  readsAll: false,
  generate(project) {
    const { matches, notes } = matchModels(project);
    const made = matches.map((match) => ({ match, file: modelProperties(match, project) }));
    return {
      artifacts: [...made.flatMap(filesOf), ...project.dbt.flatMap((dbt) => macrosFor(dbt, made))],
      notes: [...notes, ...made.flatMap(({ file }) => file.notes)],
    };
  },
};

interface Made {
  readonly match: ModelMatch;
  readonly file: ModelPropertiesFile;
}

/** The models to describe: one contract each, and only where no hand-written file describes them (dbt would refuse two). */
function matchModels(project: Project): {
  readonly matches: readonly ModelMatch[];
  readonly notes: Generated['notes'];
} {
  const notes: GeneratorNote[] = [];
  const matches = new Map<string, ModelMatch>();
  for (const contract of project.contracts.toSorted((a, b) => compareText(a.path, b.path))) {
    if (contract.direction !== 'output') continue;
    for (const object of contract.schema) {
      const found = findModels(contract, object, project.dbt);
      if (found.length === 0 && project.dbt.length > 0) notes.push(note('no-model', { contract, object }));
      for (const match of found) {
        const first = matches.get(match.model.path);
        if (first === undefined) matches.set(match.model.path, match);
        else notes.push(note('model-claimed-twice', match, { model: match.model.name, first: first.contract.path }));
      }
    }
  }
  const writable = [...matches.values()].filter((match) => {
    const written = handWritten(match);
    if (written !== undefined)
      notes.push(note('hand-written-properties', match, { model: match.model.name, ...written }));
    return written === undefined;
  });
  return { matches: writable, notes };
}

/** Where a person already wrote properties of the model. */
function handWritten({ model }: ModelMatch): { readonly path: string; readonly line: string } | undefined {
  const at = model.properties?.at;
  return at === undefined || at.path === propertiesPath(model) ? undefined : { path: at.path, line: String(at.line) };
}

function propertiesPath(model: { readonly path: string; readonly name: string }): string {
  return `${model.path.slice(0, model.path.lastIndexOf('/') + 1)}_${model.name}__contract.yml`;
}

function filesOf({ match, file }: Made): readonly Artifact[] {
  const { contract, model, project } = match;
  const owned = { ownership: 'owned', generator: name, sources: [contract.path] } as const;
  const yaml = { path: propertiesPath(model), content: emitYaml(headerText(name, contract.path), file.data), ...owned };
  const queries = [...file.queries].map(([query, content]) => ({
    path: inProject(project, `tests/dataengos/${query}.sql`),
    content,
    ...owned,
  }));
  return [yaml, ...queries];
}

/** Only the macros that are called, each made from all contracts that call it. */
function macrosFor(dbt: DbtProject, made: readonly Made[]): readonly Artifact[] {
  const callers = new Map<string, Set<string>>();
  for (const { match, file } of made.filter((each) => each.match.project === dbt)) {
    for (const macro of file.tests.flatMap(macrosOf)) {
      callers.set(macro, (callers.get(macro) ?? new Set()).add(match.contract.path));
    }
  }
  return [...callers].map(([macro, contracts]) => ({
    path: inProject(dbt, `macros/dataengos/${macro}.sql`),
    content: macroFiles.get(macro) ?? '',
    ownership: 'owned',
    generator: name,
    sources: [...contracts].toSorted(compareText),
  }));
}

function inProject(dbt: DbtProject, path: string): string {
  return dbt.root === '' ? path : `${dbt.root}/${path}`;
}

function note(
  message: string,
  { contract, object }: Pick<ModelMatch, 'contract' | 'object'>,
  values: { readonly [name: string]: string } = {},
): GeneratorNote {
  const subject = contractSubject(contract.id, object.name);
  return {
    generator: name,
    subject,
    at: object.at,
    message: `generators.${message}`,
    values: { name: object.name, ...values },
  };
}
