import { type CompatibilityMode, compatibilityModes, type Contract } from '../model/contract.ts';
import { fitsPath } from '../model/owners.ts';
import type { DirectionRule } from '../model/policy.ts';
import type { Project } from '../model/project.ts';

/**
 * Gives every contract whom it protects: what it says itself (custom property `dataengos.direction`), else the configuration,
 * else the output ports of the repository's data products, else its folder. The same contract stays the same object for both trees.
 */
export function withDirections(project: Project, rules: readonly DirectionRule[]): Project {
  const outputs = outputPorts(project);
  const contracts = project.contracts.map((contract) => {
    const mode = statesDirection(contract) ? undefined : (ruledMode(contract, rules) ?? portMode(contract, outputs));
    return mode === undefined ? contract : versionOf(contract, mode);
  });
  return contracts.every((contract, index) => contract === project.contracts[index])
    ? project
    : { ...project, contracts };
}

/** Any other word is a mistake that a rule reports; it takes nobody's protection away. */
const statedModes: ReadonlySet<string> = new Set(['output', 'input', ...compatibilityModes]);

function statesDirection({ customProperties }: Contract): boolean {
  return customProperties.some(
    ({ property, value }) => property === 'dataengos.direction' && typeof value === 'string' && statedModes.has(value),
  );
}

function ruledMode({ path }: Contract, rules: readonly DirectionRule[]): CompatibilityMode | undefined {
  const segments = path.split('/');
  return rules.find(({ pattern }) => fitsPath(pattern, segments))?.mode;
}

function outputPorts({ products = [] }: Project): ReadonlySet<string> {
  return new Set(products.flatMap(({ outputPorts: ports }) => ports.flatMap(({ contractId }) => contractId ?? [])));
}

/**
 * What a product gives out is a promise to readers, also where its folder says it is taken in: then both sides are protected.
 * An input port takes nothing away: most products read what others promise.
 */
function portMode({ id, direction }: Contract, outputs: ReadonlySet<string>): CompatibilityMode | undefined {
  return outputs.has(id) && direction === 'input' ? 'full' : undefined;
}

/** Contracts of unchanged files are shared by both trees, and so must be what is made of them. */
const versions = new WeakMap<Contract, Map<CompatibilityMode, Contract>>();

function versionOf(contract: Contract, mode: CompatibilityMode): Contract {
  const direction = mode === 'full' ? contract.direction : mode === 'producer' ? 'input' : 'output';
  if (mode !== 'full' && direction === contract.direction) return contract;
  const known = versions.get(contract) ?? new Map<CompatibilityMode, Contract>();
  const made = known.get(mode) ?? { ...contract, direction, mode };
  versions.set(contract, known.set(mode, made));
  return made;
}
