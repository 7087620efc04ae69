import type { Contract, Json } from '../model/contract.ts';
import type { DbtModel, DbtProject } from '../model/dbt.ts';
import type { CompiledModel } from '../model/facts.ts';
import type { RequiredTag } from '../model/governance.ts';
import type { Location } from '../model/location.ts';
import { modelOwner } from '../model/owners.ts';
import { foldWord } from '../model/words.ts';

/** A tag that something carries; without value where only its name is there, or nobody can read the value. */
export interface CarriedTag {
  readonly name: string;
  readonly value?: string;
  /** Where it is written, where that is one place. */
  readonly at?: Location;
}

/** Whether two spellings name one tag: `cost-center`, `cost_center` and `costCenter` are the same. */
function isSameTag(a: string, b: string): boolean {
  return foldWord(a) === foldWord(b);
}

/** The tag among those that something carries; of several with values the first, which wins over the others. */
export function carriedTag<Tag extends CarriedTag>(tags: readonly Tag[], { name }: RequiredTag): Tag | undefined {
  const found = tags.filter((tag) => isSameTag(tag.name, name));
  return found.find(({ value }) => value !== undefined) ?? found[0];
}

/** Tags, custom properties, and what a contract says in words of the standard: its owners, domain, tenant and data product. */
export function contractTags(contract: Contract): readonly CarriedTag[] {
  const { tags, customProperties, team, teamName, domain, tenant, dataProduct } = contract;
  return [
    ...tags.map(splitTag),
    ...customProperties.map(({ property, value, at }) => ({ ...valued(property, value), at })),
    ...(team.length > 0 || teamName !== undefined ? [{ name: 'owner' }] : []),
    ...fields({ domain, tenant, dataProduct }),
  ];
}

/** What a dbt model carries, and from how much of it can be read. */
export interface ModelSource {
  readonly model: DbtModel;
  readonly project: DbtProject;
  readonly compiled?: CompiledModel;
}

/** `meta`, `tags`, and labels of the warehouse, from the template, the properties file and the folder, what wins first; owners of groups too. */
export function modelTags({ model, project, compiled }: ModelSource): readonly CarriedTag[] {
  const written = compiled?.config ?? {};
  const configs = [written, model.properties?.config ?? {}, model.folderConfig];
  const owner = modelOwner(model, project, written);
  return [
    ...(owner === undefined ? [] : [{ name: 'owner', value: owner }]),
    ...entries(written['meta']),
    ...entries(model.properties?.meta),
    ...configs.flatMap((config) => [
      ...['meta', 'labels', 'databricks_tags', 'resource_tags'].flatMap((key) => entries(config[key])),
      ...texts(config['tags']).map(splitTag),
    ]),
  ];
}

/** `cost-center:finance` and `cost-center=finance` say a value. */
function splitTag(tag: string): CarriedTag {
  const [, name, value] = /^([^:=]{1,200})[:=](.*)$/s.exec(tag) ?? [];
  return name === undefined || value === undefined ? { name: tag } : { name: name.trim(), value: value.trim() };
}

function fields(named: { readonly [name: string]: string | undefined }): readonly CarriedTag[] {
  return Object.entries(named).flatMap(([name, value]) => (value === undefined ? [] : [{ name, value }]));
}

function entries(value: Json | undefined): readonly CarriedTag[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [];
  return Object.entries(value).map(([name, each]) => valued(name, each));
}

function valued(name: string, value: Json): CarriedTag {
  const isPlain = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
  return isPlain ? { name, value: String(value) } : { name };
}

function texts(value: Json | undefined): readonly string[] {
  if (typeof value === 'string') return [value];
  return Array.isArray(value) ? value.filter((each: Json) => typeof each === 'string') : [];
}
