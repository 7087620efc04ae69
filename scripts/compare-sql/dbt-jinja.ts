import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { buildMacroLibrary } from '../../src/compile/jinja/macro-library.ts';
import { renderModel } from '../../src/compile/jinja/render.ts';
import type { RenderRequest } from '../../src/compile/jinja/session.ts';
import type { MacroFile } from '../../src/model/dbt.ts';
import type { RenderState } from '../../src/model/facts.ts';

/** Templates that both interpreters render, with what they are rendered in. */
export interface TemplateProject extends Pick<RenderRequest, 'vars' | 'packages'> {
  readonly name: string;
  readonly dialect: string;
  readonly macros: readonly MacroFile[];
  readonly models: readonly Pick<RenderRequest, 'name' | 'path' | 'text'>[];
}

/** What an interpreter printed for a model: a full run, then an incremental one where it asks for one. */
export interface Outputs {
  readonly outputs: readonly string[];
  /** Why there is no incremental run, although it was asked for. */
  readonly stopped?: string;
}

/** The outputs of dbt's environment, or why it stopped in the full run. */
export type TheirPrinted = Outputs | { readonly error: string };

/** Our outputs, or why and in which state we stopped. */
export type OurPrinted = Outputs | { readonly error: string; readonly state: RenderState };

/** What dbt's own environment answers. */
export interface DbtAnswer {
  /** Macros of dbt that only write text: both sides render with them. */
  readonly dbtMacros: readonly { readonly path: string; readonly text: string }[];
  /** Every macro file of dbt and of its duckdb adapter. */
  readonly allMacroFiles: readonly { readonly path: string; readonly text: string }[];
  /** For each project, for each of its models. */
  readonly projects: readonly (readonly TheirPrinted[])[];
}

/**
 * Renders with Python's Jinja2, dbt's environment and dbt's macros, in one process. What the host gives to templates is a stub
 * with the answers of ours; nothing of a warehouse is there, and templates run in dbt's sandbox.
 * @param python a Python with dbt-core and dbt-duckdb
 * @throws Error where that Python cannot be run
 */
export function askDbt(python: string, projects: readonly TemplateProject[]): DbtAnswer {
  const program = join(import.meta.dirname, 'render-with-dbt.py');
  const input = JSON.stringify({ projects });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written by our own program
  return JSON.parse(execFileSync(python, [program], { input, encoding: 'utf8', maxBuffer: 2 ** 29 })) as DbtAnswer;
}

/** Renders with our interpreter, the same macros of dbt around it. */
export function renderOurs(project: TemplateProject, dbtMacros: DbtAnswer['dbtMacros']): readonly OurPrinted[] {
  const own = dbtMacros.map(({ path, text }) => ({ package: 'dbt', path, oid: path, text }));
  const macros = buildMacroLibrary([...own, ...project.macros]);
  const { dialect, vars, packages, name: owner } = project;
  return project.models.map(({ name, path, text }) => {
    const request = { name, path, text, dialect, vars, packages, macros, project: owner };
    const { state, reason = '', renditions } = renderModel(request);
    return state === 'rendered' ? { outputs: renditions.map(({ sql }) => sql) } : { error: reason, state };
  });
}
