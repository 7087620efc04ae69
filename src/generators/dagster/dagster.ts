import type { Artifact } from '../../model/artifact.ts';
import type { Contract } from '../../model/contract.ts';
import type { DbtProject } from '../../model/dbt.ts';
import { groupBy } from '../../model/group-by.ts';
import { compareText } from '../../model/location.ts';
import type { Project } from '../../model/project.ts';
import { profileOf } from '../airflow/profile.ts';
import type { Generator, GeneratorContext, GeneratorNote } from '../define-generator.ts';
import { noteOn, noteOnFile } from '../note.ts';
import { oddNames, type Pipeline, pipelinesOf, specsOf } from '../schedule/schedule-pipelines.ts';
import { scheduleNotes } from '../schedule/schedule-notes.ts';
import type { RunSettings } from '../schedule/schedule-settings.ts';
import { isTag } from './asset-attributes.ts';
import { type Component, componentsOf, componentYaml } from './component.ts';
import { type DagsterProject, dagsterProject } from './dagster-project.ts';
import { componentFolder, schedulesFile, templateVars } from './python-files.ts';

const name = 'dagster';

/** Components of dbt below `defs/dataengos/<domain>/`, with the schedules of the domain; a project for them where there is none. */
export const dagsterGenerator: Generator = {
  name,
  summary: 'Dagster components, schedules and freshness policies for the dbt project.',
  isDefault: false,
  readsAll: true,
  options: {
    profile: {
      type: 'text',
      default: '',
      description: 'Name of the dbt profile; empty: the one that dbt_project.yml names.',
    },
    target: {
      type: 'text',
      default: '',
      description:
        'Target of the dbt profile; empty: production where profiles.yml has it, else its own target, else prod.',
    },
  },
  generate(project, context) {
    const { pipelines, settings } = pipelinesOf(project, { intervals: 'even' });
    const named = pipelines.filter(({ parts }) => parts.length > 0 && oddNames(parts).length === 0);
    const { kept: buildable, refused } = withoutSameFolders(named);
    const notes = [...pipelines.flatMap(notesOf), ...refused.map(sameFolderNote), ...policyNotes(project)];
    if (buildable.length === 0) return { artifacts: [], notes };
    const dagster = dagsterProject(context);
    const request = { project, context, settings, dagster, buildable };
    const sources = [...new Set(buildable.flatMap((pipeline) => specsOf(pipeline, project)))].toSorted(compareText);
    const skeleton = Object.entries(dagster.skeleton).map(
      ([path, content]): Artifact => ({ path, content, ownership: 'create-only', generator: name, sources }),
    );
    return {
      artifacts: [
        ...skeleton,
        ...componentsOf(buildable).flatMap((component) => componentFiles(component, request)),
        ...scheduleFiles(buildable, request),
      ],
      notes,
    };
  },
};

/** Dagster keeps the state of a dbt project by the name of its folder: of two that are called alike only the first is taken. */
function withoutSameFolders(pipelines: readonly Pipeline[]): {
  readonly kept: readonly Pipeline[];
  readonly refused: readonly DbtProject[];
} {
  const projects = [...new Set(pipelines.flatMap(({ parts }) => parts.map(({ graph }) => graph.project)))];
  const first = new Map(
    projects
      .toSorted((a, b) => compareText(b.root, a.root))
      .map((project) => [project.root.slice(project.root.lastIndexOf('/') + 1), project]),
  );
  const taken = new Set(first.values());
  const kept = pipelines.map((pipeline) => ({
    ...pipeline,
    parts: pipeline.parts.filter(({ graph }) => taken.has(graph.project)),
  }));
  return {
    kept: kept.filter(({ parts }) => parts.length > 0),
    refused: projects.filter((project) => !taken.has(project)),
  };
}

function sameFolderNote({ at, name: dbt }: DbtProject): GeneratorNote {
  return noteOnFile({ generator: name, at }, 'dagster.same-folder', { project: dbt });
}

interface Request {
  readonly project: Project;
  readonly context: GeneratorContext;
  readonly settings: RunSettings;
  readonly dagster: DagsterProject;
  readonly buildable: readonly Pipeline[];
}

