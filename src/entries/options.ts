import { parseArgs, type ParseArgsOptionsConfig } from 'node:util';
import { ConfigError } from '../model/errors.ts';
import { type Lang, langs } from '../model/messages.ts';
import type { FailOn, Scope } from '../model/policy.ts';
import { suggest } from '../model/suggest.ts';

/** Formats of a report on stdout. */
export const formats = ['text', 'json', 'markdown', 'sarif'] as const;
export type Format = (typeof formats)[number];

/** Formats that only changes have: Bitol's draft of a difference format, and notes for consumers. */
export const changeFormats = ['omds', 'release-notes'] as const;
export type ChangeFormat = (typeof changeFormats)[number];

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
  /** Id of the only contract to show. */
  readonly contract?: string;
  readonly write: boolean;
  readonly snapshots: readonly string[];
  /** Ids of the only rules whose findings are repaired; none for all. */
  readonly rules: readonly string[];
  readonly dryRun: boolean;
  readonly fast: boolean;
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
  write: { type: 'boolean' },
  check: { type: 'boolean' },
  snapshot: { type: 'string', multiple: true },
  rule: { type: 'string', multiple: true },
  'dry-run': { type: 'boolean' },
  fast: { type: 'boolean' },
  verbose: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const satisfies ParseArgsOptionsConfig;

/** Options that every command takes, and those of one command only. */
const common = ['format', 'output', 'lang', 'help', 'verbose'];
const compared = ['base', 'head', 'worktree', 'fail-on', 'scope'];
/** What one command takes. */
interface CommandShape {
  readonly options: readonly string[];
  readonly formats: readonly (Format | ChangeFormat)[];
  /** Most arguments that are no options. */
  readonly positionals: number;
}

const reports: readonly Format[] = formats;
const dataOnly: readonly Format[] = ['text', 'json'];
const byCommand: { readonly [command: string]: CommandShape } = {
  check: { options: [...compared, 'fast'], formats: reports, positionals: 1 },
  fix: { options: ['base', 'scope', 'rule', 'dry-run'], formats: dataOnly, positionals: 1 },
  preview: { options: compared, formats: dataOnly, positionals: 1 },
  diff: { options: ['contract'], formats: [...reports, ...changeFormats], positionals: 2 },
  generate: { options: ['write', 'check', 'head', 'worktree'], formats: dataOnly, positionals: 1 },
  drift: { options: ['snapshot', 'head', 'worktree', 'fail-on'], formats: reports, positionals: 1 },
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
    contract: text(values.contract),
    write: values.write === true,
    snapshots: (values.snapshot ?? []).filter((value) => typeof value === 'string'),
    rules: (values.rule ?? []).filter((value) => typeof value === 'string'),
    dryRun: values['dry-run'] === true,
    fast: values.fast === true,
    verbose: values.verbose === true,
    help: values.help === true,
  };
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
