import type { Change } from '../model/change.ts';
import type { Contract } from '../model/contract.ts';
import type { Project } from '../model/project.ts';
import { forceOf, type LoadBearing, traitsWhere } from './change-scope.ts';
import { diffContracts } from './diff-contracts.ts';
import { pairBy } from './pair.ts';

export interface DiffOptions {
  /** Whether a file that cannot be read fails the gate by itself; where it does not, it must not hide what it withdraws. */
  readonly unreadableFails: boolean;
  readonly loadBearing: LoadBearing;
}

/** The facts that differ between the contracts of two trees, in head's order. Equal trees give none. */
export function diffProjects(base: Project, head: Project, options: DiffOptions): readonly Change[] {
  const readable = new Set(head.contracts.map((contract) => contract.path));
  const unread = new Set(
    head.files.filter(({ role, path }) => role === 'contract' && !readable.has(path)).map(({ path }) => path),
  );
  return pairBy(base.contracts, head.contracts, contractKeys).flatMap((pair) => {
    const { base: before, head: after } = pair;
    if (before === after) return [];
    if (before === undefined) return after === undefined ? [] : [addedContract(after)];
    if (after !== undefined) return diffContracts({ base: before, head: after }, options.loadBearing);
    // A file that is there but cannot be read is one finding of its own; what it promises is not withdrawn by a typing mistake.
    return options.unreadableFails && unread.has(before.path) ? [] : [removedContract(before, head.contracts)];
  });
}

/** By id and place (two versions of one contract may share an id), by id, then by place. */
const contractKeys: readonly ((contract: Contract) => string | undefined)[] = [
  (contract) => `${contract.id}\n${contract.path}`,
  (contract) => `${contract.id}\n${contract.version.value}`,
  (contract) => `${contract.id}\n${majorOf(contract.version.value)}`,
  (contract) => contract.id,
  (contract) => contract.path,
];

function majorOf(version: string): string {
  return version.replace(/^v/, '').split('.', 1)[0] ?? '';
}

function addedContract(contract: Contract): Change {
  const { id, at } = contract;
  return { kind: 'contract.added', subject: id, contract: id, ...forceOf(contract), after: contract, at };
}

function removedContract(contract: Contract, left: readonly Contract[]): Change {
  const { id, at } = contract;
  const traits = traitsWhere({ 'other-version': left.some((other) => other.id === id) });
  return {
    kind: 'contract.removed',
    subject: id,
    contract: id,
    ...forceOf(contract),
    before: contract,
    ...(traits.length === 0 ? {} : { traits }),
    at,
    baseAt: at,
  };
}
