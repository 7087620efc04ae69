import type { Contract } from '../../model/contract.ts';
import { compareText } from '../../model/location.ts';
import { linedJson } from '../catalog/json-lines.ts';
import type { Generator, GeneratorContext } from '../define-generator.ts';
import { hashText } from '../ownership/lock.ts';
import { tableNameOf } from '../match-models.ts';
import { ownerOf } from '../owner.ts';

const name = 'context';

/** `exports/context/contracts.manifest.json`: what is there, in a few words each, so that a coding agent reads only what it needs. */
export const contextGenerator: Generator = {
  name,
  summary: 'An index of all contracts for coding agents, exports/context/contracts.manifest.json.',
  isDefault: true,
  readsAll: true,
  generate({ contracts }, context) {
    if (contracts.length === 0) return { artifacts: [], notes: [] };
    const sorted = contracts.toSorted((a, b) => compareText(a.path, b.path));
    const content = linedJson({
      $schema: 'https://dataengos.dev/schemas/contracts-manifest.schema.json',
      format: 1,
      contracts: sorted.map((contract) => entryOf(contract, context)),
    });
    const sources = sorted.map(({ path }) => path);
    const path = 'exports/context/contracts.manifest.json';
    return { artifacts: [{ path, content, ownership: 'owned', generator: name, sources }], notes: [] };
  },
};

/** In the order of the file's keys; what a contract does not say is left out. */
function entryOf(contract: Contract, { read }: GeneratorContext): { readonly [key: string]: unknown } {
  const text = read(contract.path);
  return {
    id: contract.id,
    path: contract.path,
    version: contract.version.value,
    status: contract.status?.value,
    direction: contract.direction,
    domain: contract.domain,
    owner: ownerOf(contract),
    tables: contract.schema.map(tableNameOf),
    columns: contract.schema.reduce((count, { properties }) => count + properties.length, 0),
    tags: contract.tags.toSorted(compareText),
    sha256: text === undefined ? undefined : hashText(text),
  };
}
