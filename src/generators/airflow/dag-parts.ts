import { type Contract, contractSubject } from '../../model/contract.ts';
import type { AlertPolicy } from '../../model/governance.ts';
import { translate } from '../../model/messages.ts';
import { escapeMarkdown } from '../catalog/markdown.ts';
import type { YamlData } from '../yaml/emit-yaml.ts';
import type { Schedule } from '../schedule/schedule.ts';
import type { Pipeline } from '../schedule/schedule-pipelines.ts';
import { isPlain } from '../schedule/schedule-settings.ts';

type Keys = { readonly [key: string]: YamlData };

/** A notifier of Airflow (its class is the `callback`) with its arguments. */
export type Alert = { readonly [key: string]: string | readonly string[] };

/** A length of time as Python counts it. */
export function timedelta(seconds: number): Keys {
  return { __type__: 'datetime.timedelta', seconds };
}

/** The event "the tables of this pipeline are new". */
export function assetOf(pipeline: string): Keys {
  return { __type__: 'airflow.sdk.Asset', ...assetNames(pipeline) };
}

/** The scheme is our own: Airflow changes addresses of the schemes that its providers know. */
export function assetNames(pipeline: string): { readonly uri: string; readonly name: string } {
  return { uri: `x-dataengos://pipelines/${pipeline}`, name: pipeline };
}

/** A schedule as dag-factory reads it. */
export function scheduleData(schedule: Schedule): YamlData {
  switch (schedule.kind) {
    case 'cron':
      // A bare expression is read in UTC.
      if (schedule.timezone === 'UTC') return schedule.expression;
      return {
        __type__: 'airflow.timetables.trigger.CronTriggerTimetable',
        cron: schedule.expression,
        timezone: schedule.timezone,
      };
    case 'timedelta':
      return timedelta(schedule.seconds);
    case 'asset':
      // A bare list means "all" to Airflow and "any" to the documentation of dag-factory.
      return { __and__: schedule.pipelines.map(assetOf) };
    case 'stream':
    case 'none':
      return null;
  }
}

/** Told in Slack or by mail when something fails; the braces are Airflow's own variables. */
const failureText = 'Pipeline {{ dag.dag_id }} failed in run {{ run_id }}';

/** Callbacks: dag-factory takes one of a kind, so that mail is sent once per run where Slack is told of each task. */
export function alertsOf({ emails, slack }: AlertPolicy): { readonly task?: Alert; readonly dag?: Alert } {
  const mail = emails.length === 0 ? undefined : mailAlert(emails);
  if (slack === undefined) return mail === undefined ? {} : { task: mail };
  const { connection, channel } = slack;
  const told = {
    callback: 'airflow.providers.slack.notifications.slack.SlackNotifier',
    slack_conn_id: connection,
    ...(channel === undefined ? {} : { channel }),
    text: failureText,
  };
  return { task: told, ...(mail && { dag: mail }) };
}

function mailAlert(emails: readonly string[]): Alert {
  return {
    callback: 'airflow.providers.smtp.notifications.smtp.SmtpNotifier',
    to: emails,
    subject: failureText,
    html_content: failureText,
  };
}

/** Tags of a DAG: its domain, and those of the contracts that are plain words. */
export function tagsOf({ domain, contracts }: Pipeline): readonly string[] {
  const own = contracts.flatMap(({ tags }) => tags).filter((tag) => isPlain(tag));
  return [...new Set(['dataengos', domain, ...own])];
}

/** What Airflow shows of a DAG: what it is for, who answers for it, what is promised, and why it runs when it runs. */
export function documentationOf(pipeline: Pipeline, owner: string | undefined): string {
  const { contracts, decision, promises } = pipeline;
  const { message, values } = decision.reason;
  const levels = promises.map(({ name, written, at }) => `${name}: ${written} (${at.path})`);
  // One list without blank lines: such a text is a block of lines in YAML, and its changes can be read.
  const entries = [
    ...(owner === undefined ? [] : [`Owner: ${owner}`]),
    `Schedule: ${translate('en', message, values)}`,
    ...new Set(levels),
    ...contracts.map((contract) => `Contract: ${contractText(contract)}`),
  ];
  return [
    ...contracts.flatMap(({ purpose }) => (purpose === undefined ? [] : [plainMarkdown(purpose)])),
    ...entries.map((entry) => `- ${plainMarkdown(entry)}`),
  ].join('\n');
}

function contractText({ id, version, path }: Contract): string {
  return `${contractSubject(id)} ${version.value} (${path})`;
}

/**
 * Markdown, on one line, that shows a text as it is. dag-factory puts variables of the environment in the place of `$NAME` wherever
 * it stands, and Airflow fills braces: both are written as entities. So is a sign that would start a list or a heading.
 */
function plainMarkdown(text: string): string {
  const entities: { readonly [sign: string]: string } = { $: '&#36;', '{': '&#123;', '}': '&#125;' };
  return escapeMarkdown(text.trim())
    .replaceAll(/[${}]/g, (sign) => entities[sign] ?? sign)
    .replace(/^[-+=>]/, (sign) => `\\${sign}`);
}
