import type { Project } from '../../model/project.ts';
import { type GeneratorContext, headerText } from '../define-generator.ts';
import { emitYaml, type YamlData } from '../yaml/emit-yaml.ts';
import type { Pipeline, PipelinePart } from '../schedule/schedule-pipelines.ts';
import { wordOf } from '../schedule/schedule-pipelines.ts';
import { pipelineOwner, type RunSettings } from '../schedule/schedule-settings.ts';
import { alertsOf, assetOf, documentationOf, scheduleData, tagsOf, timedelta } from './dag-parts.ts';
import { freshSources } from './freshness-sources.ts';
import { profileConfig, profileOf, projectDir } from './profile.ts';
import { stepsOf } from './steps.ts';

/** What a DAG is made of. */
export interface DagRequest {
  readonly pipeline: Pipeline;
  readonly settings: RunSettings;
  readonly project: Project;
  readonly context: Pick<GeneratorContext, 'read' | 'options'>;
  /** As the header names it. */
  readonly from: string;
}

/** The YAML of dag-factory for one pipeline: one task of dbt per layer, after one that measures the age of the sources. */
export function dagYaml(request: DagRequest): string {
  const { pipeline, settings, from } = request;
  const owner = pipelineOwner(pipeline.contracts, settings);
  const alerts = settings.alerts === undefined ? {} : alertsOf(settings.alerts);
  const { tasks, groups } = tasksOf(request);
  const dag: YamlData = {
    schedule: scheduleData(pipeline.decision.schedule),
    start_date: settings.startDate,
    timezone: settings.timezone === 'UTC' ? undefined : settings.timezone,
    catchup: false,
    max_active_runs: settings.maxActiveRuns,
    dagrun_timeout: timedelta(settings.timeoutSeconds),
    default_args: {
      owner: owner ?? 'dataengos',
      retries: settings.retries,
      retry_delay: timedelta(settings.retryDelaySeconds),
      on_failure_callback: alerts.task,
    },
    on_failure_callback: alerts.dag,
    tags: tagsOf(pipeline),
    doc_md: documentationOf(pipeline, owner),
    task_groups: groups.length === 0 ? undefined : groups.map((group_name) => ({ group_name })),
    tasks,
  };
  return emitYaml(headerText('airflow', from), { [pipeline.name]: dag });
}

interface Tasks {
  readonly tasks: readonly Task[];
  readonly groups: readonly string[];
}

interface Task {
  readonly [key: string]: YamlData;
  readonly task_id: string;
}

/** Where several dbt projects take part, each has a group, and the tables are new when all are done. */
function tasksOf(request: DagRequest): Tasks {
  const { parts, name } = request.pipeline;
  const isSole = parts.length === 1;
  const made = parts.map((part) => partTasks(request, part, isSole ? '' : `${wordOf(part.graph.project.name)}__`));
  const outlets = [assetOf(name)];
  if (isSole) {
    const tasks = made.flat();
    const groups = tasks.length > 2 ? ['transform'] : [];
    return { tasks: tasks.map((task, at) => (at === tasks.length - 1 ? { ...task, outlets } : task)), groups };
  }
  const published = {
    task_id: 'published',
    operator: 'airflow.providers.standard.operators.empty.EmptyOperator',
    outlets,
    dependencies: made.map((tasks) => tasks.at(-1)?.task_id ?? ''),
  };
  return { tasks: [...made.flat(), published], groups: parts.map((part) => wordOf(part.graph.project.name)) };
}

/** The tasks of one dbt project, in their order. */
function partTasks(request: DagRequest, part: PipelinePart, prefix: string): readonly Task[] {
  const { context, pipeline, project } = request;
  const folder = projectDir(part.graph.project, context.options);
  const profile = profileOf({ project: part.graph.project, contracts: pipeline.contracts, context });
  const dbt = { project_dir: folder, profile_config: profileConfig(profile, folder) };
  const sources = freshSources(part, project, context);
  const freshness = `${prefix}freshness`;
  const measured: readonly Task[] =
    sources.length === 0
      ? []
      : [
          {
            task_id: freshness,
            operator: operatorOf('Source'),
            select: sources.map((each) => `source:${each}`),
            ...dbt,
          },
        ];
  const steps = stepsOf(part);
  const group = prefix === '' ? (steps.length + measured.length > 2 ? 'transform' : undefined) : prefix.slice(0, -2);
  const built = steps.map(({ id, select, exclude, after }) => {
    const dependencies = [
      ...after.map((each) => prefix + each),
      ...(after.length === 0 && sources.length > 0 ? [freshness] : []),
    ];
    return {
      task_id: prefix + id,
      operator: operatorOf('Build'),
      task_group_name: group,
      select,
      exclude: exclude.length === 0 ? undefined : exclude,
      // Tests that need what a later step builds wait for that step.
      indirect_selection: steps.length === 1 ? undefined : 'buildable',
      ...dbt,
      dependencies: dependencies.length === 0 ? undefined : dependencies,
    };
  });
  return [...measured, ...built];
}

function operatorOf(command: 'Build' | 'Source'): string {
  return `cosmos.operators.local.Dbt${command}LocalOperator`;
}
