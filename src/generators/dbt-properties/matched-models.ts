import type { Project } from '../../model/project.ts';
import { compareText } from '../../model/location.ts';
import type { GeneratorNote } from '../define-generator.ts';
import { findModels, type ModelMatch } from '../match-models.ts';
import { asInfo, noteOn } from '../note.ts';

const generator = 'dbt-properties';

/** The models to describe, and why others are not. */
export interface ModelsToDescribe {
  readonly matches: readonly ModelMatch[];
  readonly notes: readonly GeneratorNote[];
}

/** One contract for each model, and only where no hand-written file describes it (dbt would refuse two). */
export function matchedModels(project: Project): ModelsToDescribe {
  const notes: GeneratorNote[] = [];
  const matches = new Map<string, ModelMatch>();
  const outputs = project.contracts.filter(({ direction }) => direction === 'output');
  for (const contract of outputs.toSorted((a, b) => compareText(a.path, b.path))) {
    for (const object of contract.schema) {
      const found = findModels(contract, object, project.dbt);
      if (found.length === 0 && project.dbt.length > 0)
        notes.push(asInfo(noteOn({ generator, contract, object }, 'generators.no-model')));
      for (const match of found) {
        const first = matches.get(match.model.path);
        if (first === undefined) matches.set(match.model.path, match);
        else notes.push(claimedTwice(match, first));
      }
    }
  }
  return { matches: [...matches.values()].filter((match) => isWritable(match, notes)), notes };
}

/** The file that describes a model. */
export function propertiesPath(model: { readonly path: string; readonly name: string }): string {
  return `${model.path.slice(0, model.path.lastIndexOf('/') + 1)}_${model.name}__contract.yml`;
}

function claimedTwice(match: ModelMatch, first: ModelMatch): GeneratorNote {
  const values = { model: match.model.name, first: first.contract.path };
  return noteOn({ generator, ...match }, 'generators.model-claimed-twice', values);
}

function isWritable(match: ModelMatch, notes: GeneratorNote[]): boolean {
  const { model } = match;
  const at = model.properties?.at;
  if (at === undefined || at.path === propertiesPath(model)) return true;
  const values = { model: model.name, path: at.path, line: String(at.line) };
  notes.push(asInfo(noteOn({ generator, ...match }, 'generators.hand-written-properties', values)));
  return false;
}
