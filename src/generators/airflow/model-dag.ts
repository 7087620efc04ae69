import type { Json } from '../../model/contract.ts';
import { headerText } from '../define-generator.ts';
import { ageOf } from '../../model/service-time.ts';
import { strictestOf } from '../../model/promises-of.ts';
import { wordOf } from '../schedule/schedule-pipelines.ts';
import { pipelineOwner } from '../schedule/schedule-settings.ts';
import type { DagRequest } from './dag-file.ts';
import { repositoryLine } from './dag-loader.ts';
import { type Alert, alertsOf, assetNames, documentationOf, tagsOf } from './dag-parts.ts';
import { freshSources } from './freshness-sources.ts';
import { profileOf, projectDir } from './profile.ts';

/**
 * A DAG in Python with one task per model, made by Cosmos; dag-factory cannot do that, nor set a deadline. Every text of the
 * specifications is inside one JSON literal: the code around it is the same in every file.
 */
export function modelDag(request: DagRequest, path: string): string {
  const literal = JSON.stringify(settingsOf(request), null, 2).replaceAll(/[^\n\x20-\x7e]/g, escaped);
  return `# ${headerText('airflow', request.from).replaceAll(/[^\x20-\x7e]/g, '?')}
# from airflow import DAG

import json
import os
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from airflow.providers.standard.operators.empty import EmptyOperator
from airflow.sdk import DAG, Asset, AssetAll
from airflow.timetables.trigger import CronTriggerTimetable
from cosmos import DbtTaskGroup, ProfileConfig, ProjectConfig, RenderConfig
from cosmos.constants import TestBehavior
from cosmos.operators.local import DbtSourceLocalOperator

try:
    from airflow.sdk import DeadlineAlert, DeadlineReference, SyncCallback
except ImportError:  # an Airflow without deadlines
    DeadlineAlert = None

${repositoryLine(path)}

SETTINGS = json.loads(
    r"""
${literal}
"""
)


def load(name):
    module, _, attribute = name.rpartition(".")
    return getattr(__import__(module, fromlist=[attribute]), attribute)


def notifier(alert):
    return load(alert["callback"])(**{key: value for key, value in alert.items() if key != "callback"})


def profile(part):
    mapping = part["mapping"]
    if mapping is None:
        return ProfileConfig(
            profile_name=part["profile"],
            target_name=part["target"],
            profiles_yml_filepath=os.path.expandvars(part["profiles_yml"]),
        )
    return ProfileConfig(
        profile_name=part["profile"],
        target_name=part["target"],
        profile_mapping=load(mapping["type"])(conn_id=mapping["connection"], profile_args=mapping["args"]),
    )


def schedule():
    given = SETTINGS["schedule"]
    if given["kind"] == "cron":
        return CronTriggerTimetable(given["expression"], timezone=given["timezone"])
    if given["kind"] == "timedelta":
        return timedelta(seconds=given["seconds"])
    if given["kind"] == "asset":
        return AssetAll(*[Asset(**asset) for asset in given["assets"]])
    return None


def deadline():
    given = SETTINGS["deadline"]
    if given is None or DeadlineAlert is None:
        return {}
    alert = dict(given["alert"])
    callback = SyncCallback(load(alert.pop("callback")), alert)
    interval = timedelta(seconds=given["seconds"])
    return {"deadline": DeadlineAlert(DeadlineReference.DAGRUN_QUEUED_AT, interval, callback)}


def callbacks(alert):
    return {} if alert is None else {"on_failure_callback": notifier(alert)}


with DAG(
    dag_id=SETTINGS["dag_id"],
    schedule=schedule(),
    start_date=datetime.fromisoformat(SETTINGS["start_date"]).replace(tzinfo=ZoneInfo(SETTINGS["timezone"])),
    catchup=False,
    max_active_runs=SETTINGS["max_active_runs"],
    dagrun_timeout=timedelta(seconds=SETTINGS["timeout"]),
    default_args={
        "owner": SETTINGS["owner"],
        "retries": SETTINGS["retries"],
        "retry_delay": timedelta(seconds=SETTINGS["retry_delay"]),
        **callbacks(SETTINGS["task_alert"]),
    },
    tags=SETTINGS["tags"],
    doc_md=SETTINGS["doc_md"],
    **callbacks(SETTINGS["dag_alert"]),
    **deadline(),
) as dag:
    published = EmptyOperator(task_id="published", outlets=[Asset(**SETTINGS["asset"])])
    for part in SETTINGS["parts"]:
        folder = os.path.expandvars(part["project_dir"])
        models = DbtTaskGroup(
            group_id=part["group"],
            project_config=ProjectConfig(dbt_project_path=folder),
            profile_config=profile(part),
            render_config=RenderConfig(
                select=part["select"],
                exclude=part["exclude"],
                test_behavior=TestBehavior.BUILD,
            ),
        )
        if part["sources"]:
            freshness = DbtSourceLocalOperator(
                task_id=part["group"] + "_freshness",
                project_dir=folder,
                profile_config=profile(part),
                select=part["sources"],
            )
            freshness >> models
        models >> published
`;
}

