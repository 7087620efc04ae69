import * as core from '@actions/core';
import { ConfigError } from '../../model/errors.ts';
import { type CompileMode, compileModes } from '../../model/dbt-artifacts.ts';
import { type Lang, langs } from '../../model/messages.ts';
import type { ExportMode, FailOn, Scope } from '../../model/policy.ts';
import { unknown } from '../options.ts';

/** The inputs of `action.yml`, checked. */
export interface ActionInputs {
  readonly token: string;
  readonly exportToken: string;
  readonly failOn?: FailOn;
  readonly scope?: Scope;
  readonly lang?: Lang | 'auto';
  readonly comment: boolean;
  readonly checkName: string;
  readonly labels: boolean;
  readonly exportMode: ExportMode;
  readonly snapshots: readonly string[];
  readonly reportFile: string;
  readonly sarifFile: string;
  readonly agentFile: string;
  readonly compile?: CompileMode;
  readonly dbtArtifacts: readonly string[];
  readonly id: string;
}

/** Reads the inputs; both tokens are masked in the log. @throws ConfigError for a value that is not allowed */
export function readInputs(): ActionInputs {
  const token = core.getInput('github-token');
  const exportToken = core.getInput('export-token') || token;
  for (const secret of [token, exportToken]) if (secret !== '') core.setSecret(secret);
  return {
    token,
    exportToken,
    failOn: choice('fail-on', ['error', 'warning', 'never'] as const),
    scope: choice('scope', ['introduced', 'changed-files', 'all'] as const),
    lang: choice('lang', ['auto', ...langs] as const),
    comment: flag('comment', true),
    checkName: core.getInput('check-name'),
    labels: flag('labels', false),
    exportMode: choice('export', ['check', 'commit', 'pull-request', 'artifact'] as const) ?? 'check',
    snapshots: core.getMultilineInput('snapshot'),
    reportFile: core.getInput('report-file'),
    sarifFile: core.getInput('sarif-file'),
    agentFile: core.getInput('agent-file'),
    compile: choice('compile', compileModes),
    dbtArtifacts: core.getMultilineInput('dbt-artifacts'),
    id: core.getInput('id'),
  };
}

function choice<T extends string>(name: string, allowed: readonly T[]): T | undefined {
  const value = core.getInput(name);
  if (value === '') return undefined;
  const found = allowed.find((each) => each === value);
  if (found === undefined) throw unknown(`value for input "${name}":`, value, allowed);
  return found;
}

function flag(name: string, byDefault: boolean): boolean {
  const value = core.getInput(name).toLowerCase();
  if (value === '') return byDefault;
  if (value === 'true' || value === 'false') return value === 'true';
  throw new ConfigError(`input "${name}" is "${value}"; allowed are true and false`);
}
