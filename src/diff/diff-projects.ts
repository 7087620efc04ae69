import type { Change } from '../model/change.ts';
import type { Contract } from '../model/contract.ts';
import type { Project } from '../model/project.ts';
import { releaseLine } from '../model/version.ts';
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
  const unread = unreadContracts(head);
  const unreadBefore = unreadContracts(base);
  return pairBy(base.contracts, head.contracts, contractKeys).flatMap((pair) => {
    const { base: before, head: after } = pair;
    if (before === after) return [];
    // Where base has the file but cannot read it, nothing tells what is new: that is said by uncomparedContracts.
    if (before === undefined) return after === undefined || unreadBefore.has(after.path) ? [] : [addedContract(after)];
    if (after !== undefined) return diffContracts({ base: before, head: after }, options.loadBearing);
    // A file that is there but cannot be read is one finding of its own; what it promises is not withdrawn by a typing mistake.
    return options.unreadableFails && unread.has(before.path) ? [] : [removedContract(before, head.contracts)];
  });
}

/** Head's contracts that nothing was compared with, because base has a file at their path that cannot be read; in head's order. */
export function uncomparedContracts(base: Project, head: Project): readonly Contract[] {
  const unread = unreadContracts(base);
  if (unread.size === 0) return [];
  return pairBy(base.contracts, head.contracts, contractKeys).flatMap((pair) =>
    pair.base === undefined && pair.head !== undefined && unread.has(pair.head.path) ? [pair.head] : [],
  );
}

/** Paths of the contract files that cannot be read as contracts. */
function unreadContracts({ contracts, files }: Project): ReadonlySet<string> {
  const readable = new Set(contracts.map(({ path }) => path));
  return new Set(files.filter(({ role, path }) => role === 'contract' && !readable.has(path)).map(({ path }) => path));
}

/** By id and place (two versions of one contract may share an id), by id, then by place. */
const contractKeys: readonly ((contract: Contract) => string | undefined)[] = [
  (contract) => `${contract.id}\n${contract.path}`,
  (contract) => `${contract.id}\n${contract.version.value}`,
  (contract) => `${contract.id}\n${releaseLine(contract.version.value) ?? ''}`,
  (contract) => contract.id,
  (contract) => contract.path,
];

function addedContract(contract: Contract): Change {
  const { id, at } = contract;
  return { kind: 'contract.added', subject: id, contract: id, ...forceOf(contract), after: contract, at };
}

function removedContract(contract: Contract, left: readonly Contract[]): Change {
  const { id, at } = contract;
  const traits = traitsWhere({ 'other-version': left.some((other) => isOtherVersion(other, contract)) });
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

/** Whether readers of a contract that goes can move to the other one: another version of it, which promises something. */
function isOtherVersion(other: Contract, gone: Contract): boolean {
  if (other.id !== gone.id || forceOf(other).stability !== undefined) return false;
  const [stays, goes] = [releaseLine(other.version.value), releaseLine(gone.version.value)];
  return stays !== undefined && goes !== undefined && stays !== goes;
}
