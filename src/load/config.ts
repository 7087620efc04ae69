import {
  defaultContractConfig,
  readCompatibility,
  readDeprecation,
  readDirections,
  readLoadBearing,
  readRelease,
} from './config-contracts.ts';
import { type Mention, readExtends, readOptions, readOverrides, readPaths, readRuleSettings } from './config-rules.ts';
import { fileStart, type Location } from '../model/location.ts';
import { langs } from '../model/messages.ts';
import {
  type AllowableKey,
  allowableKeys,
  type Config,
  type FailOn,
  type OptionValues,
  presetNames,
  type Scope,
  type SharedPolicy,
} from '../model/policy.ts';
import type { Problem } from '../model/project.ts';
import { defaultTreeLimits, type TreeLimits } from '../model/tree.ts';
import { compileModes } from '../model/dbt-artifacts.ts';
import { unitTestModes } from '../model/unit-tests.ts';
import {
  type Cursor,
  type Fields,
  ignore,
  readBoolean,
  readChoice,
  readCount,
  readEntries,
  readItems,
  readMap,
} from './governance/shape.ts';
import { entriesOf } from './document.ts';
import { readYaml } from './yaml.ts';

/** The configuration with its defaults filled in, and what is wrong with the file. */
export interface LoadedConfig {
  readonly config: Config;
  readonly problems: readonly Problem[];
  /** Names whose existence only the engine can tell. */
  readonly mentions: readonly Mention[];
  /** Shared policies that the file extends, as written. */
  readonly extended: readonly Extended[];
}

/** The name of a shared policy, and where it is written. */
export interface Extended {
  readonly name: string;
  readonly at: Location;
}

/** A shared policy that was read; its file may extend others. */
export interface LoadedShared extends Pick<LoadedConfig, 'problems' | 'mentions' | 'extended'> {
  readonly policy: SharedPolicy;
}

const failOns: readonly FailOn[] = ['error', 'warning', 'never'];
const scopes: readonly Scope[] = ['introduced', 'changed-files', 'all'];

/** Name of the configuration file at the repository root. */
export const configPath = 'dataengos.yaml';

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
  options: {},
  overrides: [],
  extends: [],
  shared: [],
  ...defaultContractConfig,
  unitTests: 'auto',
  compile: 'auto',
  dbtArtifacts: [],
  limits: defaultTreeLimits,
  generators: {},
  generatorOptions: {},
};

/**
 * Reads `dataengos.yaml`; `bytes` is undefined where there is none. What cannot be read keeps its default and becomes a
 * problem. The grammar is published as `schemas/config.schema.json`.
 */
export function loadConfig(path: string, bytes: Uint8Array | undefined): LoadedConfig {
  const nothing = { problems: [], mentions: [], extended: [] };
  if (bytes === undefined) return { config: defaultConfig, ...nothing };
  const draft: Draft<Config> = { ...defaultConfig, path };
  return { config: draft, ...readFile({ path, bytes, fields: (notes) => topFields(draft, notes) }) };
}

/** Reads a policy that others extend: `dataengos.yaml` without what only concerns one repository. */
export function loadShared(path: string, bytes: Uint8Array): LoadedShared {
  const policy: Draft<SharedPolicy> = { path, rules: {}, options: {}, overrides: [], allow: [] };
  return { policy, ...readFile({ path, bytes, fields: (notes) => sharedFields(policy, notes) }) };
}

/** What reading a file gathers beside its values. */
interface Notes {
  readonly mentions: Mention[];
  readonly extended: Extended[];
}

interface PolicyFile {
  readonly path: string;
  readonly bytes: Uint8Array;
  readonly fields: (notes: Notes) => Fields;
}

function readFile({ path, bytes, fields }: PolicyFile): Pick<LoadedConfig, 'problems' | 'mentions' | 'extended'> {
  const file = readYaml(path, bytes);
  const problems: Problem[] = [...file.problems];
  const notes: Notes = { mentions: [], extended: [] };
  const { root } = file;
  if (root !== undefined) readMap({ node: root, at: fileStart(path), path: [], problems }, { fields: fields(notes) });
  return { problems, ...notes };
}

type Draft<T> = { -readonly [key in keyof T]: T[key] };

