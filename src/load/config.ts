import {
  defaultContractConfig,
  readCompatibility,
  readDeprecation,
  readDirections,
  readLoadBearing,
  readRelease,
} from './config-contracts.ts';
import { fileStart } from '../model/location.ts';
import { severities } from '../model/finding.ts';
import { langs } from '../model/messages.ts';
import type { Config, FailOn, RuleSetting, Scope } from '../model/policy.ts';
import type { Problem } from '../model/project.ts';
import { defaultTreeLimits, type TreeLimits } from '../model/tree.ts';
import {
  type Cursor,
  type Fields,
  ignore,
  note,
  readBoolean,
  readChoice,
  readCount,
  readEntries,
  readMap,
} from './governance/shape.ts';
import { readYaml } from './yaml.ts';

/** The configuration with its defaults filled in, and what is wrong with the file. */
export interface LoadedConfig {
  readonly config: Config;
  readonly problems: readonly Problem[];
}

const failOns: readonly FailOn[] = ['error', 'warning', 'never'];
const scopes: readonly Scope[] = ['introduced', 'changed-files', 'all'];
const ruleSettings: readonly RuleSetting[] = [...severities, 'off'];

/** Adapter types of dbt, which name the SQL dialect of a project. */
export const dialects = [
  'athena',
  'bigquery',
  'clickhouse',
  'databricks',
  'duckdb',
  'fabric',
  'mysql',
  'oracle',
  'postgres',
  'redshift',
  'snowflake',
  'spark',
  'sqlite',
  'sqlserver',
  'teradata',
  'trino',
] as const;

/** What holds where `dataengos.yaml` says nothing. */
export const defaultConfig: Config = {
  failOn: 'error',
  scope: 'introduced',
  lang: 'auto',
  rules: {},
  ...defaultContractConfig,
  limits: defaultTreeLimits,
  generators: {},
};

/**
 * Reads `dataengos.yaml`; `bytes` is undefined where there is none. What cannot be read keeps its default and becomes a
 * problem. The grammar is published as `schemas/config.schema.json`.
 */
export function loadConfig(path: string, bytes: Uint8Array | undefined): LoadedConfig {
  if (bytes === undefined) return { config: defaultConfig, problems: [] };
  const file = readYaml(path, bytes);
  if (file.root === undefined) return { config: { ...defaultConfig, path }, problems: file.problems };
  const problems: Problem[] = [...file.problems];
  const draft: Draft = { ...defaultConfig, path };
  readMap({ node: file.root, at: fileStart(path), path: [], problems }, { fields: topFields(draft) });
  return { config: draft, problems };
}

type Draft = { -readonly [key in keyof Config]: Config[key] };

function topFields(draft: Draft): Fields {
  return {
    'fail-on': (value) => (draft.failOn = readChoice(value, failOns) ?? draft.failOn),
    scope: (value) => (draft.scope = readChoice(value, scopes) ?? draft.scope),
    lang: (value) => (draft.lang = readChoice(value, ['auto', ...langs]) ?? draft.lang),
    dialect: (value) => (draft.dialect = readChoice(value, dialects)),
    rules: unlessBlank((value) => (draft.rules = readRules(value))),
    compatibility: unlessBlank((value) => (draft.compatibility = readCompatibility(value))),
    'dangerous-bump': (value) => (draft.dangerousBump = readChoice(value, ['minor', 'major']) ?? draft.dangerousBump),
    contracts: unlessBlank((value) => (draft.directions = readDirections(value))),
    deprecation: unlessBlank((value) => (draft.deprecation = readDeprecation(value))),
    'load-bearing': unlessBlank((value) => (draft.loadBearing = readLoadBearing(value))),
    release: unlessBlank((value) => (draft.release = readRelease(value))),
    'request-owners': (value) => (draft.requestOwners = readBoolean(value) ?? draft.requestOwners),
    limits: unlessBlank((value) => (draft.limits = readLimits(value))),
    generators: unlessBlank((value) => (draft.generators = readGenerators(value))),
    $schema: ignore,
  };
}

/** A key whose entries are all commented out says nothing. */
function unlessBlank(read: (value: Cursor) => void): (value: Cursor) => void {
  return (value) => (value.node.kind === 'scalar' && value.node.value === null ? undefined : read(value));
}

/** Severities by rule id. Whether a rule of that id exists is the engine's to say. */
function readRules(value: Cursor): Config['rules'] {
  const rules: [string, RuleSetting][] = [];
  readEntries(value, (setting, id) => {
    if (!/^[a-z][a-z0-9-]*\/[a-z][a-z0-9-]*$/.test(id)) return note(setting, 'config.not-a-rule-id', { key: id });
    const found = readSetting(setting);
    if (found !== undefined) rules.push([id, found]);
  });
  return Object.fromEntries(rules);
}

/** YAML 1.1 habits: an unquoted `off` is text here, but people also write `false`. */
function readSetting(value: Cursor): RuleSetting | undefined {
  return value.node.kind === 'scalar' && value.node.value === false ? 'off' : readChoice(value, ruleSettings);
}

function readLimits(value: Cursor): TreeLimits {
  const limits = { ...defaultTreeLimits };
  readMap(value, {
    fields: {
      'max-file-bytes': (each) => (limits.maxFileBytes = readCount(each) ?? limits.maxFileBytes),
      'max-files': (each) => (limits.maxFiles = readCount(each) ?? limits.maxFiles),
      'max-total-bytes': (each) => (limits.maxTotalBytes = readCount(each) ?? limits.maxTotalBytes),
    },
  });
  return limits;
}

function readGenerators(value: Cursor): Config['generators'] {
  const generators: [string, boolean][] = [];
  readEntries(value, (each, name) => {
    const isOn = readBoolean(each);
    if (isOn !== undefined) generators.push([name, isOn]);
  });
  return Object.fromEntries(generators);
}
