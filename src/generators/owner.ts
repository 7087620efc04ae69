import type { Contract } from '../model/contract.ts';
import { namedOwner } from '../model/owners.ts';

/** Who answers for a contract: the first member whose role names an owner, else the team. */
export function ownerOf({ team, teamName }: Contract): string | undefined {
  return namedOwner(team) ?? teamName ?? team[0]?.username;
}