/** Python and JSON write a character alike where both escape it: outside ASCII, and the controls that JSON leaves. */
function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

type Settings = { readonly [name: string]: Json };

function settingsOf(request: DagRequest): Settings {
  const { pipeline, settings } = request;
  const owner = pipelineOwner(pipeline.contracts, settings);
  const alerts = settings.alerts === undefined ? {} : alertsOf(settings.alerts);
  const { schedule } = pipeline.decision;
  return {
    dag_id: pipeline.name,
    schedule: schedule.kind === 'asset' ? { kind: 'asset', assets: schedule.pipelines.map(assetNames) } : schedule,
    start_date: settings.startDate,
    timezone: settings.timezone,
    max_active_runs: settings.maxActiveRuns,
    timeout: settings.timeoutSeconds,
    owner: owner ?? 'dataengos',
    retries: settings.retries,
    retry_delay: settings.retryDelaySeconds,
    task_alert: alerts.task ?? null,
    dag_alert: alerts.dag ?? null,
    deadline: deadlineOf(request),
    tags: tagsOf(pipeline),
    doc_md: documentationOf(pipeline, owner),
    asset: { ...assetNames(pipeline.name) },
    parts: pipeline.parts.map((part) => partSettings(request, part)),
  };
}

/** How long a run may take before somebody is told: as old as the data may be. Without alerts there is nobody to tell. */
function deadlineOf({ pipeline, settings }: DagRequest): Json {
  const promise = strictestOf(pipeline.promises.filter(({ metric }) => metric === 'latency' || metric === 'freshness'));
  const age = promise?.time && ageOf(promise.time);
  const alert = settings.alerts === undefined ? undefined : alertsOf(settings.alerts).task;
  if (age === undefined || age.months > 0 || age.seconds < 60 || alert === undefined) return null;
  return { seconds: age.seconds, alert: { ...alert, ...lateText(alert) } };
}

/** A deadline has no run yet that could be named. */
function lateText(alert: Alert): Alert {
  const text = 'A pipeline is later than its service level allows';
  return Object.hasOwn(alert, 'text') ? { text } : { subject: text, html_content: text };
}

function partSettings(
  { pipeline, context, project }: DagRequest,
  part: DagRequest['pipeline']['parts'][number],
): Settings {
  const folder = projectDir(part.graph.project, context.options);
  const { name, target, mapping } = profileOf({ project: part.graph.project, contracts: pipeline.contracts, context });
  return {
    group: wordOf(part.graph.project.name),
    project_dir: folder,
    profile: name,
    target,
    profiles_yml: `${folder}/profiles.yml`,
    mapping: mapping ?? null,
    select: part.targets.map((model) => `+${model.name}`),
    exclude: part.others.map((model) => `+${model.name}`),
    sources: freshSources(part, project, context).map((each) => `source:${each}`),
  };
}
