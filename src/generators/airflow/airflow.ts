import type { Artifact } from '../../model/artifact.ts';
import { compareText } from '../../model/location.ts';
import { dagsOf } from '../../model/portfolio.ts';
import type { Product } from '../../model/products-of.ts';
import type { Project } from '../../model/project.ts';
import { type GeneratorContext, type Generator, type GeneratorNote, headerStart } from '../define-generator.ts';
import { noteOn } from '../note.ts';
import { oddNames, type Pipeline, pipelinesOf, specsOf } from '../schedule/schedule-pipelines.ts';
import { isPlain, type RunSettings } from '../schedule/schedule-settings.ts';
import { dagYaml, type DagRequest } from './dag-file.ts';
import { loaderFile } from './dag-loader.ts';
import { modelDag } from './model-dag.ts';
import { airflowOptions } from './options.ts';
import { scheduleNotes } from '../schedule/schedule-notes.ts';
import { dagsFolder } from './dags-folder.ts';

const name = 'airflow';

/** One DAG per data product below `dags/dataengos/`: YAML of dag-factory and its loader, or Python where one task per model is asked for. */
export const airflowGenerator: Generator = {
  name,
  summary: 'Airflow DAGs as dag-factory YAML with Cosmos operators, scheduled from the service levels.',
  isDefault: false,
  readsAll: true,
  options: airflowOptions,
  generate(project, context) {
    const { pipelines, settings } = pipelinesOf(project, {
      intervals: context.options['intervals'] === 'exact' ? 'exact' : 'even',
      isMade: (products) => handWritten(products, project, context).length === 0,
    });
    const folder = `${dagsFolder(project, context.paths)}/dataengos`;
    const made = pipelines.map((pipeline) => {
      const notes = notesOf(pipeline, { project, context, settings });
      const artifacts =
        canBuild(pipeline) && handWritten(pipeline.products, project, context).length === 0
          ? artifactsOf({ pipeline, settings, project, context, from: specsOf(pipeline, project).join(', ') }, folder)
          : [];
      return { artifacts, notes };
    });
    return { artifacts: made.flatMap(({ artifacts }) => artifacts), notes: made.flatMap(({ notes }) => notes) };
  },
};

function artifactsOf(request: DagRequest, folder: string): readonly Artifact[] {
  const { pipeline, project, context, from } = request;
  const owned = { ownership: 'owned', generator: name, sources: specsOf(pipeline, project) } as const;
  const path = `${folder}/${pipeline.name}`;
  const python = `${path}.py`;
  if (context.options['graph'] === 'model') return [{ path: python, content: modelDag(request, python), ...owned }];
  return [
    { path: python, content: loaderFile(python, from), ...owned },
    { path: `${path}.yml`, content: dagYaml(request), ...owned },
  ];
}

/** Whether there is something to build, and its names mean nothing but themselves to dbt, Airflow and the shell. */
function canBuild({ parts }: Pipeline): boolean {
  return parts.length > 0 && oddNames(parts).length === 0;
}

/** Files of people that already build the pipeline; none where the options say that they do not count. */
function handWritten(
  products: readonly Product[],
  { dags = [] }: Project,
  { options, read }: GeneratorContext,
): readonly string[] {
  if (options['beside-hand-written'] === true) return [];
  const paths = products.flatMap((product) => dagsOf(product, dags)).map(({ path }) => path);
  return [...new Set(paths)]
    .filter((path) => read(path)?.slice(0, 400).includes(headerStart) !== true)
    .toSorted(compareText);
}

interface NoteRequest {
  readonly project: Project;
  readonly context: GeneratorContext;
  readonly settings: RunSettings;
}

function notesOf(pipeline: Pipeline, { project, context, settings }: NoteRequest): readonly GeneratorNote[] {
  const [contract] = pipeline.contracts;
  if (contract === undefined) return [];
  const note = (message: string, values: GeneratorNote['values'] = {}): GeneratorNote => ({
    ...noteOn({ generator: name, contract }, `airflow.${message}`, { pipeline: pipeline.name, ...values }),
    severity: 'info',
  });
  if (pipeline.parts.length === 0) return [note('no-model')];
  const odd = oddNames(pipeline.parts);
  if (odd.length > 0) return [{ ...note('name-not-plain', { found: odd[0] ?? '' }), severity: undefined }];
  const written = handWritten(pipeline.products, project, context);
  if (written.length > 0) return [note('hand-written', { files: written.join(', ') })];
  const dropped = [...new Set(pipeline.contracts.flatMap(({ tags }) => tags))].filter((tag) => !isPlain(tag));
  const isLayered = context.options['graph'] !== 'model';
  const hasAge = pipeline.promises.some(({ metric }) => metric === 'latency' || metric === 'freshness');
  return [
    ...scheduleNotes(name, pipeline),
    ...dropped.map((tag) => note('tag-not-plain', { tag })),
    ...(isLayered && hasAge && settings.alerts !== undefined ? [note('no-deadline')] : []),
  ];
}
