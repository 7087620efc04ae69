import type { Artifact } from '../../model/artifact.ts';
import type { Contract, SchemaObject } from '../../model/contract.ts';
import { compareText } from '../../model/location.ts';
import type { Project } from '../../model/project.ts';
import type { Generated, GeneratorNote } from '../define-generator.ts';
import { fileNameOf } from '../file-name.ts';
import { noteOn } from '../note.ts';
import type { Complain } from './check.ts';
import { checksOf, type ObjectChecks } from './object-checks.ts';

/** What a generator of quality checks makes of one object. */
export interface QualityFormat {
  /** Name of the generator; its messages are in the catalogue of that name, its files in the folder of that name. */
  readonly generator: string;
  /** Ending of the files, without a dot. */
  readonly ending: string;
  /** The text of the file; undefined where there can be none, after a complaint that says why. */
  write(checks: ObjectChecks, complain: Complain): string | undefined;
}

/** `exports/quality/<generator>/<contract>.<object>.<ending>` for every object of every contract, and what could not be expressed. */
export function qualityFiles(project: Project, format: QualityFormat): Generated {
  const artifacts = new Map<string, Artifact>();
  const notes: GeneratorNote[] = [];
  for (const contract of project.contracts.toSorted((a, b) => compareText(a.path, b.path))) {
    for (const object of contract.schema) {
      const complain = complainer({ contract, object, generator: format.generator }, notes);
      const path = `exports/quality/${format.generator}/${fileNameOf(contract.id)}.${fileNameOf(object.name)}.${format.ending}`;
      const first = artifacts.get(path);
      if (first !== undefined) {
        complain('same-file', {}, { path, first: first.sources.join(', ') });
        continue;
      }
      const { contracts, governance } = project;
      const checks = checksOf({ contract, object, contracts, governance }, complain);
      const content = format.write(checks, complain);
      if (content === undefined) continue;
      const sources = sourcesOf(checks);
      artifacts.set(path, { path, content, ownership: 'owned', generator: format.generator, sources });
    }
  }
  return { artifacts: [...artifacts.values()], notes };
}

function complainer(
  {
    generator,
    contract,
    object,
  }: { readonly generator: string; readonly contract: Contract; readonly object: SchemaObject },
  notes: GeneratorNote[],
): Complain {
  return (message, place = {}, values = {}) => {
    const note = noteOn({ generator, contract, object, ...place }, `${generator}.${message}`, values);
    // It is as it should be: nobody need act.
    notes.push(message === 'masked-values' ? { ...note, severity: 'info' } : note);
  };
}

/** The contract, and those that its relationships lead to. */
function sourcesOf({ contract, checks }: ObjectChecks): readonly string[] {
  const referred = checks.flatMap(({ measure }) => (measure.kind === 'reference' ? [measure.contract.path] : []));
  return [...new Set([contract.path, ...referred])].toSorted(compareText);
}
