import type { Json } from '../../model/contract.ts';
import { fromPlainJson } from './json-values.ts';
import type { RenderRequest } from './session.ts';
import type { Value } from './values.ts';

type Project = Pick<RenderRequest, 'vars' | 'project'>;

/** A variable of a project's own models: below the project's name, else that of all packages; undefined where there is none. */
export function findVariable(project: Project, name: string): Value | undefined {
  const scope = scopes(project).find((each) => Object.hasOwn(each, name));
  const value = scope?.[name];
  return value === undefined ? undefined : fromPlainJson(value);
}

/** The names of the variables that a project's own models can read. */
export function variableNames(project: Project): readonly string[] {
  return scopes(project).flatMap((scope) => Object.keys(scope));
}

function scopes({ vars, project }: Project): readonly { readonly [name: string]: Json }[] {
  const own = Object.hasOwn(vars, project) ? vars[project] : undefined;
  return isMapping(own) ? [own, vars] : [vars];
}

function isMapping(value: Json | undefined): value is { readonly [name: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
