import type { Artifact } from '../../model/artifact.ts';
import type { DbtModel, DbtProject } from '../../model/dbt.ts';
import { compareText } from '../../model/location.ts';
import type { Project } from '../../model/project.ts';
import { sampleRows } from '../../model/sample-rows.ts';
import {
  type Generator,
  type GeneratorContext,
  type GeneratorNote,
  headerStart,
  headerText,
} from '../define-generator.ts';
import { emitYaml } from '../yaml/emit-yaml.ts';
import { noteOnFile } from '../note.ts';
import { sampleTest, type SampleTools, Tables } from './sample-test.ts';

const name = 'dbt-unit-tests';

export const dbtUnitTestsGenerator: Generator = {
  name,
  summary: 'dbt unit tests from the sample data of the specifications.',
  isDefault: true,
  readsAll: true,
  generate(project, context) {
    const made = project.dbt.flatMap((dbt) => testsOf(project, dbt, context));
    return {
      artifacts: made.flatMap(({ artifact }) => artifact ?? []).toSorted((a, b) => compareText(a.path, b.path)),
      notes: made.flatMap(({ notes }) => notes),
    };
  },
};

interface Made {
  readonly artifact?: Artifact;
  readonly notes: readonly GeneratorNote[];
}

function testsOf(project: Project, dbt: DbtProject, context: GeneratorContext): readonly Made[] {
  if (project.sampleData === undefined) return [];
  const tools: SampleTools = { dbt, samples: sampleRows(project), tables: new Tables(project, dbt) };
  return dbt.models.toSorted((a, b) => compareText(a.path, b.path)).flatMap((model) => testOf(tools, model, context));
}

function testOf(tools: SampleTools, model: DbtModel, { read }: GeneratorContext): readonly Made[] {
  const path = `${model.path.slice(0, model.path.lastIndexOf('/') + 1)}_${model.name}__unit_tests.yml`;
  const test = sampleTest(tools, model, path);
  if (test === undefined) return [];
  if ('reason' in test) return [{ notes: [noteOnFile({ generator: name, at: test.at }, ...test.reason)] }];
  const written = read(path);
  if (written !== undefined && !written.slice(0, 400).split('\n', 1)[0]?.includes(headerStart)) {
    return [{ notes: [noteOnFile({ generator: name, at: path }, `${name}.hand-written`, { model: model.name })] }];
  }
  const content = emitYaml(headerText(name, test.expected), { unit_tests: [test.data] });
  const artifact: Artifact = { path, content, ownership: 'owned', generator: name, sources: test.sources };
  return [{ artifact, notes: test.notes.map(({ at, reason }) => noteOnFile({ generator: name, at }, ...reason)) }];
}
