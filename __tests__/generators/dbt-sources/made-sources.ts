import { parse } from 'yaml';
import { dbtSourcesGenerator } from '../../../src/generators/dbt-sources/dbt-sources.ts';
import type { Generated } from '../../../src/generators/define-generator.ts';
import type { Contract, Json, SchemaObject } from '../../../src/model/contract.ts';
import { translate } from '../../../src/model/messages.ts';
import type { Project } from '../../../src/model/project.ts';
import { contract, object, property } from '../../drift/contracts.ts';
import { generateWith } from '../dbt-staging/run-generators.ts';
import { dbtProject, project } from '../shop.ts';

/** Just this generator. */
export const generators = [dbtSourcesGenerator];

/** Whether a path is that of a file of sources. */
export function isSources(path: string): boolean {
  return path.endsWith('__sources.yml');
}

/** An entry of `sources:`, as far as tests look into it. */
export interface Entry {
  readonly schema?: string;
  readonly database?: string;
  readonly tables: readonly { readonly columns?: Json }[];
}

/** An input contract with one table of one column; everything else as given. */
export function input(parts: Partial<Contract>): Contract {
  const path = 'specs/contracts/sources/crm/orders.yaml';
  const schema: readonly SchemaObject[] = [object('orders', [property('id')])];
  return contract({ id: 'orders-in', path, direction: 'input', schema, ...parts });
}

/** What is generated from contracts in a dbt project without models. */
export function generated(contracts: readonly Contract[], parts: Partial<Project['dbt'][number]> = {}): Generated {
  return generateWith(project(contracts, [dbtProject([], parts)]), { generators });
}

/** The notes in English. */
export function messages({ notes }: Generated): readonly string[] {
  return notes.map(({ message, values }) => translate('en', message, values));
}

/** The first source of the first file. */
export function entryOf({ artifacts }: Generated): Entry {
  const text = artifacts.find(({ path }) => isSources(path))?.content ?? '';
  const { sources }: { readonly sources: readonly [Entry] } = parse(text);
  return sources[0];
}

/** Its first table. */
export function tableOf(made: Generated): Entry['tables'][number] {
  return entryOf(made).tables[0] ?? {};
}
