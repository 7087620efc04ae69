import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { env } from 'node:process';
import { describe, it } from 'vitest';
import {
  type EnvironmentName,
  environmentFolder,
  isBuilt,
  isEnvironmentName,
  isPython,
  type Variables,
} from '../../scripts/tools/environments.ts';
import { findPython } from '../../scripts/tools/python.ts';

/** A tool that is not ours and that judges what we generate. */
export type ToolName = EnvironmentName | 'terraform' | 'browser';

/** A tool that is on this machine. */
export interface RealTool {
  /** Path of one of its programs: `bin('sqlfluff')`; of `terraform` and `browser` there is one only, whatever it is called. */
  bin(name: string): string;
  /** The environment's folder (npm packages are in its `node_modules`); else the folder of the program. */
  readonly root: string;
}

/** Variables for processes of real tools: none of them tells its makers that it is used, and so none needs a network. */
export const silence: Variables = {
  DO_NOT_TRACK: '1',
  DBT_SEND_ANONYMOUS_USAGE_STATS: 'false',
  DAGSTER_DISABLE_TELEMETRY: 'true',
  GX_ANALYTICS_ENABLED: 'false',
  SODA_CORE_TELEMETRY_ENABLED: 'false',
};

/** What a program on PATH is called, the first one that is there. */
const programs = {
  terraform: ['terraform'],
  browser: ['chromium', 'chromium-browser', 'google-chrome'],
} as const;

declare module 'vitest' {
  interface TaskMeta {
    /** The tool without which a suite does not run. */
    missingTool?: ToolName;
  }
}

/** The tool, where `npm run tools` has built it or PATH has it; DBT_BIN, where it is set, is the dbt that is meant. */
export function findTool(name: ToolName, variables: Variables = env): RealTool | undefined {
  if (!isEnvironmentName(name)) return findProgram(name, variables);
  const dbt = variables['DBT_BIN'];
  if (name === 'dbt' && dbt !== undefined) return besideProgram(dbt);
  const folder = folderOf(name, variables);
  return folder !== undefined && isBuilt(name, folder) ? inEnvironment(name, folder) : undefined;
}

/**
 * A suite that needs a real tool. Without it the suite is skipped and listed above the last line of the run; with
 * DATAENGOS_TOOLS=required it is then one failing test. `body` only declares tests: it is called without the tool, too, so that
 * they can be counted, and must not touch the tool itself, which its hooks and tests may.
 */
export function describeWithTool(name: ToolName, title: string, body: (tool: RealTool) => void): void {
  const tool = findTool(name);
  if (tool !== undefined) describe(title, () => body(tool));
  else if (isRequired(name, env)) describe(title, () => it(`has ${name}`, () => failWithout(name)));
  else describe.skip(title, { meta: { missingTool: name } }, () => body(absent));
}

/** Whether it is a failure that the tool is missing. Terraform is no package: where it is not installed, hcl-tools judges. */
export function isRequired(name: ToolName, variables: Variables): boolean {
  return variables['DATAENGOS_TOOLS'] === 'required' && name !== 'terraform';
}

function failWithout(name: ToolName): never {
  const repair = isEnvironmentName(name) ? `run "npm run tools -- ${name}"` : `install ${programs[name][0]}`;
  throw new Error(`DATAENGOS_TOOLS=required, and ${name} is missing: ${repair}`);
}

/** Stands for a tool while the tests that are skipped without it are counted. */
const absent: RealTool = { bin: (name) => join('nowhere', 'bin', name), root: 'nowhere' };

function folderOf(name: EnvironmentName, variables: Variables): string | undefined {
  try {
    return environmentFolder(name, variables, isPython(name) ? findPython(variables).version : '');
  } catch {
    // Without a Python that fits nothing can have been built.
    return undefined;
  }
}

function inEnvironment(name: EnvironmentName, root: string): RealTool {
  const folder = isPython(name) ? join(root, 'bin') : join(root, 'node_modules', '.bin');
  return { bin: (program) => join(folder, program), root };
}

function besideProgram(dbt: string): RealTool {
  return { bin: (program) => (program === 'dbt' ? dbt : join(dirname(dbt), program)), root: dirname(dirname(dbt)) };
}

function findProgram(name: keyof typeof programs, variables: Variables): RealTool | undefined {
  const folders = (variables['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  const found = programs[name].flatMap((program) => folders.map((folder) => join(folder, program))).find(isProgram);
  return found === undefined ? undefined : { bin: () => found, root: dirname(found) };
}

function isProgram(path: string): boolean {
  if (!existsSync(path) || !statSync(path).isFile()) return false;
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