function componentFiles(component: Component, request: Request): readonly Artifact[] {
  const { context, settings, dagster } = request;
  const { project: dbt, domain } = component;
  const contracts = component.pipelines.flatMap(({ pipeline }) => pipeline.contracts);
  const folder = `${dagster.defs}/dataengos/${domain}/${componentFolder(component)}`;
  const own = component.pipelines.map(({ pipeline }) => pipeline);
  // What several domains are made from is there because of all their contracts.
  const owned = ownedBy(own.length === 0 ? request.buildable : own, request);
  const from = own.length === 0 ? 'specs/contracts' : owned.sources.join(', ');
  const { name: profile, target } = profileOf({ project: dbt, contracts, context });
  const projectDir = relative(dagster.root, dbt.root);
  return [
    {
      path: `${folder}/defs.yaml`,
      content: componentYaml(component, { settings, projectDir, profile, target, from }),
      ...owned,
    },
    { path: `${folder}/template_vars.py`, content: templateVars(component, settings, from), ...owned },
  ];
}

function scheduleFiles(pipelines: readonly Pipeline[], request: Request): readonly Artifact[] {
  return [...groupBy(pipelines, ({ domain }) => domain)].map(([domain, own]): Artifact => {
    const owned = ownedBy(own, request);
    const path = `${request.dagster.defs}/dataengos/${domain}/schedules.py`;
    return { path, content: schedulesFile(own, request.settings, owned.sources.join(', ')), ...owned };
  });
}

function ownedBy(
  pipelines: readonly Pipeline[],
  { project }: Request,
): Pick<Artifact, 'ownership' | 'generator' | 'sources'> {
  const sources = [...new Set(pipelines.flatMap((pipeline) => specsOf(pipeline, project)))].toSorted(compareText);
  return { ownership: 'owned', generator: name, sources };
}

/** The way from one folder of the repository to another. */
function relative(from: string, to: string): string {
  const [start, end] = [from.split('/'), to === '' ? [] : to.split('/')];
  const same = start.findIndex((segment, at) => segment !== end[at]);
  const common = same === -1 ? start.length : same;
  const way = [...start.slice(common).map(() => '..'), ...end.slice(common)].join('/');
  return way === '' ? '.' : way;
}

function notesOf(pipeline: Pipeline): readonly GeneratorNote[] {
  const [contract] = pipeline.contracts;
  if (contract === undefined) return [];
  const values = { pipeline: pipeline.name };
  const note = (message: string, more: GeneratorNote['values'] = {}): GeneratorNote =>
    noteOn({ generator: name, contract }, `dagster.${message}`, { ...values, ...more });
  if (pipeline.parts.length === 0) return [{ ...note('no-model'), severity: 'info' }];
  const [odd] = oddNames(pipeline.parts);
  if (odd !== undefined) return [note('name-not-plain', { found: odd })];
  return [...scheduleNotes(name, pipeline), ...pipeline.contracts.flatMap((each) => contractNotes(each))];
}

/** What Dagster has no place for. */
function contractNotes(contract: Contract): readonly GeneratorNote[] {
  const dropped = contract.tags.filter((tag) => !isTag(tag));
  return dropped.map((tag) => ({
    ...noteOn({ generator: name, contract }, 'dagster.tag-not-plain', { tag }),
    severity: 'info',
  }));
}

/** What of the orchestration policy is set elsewhere in Dagster: in `dagster.yaml`, or in Dagster+. */
function policyNotes({ governance: { orchestration } }: Project): readonly GeneratorNote[] {
  if (orchestration === undefined) return [];
  const { alerts, maxActiveRuns, retryDelaySeconds, startDate, path } = orchestration;
  const keys = [
    ...(alerts === undefined ? [] : ['alerts']),
    ...(maxActiveRuns === undefined ? [] : ['max-active-runs']),
    ...(retryDelaySeconds === undefined ? [] : ['retry-delay']),
    ...(startDate === undefined ? [] : ['start-date']),
  ].map((key) => `"${key}"`);
  if (keys.length === 0) return [];
  return [
    {
      ...noteOnFile({ generator: name, at: path }, 'dagster.policy-keys', { keys: keys.join(', ') }),
      severity: 'info',
    },
  ];
}
