import type { Contract, Role } from '../../model/contract.ts';
import { compareText } from '../../model/location.ts';
import { accessesOf } from './access.ts';
import type { Site } from './sites.ts';

/** A role with all sites whose contracts name it. */
export interface KnownRole {
  /** As the warehouse stores it. */
  readonly name: string;
  readonly uses: readonly { readonly role: Role; readonly contract: Contract }[];
  readonly sites: readonly Site[];
}

/** Every role that may be granted something, sorted by name. `spell` is how the warehouse stores names. */
export function rolesOf(sites: readonly Site[], spell: (name: string) => string): readonly KnownRole[] {
  const known = new Map<string, { uses: { role: Role; contract: Contract }[]; sites: Site[] }>();
  for (const site of sites) {
    for (const { role } of accessesOf(site).accesses) {
      const name = spell(role.role.trim());
      const entry = known.get(name) ?? { uses: [], sites: [] };
      entry.uses.push({ role, contract: site.contract });
      entry.sites.push(site);
      known.set(name, entry);
    }
  }
  return [...known].map(([name, entry]) => ({ name, ...entry })).toSorted((a, b) => compareText(a.name, b.name));
}

/** What the first contract says that the role is for. */
export function roleDescription({ uses }: KnownRole): string | undefined {
  return uses.map(({ role }) => role.description?.trim()).find((text) => text !== undefined && text !== '');
}

/** Who is asked before somebody gets the role, one line for each contract that says it. */
export function approverLines({ uses }: KnownRole): readonly string[] {
  const lines = uses.flatMap(({ role, contract }) => {
    const approvers = [role.firstLevelApprovers, role.secondLevelApprovers].filter(
      (text) => text !== undefined && text.trim() !== '',
    );
    return approvers.length === 0 ? [] : [`Approved by ${approvers.join(', then ')} (contract ${contract.id}).`];
  });
  return [...new Set(lines)];
}
