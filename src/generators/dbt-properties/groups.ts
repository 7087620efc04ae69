import type { Artifact } from '../../model/artifact.ts';
import type { Contract } from '../../model/contract.ts';
import type { DbtGroup, DbtModel, DbtProject } from '../../model/dbt.ts';
import { compareText } from '../../model/location.ts';
import { foldCase } from '../../model/words.ts';
import { identifier, literal } from '../dbt/test-call.ts';
import { headerText } from '../define-generator.ts';
import { emitYaml } from '../yaml/emit-yaml.ts';
import { ownerOf } from '../owner.ts';
import { configured } from './enforcement.ts';

/** The group of a contract's models: one that people declared for its owner, else one of ours for its team. */
export interface GroupChoice {
  readonly name: string;
  readonly isOurs: boolean;
}

/** Chooses the group; undefined where the contract names no team and nobody's group is its owner's, or the folder decides. */
export function groupOf(contract: Contract, model: DbtModel, dbt: DbtProject): GroupChoice | undefined {
  if (configured(model, 'group') !== undefined) return undefined;
  const written = dbt.groups.filter((group) => !isOurFile(group));
  const team = groupName(contract.teamName ?? '');
  const owners = [contract.teamName, ownerOf(contract)].flatMap((text) => (text === undefined ? [] : [foldCase(text)]));
  const found =
    written.find(({ name }) => name === team) ??
    written.find(({ owner }) => [owner['email'], owner['name']].some((text) => isOne(text, owners)));
  if (found !== undefined) return { name: found.name, isOurs: false };
  return team === '' ? undefined : { name: team, isOurs: true };
}

/** A team's name as one of a group, and of a file. */
function groupName(team: string): string {
  return identifier(foldCase(team)).slice(0, maxName);
}

const maxName = 60;

function isOne(text: unknown, owners: readonly string[]): boolean {
  return typeof text === 'string' && owners.includes(foldCase(text));
}

function isOurFile({ at, name }: DbtGroup): boolean {
  return at.path.endsWith(`/dataengos/${groupFile(name)}`);
}

function groupFile(name: string): string {
  return `_group_${name}.yml`;
}

/** The file of a group, one for each team, so that two branches with new teams merge. `contracts` are all that name the team. */
export function groupArtifact(
  name: string,
  { folder, contracts }: { readonly folder: string; readonly contracts: readonly Contract[] },
): Artifact {
  const sorted = contracts.toSorted((a, b) => compareText(a.path, b.path));
  const mails = sorted.flatMap((contract) => ownerOf(contract) ?? []).filter((text) => /^[^@\s]+@[^@\s]+$/.test(text));
  const owner = {
    name: literal(sorted[0]?.teamName ?? name),
    email: mails[0] === undefined ? undefined : literal(mails[0]),
  };
  return {
    path: `${folder}/dataengos/${groupFile(name)}`,
    content: emitYaml(headerText('dbt-properties', 'the teams of the contracts in specs/'), {
      groups: [{ name, owner }],
    }),
    ownership: 'owned',
    generator: 'dbt-properties',
    sources: [...new Set(sorted.map(({ path }) => path))],
  };
}
