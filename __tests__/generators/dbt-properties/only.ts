import { parse } from 'yaml';
import type { Contract, Json, Property } from '../../../src/model/contract.ts';
import type { DbtModel, DbtProject } from '../../../src/model/dbt.ts';
import type { Governance } from '../../../src/model/governance.ts';
import { fileStart } from '../../../src/model/location.ts';
import { contract, object } from '../../drift/contracts.ts';
import { dbtProject, model, project } from '../shop.ts';
import { type Given, generateProperties } from './generate.ts';

/** Where what is made up here would be written. */
export const at = fileStart('specs/contracts/outputs/orders.yaml');

/** The `models:` entry of a properties file. */
export interface Entry {
  readonly [key: string]: Json | undefined;
  readonly config: { readonly [key: string]: Json };
  readonly columns: readonly { readonly [key: string]: Json }[];
}

/** What differs from a bare contract, model and project. */
export interface Parts {
  readonly contract?: Partial<Contract>;
  readonly model?: Partial<DbtModel>;
  readonly dbt?: Partial<DbtProject>;
  readonly governance?: Governance;
  readonly given?: Given;
}

/** What is made of a contract with one object, "orders". */
export function only(
  properties: readonly Property[],
  { contract: parts, model: ofModel, dbt, governance = {}, given = {} }: Parts = {},
) {
  const made = contract({ schema: [object('orders', properties)], ...parts });
  const world = project([made], [dbtProject([model('orders', ofModel)], dbt)], { governance });
  const { artifacts, notes } = generateProperties(world, given);
  return { entry: entryIn(artifacts, 'orders'), artifacts, notes, messages: notes.map(({ message }) => message) };
}

/** The entry of a model among generated files. */
export function entryIn(artifacts: ReturnType<typeof generateProperties>['artifacts'], name: string): Entry {
  const file = artifacts.find(({ path }) => path.endsWith(`/_${name}__contract.yml`));
  const { models }: { models: [Entry] } = parse(file?.content ?? '');
  return models[0];
}

/** A service level. */
export function level(name: string, value: Json): Contract['slaProperties'][number] {
  return { property: name, value, customProperties: [], at, keys: new Map() };
}
