import type { Contract } from '../../model/contract.ts';
import { foldCase } from '../../model/words.ts';
import type { Pipeline } from '../schedule/schedule-pipelines.ts';
import { type RunSettings, pipelineOwner } from '../schedule/schedule-settings.ts';

/** Selects the asset of a dbt model: its key is the model's name, behind its schema where dbt configures one. */
export function assetNamed(name: string): string {
  return `key:"${name}" or key:"*/${name}"`;
}

/** Dagster knows addresses and teams; who is neither is a team of one. */
export function ownersOf(contracts: readonly Contract[], settings: RunSettings): readonly string[] {
  const owner = pipelineOwner(contracts, settings);
  const teams = contracts.map(({ teamName }) => teamName).filter((name) => name !== undefined);
  const names = [...(owner === undefined ? [] : [owner]), ...teams];
  return [...new Set(names.map(ownerText).filter((name) => name !== undefined))];
}

function ownerText(name: string): string | undefined {
  if (/^[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+$/.test(name)) return name;
  const team = foldCase(name)
    .replaceAll(/[^a-z0-9_.-]+/g, '-')
    .replaceAll(/^-+|-+$/g, '');
  return team === '' ? undefined : `team:${team.slice(0, 60)}`;
}

/** The pipeline, and the tags of the contracts that Dagster can hold. */
export function tagsOf({ name, contracts }: Pipeline): { readonly [key: string]: string } {
  const own = contracts.flatMap(({ tags }) => tags).filter(isTag);
  const pipeline = name.length <= maxTag ? [['dataengos/pipeline', name] as const] : [];
  return Object.fromEntries([...pipeline, ...own.map((tag) => [tag, ''] as const)]);
}

/** Whether a tag of a contract can be a tag of Dagster. */
export function isTag(tag: string): boolean {
  return /^[A-Za-z0-9_.-]{1,63}$/.test(tag);
}

/** Longest value of a tag. */
const maxTag = 63;
