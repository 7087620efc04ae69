import { parseIsoDuration } from '../../model/durations.ts';
import type { AlertPolicy, OrchestrationPolicy } from '../../model/governance.ts';
import { fileStart, type Located } from '../../model/location.ts';
import type { Problem } from '../../model/project.ts';
import { parseServiceTime } from '../../model/service-time.ts';
import type { Clock } from '../../model/sla-schedule.ts';
import { suggest } from '../../model/suggest.ts';
import type { YamlFile } from '../yaml.ts';
import {
  type Cursor,
  type Fields,
  ignore,
  isMistaken,
  type LoadedPolicy,
  note,
  readCount,
  readItems,
  readMap,
  readText,
  whereOf,
} from './shape.ts';

/** Reads `orchestration.yaml`: how pipelines run. Published as `schemas/orchestration.schema.json`. */
export function loadOrchestration(file: YamlFile): LoadedPolicy<OrchestrationPolicy> {
  const problems: Problem[] = [];
  if (file.root === undefined) return { problems };
  const draft: Draft = {};
  readMap({ node: file.root, at: fileStart(file.path), path: [], problems }, { fields: topFields(draft) });
  return file.root.kind === 'map' ? { policy: { path: file.path, ...draft }, problems } : { problems };
}

type Draft = { -readonly [key in keyof Omit<OrchestrationPolicy, 'path'>]: OrchestrationPolicy[key] };

function topFields(draft: Draft): Fields {
  return {
    retries: (value) => keep(draft, 'retries', readWhole(value)),
    'retry-delay': (value) => keep(draft, 'retryDelaySeconds', readLength(value)),
    timezone: (value) => keep(draft, 'timezone', located(value, readZone(value))),
    'start-date': (value) => keep(draft, 'startDate', readDate(value)),
    'daily-at': (value) => keep(draft, 'dailyAt', located(value, readClock(value))),
    alerts: (value) => keep(draft, 'alerts', readAlerts(value)),
    'max-active-runs': (value) => keep(draft, 'maxActiveRuns', readCount(value)),
    timeout: (value) => keep(draft, 'timeoutSeconds', readLength(value)),
    owner: (value) => keep(draft, 'owner', readWord(value, 'owner')),
    version: ignore,
    description: ignore,
    $schema: ignore,
  };
}

/** What could not be read is left out: its default holds then. */
function keep<Key extends keyof Draft>(draft: Draft, key: Key, value: Draft[Key] | undefined): void {
  if (value !== undefined) draft[key] = value;
}

function located<T>({ at }: Cursor, value: T | undefined): Located<T> | undefined {
  return value === undefined ? undefined : { value, at };
}

/** A whole number from 0 to 100. */
function readWhole(value: Cursor): number | undefined {
  const { node } = value;
  const found = node.kind === 'scalar' ? node.value : undefined;
  if (typeof found === 'number' && Number.isInteger(found) && found >= 0 && found <= 100) return found;
  note(value, 'schedule.not-a-number', { where: whereOf(value) });
  return undefined;
}

/** `5 min`, `2h`, `PT1H30M`: a length of time in seconds. The pattern is that of the schema. */
const lengthForm =
  /^(?:[1-9]\d{0,5} ?(?:s|sec|secs|seconds?|min|mins|minutes?|h|hr|hrs|hours?|d|days?|segundos?|minutos?|horas?|dias?)|P(?=\d|T\d)(?:\d{1,6}D)?(?:T(?:\d{1,6}H)?(?:\d{1,6}M)?(?:\d{1,6}S)?)?)$/;

function readLength(value: Cursor): number | undefined {
  const text = readText(value);
  if (text === undefined) return undefined;
  const time = lengthForm.test(text) ? parseServiceTime(text) : undefined;
  const duration = parseIsoDuration(text) ?? (time?.kind === 'interval' ? time.duration : undefined);
  if (lengthForm.test(text) && duration !== undefined && duration.seconds > 0) return duration.seconds;
  note(value, 'schedule.not-a-length', { where: whereOf(value), found: text });
  return undefined;
}

