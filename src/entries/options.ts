import { parseArgs, type ParseArgsOptionsConfig } from 'node:util';
import { type LintMode, lintModes } from '../engine/lint-export.ts';
import { ConfigError } from '../model/errors.ts';
import { type CompileMode, compileModes } from '../model/dbt-artifacts.ts';
import { type LineageDirection, lineageDirections } from '../model/lineage.ts';
import { type Lang, langs } from '../model/messages.ts';
import type { FailOn, Scope } from '../model/policy.ts';
import { suggest } from '../model/suggest.ts';
import { type UnitTestMode, unitTestModes } from '../model/unit-tests.ts';

/** Formats of a report on stdout. */
export const formats = ['text', 'json', 'markdown', 'sarif'] as const;
export type Format = (typeof formats)[number];

/** Formats that only changes have: Bitol's draft of a difference format, and notes for consumers. */
export const changeFormats = ['omds', 'release-notes'] as const;
export type ChangeFormat = (typeof changeFormats)[number];

/** Formats of what a coding agent must mend. */
const agentFormats = ['toon', 'json'] as const;
export type AgentFormat = (typeof agentFormats)[number];

/** What `--for-agent` asks for. */
export interface AgentOptions {
  readonly format: AgentFormat;
  /** In tokens. */
  readonly budget?: number;
}

/** Formats of lineage. */
export const lineageFormats = ['text', 'json', 'mermaid'] as const;
export type LineageFormat = (typeof lineageFormats)[number];

/** What `lineage` is asked for. */
export interface LineageOptions {
  readonly format: LineageFormat;
  readonly direction: LineageDirection;
  /** Most steps away; no limit where it is left out. */
  readonly depth?: number;
}

/** The language of lists and pages, which belong to no specifications: that of `--lang`, English where it names none. */
export function pageLang({ lang }: Pick<CliOptions, 'lang'>): Lang {
  return lang === 'pt-BR' ? lang : 'en';
}

/** What the command line says, after checking it against what is allowed. */
export interface CliOptions {
  readonly positionals: readonly string[];
  readonly base?: string;
  readonly head?: string;
  readonly worktree: boolean;
  readonly format: Format;
  /** Given in place of `format`. */
  readonly changeFormat?: ChangeFormat;
  readonly output?: string;
  readonly failOn?: FailOn;
  readonly scope?: Scope;
  readonly lang?: Lang | 'auto';
  readonly unitTests?: UnitTestMode;
  readonly lint?: LintMode;
  readonly compile?: CompileMode;
  /** Files that dbt wrote, or folders of them. */
  readonly dbtArtifacts: readonly string[];
  /** Id of the only contract to show. */
  readonly contract?: string;
  readonly write: boolean;
  readonly snapshots: readonly string[];
  /** Ids of the only rules whose findings are repaired; none for all. */
  readonly rules: readonly string[];
  readonly dryRun: boolean;
  readonly fast: boolean;
  /** Only what a coding agent must mend, given in place of `format`. */
  readonly agent?: AgentOptions;
  /** Only of the command of this name. */
  readonly lineage?: LineageOptions;
  readonly verbose: boolean;
  readonly help: boolean;
}

