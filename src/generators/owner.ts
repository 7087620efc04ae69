import type { Contract } from '../model/contract.ts';

/** Who answers for a contract: the first member whose role names an owner, else the team. */
export function ownerOf(contract: Contract): string | undefined {
  return ownerWith(contract, /owner/i) ?? contract.teamName ?? contract.team[0]?.username;
}

/** The first member whose role names an owner and matches `kind` (`technical`, `business`). */
export function ownerWith(contract: Contract, kind: RegExp): string | undefined {
  return contract.team.find((member) => /owner/i.test(member.role ?? '') && kind.test(member.role ?? ''))?.username;
}
