import type { GeneratorContext, Generated } from '../../../src/generators/define-generator.ts';
import { dbtPropertiesGenerator } from '../../../src/generators/dbt-properties/dbt-properties.ts';
import type { Json } from '../../../src/model/contract.ts';
import type { Project } from '../../../src/model/project.ts';

/** What a generation depends on beside the project. */
export interface Given {
  readonly options?: { readonly [name: string]: Json };
  /** Files of the tree. */
  readonly files?: { readonly [path: string]: string };
  /** Other generators that run. */
  readonly on?: readonly string[];
}

/** Runs the generator alone. */
export function generateProperties(project: Project, { options = {}, files = {}, on = [] }: Given = {}): Generated {
  const defaults = Object.entries(dbtPropertiesGenerator.options ?? {}).map(([name, { default: value }]) => [
    name,
    value,
  ]);
  const context: GeneratorContext = {
    options: { ...Object.fromEntries(defaults), ...options },
    read: (path) => files[path],
    paths: Object.keys(files).sort(),
    isOn: (name) => on.includes(name),
  };
  return dbtPropertiesGenerator.generate(project, context);
}
