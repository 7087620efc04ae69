import type { Json } from '../../model/contract.ts';
import { headerText } from '../define-generator.ts';
import type { Pipeline } from '../schedule/schedule-pipelines.ts';
import type { RunSettings } from '../schedule/schedule-settings.ts';
import { assetNamed } from './asset-attributes.ts';
import { type Component, componentName } from './component.ts';
import { freshnessOf } from './freshness.ts';

/** `template_vars.py` beside a component: what its YAML cannot say. Texts of the specifications are only inside JSON. */
export function templateVars({ pipelines }: Component, settings: RunSettings, from: string): string {
  const windows = pipelines.flatMap(({ pipeline }) => {
    const window = freshnessOf(pipeline, settings);
    return window === undefined ? [] : [[pipeline.name, { ...window }] as const];
  });
  return `${header(from)}
import json
from collections.abc import Callable
from datetime import timedelta

import dagster as dg

WINDOWS = json.loads(
    r"""
${literalOf(Object.fromEntries(windows))}
"""
)


@dg.template_var
def freshness() -> Callable[[str], dg.FreshnessPolicy]:
    def policy(pipeline: str) -> dg.FreshnessPolicy:
        window = {f"{name}_window": timedelta(seconds=seconds) for name, seconds in WINDOWS[pipeline].items()}
        return dg.FreshnessPolicy.time_window(**window)

    return policy


@dg.template_var
def eager() -> dg.AutomationCondition:
    return dg.AutomationCondition.eager()
`;
}

/** `schedules.py` of a domain: one schedule per pipeline that a clock starts. */
export function schedulesFile(pipelines: readonly Pipeline[], settings: RunSettings, from: string): string {
  const schedules = pipelines.flatMap((pipeline) => {
    const { schedule } = pipeline.decision;
    if (schedule.kind !== 'cron') return [];
    const { expression, timezone } = schedule;
    return [{ name: pipeline.name, cron: expression, timezone, assets: selectionOf(pipeline) }];
  });
  const tags = {
    'dagster/max_retries': String(settings.retries),
    'dagster/max_runtime': String(settings.timeoutSeconds),
  };
  return `${header(from)}
import json

import dagster as dg

SETTINGS = json.loads(
    r"""
${literalOf({ tags, schedules })}
"""
)


@dg.definitions
def schedules() -> dg.Definitions:
    return dg.Definitions(
        schedules=[
            dg.ScheduleDefinition(
                name=schedule["name"],
                cron_schedule=schedule["cron"],
                execution_timezone=schedule["timezone"],
                target=dg.AssetSelection.from_string(schedule["assets"]),
                tags=SETTINGS["tags"],
            )
            for schedule in SETTINGS["schedules"]
        ]
    )
`;
}

/** The published tables and everything that they are made from, but for what other pipelines make. */
function selectionOf({ parts }: Pipeline): string {
  const targets = parts.flatMap((part) => part.targets);
  const others = parts.flatMap((part) => part.others);
  return others.length === 0 ? `+(${named(targets)})` : `+(${named(targets)}) and not +(${named(others)})`;
}

function named(models: readonly { readonly name: string }[]): string {
  return models.map(({ name }) => assetNamed(name)).join(' or ');
}

/** Names of components, which people see beside runs. */
export function componentFolder(component: Component): string {
  return componentName(component).slice(component.domain.length + 2);
}

function header(from: string): string {
  return `# ${headerText('dagster', from).replaceAll(/[^\x20-\x7e]/g, '?')}`;
}

/** JSON in ASCII: Python reads it from a raw text of three quotes, which JSON never has side by side. */
function literalOf(data: Json): string {
  return JSON.stringify(data, null, 2).replaceAll(
    /[^\n\x20-\x7e]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