const config = {
  base: { type: 'string' },
  head: { type: 'string' },
  worktree: { type: 'boolean' },
  format: { type: 'string' },
  contract: { type: 'string' },
  output: { type: 'string' },
  'fail-on': { type: 'string' },
  scope: { type: 'string' },
  lang: { type: 'string' },
  'unit-tests': { type: 'string' },
  lint: { type: 'string' },
  compile: { type: 'string' },
  'dbt-artifacts': { type: 'string', multiple: true },
  write: { type: 'boolean' },
  check: { type: 'boolean' },
  snapshot: { type: 'string', multiple: true },
  rule: { type: 'string', multiple: true },
  'dry-run': { type: 'boolean' },
  fast: { type: 'boolean' },
  'for-agent': { type: 'boolean' },
  budget: { type: 'string' },
  direction: { type: 'string' },
  depth: { type: 'string' },
  verbose: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const satisfies ParseArgsOptionsConfig;

/** Options that every command takes, and those of one command only. */
const common = ['format', 'output', 'lang', 'help', 'verbose'];
const compared = ['base', 'head', 'worktree', 'fail-on', 'scope', 'compile', 'dbt-artifacts'];
/** What one command takes. */
interface CommandShape {
  readonly options: readonly string[];
  readonly formats: readonly (Format | ChangeFormat | AgentFormat | LineageFormat)[];
  /** Most arguments that are no options. */
  readonly positionals: number;
}

const reports: readonly Format[] = formats;
const dataOnly: readonly Format[] = ['text', 'json'];
const byCommand: { readonly [command: string]: CommandShape } = {
  check: {
    options: [...compared, 'fast', 'for-agent', 'budget', 'unit-tests'],
    formats: [...reports, 'toon'],
    positionals: 1,
  },
  fix: { options: ['base', 'scope', 'compile', 'dbt-artifacts', 'rule', 'dry-run'], formats: dataOnly, positionals: 1 },
  preview: { options: compared, formats: dataOnly, positionals: 1 },
  diff: { options: ['contract'], formats: [...reports, ...changeFormats], positionals: 2 },
  generate: { options: ['write', 'check', 'base', 'head', 'worktree'], formats: dataOnly, positionals: 1 },
  export: { options: ['write', 'check', 'lint', 'base', 'head', 'worktree'], formats: dataOnly, positionals: 1 },
  drift: { options: ['snapshot', 'head', 'worktree', 'fail-on'], formats: reports, positionals: 1 },
  lineage: { options: ['direction', 'depth', 'head', 'worktree'], formats: lineageFormats, positionals: 1 },
  explain: { options: [], formats: dataOnly, positionals: 1 },
  rules: { options: [], formats: dataOnly, positionals: 0 },
  init: { options: ['write'], formats: ['text'], positionals: 1 },
  doctor: { options: [], formats: dataOnly, positionals: 1 },
};

/** Reads the arguments after the command's name. @throws ConfigError for an unknown option or value, with a suggestion. */
export function parseOptions(command: string, args: readonly string[]): CliOptions {
  const shape = byCommand[command] ?? { options: [], formats: dataOnly, positionals: 0 };
  const allowed = [...common, ...shape.options];
  const { values, positionals, tokens } = parseArgs({
    args: [...args],
    options: config,
    allowPositionals: true,
    strict: false,
    tokens: true,
  });
  for (const token of tokens) {
    if (token.kind !== 'option') continue;
    if (!allowed.includes(token.name))
      throw unknown(
        'option',
        token.rawName,
        allowed.map((name) => `--${name}`),
      );
    if (!takesValue(token.name) && token.value !== undefined)
      throw new ConfigError(`option "${token.rawName}" takes no value`);
    if (takesValue(token.name) && token.value === undefined)
      throw new ConfigError(`option "${token.rawName}" needs a value`);
  }
  // Only the quick check takes files, and any number of them.
  const most = command === 'check' && values.fast === true ? Number.POSITIVE_INFINITY : shape.positionals;
  if (positionals.length > most) {
    throw new ConfigError(`"${command}" does not take "${positionals[most] ?? ''}"; see "dataengos ${command} --help"`);
  }
  if (values.write === true && values.check === true)
    throw new ConfigError('"--write" and "--check" exclude each other');
  if (values.worktree === true && values.head !== undefined)
    throw new ConfigError('"--worktree" and "--head" exclude each other');
  const agent = agentOptions(values);
  const format = choice(`--format of "${command}"`, text(values.format), shape.formats);
  return {
    positionals,
    base: text(values.base),
    head: text(values.head),
    worktree: values.worktree === true,
    format: formats.find((each) => each === format) ?? 'text',
    changeFormat: changeFormats.find((each) => each === format),
    output: text(values.output),
    failOn: choice('--fail-on', text(values['fail-on']), ['error', 'warning', 'never'] as const),
    scope: choice('--scope', text(values.scope), ['introduced', 'changed-files', 'all'] as const),
    lang: choice('--lang', text(values.lang), ['auto', ...langs] as const),
    compile: choice('--compile', text(values.compile), compileModes),
    dbtArtifacts: (values['dbt-artifacts'] ?? []).filter((value) => typeof value === 'string'),
    unitTests: choice('--unit-tests', text(values['unit-tests']), unitTestModes),
    lint: choice('--lint', text(values.lint), lintModes),
    contract: text(values.contract),
    write: values.write === true,
    snapshots: (values.snapshot ?? []).filter((value) => typeof value === 'string'),
    rules: (values.rule ?? []).filter((value) => typeof value === 'string'),
    dryRun: values['dry-run'] === true,
    fast: values.fast === true,
    ...(agent && { agent }),
    ...(command === 'lineage' && { lineage: lineageOptions(values) }),
    verbose: values.verbose === true,
    help: values.help === true,
  };
}

/** The table format is for agents only. */
function agentOptions(values: {
  readonly format?: string | boolean;
  readonly 'for-agent'?: string | boolean;
  readonly budget?: string | boolean;
}): AgentOptions | undefined {
  const given = text(values.format);
  if (values['for-agent'] !== true && given !== 'toon') {
    if (values.budget !== undefined) throw new ConfigError('"--budget" belongs to "--for-agent"');
    return undefined;
  }
  const format = choice('--format of "--for-agent"', given, agentFormats) ?? 'toon';
  const budget = text(values.budget);
  if (budget === undefined) return { format };
  if (!/^[1-9]\d{1,6}$/.test(budget))
    throw new ConfigError(`"--budget" is "${budget}"; allowed are whole numbers of tokens from 10 to 9999999`);
  return { format, budget: Number(budget) };
}

function lineageOptions(values: {
  readonly format?: string | boolean;
  readonly direction?: string | boolean;
  readonly depth?: string | boolean;
}): LineageOptions {
  const format = choice('--format of "lineage"', text(values.format), lineageFormats) ?? 'text';
  const direction = choice('--direction', text(values.direction), lineageDirections) ?? 'both';
  const depth = text(values.depth);
  if (depth === undefined) return { format, direction };
  if (!/^[1-9]\d{0,2}$/.test(depth))
    throw new ConfigError(`"--depth" is "${depth}"; allowed are whole numbers of steps from 1 to 999`);
  return { format, direction, depth: Number(depth) };
}

function takesValue(name: string): boolean {
  return Object.entries(config).some(([each, { type }]) => each === name && type === 'string');
}

/** An error that names what is allowed and, where one is near, what was meant. */
export function unknown(kind: string, given: string, allowed: readonly string[]): ConfigError {
  const meant = suggest(given, allowed);
  return new ConfigError(
    `unknown ${kind} "${given}"; ${meant === undefined ? `allowed are ${allowed.join(', ')}` : `did you mean "${meant}"`}`,
  );
}

function text(value: string | boolean | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function choice<T extends string>(option: string, value: string | undefined, allowed: readonly T[]): T | undefined {
  if (value === undefined) return undefined;
  const found = allowed.find((each) => each === value);
  if (found === undefined) throw unknown(`value for ${option}:`, value, allowed);
  return found;
}