function readDate(value: Cursor): string | undefined {
  const text = readText(value);
  if (text === undefined) return undefined;
  const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  // The 30th of February is read as a day of March.
  if (!Number.isNaN(time) && new Date(time).toISOString().startsWith(text)) return text;
  note(value, 'schedule.not-a-date', { where: whereOf(value), found: text });
  return undefined;
}

function readClock(value: Cursor): Clock | undefined {
  const text = readText(value);
  if (text === undefined) return undefined;
  const [, hour, minute] = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(text) ?? [];
  if (hour !== undefined) return { hour: Number(hour), minute: Number(minute) };
  note(value, 'schedule.not-a-clock', { where: whereOf(value), found: text });
  return undefined;
}

/** A name of the IANA database, in its own spelling: Python knows no other. */
function readZone(value: Cursor): string | undefined {
  const text = readText(value);
  if (text === undefined) return undefined;
  if (text === 'UTC' || zones().includes(text) || (/^[A-Z]\w*\/[\w+/-]+$/.test(text) && isKnownZone(text))) return text;
  const near = suggest(text, ['UTC', ...zones()]);
  const values = { where: whereOf(value), found: text };
  if (near === undefined) note(value, 'schedule.not-a-zone', values);
  else note(value, 'schedule.not-a-zone-near', { ...values, suggestion: near });
  return undefined;
}

function zones(): readonly string[] {
  return Intl.supportedValuesOf('timeZone');
}

/** Names that the database keeps for other ones are not among the supported values. */
function isKnownZone(name: string): boolean {
  try {
    const { timeZone } = new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions();
    return timeZone === name || timeZone.toLowerCase() !== name.toLowerCase();
  } catch {
    return false;
  }
}

function readAlerts(value: Cursor): AlertPolicy | undefined {
  let emails: readonly string[] = [];
  let slack: AlertPolicy['slack'];
  readMap(value, {
    fields: {
      email: (each) => (emails = readEmails(each)),
      slack: (each) => (slack = readSlack(each)),
      description: ignore,
    },
  });
  if (emails.length > 0 || slack !== undefined) return { emails, ...(slack && { slack }) };
  if (!isMistaken(value)) note(value, 'schedule.no-alert', { where: whereOf(value) });
  return undefined;
}

/** One address, or a list of them. */
function readEmails(value: Cursor): readonly string[] {
  const items = value.node.kind === 'list' ? readItems(value) : [value];
  if (items.length === 0) note(value, 'governance.empty-list', { where: whereOf(value) });
  return items.flatMap((item) => readWord(item, 'email') ?? []);
}

function readSlack(value: Cursor): AlertPolicy['slack'] {
  let connection: string | undefined;
  let channel: string | undefined;
  readMap(value, {
    fields: {
      connection: (each) => (connection = readWord(each, 'connection')),
      channel: (each) => (channel = readWord(each, 'channel')),
      description: ignore,
    },
    required: ['connection'],
  });
  return connection === undefined ? undefined : { connection, ...(channel === undefined ? {} : { channel }) };
}

/** These texts go into the orchestrator's files, where braces and dollar signs mean something. The patterns are those of the schema. */
const words = {
  owner: /^[\p{L}\p{N}][\p{L}\p{N} ._@+-]{0,99}$/u,
  email: /^[\w.+-]{1,64}@[\w.-]{1,190}$/,
  connection: /^[\w.-]{1,200}$/,
  channel: /^[#@]?[\w.-]{1,80}$/,
};

function readWord(value: Cursor, kind: keyof typeof words): string | undefined {
  const text = readText(value);
  if (text === undefined || words[kind].test(text)) return text;
  note(value, `schedule.not-a-${kind}`, { where: whereOf(value), found: text });
  return undefined;
}