/** What both kinds of files say about rules. */
function ruleFields(draft: Draft<Config> | Draft<SharedPolicy>, { mentions, extended }: Notes): Fields {
  return {
    extends: unlessBlank((value) => extended.push(...readExtends(value))),
    preset: (value) => (draft.preset = readChoice(value, presetNames) ?? draft.preset),
    rules: unlessBlank((value) => Object.assign(draft, readRuleSettings(value, mentions))),
    overrides: unlessBlank((value) => (draft.overrides = readOverrides(value, mentions))),
  };
}

function sharedFields(draft: Draft<SharedPolicy>, notes: Notes): Fields {
  return {
    ...ruleFields(draft, notes),
    'fail-on': (value) => (draft.failOn = readChoice(value, failOns)),
    scope: (value) => (draft.scope = readChoice(value, scopes)),
    deprecation: unlessBlank((value) => (draft.deprecation = readDeprecation(value))),
    'load-bearing': unlessBlank((value) => (draft.loadBearing = readLoadBearing(value))),
    allow: unlessBlank((value) => (draft.allow = readAllowed(value))),
    $schema: ignore,
  };
}

function readAllowed(value: Cursor): readonly AllowableKey[] {
  return readItems(value).flatMap((item) => readChoice(item, allowableKeys) ?? []);
}

function topFields(draft: Draft<Config>, notes: Notes): Fields {
  const { mentions } = notes;
  return {
    ...ruleFields(draft, notes),
    extends: unlessBlank((value) => {
      notes.extended.push(...readExtends(value));
      draft.extends = notes.extended.map(({ name }) => name);
    }),
    'fail-on': (value) => (draft.failOn = readChoice(value, failOns) ?? draft.failOn),
    scope: (value) => (draft.scope = readChoice(value, scopes) ?? draft.scope),
    lang: (value) => (draft.lang = readChoice(value, ['auto', ...langs]) ?? draft.lang),
    dialect: (value) => (draft.dialect = readChoice(value, dialects)),
    compatibility: unlessBlank((value) => {
      draft.compatibility = readCompatibility(value);
      mentions.push(...mentionsOf(value, 'row'));
    }),
    'dangerous-bump': (value) => (draft.dangerousBump = readChoice(value, ['minor', 'major']) ?? draft.dangerousBump),
    contracts: unlessBlank((value) => (draft.directions = readDirections(value))),
    deprecation: unlessBlank((value) => (draft.deprecation = readDeprecation(value))),
    'load-bearing': unlessBlank((value) => (draft.loadBearing = readLoadBearing(value))),
    release: unlessBlank((value) => (draft.release = readRelease(value))),
    'request-owners': (value) => (draft.requestOwners = readBoolean(value) ?? draft.requestOwners),
    compile: (value) => (draft.compile = readChoice(value, compileModes) ?? draft.compile),
    'dbt-artifacts': unlessBlank((value) => (draft.dbtArtifacts = readPaths(value))),
    'unit-tests': (value) => (draft.unitTests = readChoice(value, unitTestModes) ?? draft.unitTests),
    limits: unlessBlank((value) => (draft.limits = readLimits(value))),
    generators: unlessBlank((value) => {
      const read = readGenerators(value, mentions);
      draft.generators = read.generators;
      draft.generatorOptions = read.options;
    }),
    $schema: ignore,
  };
}

/** A key whose entries are all commented out says nothing. */
function unlessBlank(read: (value: Cursor) => void): (value: Cursor) => void {
  return (value) => (value.node.kind === 'scalar' && value.node.value === null ? undefined : read(value));
}

function mentionsOf({ node }: Cursor, what: 'row' | 'generator'): readonly Mention[] {
  return entriesOf(node).map(({ key, keyAt }) => ({ what, id: key, at: keyAt }));
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

/** `true`, `false`, or a mapping of options, which also switches the generator on. */
function readGenerators(
  value: Cursor,
  mentions: Mention[],
): { readonly generators: Config['generators']; readonly options: Config['generatorOptions'] } {
  const generators: [string, boolean][] = [];
  const options: [string, OptionValues][] = [];
  mentions.push(...mentionsOf(value, 'generator'));
  readEntries(value, (each, name) => {
    const isOn = each.node.kind === 'map' ? true : readBoolean(each);
    if (isOn !== undefined) generators.push([name, isOn]);
    if (each.node.kind !== 'map') return;
    const given = readOptions(each);
    mentions.push(...given.map(({ at, ...option }) => ({ what: 'generator-option', id: name, option, at }) as const));
    options.push([name, Object.fromEntries(given.map(({ name: option, value: set }) => [option, set]))]);
  });
  return { generators: Object.fromEntries(generators), options: Object.fromEntries(options) };
}
