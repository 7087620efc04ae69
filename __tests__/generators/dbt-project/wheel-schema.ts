import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv, type ValidateFunction } from 'ajv';
import { parse } from 'yaml';
import type { RealTool } from '../../support/real-tools.ts';

/** What the schema of properties files in the dbt wheel says against a file. */
export function resourceProblems(tool: RealTool, yaml: string): readonly string[] {
  return problems(tool, 'resources', yaml);
}

/** What the schema of `dbt_project.yml` in the dbt wheel says against a file. */
export function projectProblems(tool: RealTool, yaml: string): readonly string[] {
  return problems(tool, 'project', yaml);
}

/** Compiling a schema takes half a second. */
const compiled = new Map<string, ValidateFunction>();

function problems(tool: RealTool, kind: 'resources' | 'project', yaml: string): readonly string[] {
  const validate = compiled.get(kind) ?? validatorOf(tool, kind);
  compiled.set(kind, validate);
  validate(parse(yaml, { version: '1.1' }));
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

function validatorOf({ root }: RealTool, kind: 'resources' | 'project'): ValidateFunction {
  const python = readdirSync(join(root, 'lib')).find((name) => name.startsWith('python')) ?? '';
  const path = join(root, 'lib', python, 'site-packages/dbt/jsonschemas', kind, 'latest.json');
  const schema: object = JSON.parse(readFileSync(path, 'utf8'));
  return new Ajv({ strict: false, allErrors: true, validateFormats: false }).compile(schema);
}
